"""What one page holds, before several pages of a site are put together."""

from dataclasses import dataclass
from enum import StrEnum

from ppwi_bot.corpus.importing.found import FoundCall, FoundFigure, FoundQuote, Remark


class PageKind(StrEnum):
    """What a page is for: it names the themes, is about one topic, or neither."""

    OVERVIEW = "overview"
    TOPIC = "topic"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PageCode:
    """A code as one page speaks of it; `path` are its names from the page's title down."""

    path: tuple[str, ...]
    summary: str = ""
    calls: tuple[FoundCall, ...] = ()
    link: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What one page holds. `above` are names over its title, `listed` are pairs of a heading and a link below it.

    `under_all` are the words of quotes that stand below all its themes together.
    """

    name: str
    kind: PageKind
    title: str
    themes: tuple[str, ...]
    under_all: frozenset[str]
    above: tuple[str, ...]
    codes: tuple[PageCode, ...]
    quotes: tuple[FoundQuote, ...]
    figures: tuple[FoundFigure, ...]
    remarks: tuple[Remark, ...]
    read: int
    listed: tuple[tuple[str, str], ...]
