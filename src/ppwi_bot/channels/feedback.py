"""What people say about an answer: helpful or not, perhaps a line of words. Nothing about who they are is kept."""

from dataclasses import dataclass
from pathlib import Path

from ppwi_bot.channels.records import Records, today
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
    """All feedback, in one file below a folder that survives restarts."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; the file is made when the first feedback comes."""
        self._records = Records(folder / FILE, _TABLE, FeedbackError)

    def keep(self, feedback: Feedback) -> None:
        """Add one judgment, whole or not at all.

        Raises:
            FeedbackError: the file cannot be written.
        """
        row = (today().isoformat(), feedback.answer, int(feedback.helpful), feedback.comment)
        with self._records.writing() as table:
            table.execute("INSERT INTO feedback VALUES (?, ?, ?, ?)", row)

    def all(self) -> tuple[Kept, ...]:
        """Every judgment, newest first; none where no file is.

        Raises:
            FeedbackError: the file cannot be read.
        """
        rows = self._records.rows("SELECT day, answer, helpful, comment FROM feedback ORDER BY rowid DESC")
        return tuple(Kept(day, answer, bool(helpful), comment) for day, answer, helpful, comment in rows)
