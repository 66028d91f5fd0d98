"""What was asked in Slack and how far its answer has come, in a file that survives a restart.

A question is written here before Slack is told that it arrived. So Slack's repetitions are known for what they are, and
a question whose answer died with the process is found again. Its words and the asker go once it is answered, from the
disk too. What buttons need later stays for some days: the plan, in ids, and the words where an answer repeats them.
So do people's own recent questions, under keys that do not tell whose they are.
"""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from ppwi_bot.answers.plan import AnswerPlan
from ppwi_bot.channels.records import open_private
from ppwi_bot.channels.slack.question import Question
from ppwi_bot.errors import PpwiError

FILE = "slack.db"
RECENT = 5

_DAY_SECONDS = 24 * 60 * 60

STALE_SECONDS = _DAY_SECONDS
"""A question found unanswered after this long is given up: nobody waits for it any more."""

_TABLES = """
CREATE TABLE IF NOT EXISTS questions (
    id TEXT PRIMARY KEY,
    at REAL NOT NULL,
    question TEXT,
    plan TEXT,
    asked TEXT NOT NULL DEFAULT '',
    channel TEXT NOT NULL,
    thread TEXT NOT NULL,
    ts TEXT NOT NULL,
    answer TEXT
);
CREATE INDEX IF NOT EXISTS by_thread ON questions (channel, thread);
CREATE INDEX IF NOT EXISTS by_message ON questions (channel, ts);
CREATE TABLE IF NOT EXISTS recent (person TEXT NOT NULL, at REAL NOT NULL, asked TEXT NOT NULL);
"""


class LedgerError(PpwiError):
    """What was asked in Slack cannot be written down or read."""

    status = 503
    code = "slack_ledger"


@dataclass(frozen=True, slots=True)
class Kept:
    """What buttons need of an answer given earlier."""

    asked: str
    plan: AnswerPlan


class Ledger:
    """The questions of the Slack door, for `days` days, in one SQLite file below a folder that survives restarts."""

    def __init__(self, folder: Path, days: int) -> None:
        """Open the file, made for its owner only, and drop what is too old.

        Raises:
            LedgerError: the file cannot be made or is no ledger.
        """
        self._path = folder / FILE
        self._days = days
        self._lock = Lock()
        try:
            self._database = open_private(self._path, shared=True)
        except (OSError, sqlite3.Error) as error:
            raise self._failure(error) from error
        with self._writing() as database:
            # Written to the log of changes without waiting for the disk: a killed process loses nothing.
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            database.executescript(_TABLES)
            database.execute(
                "UPDATE questions SET question = NULL, answer = '' WHERE answer IS NULL AND at < ?",
                (time.time() - STALE_SECONDS,),
            )
        self._drop_old()

    def take(self, question: Question) -> bool:
        """Write a question down; false if it was written down before."""
        row = (question.id, time.time(), json.dumps(question.to_dict()), question.channel, question.thread, question.ts)
        with self._writing() as database:
            written = database.execute(
                "INSERT OR IGNORE INTO questions (id, at, question, channel, thread, ts) VALUES (?, ?, ?, ?, ?, ?)", row
            )
        return written.rowcount == 1

    def note(self, event: str) -> bool:
        """Write down something that is no question by a name of its own; false if it was written down before."""
        with self._writing() as database:
            written = database.execute(
                "INSERT OR IGNORE INTO questions (id, at, channel, thread, ts, answer) VALUES (?, ?, '', '', '', '')",
                (event, time.time()),
            )
        return written.rowcount == 1

    def planned(self, question: Question, repeated: str, plan: AnswerPlan) -> None:
        """Keep the plan of an answer before the answer goes out: the conversation must not take the turn twice.

        `repeated` are the asker's words where the answer repeats them, else empty.
        """
        with self._writing() as database:
            database.execute(
                "UPDATE questions SET plan = ?, asked = ? WHERE id = ?",
                (json.dumps(plan.to_dict()), repeated, question.id),
            )

    def done(self, question: Question, answer: str) -> None:
        """The question is answered; `answer` is the time stamp of the message, empty where there is none to find.

        An answer that went elsewhere than to where it was asked is not found there either.
        """
        with self._writing() as database:
            database.execute(
                "UPDATE questions SET question = NULL, answer = CASE channel WHEN ? THEN ? ELSE '' END WHERE id = ?",
                (question.channel, answer, question.id),
            )
            waiting = database.execute("SELECT 1 FROM questions WHERE answer IS NULL LIMIT 1").fetchone()
        if not waiting:
            self._clear_log()

    def unanswered(self) -> list[tuple[Question, AnswerPlan | None]]:
        """Questions whose answer has not gone out, oldest first, with the plan where there is one."""
        rows = self._rows("SELECT question, plan FROM questions WHERE answer IS NULL ORDER BY rowid")
        return [
            (Question.from_dict(json.loads(question)), AnswerPlan.from_dict(json.loads(plan)) if plan else None)
            for question, plan in rows
        ]

    def kept(self, id: str) -> Kept | None:
        """What is kept of an answer, or nothing where it is too old or was never given."""
        for asked, plan in self._rows("SELECT asked, plan FROM questions WHERE id = ? AND plan IS NOT NULL", id):
            return Kept(asked, AnswerPlan.from_dict(json.loads(plan)))
        return None

    def answered_in(self, channel: str, thread: str) -> bool:
        """Whether we have answered in a thread, or are about to."""
        found = self._rows(
            "SELECT 1 FROM questions WHERE channel = ? AND thread = ? AND (answer IS NULL OR answer <> '') LIMIT 1",
            channel,
            thread,
        )
        return bool(found)

    def answers_to(self, channel: str, ts: str) -> list[str]:
        """Time stamps of our answers to a message, newest first."""
        rows = self._rows(
            "SELECT answer FROM questions WHERE channel = ? AND ts = ? AND answer <> '' ORDER BY rowid DESC",
            channel,
            ts,
        )
        return list(dict.fromkeys(answer for (answer,) in rows))

    def forget_answers_to(self, channel: str, ts: str) -> None:
        """Our answers to a message were taken down."""
        with self._writing() as database:
            database.execute(
                "UPDATE questions SET answer = '', plan = NULL, asked = '' WHERE channel = ? AND ts = ?", (channel, ts)
            )
        self._clear_log()

    def remember(self, person: str, asked: str) -> None:
        """Add to a person's recent questions; the same one moves to the front."""
        with self._writing() as database:
            database.execute("DELETE FROM recent WHERE person = ? AND asked = ?", (person, asked))
            database.execute("INSERT INTO recent VALUES (?, ?, ?)", (person, time.time(), asked))
            database.execute(
                "DELETE FROM recent WHERE person = ? AND rowid NOT IN "
                "(SELECT rowid FROM recent WHERE person = ? ORDER BY rowid DESC LIMIT ?)",
                (person, person, RECENT),
            )

    def recent(self, person: str) -> list[str]:
        """A person's recent questions, newest first."""
        return [
            asked for (asked,) in self._rows("SELECT asked FROM recent WHERE person = ? ORDER BY rowid DESC", person)
        ]

    def forget_recent(self, person: str) -> None:
        """Drop a person's recent questions."""
        with self._writing() as database:
            database.execute("DELETE FROM recent WHERE person = ?", (person,))
        self._clear_log()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()

    def _drop_old(self) -> None:
        before = time.time() - self._days * _DAY_SECONDS
        with self._writing() as database:
            database.execute("DELETE FROM questions WHERE at < ?", (before,))
            database.execute("DELETE FROM recent WHERE at < ?", (before,))
        self._clear_log()

    def _clear_log(self) -> None:
        """Empty SQLite's log of changes, in which words that were dropped would still stand."""
        self._rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def _rows(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        try:
            with self._lock, closing(self._database.execute(query, values)) as cursor:
                return cursor.fetchall()
        except sqlite3.Error as error:
            raise self._failure(error) from error

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._lock, self._database:
                yield self._database
        except sqlite3.Error as error:
            raise self._failure(error) from error

    def _failure(self, error: Exception) -> LedgerError:
        return LedgerError(f"{self._path} cannot be used: {error}. Move it away to start a new one.")


def forget_old(folder: Path, days: int) -> None:
    """Drop what was kept for `days` days, whether the door is open, closed, or was given up long ago.

    Raises:
        LedgerError: the file cannot be used.
    """
    if (folder / FILE).exists():
        Ledger(folder, days).close()
