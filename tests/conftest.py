"""What tests of several kinds share: the whole house, booted once, and a browser to look at it with."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition, Thread, Timer

import psutil
import pytest

ROOT = Path(__file__).parents[1]
BOOT_LIMIT = 180.0
"""Seconds. Some 15 are usual; a busy machine may take several times that."""


def _free_ports(number: int) -> list[int]:
    """Ports nobody uses: all held at once, so that they differ, then let go."""
    with ExitStack() as held:
        servers = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(number)]
        return [server.getsockname()[1] for server in servers]


@pytest.fixture(scope="session")
def free_ports() -> Callable[[int], list[int]]:
    """Gives so many ports that are free at the moment."""
    return _free_ports


@dataclass
class Stack:
    """The whole house: supervisor, web process and Rasa, as `ppwi-bot serve` runs them."""

    url: str
    """Where the public door is."""
    rasa_url: str
    actions_url: str
    var: Path
    """Where conversations are kept."""
    process: subprocess.Popen[str]
    printed: list[str] = field(default_factory=list)
    changed: Condition = field(default_factory=Condition)

    def wait_for(self, text: str, *, after: int = 0) -> int:
        """Wait for a printed line that holds `text`; how many lines were printed up to it.

        Give that as `after` to wait for the next such line.
        """

        def position() -> int | None:
            found = (number for number, line in enumerate(self.printed) if number >= after and text in line)
            return next(found, None)

        with self.changed:
            self.changed.wait_for(lambda: position() is not None or self._ended, BOOT_LIMIT)
            if (number := position()) is None:
                raise AssertionError(f"never printed: {text!r}\n" + "\n".join(self.printed[-40:]))
            return number + 1

    def part(self, name: str) -> psutil.Process:
        """The process of a part: "web" or "rasa"."""
        words = {"web": "ppwi_bot.stack.web", "rasa": "bot/quiet_rasa.py"}
        [process] = [
            process
            for process in psutil.Process(self.process.pid).children()
            if words[name] in process.cmdline()
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
            self._ended = True
            self.changed.notify_all()

    _ended: bool = False


def _boot(var: Path) -> Stack:
    port, actions_port, rasa_port = _free_ports(3)
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
            # The tests ask more in a minute than a person would.
            "PPWI_REQUESTS_PER_MINUTE": "100000",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Stack(
        url=f"http://127.0.0.1:{port}",
        rasa_url=f"http://127.0.0.1:{rasa_port}",
        actions_url=f"http://127.0.0.1:{actions_port}",
        var=var,
        process=process,
    )


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The real thing on ports of its own, with no conversations yet. It needs what `make test` has built."""
    if not (ROOT / "bot/models/ppwi.tar.gz").is_file():
        pytest.fail("The dialogue has not been trained: run `make test`, which builds all that is needed.")
    house = _boot(tmp_path_factory.mktemp("var"))
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
        assert house.process.stdout is not None
        house.process.stdout.close()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; `make test` looks for one and names it in PPWI_CHROMIUM."""
    named = os.environ.get("PPWI_CHROMIUM")
    names = [named] if named else ["chromium", "chromium-browser", "google-chrome"]
    if found := next(filter(None, map(shutil.which, names)), None):
        return found
    if os.environ.get("CI") == "true":
        pytest.fail("No Chromium here, and in CI the browser tests must run.")
    pytest.skip("no Chromium here: install it, or set PPWI_CHROMIUM")
