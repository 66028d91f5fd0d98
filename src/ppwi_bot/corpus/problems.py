"""What is wrong with a corpus, said so that the researcher who edits it can mend it."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rapidfuzz import fuzz, process, utils

SHOWN_CHARACTERS = 60
"""A wrong value is quoted up to this length: enough to find it, too little to spill a quote into a log."""

NEAR_ENOUGH = 60.0
"""Likeness (0–100) from which another name is worth suggesting; 'pya' is 67 like 'pay'."""

PART_OF = 90.0
"""The same for a part of a longer name: 'admin' is 100 like a part of 'administrator'."""


LISTED_PROBLEMS = 20
"""So many problems fill a screen."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. `file` is the path as it was given, `row` a line number from 1 where one is known.

    `field` names the column or key, and is empty where the problem concerns the whole file or row.
    """

    file: str
    row: int | None
    field: str
    message: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.row}" if self.row is not None else self.file
        return ": ".join(filter(None, (place, self.field, f"{self.message}. {self.remedy}")))

    def to_dict(self) -> dict[str, str | int | None]:
        """The same as a JSON object."""
        return asdict(self)


@dataclass(slots=True)
class Report:
    """Collects the problems of one file while it is read, so that all of them come out in one pass."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, message: str, remedy: str, *, row: int | None = None, field: str = "") -> None:
        """Note a problem. `message` says what is wrong, without a full stop; `remedy` is a sentence."""
        self.problems.append(Problem(self.file, row, printable(field), printable(message), printable(remedy)))


def report_on(path: Path) -> Report:
    """An empty report on a file or folder."""
    return Report(printable(str(path)))


def listed(head: str, problems: Sequence[Problem], rest: str = "") -> str:
    """A line with the first problems below it, and how many more there are. `rest` says where those are to be seen."""
    more = len(problems) - LISTED_PROBLEMS
    last = [f"  … and {more} more{rest}."] if more > 0 else []
    return "\n".join([head, *(f"  {problem}" for problem in problems[:LISTED_PROBLEMS]), *last])


def printable(text: str) -> str:
    """The text with what a terminal could not show, or would act on, written as an escape."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii") for letter in text
    )


def shown(value: str) -> str:
    """A wrong value as it appears in a message: in quotation marks, on one line, not too long."""
    return f"'{printable(value[:SHOWN_CHARACTERS])}{'…' if len(value) > SHOWN_CHARACTERS else ''}'"


def suggestion(value: str, names: Iterable[tuple[str, str]]) -> str:
    """A sentence that offers the nearest known name, with a space after it; empty where none is near.

    `names` are pairs of what the value may have been meant as and what should be written for it.
    """
    pairs = list(names)
    meant = [name for name, _ in pairs]
    for scorer, cutoff in ((fuzz.ratio, NEAR_ENOUGH), (fuzz.partial_ratio, PART_OF)):
        found = process.extractOne(value, meant, scorer=scorer, processor=utils.default_process, score_cutoff=cutoff)
        if found:
            return f"Did you mean {shown(pairs[found[2]][1])}? "
    return ""


def suggestion_among(value: str, names: Iterable[str]) -> str:
    """As `suggestion`, where each name is written as it is meant."""
    return suggestion(value, ((name, name) for name in names))
