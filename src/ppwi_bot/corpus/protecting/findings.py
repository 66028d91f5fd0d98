"""What may give a person away in a quote: the kinds of words, and where they stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a word tells."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    ORGANIZATION = "organization"
    PLACE = "place"
    AGE = "age"
    ROLE = "role"


_INSTEAD = {
    Kind.NAME: "[name]",
    Kind.EMAIL: "[email]",
    Kind.PHONE: "[phone number]",
    Kind.ADDRESS: "[address]",
    Kind.ORGANIZATION: "[an organization]",
    Kind.PLACE: "[a place]",
    Kind.AGE: "[age and date]",
    Kind.ROLE: "[a job title]",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Words at characters `start` to `end` of a text. `instead` is what is proposed to stand in their place."""

    start: int
    end: int
    kind: Kind
    words: str
    instead: str


def finding(text: str, start: int, end: int, kind: Kind) -> Finding:
    """A finding with what to put in its place."""
    words = text[start:end]
    instead = _INSTEAD[kind]
    if kind is Kind.PLACE and "count" in words.casefold() + text[end : end + 7].casefold():
        instead = "[a county]"
    return Finding(start, end, kind, words, instead)


def apart(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in the order of the text, of which none overlaps another: the longest stay."""
    kept: list[Finding] = []
    for each in sorted(findings, key=lambda one: (one.start - one.end, one.start, list(Kind).index(one.kind))):
        if not any(one.start < each.end and each.start < one.end for one in kept):
            kept.append(each)
    return tuple(sorted(kept, key=lambda one: one.start))
