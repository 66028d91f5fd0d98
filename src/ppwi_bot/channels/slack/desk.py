"""Where questions wait for their answers: several at a time, those of one conversation one after the other."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Lock

WORKERS = 4
"""Answers under way at the same time. They share two or so cores with Rasa; more would only wait for each other."""


class Desk:
    """Runs work in threads of its own, in order within a conversation."""

    def __init__(self, workers: int = WORKERS) -> None:
        """Open the desk."""
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="slack")
        self._lock = Lock()
        self._waiting: dict[str, deque[Callable[[], None]]] = {}

    def add(self, conversation: str, work: Callable[[], None]) -> None:
        """Do `work` after everything added before for the same conversation. It deals with its own errors."""
        with self._lock:
            if conversation in self._waiting:
                self._waiting[conversation].append(work)
                return
            self._waiting[conversation] = deque()
        self._pool.submit(self._run, conversation, work)

    def close(self) -> None:
        """Finish what is under way, start nothing more."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _run(self, conversation: str, work: Callable[[], None]) -> None:
        try:
            work()
        finally:
            with self._lock:
                waiting = self._waiting[conversation]
                following = waiting.popleft() if waiting else None
                if following is None:
                    del self._waiting[conversation]
            if following is not None:
                with suppress(RuntimeError):  # closed meanwhile
                    self._pool.submit(self._run, conversation, following)
