"""Web pages of the initiative, saved as HTML or text: their topics, quotes, calls to action and figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ppwi_bot.corpus.importing.found import Found, FoundCode, FoundQuote, Remark
from ppwi_bot.corpus.importing.pages.contents import Page, PageKind
from ppwi_bot.corpus.importing.pages.letters import read_bytes
from ppwi_bot.corpus.importing.pages.reading import read_page

_TRAITS = ("perspective", "affinity_group", "region", "language", "source")


def read(path: Path) -> Found:
    """Reads one saved page or plain text.

    Raises:
        UnreadableError: it is no page of text, or too large.
    """
    name = path.name
    return together([read_page(read_bytes(path, name), name)])


def together(pages: Iterable[Page]) -> Found:
    """Several pages of one site as one: topics below the themes that other pages name, each quote once."""
    pages = list(pages)
    remarks = [remark for page in pages for remark in page.remarks]
    themes = {theme.casefold(): theme for page in pages for theme in page.themes}
    listed = {
        name.casefold(): themes[heading.casefold()]
        for page in pages
        for heading, name in page.listed
        if heading.casefold() in themes
    }
    codes: dict[tuple[str, ...], FoundCode] = {}
    quotes: list[FoundQuote] = []
    for page in pages:
        above = {
            head: _above(page, head, themes, listed) for head in dict.fromkeys(code.path[0] for code in page.codes)
        }
        for head, names in above.items():
            if not names and head.casefold() not in themes:
                text = f"Nothing says which theme '{head}' belongs to, so it stands at the top."
                remarks.append(Remark(page.name, "note", text))
        for code in page.codes:
            path = (*above[code.path[0]], *code.path)
            _add(FoundCode(path, summary=code.summary, calls=code.calls, link=code.link), codes, remarks, page.name)
        for quote in page.quotes:
            paths = ((*above[path[0]], *path) for path in quote.codes)
            quotes.append(replace(quote, codes=tuple(codes[_spelling(path)].path for path in paths)))
    under_all = {text: page.themes for page in pages for text in page.under_all}
    kept = [_coded(quote, under_all.get(quote.text, ())) for quote in _each_once(quotes, remarks)]
    return Found(
        quotes=tuple(kept),
        codes=tuple(codes.values()),
        figures=tuple(dict.fromkeys(figure for page in pages for figure in page.figures)),
        remarks=tuple(remarks),
        read=sum(page.read for page in pages),
        title=next((page.title for page in pages if page.title), ""),
    )


def _above(page: Page, head: str, themes: Mapping[str, str], listed: Mapping[str, str]) -> tuple[str, ...]:
    """Names over a topic of a page: those of its breadcrumb trail, or the theme that another page lists it under."""
    name = head.casefold()
    if page.kind is not PageKind.TOPIC or name in themes:
        return ()
    trail = tuple(themes.get(crumb.casefold(), crumb) for crumb in page.above if crumb.casefold() != name)
    if themes and trail:
        trail = trail[next((place for place, crumb in enumerate(trail) if crumb in themes.values()), len(trail)) :]
    return trail or ((listed[name],) if name in listed else ())


def _spelling(path: tuple[str, ...]) -> tuple[str, ...]:
    """A path as it is compared: pages differ in capitals."""
    return tuple(name.casefold() for name in path)


def _add(code: FoundCode, codes: dict[tuple[str, ...], FoundCode], remarks: list[Remark], name: str) -> None:
    """A code that several pages speak of keeps the first summary and all calls."""
    key = _spelling(code.path)
    known = codes.get(key)
    if known is None:
        codes[key] = code
        return
    if code.summary and known.summary and code.summary != known.summary:
        remarks.append(
            Remark(name, "note", f"Another page has a summary of '{code.path[-1]}' already; this one was left out.")
        )
    codes[key] = replace(
        known,
        summary=known.summary or code.summary,
        calls=tuple(dict.fromkeys((*known.calls, *code.calls))),
        link=known.link or code.link,
    )


def _each_once(quotes: Sequence[FoundQuote], remarks: list[Remark]) -> Iterable[FoundQuote]:
    """A quote that stands in several places, such as one lifted out beside the text, is one with the codes of all."""
    kept: dict[str, FoundQuote] = {}
    for quote in quotes:
        first = kept.get(quote.text)
        if first is None:
            kept[quote.text] = quote
            continue
        text = f"The same words as in {first.where}; its codes were added there."
        remarks.append(Remark(quote.where, "skipped", text))
        more = {trait: getattr(first, trait) or getattr(quote, trait) for trait in _TRAITS}
        codes = tuple(dict.fromkeys((*first.codes, *quote.codes)))
        kept[quote.text] = replace(first, codes=codes, remarks=_remarks(first, codes), **more)
    return kept.values()


def _coded(quote: FoundQuote, themes: Sequence[str]) -> FoundQuote:
    """A quote that has no code of its own and stands below all themes of a page is put under each."""
    if quote.codes or not themes:
        return quote
    codes = tuple((theme,) for theme in themes)
    told = (
        "It stands below all themes that the page names, so it was put under each. "
        "Which of them it is about, the page does not say; narrow it down in quotes.csv."
    )
    return replace(quote, codes=codes, remarks=(*_remarks(quote, codes), told))


def _remarks(quote: FoundQuote, codes: Sequence[object]) -> tuple[str, ...]:
    return tuple(remark for remark in quote.remarks if not (codes and "which theme or topic" in remark))
