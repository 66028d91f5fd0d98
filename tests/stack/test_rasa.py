"""The way to Rasa stays on this machine."""

from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from ppwi_bot.settings import Settings
from ppwi_bot.stack.rasa import rasa_client


class Greeting(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def test_messages_to_rasa_go_through_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")  # where nobody listens
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with HTTPServer(("127.0.0.1", 0), Greeting) as server, rasa_client(Settings()) as http:
        Thread(target=server.handle_request, daemon=True).start()
        assert http.get(f"http://127.0.0.1:{server.server_port}").status_code == 200
