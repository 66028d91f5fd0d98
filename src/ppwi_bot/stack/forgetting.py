"""Deletes what was kept long enough: when the bot starts, and every hour after."""

import logging
from collections.abc import Callable, Sequence
from threading import Event, Thread

from ppwi_bot.errors import PpwiError, traced

log = logging.getLogger(__name__)

EVERY_SECONDS = 60 * 60
CLOSING_SECONDS = 1.0


class Forgetting:
    """Does all of `tasks` now and again, in a thread of its own, until it is closed."""

    def __init__(self, tasks: Sequence[Callable[[], object]]) -> None:
        """Start."""
        self._tasks = tasks
        self._closing = Event()
        self._thread = Thread(target=self._run, name="forgetting", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop after the task in hand, or in the middle of one that takes long: what is half done is done at the next start."""
        self._closing.set()
        self._thread.join(CLOSING_SECONDS)

    def _run(self) -> None:
        while not self._closing.is_set():
            for task in self._tasks:
                try:
                    task()
                except PpwiError as error:
                    log.error("%s It is tried again in an hour.", error)
                except Exception as error:  # noqa: BLE001 - the thread must go on
                    log.error("what is old was not deleted; it is tried again in an hour: %s", traced(error))
            self._closing.wait(EVERY_SECONDS)
