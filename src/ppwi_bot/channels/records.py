"""Files in which a door keeps what must survive a restart: SQLite, for their owner only."""

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from ppwi_bot.errors import PpwiError

_ID_BITS = 62
"""What SQLite's integers hold, without a sign."""


def today() -> date:
    """The day that goes with a record now, in UTC."""
    return datetime.now(UTC).date()


def random_place() -> int:
    """A row id for a record, so that the order in which records came is not to be seen."""
    return secrets.randbits(_ID_BITS)


def open_private(path: Path, *, shared: bool = False) -> sqlite3.Connection:
    """Open a database, which is made for its owner only if it is not there. What is deleted in it is overwritten.

    Raises:
        OSError, sqlite3.Error: it cannot be made or opened.
    """
    # Private from its first moment: SQLite gives its side files the same permissions. One that is there is not opened:
    # to close it would take away every lock this process has on it, and what others write then is lost.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    database = sqlite3.connect(path, check_same_thread=not shared)
    try:
        # Not only marked as free.
        database.execute("PRAGMA secure_delete = ON")
    except sqlite3.Error:
        database.close()
        raise
    return database


@dataclass(frozen=True, slots=True)
class Records:
    """One table in a file of its own, opened for each use and made by the first that writes.

    `table` is the statement that makes it, `failure` what is raised where the file cannot be used.
    """

    path: Path
    table: str
    failure: type[PpwiError]

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The table, to be changed whole or not at all."""
        try:
            with closing(open_private(self.path)) as database, database:
                database.execute(self.table)
                yield database
        except (OSError, sqlite3.Error) as error:
            raise self.failure(f"{self.path} cannot be written: {error}.") from error

    def forget(self, query: str, days: int) -> None:
        """Delete what has been kept for so many days; `query` takes the last day that goes. Nothing where no file is."""
        if self.path.exists():
            with self.writing() as table:
                table.execute(query, ((today() - timedelta(days=days)).isoformat(),))

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What a query finds; nothing where no file is."""
        if not self.path.exists():
            return []
        try:
            with closing(sqlite3.connect(self.path)) as database:
                return database.execute(query).fetchall()
        except sqlite3.Error as error:
            raise self.failure(f"{self.path} cannot be read: {error}.") from error
