"""What an import did or would do, in numbers that add up and a line for each change: for the screen and the ethics file.

It holds places, ids and reasons, and never the words of a quote.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from ppwi_bot.corpus.problems import printable


class Kind(StrEnum):
    """What happened to something that was read."""

    NEW_CODE = "new code"
    CHANGED = "changed"
    JOINED = "merged"
    SKIPPED = "skipped"
    GONE = "gone"
    REMOVED = "removed"
    NOTE = "note"


_TITLES = {
    Kind.CHANGED: "Changed",
    Kind.SKIPPED: "Skipped",
    Kind.JOINED: "Merged into quotes that were there already",
    Kind.REMOVED: "Removed, as the source no longer has them",
    Kind.GONE: "No longer in the source, but kept in the corpus (--remove-gone takes them out)",
    Kind.NEW_CODE: "New themes, topics and sub-topics",
    Kind.NOTE: "To know",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened: where it stands in the source, and which quote or code it concerns, if any."""

    kind: Kind
    where: str
    text: str
    id: str = ""

    def __str__(self) -> str:
        return ": ".join(filter(None, (printable(self.where), self.id, printable(self.text))))


@dataclass(frozen=True, slots=True)
class SourceReport:
    """One source: how many entries were read, and what became of each.

    `read` is new + changed + same + merged + skipped. `gone` are quotes of an earlier import that the source no longer
    has; `removed` of them were taken out.
    """

    source: str
    read: int
    new: int
    changed: int
    same: int
    merged: int
    skipped: int
    gone: int
    removed: int
    audiences: tuple[tuple[str, int], ...]
    lines: tuple[Line, ...]

    @property
    def kept(self) -> int:
        """Entries that stand in the corpus as quotes of their own."""
        return self.new + self.changed + self.same


@dataclass(frozen=True, slots=True)
class ImportReport:
    """All sources of one import. `written` says whether the corpus was changed on disk.

    `to_review` says how many new and changed quotes hold words that may give somebody away; None if nobody looked.
    """

    corpus: str
    day: str
    quotes_before: int
    quotes_after: int
    written: bool
    sources: tuple[SourceReport, ...]
    to_review: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """The same as a JSON object."""
        return {**asdict(self), "sources": [{**asdict(source), "kept": source.kept} for source in self.sources]}

    def text(self) -> str:
        """The same as plain text."""
        return "\n".join(_text(self)) + "\n"


def _text(report: ImportReport) -> Iterator[str]:
    yield f"Import into {report.corpus}, {report.day}"
    yield "Written." if report.written else "Dry run: nothing was written."
    yield f"Quotes in the corpus: {report.quotes_before:,} before, {report.quotes_after:,} after."
    if report.to_review is not None:
        told = f"New or changed quotes with words that may give somebody away: {report.to_review:,}."
        yield f"{told} See them with: ppwi-bot corpus review {printable(report.corpus)}"
    elif any(source.new or source.changed for source in report.sources):
        told = "New or changed quotes have not been looked through for words that may give somebody away."
        yield f"{told} Do it before you publish, with: ppwi-bot corpus review {printable(report.corpus)}"
    for source in report.sources:
        yield ""
        yield from _source_text(source)


def _source_text(source: SourceReport) -> Iterator[str]:
    yield f"From {printable(source.source)}"
    yield f"  read     {source.read:>9,}  = {source.kept:,} kept + {source.merged:,} merged + {source.skipped:,} skipped"
    yield f"  kept     {source.kept:>9,}  = {source.new:,} new + {source.changed:,} changed + {source.same:,} as before"
    if source.gone:
        yield f"  gone     {source.gone:>9,}  of which {source.removed:,} removed"
    if source.audiences:
        told = ", ".join(f"{name} {count:,}" for name, count in source.audiences)
        yield f"  who may see the kept quotes: {told}"
    for kind, title in _TITLES.items():
        lines = [line for line in source.lines if line.kind is kind]
        if lines:
            yield f"  {title} ({len(lines):,}):"
            yield from (f"    {line}" for line in lines)


def audiences(values: Iterable[str], order: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """How many quotes each audience has."""
    counts = Counter(values)
    return tuple((name, counts[name]) for name in order if counts[name])
