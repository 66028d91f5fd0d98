"""What people say about an answer: helpful or not, perhaps a line of words. Nothing about who they are is kept."""

from collections.abc import Callable, Set
from dataclasses import dataclass, replace
from pathlib import Path

from ppwi_bot.answers.distress import in_distress
from ppwi_bot.channels.records import Records, random_place, today
from ppwi_bot.corpus.protecting.masking import masked
from ppwi_bot.errors import PpwiError

FILE = "feedback.db"

_TABLE = """
CREATE TABLE IF NOT EXISTS feedback (
    day TEXT NOT NULL,
    answer TEXT NOT NULL,
    helpful INTEGER NOT NULL CHECK (helpful IN (0, 1)),
    comment TEXT NOT NULL
)
"""


class FeedbackError(PpwiError):
    """The feedback cannot be kept or read."""

    status = 503
    code = "feedback"


@dataclass(frozen=True, slots=True)
class Feedback:
    """One judgment. `answer` is the answer's id; `comment` may be empty."""

    answer: str
    helpful: bool
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A judgment as it lies in the file, with the day it came (UTC, ISO 8601).

    No finer time is kept, so that it cannot be matched with a server's log.
    """

    day: str
    answer: str
    helpful: bool
    comment: str


class FeedbackFile:
    """All feedback, in one file below a folder that survives restarts, for `days` days."""

    def __init__(self, folder: Path, days: int) -> None:
        """Take the folder; the file is made when the first feedback comes."""
        self._records = Records(folder / FILE, _TABLE, FeedbackError)
        self._days = days

    def keep(self, feedback: Feedback) -> None:
        """Add one judgment, whole or not at all. It goes to a random place: in which order they came is not to be seen.

        Raises:
            FeedbackError: the file cannot be written.
        """
        row = (random_place(), today().isoformat(), feedback.answer, int(feedback.helpful), feedback.comment)
        with self._records.writing() as table:
            table.execute("INSERT INTO feedback (rowid, day, answer, helpful, comment) VALUES (?, ?, ?, ?, ?)", row)

    def forget_old(self) -> None:
        """Delete what has been kept long enough.

        Raises:
            FeedbackError: the file cannot be written.
        """
        self._records.forget("DELETE FROM feedback WHERE day <= ?", self._days)

    def all(self) -> tuple[Kept, ...]:
        """Every judgment, the newest day first; none where no file is.

        Raises:
            FeedbackError: the file cannot be read.
        """
        rows = self._records.rows("SELECT day, answer, helpful, comment FROM feedback ORDER BY day DESC, rowid")
        return tuple(Kept(day, answer, bool(helpful), comment) for day, answer, helpful, comment in rows)


def keep_masked(file: FeedbackFile, ordinary: Callable[[], Set[str]], feedback: Feedback) -> None:
    """Keep a judgment with its comment masked; of a comment in distress, no words are kept.

    `ordinary` gives the words that are not masked.

    Raises:
        FeedbackError: the file cannot be written.
    """
    comment = feedback.comment
    if comment:
        comment = "" if in_distress(comment) else masked(comment, ordinary())
    file.keep(replace(feedback, comment=comment))
