"""Keeping to a part of the voices: one corpus, or one theme, topic or sub-topic; and to what the reader may see.

A part is a smaller world made of the same snapshot. So every turn, count and offer keeps to it by itself, and none of
them needs to know that there is more. What is said of who spoke was settled over everyone who did.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache, partial
from typing import Any, Self

from ppwi_bot.answers.names import Names
from ppwi_bot.answers.voices import Voices
from ppwi_bot.corpus.codebook import Code, Codebook
from ppwi_bot.corpus.library import Library
from ppwi_bot.corpus.quotes import Audience, Quote
from ppwi_bot.errors import BadRequestError

PARTS_KEPT = 16
"""Parts kept ready: one for each page that embeds the chat with a theme of its own; each takes some megabytes."""


class UnknownScopeError(BadRequestError):
    """There is no corpus or theme of that id."""

    code = "unknown_scope"


@dataclass(frozen=True, slots=True)
class Scope:
    """What to keep to: the id of a corpus, and the id of a theme, topic or sub-topic. Empty is no restriction.

    `audience` is who reads: the door says it, never the reader.
    """

    corpus: str = ""
    theme: str = ""
    audience: Audience = Audience.PUBLIC

    def to_dict(self) -> dict[str, str]:
        """JSON-ready values; nothing where everything public is meant."""
        audience = "" if self.audience is Audience.PUBLIC else self.audience.value
        values = {"corpus": self.corpus, "theme": self.theme, "audience": audience}
        return {name: value for name, value in values.items() if value}

    @classmethod
    def from_dict(cls, values: Any) -> Self:
        """Read what `to_dict` wrote; whatever is not that restricts nothing."""
        values = values if isinstance(values, dict) else {}
        audience = Audience.STAFF if values.get("audience") == Audience.STAFF else Audience.PUBLIC
        return cls(str(values.get("corpus", "")), str(values.get("theme", "")), audience)


EVERYTHING = Scope()


class Parts:
    """Hands out the newest voices, whole or in part; a part is made once for each snapshot."""

    def __init__(self, voices: Callable[[], Voices]) -> None:
        """Take where the newest snapshot comes from."""
        self._voices = voices
        self._kept = self._of(voices())

    def __call__(self, scope: Scope = EVERYTHING) -> Voices:
        """The newest snapshot, cut down to `scope`.

        Raises:
            UnknownScopeError: there is no such corpus or theme.
        """
        whole = self._voices()
        if scope == EVERYTHING:
            return whole
        # Both are kept and read together: parts of a snapshot that is gone may hold quotes withdrawn since.
        kept, part = self._kept
        if kept is not whole:
            _, part = self._kept = self._of(whole)
        return part(scope)

    @staticmethod
    def _of(whole: Voices) -> tuple[Voices, Callable[[Scope], Voices]]:
        """A snapshot, and what makes its parts, each once."""
        return whole, lru_cache(PARTS_KEPT)(partial(part_of, whole))


def part_of(voices: Voices, scope: Scope) -> Voices:
    """The voices with nothing in them but what `scope` names and its audience may see.

    Raises:
        UnknownScopeError: there is no such corpus or theme.
    """
    if scope.corpus and scope.corpus not in voices.library.corpora:
        raise UnknownScopeError(f'There is no corpus "{scope.corpus}" here.')
    if scope.theme and scope.theme not in voices.library.codebook:
        raise UnknownScopeError(f'There is no theme or topic "{scope.theme}" here.')
    library, searcher = voices.library, voices.searcher
    if scope.corpus or scope.theme:
        library = _library(library, scope)
        searcher = searcher.part(library)
    same = {field.name: getattr(voices, field.name) for field in fields(Voices)}
    own = {"library": library, "searcher": searcher.seen_by(scope.audience), "audience": scope.audience}
    return _Part(**{**same, **own}, whole=voices)


@dataclass(frozen=True, kw_only=True)
class _Part(Voices):
    whole: Voices

    @cached_property
    def names(self) -> Names:
        """Groups and places go by the same names in every part."""
        return self.whole.names


def _library(library: Library, scope: Scope) -> Library:
    quotes = [quote for quote in library.quotes.values() if _in_scope(quote, library, scope)]
    spoken = frozenset[str]().union(*(library.spread[quote.id] for quote in quotes))
    codes = _codes(library.codebook, scope)
    if scope.corpus:
        # With what stands above it: a topic that is only summed up still needs its theme.
        kept = spoken | library.codebook.spread(id for id, code in codes.items() if code.summaries)
        codes = {id: code for id, code in codes.items() if id in kept}
    return replace(
        library,
        questions=(),  # what they teach was learnt from the whole
        corpora={id: one for id, one in library.corpora.items() if scope.corpus in ("", id)},
        codebook=Codebook(codes),
        quotes={
            quote.id: replace(quote, codes=tuple(code for code in quote.codes if code in codes)) for quote in quotes
        },
    )


def _in_scope(quote: Quote, library: Library, scope: Scope) -> bool:
    return scope.corpus in ("", quote.corpus) and (not scope.theme or scope.theme in library.spread[quote.id])


def _codes(codebook: Codebook, scope: Scope) -> dict[str, Code]:
    """The codes at, below and above the theme, with what the corpus says about them."""
    kept = set(codebook.codes)
    if scope.theme:
        kept = {*codebook.within(scope.theme), *(above.id for above in codebook.path(scope.theme))}
    return {id: _as_in(code, scope.corpus) for id, code in codebook.codes.items() if id in kept}


def _as_in(code: Code, corpus: str) -> Code:
    if not corpus:
        return code
    return replace(
        code,
        summaries=tuple(one for one in code.summaries if one.corpus == corpus),
        calls=tuple(one for one in code.calls if one.corpus == corpus),
    )
