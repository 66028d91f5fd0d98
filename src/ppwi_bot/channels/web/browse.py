"""What the pages of themes, topics and sub-topics show."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from ppwi_bot.answers import fill
from ppwi_bot.answers.answer import CallCard, Coverage, Passage, QuoteCard
from ppwi_bot.answers.voices import Voices
from ppwi_bot.corpus.codebook import Code, Level
from ppwi_bot.corpus.library import Library
from ppwi_bot.corpus.quotes import Audience, Perspective, Quote
from ppwi_bot.errors import NotFoundError, WithdrawnError
from ppwi_bot.retrieval.filters import Filters

QUOTES_PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class Count:
    """Numbers of public quotes; real and illustrative ones are never added together."""

    real: int
    illustrative: int


@dataclass(frozen=True, slots=True)
class Branch:
    """A code with what stands below it, as listed on an overview."""

    code: Code
    count: Count
    summaries: tuple[Passage, ...]
    below: tuple["Branch", ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a topic's quotes, counted from 1; `chosen` is the perspective shown, or None for all."""

    quotes: tuple[QuoteCard, ...]
    perspectives: tuple[Perspective, ...]
    chosen: Perspective | None
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class CodePage:
    """What the page of a theme, topic or sub-topic shows; `path` leads to it, theme first, without it."""

    branch: Branch
    path: tuple[Code, ...]
    coverage: tuple[Coverage, ...]
    calls: tuple[CallCard, ...]


def branches(library: Library) -> tuple[Branch, ...]:
    """All themes with their topics and sub-topics."""
    counts = _counts(library)
    return tuple(_branch(library, theme, counts) for theme in library.codebook.at(Level.THEME))


def code_page(voices: Voices, code_id: str, levels: Sequence[Level]) -> CodePage:
    """The page of a code.

    Raises:
        NotFoundError: there is no code of that id at one of `levels`.
    """
    library = voices.library
    if code_id not in library.codebook or library.codebook[code_id].level not in levels:
        wanted = " or ".join(_LEVEL_NAMES[level] for level in levels)
        raise NotFoundError(f"There is no {wanted} at this address.")
    return CodePage(
        branch=_branch(library, library.codebook[code_id], _counts(library)),
        path=library.codebook.path(code_id)[:-1],
        coverage=fill.coverage(voices, public_quotes(voices, code_id)),
        calls=fill.call_cards(library, code_id),
    )


def leaf(voices: Voices, code_id: str, perspective: str, page: int) -> Leaf:
    """One page of the public quotes about a code, real ones first; an unknown perspective shows all."""
    quotes = public_quotes(voices, code_id)
    spoke = {quote.perspective for quote in quotes}
    chosen = next((known for known in Perspective if known == perspective and known in spoke), None)
    shown = [quote for quote in quotes if chosen in (None, quote.perspective)]
    pages = max(1, ceil(len(shown) / QUOTES_PER_PAGE))
    page = min(max(page, 1), pages)
    cut = shown[(page - 1) * QUOTES_PER_PAGE : page * QUOTES_PER_PAGE]
    return Leaf(
        quotes=tuple(fill.quote_card(voices.library, quote) for quote in cut),
        perspectives=tuple(known for known in Perspective if known in spoke),
        chosen=chosen,
        page=page,
        pages=pages,
    )


def public_quote(voices: Voices, quote_id: str) -> QuoteCard:
    """A quote that everyone may see.

    Raises:
        WithdrawnError: there was one, and it was taken back.
        NotFoundError: there is none of that id; whether one exists that not everyone may see is not told.
    """
    if quote_id in voices.library.withdrawn:
        raise WithdrawnError("This quote was withdrawn and is no longer shown.")
    quote = voices.library.quotes.get(quote_id)
    if quote is None or quote.audience is not Audience.PUBLIC:
        raise NotFoundError("There is no quote at this address.")
    return fill.quote_card(voices.library, quote)


def public_quotes(voices: Voices, code: str) -> tuple[Quote, ...]:
    """The quotes about a code that may leave through a public door, whoever the voices are for; real ones first."""
    found = [quote for quote in voices.quotes_about([code], Filters()) if quote.audience is Audience.PUBLIC]
    return tuple(sorted(found, key=lambda quote: voices.library.illustrative(quote.corpus)))


def totals(library: Library) -> Count:
    """All public quotes."""
    return Count(len(library.public) - library.illustrative_quotes, library.illustrative_quotes)


_LEVEL_NAMES = {Level.THEME: "theme", Level.TOPIC: "topic", Level.SUBTOPIC: "sub-topic"}


def _counts(library: Library) -> Mapping[tuple[str, bool], int]:
    return Counter(
        (code, library.illustrative(quote.corpus)) for quote in library.public for code in library.spread[quote.id]
    )


def _branch(library: Library, code: Code, counts: Mapping[tuple[str, bool], int]) -> Branch:
    return Branch(
        code=code,
        count=Count(counts.get((code.id, False), 0), counts.get((code.id, True), 0)),
        summaries=fill.summaries(library, code.id),
        below=tuple(_branch(library, child, counts) for child in library.codebook.children(code.id)),
    )
