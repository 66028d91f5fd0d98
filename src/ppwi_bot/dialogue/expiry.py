"""Forgetting what was said long ago: Rasa's store of conversations in SQLite has no expiry of its own."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from ppwi_bot.errors import PpwiError

FILE = "tracker.db"
"""As bot/endpoints.yml names it. Where Rasa is given another store, this does nothing."""

_DAY_SECONDS = 24 * 60 * 60

LOOKED_UP = 10_000
"""Events found at once."""

TOGETHER = 100
PAUSE_SECONDS = 0.5
"""So many events are deleted at once, and so long it waits before the next: Rasa waits for a few ms, and then has its turn.

Without a pause it would hardly ever get one, would find its store locked, and forget what is said meanwhile.
"""


class ExpiryError(PpwiError):
    """Old conversations cannot be deleted."""

    code = "expiry"


def forget_old(folder: Path, days: int) -> int:
    """Delete what was said more than `days` days ago, while Rasa runs or not; the number of events deleted.

    A conversation in which nothing was said since then goes as a whole. One that goes on loses its beginning: what it is
    about is in every event of its last turns. What is deleted is overwritten.

    Raises:
        ExpiryError: the store cannot be used.
    """
    path = folder / FILE
    if not path.exists():
        return 0
    before = time.time() - days * _DAY_SECONDS
    deleted = 0
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as database:
            if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'events'").fetchone():
                return 0  # Rasa has only just made it
            database.execute("PRAGMA secure_delete = ON")
            while old := _older(database, before):
                for at in range(0, len(old), TOGETHER):
                    with database:
                        database.executemany("DELETE FROM events WHERE id = ?", old[at : at + TOGETHER])
                    time.sleep(PAUSE_SECONDS)
                deleted += len(old)
    except sqlite3.Error as error:
        raise ExpiryError(f"Old conversations cannot be deleted from {path}: {error}.") from error
    return deleted


def _older(database: sqlite3.Connection, before: float) -> list[tuple[int]]:
    """Ids of events before a time, as rows; fetched whole, as a query left open would keep Rasa from writing."""
    return database.execute("SELECT id FROM events WHERE timestamp < ? LIMIT ?", (before, LOOKED_UP)).fetchall()
