"""What happens to the parts: small stand-ins under the real supervisor, in a process of its own."""

import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

STEADY = "import os, time; print('pid', os.getpid()); time.sleep(600)"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {STEADY}"
WITH_GRANDCHILD = (
    "import subprocess, sys, time; code = 'import time; time.sleep(600)';"
    "child = subprocess.Popen([sys.executable, '-c', code]); print('pid', child.pid); time.sleep(600)"
)
GUARD = 30
"""Seconds after which a process that should have ended is taken to hang."""


class House:
    """A supervisor with its stand-ins, and what it has printed so far."""

    def __init__(self, *parts: str, restarts: int = 5) -> None:
        self.seen: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("house.py")), *parts],
            env={"RESTARTS": str(restarts), "PATH": ""},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        # A line that never comes must fail a test, not hang it: the pipe ends with the supervisor.
        self.guard = threading.Timer(GUARD, self.process.kill)
        self.guard.start()

    def line(self, pattern: str) -> re.Match[str]:
        """The first line from now on that matches."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.seen.append(line.rstrip())
            if found := re.search(pattern, line):
                return found
        raise AssertionError(f"no line {pattern!r} in {self.seen}")

    def says(self, pattern: str) -> None:
        """Wait for a line that matches, unless there was one: it comes from several threads, in any order."""
        if not any(re.search(pattern, line) for line in self.seen):
            self.line(pattern)

    def started(self, *names: str) -> list[psutil.Process]:
        """The processes that the parts of these names say they are, the next time they say so."""
        processes: dict[str, psutil.Process] = {}
        while set(processes) != set(names):
            found = self.line(r"^(\w+) \| pid (\d+)")
            processes[found[1]] = psutil.Process(int(found[2]))
        return [processes[name] for name in names]

    def end(self) -> int:
        """Read on until the supervisor is gone; its exit code."""
        assert self.process.stdout is not None
        self.seen += self.process.stdout.read().splitlines()
        return self.process.wait(GUARD)


@pytest.fixture
def houses() -> Iterator[list[House]]:
    """Put here, a house is torn down at the end whatever happened."""
    built: list[House] = []
    yield built
    for house in built:
        house.guard.cancel()
        with suppress(psutil.NoSuchProcess):
            for process in psutil.Process(house.process.pid).children(recursive=True):
                process.kill()
        house.process.kill()
        house.process.wait()
        assert house.process.stdout is not None
        house.process.stdout.close()


def gone(process: psutil.Process) -> bool:
    """Whether it is gone, or goes within the guard time."""
    with suppress(psutil.TimeoutExpired, psutil.NoSuchProcess):
        process.wait(GUARD)
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def test_the_address_is_named_once_every_part_is_ready(houses: list[House]) -> None:
    houses.append(house := House(f"Web={STEADY}", f"Rasa={STEADY}"))
    assert house.line(r"^Ready after [\d.]+ s: (\w+)")[1] == "here"
    said = "\n".join(house.seen)
    assert "Web is ready after" in said
    assert "Rasa is ready after" in said


def test_a_killed_part_is_reported_by_name_and_started_again(houses: list[House]) -> None:
    houses.append(house := House(f"Rasa={STEADY}"))
    [first] = house.started("Rasa")
    first.kill()
    house.line(r"^Rasa was killed by SIGKILL; starting it again \(1 of 5\)")
    [second] = house.started("Rasa")
    house.says("^Rasa is ready again")
    assert second.pid != first.pid
    assert second.is_running()


def test_the_other_parts_run_on_while_one_is_started_again(houses: list[House]) -> None:
    houses.append(house := House(f"Web={STEADY}", f"Rasa={STEADY}"))
    web, rasa = house.started("Web", "Rasa")
    rasa.kill()
    house.line("starting it again")
    assert web.is_running()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_ctrl_c_and_its_kin_stop_every_part(houses: list[House], number: signal.Signals) -> None:
    houses.append(house := House(f"Web={STEADY}", f"Rasa={STEADY}"))
    parts = house.started("Web", "Rasa")
    house.process.send_signal(number)
    assert house.end() == 0
    assert house.seen[-1] == "Stopped Web and Rasa."
    assert all(map(gone, parts))


def test_what_a_part_has_started_itself_is_stopped_as_well(houses: list[House]) -> None:
    houses.append(house := House(f"Rasa={WITH_GRANDCHILD}"))
    [grandchild] = house.started("Rasa")
    house.process.send_signal(signal.SIGINT)
    assert house.end() == 0
    assert gone(grandchild)


def test_asking_a_second_time_kills_a_part_that_does_not_listen(houses: list[House]) -> None:
    houses.append(house := House(f"Rasa={DEAF}"))
    [deaf] = house.started("Rasa")
    house.process.send_signal(signal.SIGINT)
    house.line("^Stopping Rasa")
    house.process.send_signal(signal.SIGINT)
    house.line("^Rasa did not stop when asked; killing it.")
    assert house.end() == 0
    assert gone(deaf)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ties the life of a process to its parent's")
def test_the_parts_die_with_a_supervisor_that_is_killed_outright(houses: list[House]) -> None:
    houses.append(house := House(f"Web={STEADY}", f"Rasa={STEADY}"))
    parts = house.started("Web", "Rasa")
    house.process.kill()
    house.process.wait()
    assert all(map(gone, parts))


def test_a_part_that_keeps_dying_ends_the_run_with_an_error(houses: list[House]) -> None:
    houses.append(house := House(f"Web={STEADY}", "Rasa=import sys; sys.exit(3)", restarts=2))
    assert house.end() == 1
    assert "Rasa stopped with exit code 3, 3 times in a row; giving up. Its lines above may say why." in house.seen
    assert house.seen[-1] == "Stopped Web."


def test_a_part_that_has_said_why_it_cannot_start_is_not_tried_again(houses: list[House]) -> None:
    houses.append(house := House("Web=import sys; print('no index'); sys.exit(78)"))
    assert house.end() == 1
    assert not [line for line in house.seen if "starting it again" in line]
    assert "Web cannot start; its lines above say why." in house.seen


def test_what_a_part_prints_comes_with_its_name_even_if_it_is_no_text(houses: list[House]) -> None:
    houses.append(house := House(r"Rasa=import sys; sys.stdout.buffer.write(b'caf\xe9\n')"))
    assert house.line(r"^Rasa \| (.*)$")[1] == "caf\N{REPLACEMENT CHARACTER}"


def test_secrets_are_blotted_out_of_what_a_part_prints(houses: list[House]) -> None:
    houses.append(house := House("Rasa=print('the token is open sesame')"))
    assert house.line(r"^Rasa \| the token is (.*)$")[1] == "…"
