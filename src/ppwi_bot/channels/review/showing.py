"""What the pages show of a finding: its quote with the words marked, and what was decided."""

from collections.abc import Iterator
from dataclasses import dataclass

from ppwi_bot.corpus.protecting.review_list import Decision, ReviewRow
from ppwi_bot.corpus.protecting.sitting import Sitting
from ppwi_bot.corpus.quotes import Audience, Quote

SHOWN_WHOLE = 700
"""Characters of a quote that still fit a phone beside the buttons."""

AROUND = 300
"""So many characters of a longer quote are shown on each side of the words."""

KINDS = {
    "name": "the name of a person",
    "email": "an e-mail address",
    "phone": "a phone number",
    "address": "an address",
    "organization": "the name of an organization",
    "place": "a small place",
    "age": "an age together with a date",
    "role": "a job that one person holds",
}

SEEN_BY = {
    Audience.PUBLIC: "everyone may see it",
    Audience.STAFF: "for staff only",
    Audience.WITHHELD: "withheld already",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a quote. `mark` is "here" for the words to decide on, "other" for other findings, or nothing."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as its page shows it. `whole` is empty where `pieces` are the whole quote already.

    `offered` is what the field for the replacement holds, without brackets.
    """

    number: int
    row: ReviewRow
    quote: Quote
    kind: str
    pieces: tuple[Piece, ...]
    whole: tuple[Piece, ...]
    cut_before: bool
    cut_after: bool
    who: str
    seen_by: str
    offered: str


def show(sitting: Sitting, number: int) -> Shown:
    """The finding of a number."""
    rows = sitting.rows
    row = rows[number - 1]
    quote = sitting.quotes[row.quote]
    others = [one for one in rows if one.quote == row.quote]
    start, end = _around(quote.text, row)
    cut = (start, end) != (0, len(quote.text))
    return Shown(
        number,
        row,
        quote,
        KINDS.get(row.kind, row.kind),
        tuple(_pieces(quote.text, row, others, start, end)),
        tuple(_pieces(quote.text, row, others, 0, len(quote.text))) if cut else (),
        start > 0,
        end < len(quote.text),
        " · ".join(filter(None, (quote.perspective.singular, quote.affinity_group, quote.region))),
        SEEN_BY[quote.audience],
        (row.replacement or row.suggestion).removeprefix("[").removesuffix("]"),
    )


def outcome(row: ReviewRow) -> str:
    """What was decided, as the end of a sentence."""
    return {
        Decision.OPEN: "not decided",
        Decision.KEEP: "kept",
        Decision.REPLACE: f"replaced by {row.replacement}",
        Decision.WITHHOLD: "withheld with its whole quote",
    }[row.decision]


def _around(text: str, row: ReviewRow) -> tuple[int, int]:
    if len(text) <= SHOWN_WHOLE:
        return 0, len(text)
    start, end = max(0, row.at - AROUND), min(len(text), row.end + AROUND)
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


def _pieces(text: str, row: ReviewRow, others: list[ReviewRow], start: int, end: int) -> Iterator[Piece]:
    at = start
    for other in sorted(others, key=lambda one: one.at):
        if other.at >= at and other.end <= end:
            yield Piece(text[at : other.at])
            yield Piece(text[other.at : other.end], "here" if other is row else "other")
            at = other.end
    yield Piece(text[at:end])
