"""Two servers on two origins: the bot's door, with a made house behind it, and a site that embeds the chat."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.serving import make_server

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

HOSTILE = """
* { all: unset !important; }
* { direction: rtl !important; font-size: 60px !important; color: yellow !important; background: magenta !important;
    transform: rotate(3deg) !important; display: inline !important; visibility: hidden !important; }
html { font-size: 40px !important; --ink: red !important; --accent: red !important; }
ask-the-workforce { display: none !important; opacity: 0 !important; position: static !important; }
"""


@contextmanager
def serving(app: "WSGIApplication", port: int = 0) -> Iterator[str]:
    """The application on a port of this machine, several requests at a time; gives its address."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Site:
    """A site of somebody else: a strict content security policy, and pages that hold the tag.

    `server` is the bot's address, `tag` the tag's attributes, `body` what else stands on the page, `style` its sheet.
    """

    server: str = ""
    tag: str = ""
    body: str = "<main><h1>Our county</h1><p>Words of ours. <a href='/next'>Next page</a></p></main>"
    style: str = "body { font: 16px serif; margin: 40px }"
    root: str = "lang='en'"
    policy: str | None = None
    seen: list[str] = field(default_factory=list)

    def app(self) -> Flask:
        """The site as an application; every path is the same page."""
        app = Flask("site", static_folder=None)

        @app.get("/style.css")
        def style() -> tuple[str, dict[str, str]]:
            return self.style, {"Content-Type": "text/css"}

        @app.get("/")
        @app.get("/<path>")
        def page(path: str = "") -> tuple[str, dict[str, str]]:
            self.seen.append(path)
            return self.page(), {"Content-Security-Policy": self.policy or self.strict()}

        return app

    def strict(self) -> str:
        """A policy that allows nothing inline, and of other places only the bot."""
        return (
            f"default-src 'self'; script-src 'self' {self.server}; style-src 'self'; connect-src 'self' {self.server}"
        )

    def page(self) -> str:
        """The page with the tag."""
        return (
            f"<!doctype html><html {self.root}><head><meta charset=utf-8><title>Our county</title>"
            "<meta name=viewport content='width=device-width, initial-scale=1'>"
            f"<link rel=stylesheet href=/style.css></head><body>{self.body}"
            f"<script src='{self.server}/widget.js' async {self.tag}></script></body></html>"
        )
