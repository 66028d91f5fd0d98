"""Keeps the parts running: starts them, passes on what they print, restarts the fallen, leaves none over."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import IO

from ppwi_bot.stack import child
from ppwi_bot.stack.part import CANNOT_START, Part

TICK = 0.1
"""Seconds between two looks at the parts: short enough to seem immediate, long enough to cost nothing."""
GRACE = 10.0
"""Seconds a part has to finish what it is doing once it is asked to stop."""

Say = Callable[[str], None]


class _Child:
    """A part and the process that runs it now."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.process: subprocess.Popen[bytes] | None = None
        self.started = 0.0
        self.due = 0.0
        """When it is to be started (again), while it is not running."""
        self.failures = 0
        self.ready = False
        self.complained = False

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def age(self) -> float:
        return time.monotonic() - self.started

    def start(self, say: Say) -> None:
        self.process = subprocess.Popen(
            # Isolated and without site: done in some 15 ms, and blind to the Python path meant for the part.
            [sys.executable, "-IS", str(Path(child.__file__)), str(os.getpid()), *self.part.command],
            env=dict(self.part.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            # Out of the terminal's reach: Ctrl-C comes to the supervisor, which then stops the parts.
            start_new_session=True,
        )
        self.started = time.monotonic()
        self.ready = self.complained = False
        assert self.process.stdout is not None
        threading.Thread(target=_pass_on, args=(self.process.stdout, self.part, say), daemon=True).start()

    def send(self, number: int) -> None:
        """Send a signal to the process and everything that it has started."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)


def _pass_on(stream: IO[bytes], part: Part, say: Say) -> None:
    with stream:
        for line in stream:
            text = line.decode("utf-8", "replace").rstrip()
            for secret in filter(None, part.hidden):
                text = text.replace(secret, "…")
            say(f"{part.name} | {text}")


def how_it_ended(code: int) -> str:
    """Say how a process ended, from its return code as `subprocess` gives it."""
    if code < 0:
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = f"signal {-code}"
        return f"was killed by {name}"
    return f"stopped with exit code {code}"


class _House:
    def __init__(self, parts: Sequence[Part], say: Say, address: str) -> None:
        self.children = [_Child(part) for part in parts]
        self.address = address
        self.began = time.monotonic()
        self.announced = False
        self.asked_to_stop = 0
        self._say = say
        self._turn = threading.Lock()

    def say(self, line: str) -> None:
        # A closed terminal or pipe must not keep us from stopping the parts, nor the parts from printing.
        with self._turn, suppress(OSError, ValueError):
            self._say(line)

    def note_signal(self, number: int, frame: FrameType | None) -> None:
        # Only a mark: a handler may run in the middle of anything.
        del number, frame
        self.asked_to_stop += 1

    def run(self) -> int:
        try:
            while not self.asked_to_stop:
                for each in self.children:
                    if not self.attend(each):
                        return 1
                self.announce()
                time.sleep(TICK)
            return 0
        finally:
            self.stop()

    def attend(self, each: _Child) -> bool:
        """See to one part. False: it is beyond help, and so is the house."""
        now = time.monotonic()
        if each.process is None:
            if now >= each.due:
                each.start(self.say)
        elif each.process.poll() is not None:
            return self.fallen(each, each.process.returncode)
        elif not each.ready:
            self.look(each)
        return True

    def look(self, each: _Child) -> None:
        name = each.part.name
        if each.part.ready():
            each.ready = True
            again = "again " if each.failures else ""
            self.say(f"{name} is ready {again}after {each.age:.1f} s.")
        elif each.age > each.part.patience and not each.complained:
            each.complained = True
            self.say(f"{name} is not ready after {each.part.patience:g} s; waiting on.")

    def fallen(self, each: _Child, code: int) -> bool:
        each.send(signal.SIGKILL)  # what it had started itself would hold its port
        each.process = None
        name, restart, how = each.part.name, each.part.restart, how_it_ended(code)
        if code == CANNOT_START:
            self.say(f"{name} cannot start; its lines above say why.")
            return False
        each.failures = 1 if each.age >= restart.steady_after else each.failures + 1
        if each.failures > restart.limit:
            self.say(f"{name} {how}, {each.failures} times in a row; giving up. Its lines above may say why.")
            return False
        delay = restart.delay(each.failures)
        each.due = time.monotonic() + delay
        self.say(f"{name} {how}; starting it again ({each.failures} of {restart.limit}) in {delay:g} s …")
        return True

    def announce(self) -> None:
        if not self.announced and all(each.ready for each in self.children):
            self.announced = True
            elapsed = time.monotonic() - self.began
            self.say(f"Ready after {elapsed:.1f} s: {self.address}  (Ctrl-C stops it)")

    def stop(self) -> None:
        asked_before = self.asked_to_stop
        left = [each for each in self.children if each.running]
        names = " and ".join(each.part.name for each in left)
        if left:
            self.say(f"Stopping {names} …")
        for each in left:
            each.send(signal.SIGTERM)
        end = time.monotonic() + GRACE
        while any(each.running for each in left) and time.monotonic() < end:
            if self.asked_to_stop > asked_before:
                break  # asked a second time: now
            time.sleep(TICK / 2)
        for each in left:
            if each.running:
                self.say(f"{each.part.name} did not stop when asked; killing it.")
            each.send(signal.SIGKILL)
            if each.process is not None:
                each.process.wait()
        if left:
            self.say(f"Stopped {names}.")


@contextmanager
def _signals(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    wanted = [signal.SIGINT, signal.SIGTERM]
    # Started with nohup, the house is meant to outlive its terminal.
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        wanted.append(signal.SIGHUP)
    before = {number: signal.signal(number, handler) for number in wanted}
    try:
        yield
    finally:
        for number, previous in before.items():
            signal.signal(number, previous)


def supervise(parts: Sequence[Part], say: Say, address: str) -> int:
    """Run all parts until asked to stop by Ctrl-C, SIGTERM or SIGHUP, or until one cannot be kept running.

    Must be called from the main thread. `say` is given one line at a time: what the parts print, with their
    name in front, and what happens to them. `address` is named once all parts are ready. On Linux the parts
    die with the supervisor even if that is killed outright; elsewhere they would stay.

    Returns:
        The exit code: 0 after being asked to stop, 1 after giving up. No part is left running either way.
    """
    house = _House(parts, say, address)
    with _signals(house.note_signal):
        return house.run()
