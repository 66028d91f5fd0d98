"""What an answer will hold, as ids only: this, and no quote text, is what travels through the dialogue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Self

from ppwi_bot.answers.answer import Kind
from ppwi_bot.retrieval.filters import Filters


class Reason(StrEnum):
    """Why an answer is not a plain one, or what kind of information it gives."""

    PLAIN = ""
    FEW_VOICES = "few_voices"
    PLACE_WIDENED = "place_widened"
    NO_EVIDENCE = "no_evidence"
    OFF_TOPIC = "off_topic"
    IDENTITY = "identity"
    NUMBER = "number"
    NOT_ASKED = "not_asked"
    PLACE_ABSENT = "place_absent"
    GROUP_ABSENT = "group_absent"
    CLAIM = "claim"
    SIDE_ABSENT = "side_absent"
    LAW = "law"
    EMPTY = "empty"
    NO_MORE = "no_more"
    WHICH_TOPIC = "which_topic"
    ABOUT_WHAT = "about_what"
    PARTICIPATION = "participation"
    METHOD = "method"
    TOPICS = "topics"
    SUPPORT = "support"
    GREET = "greet"
    HELP = "help"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    DENY = "deny"


def outcome(*, widened: bool, few: bool) -> tuple[Kind, Reason]:
    """Of an answer with quotes, which kind it is and why: `widened`, from others than those asked for; `few` of them."""
    if widened:
        return Kind.CAVEAT, Reason.PLACE_WIDENED
    return (Kind.CAVEAT, Reason.FEW_VOICES) if few else (Kind.ANSWER, Reason.PLAIN)


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of our fixed wording: its key in `answers.wording`, and what fills it (ids, names of the corpora, counts)."""

    key: str
    params: Mapping[str, str | int] = field(default_factory=dict)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Read what `to_dict` of a plan wrote for one piece."""
        return cls(values["key"], dict(values.get("params", {})))

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready values."""
        return {"key": self.key, "params": dict(self.params)}


@dataclass(frozen=True, slots=True)
class SidePlan:
    """One side of an answer: whose quotes, about which codes, and which of them are shown (quote ids)."""

    filters: Filters
    codes: tuple[str, ...]
    quotes: tuple[str, ...]
    heading: Said | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready values."""
        return {
            "filters": self.filters.to_dict(),
            "codes": list(self.codes),
            "quotes": list(self.quotes),
            "heading": self.heading.to_dict() if self.heading else None,
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Read what `to_dict` wrote."""
        return cls(
            Filters.from_dict(values["filters"]),
            tuple(values["codes"]),
            tuple(values["quotes"]),
            Said.from_dict(values["heading"]) if values["heading"] else None,
        )


@dataclass(frozen=True, slots=True)
class AnswerPlan:
    """An answer in ids. `codes` are what it is about; `listing` are codes named as a list; `calls` are ids of calls to action."""

    kind: Kind
    reason: Reason = Reason.PLAIN
    lead: tuple[Said, ...] = ()
    codes: tuple[str, ...] = ()
    filters: Filters = Filters()
    sides: tuple[SidePlan, ...] = ()
    calls: tuple[str, ...] = ()
    listing: tuple[str, ...] = ()
    notices: tuple[Said, ...] = ()
    follow_ups: tuple[Said, ...] = ()

    @property
    def quotes(self) -> tuple[str, ...]:
        """Ids of all quotes shown."""
        return tuple(quote for side in self.sides for quote in side.quotes)

    def noting(self, *notices: Said) -> Self:
        """The same plan with further notices."""
        return replace(self, notices=(*self.notices, *notices))

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready values; what is empty is left out."""
        values = {
            "kind": self.kind.value,
            "reason": self.reason.value,
            "lead": _dicts(self.lead),
            "codes": list(self.codes),
            "filters": self.filters.to_dict(),
            "sides": _dicts(self.sides),
            "calls": list(self.calls),
            "listing": list(self.listing),
            "notices": _dicts(self.notices),
            "follow_ups": _dicts(self.follow_ups),
        }
        return {name: value for name, value in values.items() if value}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Read what `to_dict` wrote, or what the dialogue's own responses hold (see bot/domain.yml)."""
        return cls(
            kind=Kind(values["kind"]),
            reason=Reason(values.get("reason", "")),
            lead=tuple(map(Said.from_dict, values.get("lead", ()))),
            codes=tuple(values.get("codes", ())),
            filters=Filters.from_dict(values.get("filters", {})),
            sides=tuple(map(SidePlan.from_dict, values.get("sides", ()))),
            calls=tuple(values.get("calls", ())),
            listing=tuple(values.get("listing", ())),
            notices=tuple(map(Said.from_dict, values.get("notices", ()))),
            follow_ups=tuple(map(Said.from_dict, values.get("follow_ups", ()))),
        )


def _dicts(parts: Sequence[Said] | Sequence[SidePlan]) -> list[dict[str, Any]]:
    return [part.to_dict() for part in parts]
