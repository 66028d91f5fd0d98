"""What visitors ask and how it came out: kept for a set number of days, with nothing about who they are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from ppwi_bot.answers.answer import Kind
from ppwi_bot.channels.records import Records, random_place
from ppwi_bot.errors import PpwiError

FILE = "asked.db"

_TABLE = """
CREATE TABLE IF NOT EXISTS asked (
    id INTEGER PRIMARY KEY,
    day TEXT NOT NULL,
    entrance TEXT NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    answer TEXT NOT NULL,
    codes TEXT NOT NULL,
    question TEXT NOT NULL
)
"""


class AskedError(PpwiError):
    """What was asked cannot be kept or read."""

    status = 503
    code = "asked"


class Entrance(StrEnum):
    """Where a question was asked."""

    CHAT = "chat"
    """In the chat on a page of ours."""
    WIDGET = "widget"
    """In the chat on another site."""
    PAGE = "page"
    """On the page that works without script."""
    PROGRAM = "program"
    """By a program."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. `day` is in UTC, ISO 8601; `codes` are the topics or themes of the answer; `question` is masked."""

    day: str
    entrance: str
    kind: str
    reason: str
    answer: str
    codes: tuple[str, ...]
    question: str


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that was declined, in one spelling, with how often and when last it was asked."""

    reason: str
    question: str
    times: int
    last: str


class AskedFile:
    """All questions, in one file below a folder that survives restarts, for `days` days; with 0, none."""

    def __init__(self, folder: Path, days: int) -> None:
        """Take the folder; the file is made when the first question comes."""
        self._records = Records(folder / FILE, _TABLE, AskedError)
        self._days = days

    def keep(self, questions: Iterable[Asked]) -> None:
        """Add questions, all or none. Each goes to a random place: in which order they came is not to be seen.

        Raises:
            AskedError: the file cannot be written.
        """
        rows = [{**asdict(one), "id": random_place(), "codes": " ".join(one.codes)} for one in questions]
        with self._records.writing() as table:
            table.executemany(
                "INSERT INTO asked VALUES (:id, :day, :entrance, :kind, :reason, :answer, :codes, :question)", rows
            )

    def forget_old(self) -> None:
        """Delete what has been kept long enough.

        Raises:
            AskedError: the file cannot be written.
        """
        self._records.forget("DELETE FROM asked WHERE day <= ?", self._days)

    def all(self) -> tuple[Asked, ...]:
        """Every question, the newest day first; none where no file is.

        Raises:
            AskedError: the file cannot be read.
        """
        rows = self._records.rows(
            "SELECT day, entrance, kind, reason, answer, codes, question FROM asked ORDER BY day DESC, id"
        )
        return tuple(
            Asked(day, entrance, kind, reason, answer, tuple(codes.split()), question)
            for day, entrance, kind, reason, answer, codes, question in rows
        )


def unanswered(questions: Iterable[Asked]) -> list[Unanswered]:
    """What was declined: the most frequent reason first, and for each what was asked most often."""
    groups: dict[str, dict[str, list[Asked]]] = defaultdict(lambda: defaultdict(list))
    for one in questions:
        if one.kind == Kind.DECLINE:
            groups[one.reason][one.question.casefold().rstrip("?!. ")].append(one)
    by_reason = sorted(groups.items(), key=lambda group: (-sum(map(len, group[1].values())), group[0]))
    return [
        Unanswered(reason, same[0].question, len(same), max(one.day for one in same))
        for reason, asked in by_reason
        for same in sorted(asked.values(), key=lambda same: (-len(same), same[0].question))
    ]
