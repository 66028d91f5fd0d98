"""The whole house, to be measured and tested: supervisor, web process and Rasa, started as a person would start them."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition, Thread, Timer
from typing import Any

import httpx
import psutil

from ppwi_bot.errors import PpwiError

ROOT = Path(__file__).parents[3]
BOOT_LIMIT = 180.0
"""Seconds. Some 15 are usual; a busy machine may take several times that."""


def free_ports(number: int) -> list[int]:
    """Ports nobody uses: all held at once, so that they differ, then let go."""
    with ExitStack() as held:
        servers = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(number)]
        return [server.getsockname()[1] for server in servers]


@dataclass
class Stack:
    """The whole house: supervisor, web process and Rasa, as `ppwi-bot serve` runs them."""

    url: str
    """Where the public door is."""
    rasa_url: str
    actions_url: str
    site: str
    """The address of another site, which nobody serves yet and which may embed the chat."""
    var: Path
    """Where conversations are kept."""
    process: subprocess.Popen[str]
    printed: list[str] = field(default_factory=list)
    changed: Condition = field(default_factory=Condition)
    ended: bool = False

    def wait_for(self, text: str, *, after: int = 0) -> int:
        """Wait for a printed line that holds `text`; how many lines were printed up to it.

        Give that as `after` to wait for the next such line.
        """

        def position() -> int | None:
            found = (number for number, line in enumerate(self.printed) if number >= after and text in line)
            return next(found, None)

        with self.changed:
            self.changed.wait_for(lambda: position() is not None or self.ended, BOOT_LIMIT)
            if (number := position()) is None:
                raise PpwiError(f"never printed: {text!r}\n" + "\n".join(self.printed[-40:]))
            return number + 1

    def part(self, name: str) -> psutil.Process:
        """The process of a part: "web" or "rasa"."""
        words = {"web": "ppwi_bot.stack.web", "rasa": "bot/quiet_rasa.py"}
        [process] = [
            process for process in psutil.Process(self.process.pid).children() if words[name] in process.cmdline()
        ]
        return process

    def memory(self) -> int:
        """Bytes in use by both parts together."""
        return sum(self.part(name).memory_info().rss for name in ("web", "rasa"))

    def read_on(self) -> None:
        """Take in what is printed until the end of it."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self.changed:
                self.printed.append(line.rstrip())
                self.changed.notify_all()
        with self.changed:
            self.ended = True
            self.changed.notify_all()


def boot(var: Path, settings: Mapping[str, str] | None = None) -> Stack:
    """Start the house on ports of its own, with its conversations in `var`; whoever calls this ends it.

    `settings` are environment variables of its own, such as those that open the Slack door.
    """
    port, actions_port, rasa_port, site_port = free_ports(4)
    site = f"http://127.0.0.1:{site_port}"
    process = subprocess.Popen(
        [str(Path(sys.executable).with_name("ppwi-bot")), "serve"],
        cwd=ROOT,
        env=os.environ
        | {
            "PPWI_HOST": "127.0.0.1",
            "PPWI_PORT": str(port),
            "PPWI_ACTIONS_PORT": str(actions_port),
            "PPWI_RASA_PORT": str(rasa_port),
            "PPWI_VAR": str(var),
            "PPWI_ALLOWED_ORIGINS": site,
            # The tests ask more in a minute than a person would.
            "PPWI_REQUESTS_PER_MINUTE": "100000",
        }
        | dict(settings or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Stack(
        url=f"http://127.0.0.1:{port}",
        rasa_url=f"http://127.0.0.1:{rasa_port}",
        actions_url=f"http://127.0.0.1:{actions_port}",
        site=site,
        var=var,
        process=process,
    )


@contextmanager
def running(var: Path, settings: Mapping[str, str] | None = None) -> Iterator[Stack]:
    """The house, ready, for as long as the block lasts; `settings` are environment variables of its own.

    Raises:
        PpwiError: the dialogue has not been trained, or the house does not come up; the text says what was printed.
    """
    if not (ROOT / "bot/models/ppwi.tar.gz").is_file():
        raise PpwiError("The dialogue has not been trained. Run `make dialogue`, which builds what it needs.")
    house = boot(var, settings)
    reader = Thread(target=house.read_on, daemon=True)
    reader.start()
    try:
        house.wait_for("Ready after")
        yield house
    finally:
        house.process.terminate()
        # Stopping takes a moment; if it hangs, the kill takes the parts with it.
        guard = Timer(30, house.process.kill)
        guard.start()
        house.process.wait()
        guard.cancel()
        reader.join()
        if house.process.stdout:
            house.process.stdout.close()


class Visitor:
    """One visitor of the public door, who keeps the id that it gave."""

    def __init__(self, house: Stack, http: httpx.Client) -> None:
        """Begin a conversation of one's own."""
        self._url = f"{house.url}/api/messages"
        self._http = http
        self._begun: dict[str, str] = {}

    def say(self, text: str) -> dict[str, Any]:
        """Say one thing; the answer as the API gives it."""
        response = self._http.post(self._url, json={**self._begun, "text": text}).raise_for_status().json()
        self._begun = {"conversation": response["conversation"]}
        answer: dict[str, Any] = response["answer"]
        return answer
