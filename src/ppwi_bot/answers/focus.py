"""What a conversation is about, so that the next turn can use what went before."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from ppwi_bot.answers.plan import AnswerPlan, Said
from ppwi_bot.retrieval.filters import Filters

SHOWN_KEPT = 200
"""Quotes remembered as shown; a longer memory would only grow the conversation's record."""


EARLIER_KEPT = 20
"""Topics remembered that were in hand before."""


@dataclass(frozen=True, slots=True)
class Focus:
    """The topic in hand: what was searched for, the codes it came to, whose quotes, which were shown, what was offered.

    `sides` are those whose words were set side by side, if any were; `earlier` the codes that were in hand before, newest last.

    Holds ids, names of the corpora, and the searched words; never quote text.
    """

    about: str = ""
    codes: tuple[str, ...] = ()
    filters: Filters = Filters()
    shown: tuple[str, ...] = ()
    offered: tuple[Said, ...] = ()
    sides: tuple[Filters, ...] = ()
    earlier: tuple[tuple[str, ...], ...] = ()

    def after(self, before: "Focus") -> "Focus":
        """The same, remembering what was in hand before it."""
        if not before.codes or before.codes[:1] == self.codes[:1]:
            return replace(self, earlier=before.earlier)
        others = (codes for codes in before.earlier if codes[:1] != before.codes[:1])
        return replace(self, earlier=(*others, before.codes)[-EARLIER_KEPT:])

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready values."""
        return {
            "about": self.about,
            "codes": list(self.codes),
            "filters": self.filters.to_dict(),
            "shown": list(self.shown[-SHOWN_KEPT:]),
            "offered": [offer.to_dict() for offer in self.offered],
            "sides": [side.to_dict() for side in self.sides],
            "earlier": list(map(list, self.earlier)),
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any] | None) -> Self:
        """Read what `to_dict` wrote; nothing written is a conversation that has not begun."""
        if not values:
            return cls()
        return cls(
            about=values.get("about", ""),
            codes=tuple(values.get("codes", ())),
            filters=Filters.from_dict(values.get("filters", {})),
            shown=tuple(values.get("shown", ())),
            offered=tuple(map(Said.from_dict, values.get("offered", ()))),
            sides=tuple(map(Filters.from_dict, values.get("sides", ()))),
            earlier=tuple(map(tuple, values.get("earlier", ()))),
        )


@dataclass(frozen=True, slots=True)
class Reply:
    """A plan and what the conversation is about after it."""

    plan: AnswerPlan
    focus: Focus
