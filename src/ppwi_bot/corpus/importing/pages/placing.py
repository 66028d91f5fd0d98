"""A page that has been read through: what kind it is, and so which of its headings are codes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from ppwi_bot.corpus.importing.found import FoundCall, FoundQuote
from ppwi_bot.corpus.importing.pages.contents import PageCode, PageKind

NamePath = tuple[str, ...]


@dataclass(slots=True)
class CodeSoFar:
    """What a page has said of a code by the block that is read now."""

    summary: list[str] = field(default_factory=list)
    calls: list[FoundCall] = field(default_factory=list)
    link: str = ""
    quoted: bool = False
    listed: bool = False

    @property
    def tells(self) -> bool:
        """Whether the page says anything of it but its name."""
        return bool(self.summary or self.calls or self.quoted or self.listed)


def kind_of(codes: Mapping[NamePath, CodeSoFar], themes: Collection[str], *, structured: bool) -> PageKind:
    """What kind a page is; `structured` says that it has lines as only topic pages have them."""
    if themes:
        return PageKind.OVERVIEW
    named = any(code.quoted or code.calls or code.listed for code in codes.values())
    return PageKind.TOPIC if named or (structured and codes) else PageKind.OTHER


def page_codes(codes: Mapping[NamePath, CodeSoFar], kind: PageKind, themes: Collection[str]) -> tuple[PageCode, ...]:
    """The themes named and the codes that say anything, or have one below them that does."""
    if kind is PageKind.OTHER:
        return ()
    found: dict[NamePath, CodeSoFar] = {(theme,): CodeSoFar() for theme in themes}
    found |= {here: code for path, code in codes.items() if (here := _path(path, kind, themes))}
    telling = {path[:length] for path, code in found.items() if code.tells for length in range(1, len(path) + 1)}
    return tuple(
        PageCode(path, "\n".join(code.summary), tuple(code.calls), code.link)
        for path, code in found.items()
        if path in telling or path[0] in themes
    )


def placed(quote: FoundQuote, kind: PageKind, themes: Collection[str]) -> FoundQuote:
    """A quote with the codes that the headings over it are; where none is one, a remark says so."""
    paths = tuple(filter(None, (_path(path, kind, themes) for path in quote.codes)))
    if paths:
        return replace(quote, codes=paths)
    return replace(
        quote, codes=(), remarks=(*quote.remarks, "The page does not say which theme or topic it belongs to.")
    )


def _path(path: NamePath, kind: PageKind, themes: Collection[str]) -> NamePath:
    """The path as this kind of page means it: on an overview, only what is under a theme is one."""
    if kind is PageKind.TOPIC:
        return path
    start = next((place for place, name in enumerate(path) if name in themes), len(path))
    return path[start:]
