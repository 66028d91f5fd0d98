"""The web process: two servers in one, of which only one is public."""

import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psutil
import pytest

from ppwi_bot.errors import SettingsError
from ppwi_bot.settings import Settings
from ppwi_bot.stack import web

GUARD = 30
"""Seconds after which a process that should have ended is taken to hang."""


@pytest.fixture
def door(free_ports: Callable[[int], list[int]]) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """A running web process, its public address and that of its actions."""
    port, actions_port = free_ports(2)
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("door.py")), str(port), str(actions_port)],
        stdout=subprocess.PIPE,
        text=True,
    )
    addresses = (f"http://127.0.0.1:{port}", f"http://127.0.0.1:{actions_port}")
    try:
        with httpx.Client(transport=httpx.HTTPTransport(retries=8)) as client:  # 8 tries, ever further apart
            for address in addresses:
                client.get(address, timeout=GUARD)
        yield process, *addresses
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def test_both_applications_are_served_each_on_its_own_port(
    door: tuple[subprocess.Popen[str], str, str],
) -> None:
    _, public, actions = door
    assert httpx.get(public).text == "public direct"
    assert httpx.get(actions).text == "actions"


def test_the_actions_are_on_loopback_whatever_the_door_listens_on(
    door: tuple[subprocess.Popen[str], str, str],
) -> None:
    process, public, actions = door
    listening = {
        place.laddr.port: place.laddr.ip
        for place in psutil.Process(process.pid).net_connections("inet")
        if place.status == psutil.CONN_LISTEN
    }
    assert listening == {httpx.URL(public).port: "0.0.0.0", httpx.URL(actions).port: "127.0.0.1"}


def test_the_server_does_not_say_what_it_is(door: tuple[subprocess.Popen[str], str, str]) -> None:
    assert "server" not in httpx.get(door[1]).headers


def test_a_forged_forwarding_header_is_dropped_where_no_proxy_is_trusted(
    door: tuple[subprocess.Popen[str], str, str],
) -> None:
    assert httpx.get(door[1], headers={"X-Forwarded-For": "192.0.2.7"}).text == "public direct"


def test_an_answer_under_way_is_finished_before_the_process_ends(
    door: tuple[subprocess.Popen[str], str, str],
) -> None:
    process, public, _ = door
    assert process.stdout is not None
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(httpx.get, f"{public}/slow", timeout=GUARD)
        assert process.stdout.readline() == "at work\n"
        process.send_signal(signal.SIGTERM)
        assert answer.result().text == "public direct"
    assert process.wait(GUARD) == 0


def test_a_port_in_use_is_named_with_the_setting_to_change(free_ports: Callable[[int], list[int]]) -> None:
    [port] = free_ports(1)
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        with pytest.raises(SettingsError, match=rf"^Port {taken} is in use.*PPWI_ACTIONS_PORT"):
            web.serve(lambda *_: [], lambda *_: [], Settings(port=port, actions_port=taken))


def test_a_setting_that_cannot_be_used_ends_the_process_for_good(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("PPWI_PORT", "many")
    assert web.main() == web.CANNOT_START
    assert "port" in caplog.text
