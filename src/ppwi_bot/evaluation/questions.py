"""The judged question set: what each question should find, or why it must be declined."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Half = Literal["tuning", "held out"]


@dataclass(frozen=True, slots=True)
class Judged:
    """One judged question. `codes` are fully relevant codes, best first; `perspectives`, `groups`, `places` who was asked for."""

    id: str
    text: str
    answerable: bool
    type: str
    codes: tuple[str, ...]
    perspectives: tuple[str, ...]
    groups: tuple[str, ...]
    places: tuple[str, ...]
    reason: str

    @property
    def half(self) -> Half:
        """Odd numbers tune, even numbers are held out."""
        return "tuning" if int(self.id.lstrip("q")) % 2 else "held out"


def read_questions(path: Path) -> list[Judged]:
    """The question set from its CSV file."""
    with path.open(newline="", encoding="utf-8") as file:
        return [
            Judged(
                id=row["id"],
                text=row["question"],
                answerable=row["outcome"] == "answer",
                type=row["type"],
                codes=_several(row["codes"]),
                perspectives=_several(row["perspectives"]),
                groups=_several(row["groups"]),
                places=_several(row["places"]),
                reason=row["reason"],
            )
            for row in csv.DictReader(file)
        ]


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())
