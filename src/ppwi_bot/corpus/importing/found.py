"""What a reader finds in a file, before anything is written: quotes and codes with where each was found."""

from dataclasses import dataclass

from ppwi_bot.errors import CorpusError


class UnreadableError(CorpusError):
    """A file cannot be read. The sentence names the file, the place in it and what to do."""

    status = 400
    code = "unreadable"


@dataclass(frozen=True, slots=True)
class FoundCall:
    """A call to action: its words, and whom it is addressed to in the source's own words."""

    text: str
    actor: str


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A theme, topic or sub-topic. `path` are the names from the theme down; `key` is the source's own lasting id or empty."""

    path: tuple[str, ...]
    key: str = ""
    summary: str = ""
    keywords: tuple[str, ...] = ()
    calls: tuple[FoundCall, ...] = ()
    link: str = ""


@dataclass(frozen=True, slots=True)
class FoundQuote:
    """One quote, letter for letter.

    `key` is the source's own lasting id, or empty; `where` says in words where it stands ("answers.xlsx, sheet Quotes,
    row 7"); `codes` are paths of names; `perspective`, `audience` and the like are as the source says them.
    """

    text: str
    where: str
    key: str = ""
    codes: tuple[tuple[str, ...], ...] = ()
    perspective: str = ""
    affinity_group: str = ""
    region: str = ""
    participant: str = ""
    audience: str = ""
    language: str = ""
    source: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something read that was changed or left out. `kind` is "changed", "skipped" or "note"."""

    where: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A number that the source states, and what it counts."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Found:
    """All of one source. `read` is how many entries (rows, selections, quotations) were looked at.

    `read` is the number of quotes and of remarks of the kind "skipped" together.
    """

    quotes: tuple[FoundQuote, ...]
    codes: tuple[FoundCode, ...] = ()
    figures: tuple[FoundFigure, ...] = ()
    remarks: tuple[Remark, ...] = ()
    read: int = 0
    title: str = ""
