"""Several corpora loaded together: their quotes, one codebook, and the names people use for groups and places."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ppwi_bot.corpus.codebook import Codebook
from ppwi_bot.corpus.quotes import Audience, Quote


@dataclass(frozen=True, slots=True)
class Figure:
    """One number the collectors state about their own work, with the words that say what it counts."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class NamedSet:
    """A name people use for one or several values of a field: an affinity group, a region, or an area of regions.

    `name` is shown; `also` are further ways to say it; `members` are the values in quotes.csv it stands for.
    """

    name: str
    also: tuple[str, ...]
    members: frozenset[str]


@dataclass(frozen=True, slots=True)
class Corpus:
    """One folder of data/: where its quotes come from, and whether they are illustrative."""

    id: str
    title: str
    collected_by: str
    source: str
    description: str
    illustrative: bool
    figures: tuple[Figure, ...]
    not_asked: tuple[NamedSet, ...]


@dataclass(frozen=True, slots=True)
class ExampleQuestion:
    """A question as somebody might ask it, and the ids of the codes that answer it, best first."""

    text: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Library:
    """Everything that was loaded. `digest` is a SHA-256 over the corpora's files, in hex."""

    corpora: Mapping[str, Corpus]
    codebook: Codebook
    quotes: Mapping[str, Quote]
    groups: tuple[NamedSet, ...]
    places: tuple[NamedSet, ...]
    digest: str
    questions: tuple[ExampleQuestion, ...] = ()
    """Questions people ask, with the codes that answer them: search learns from these."""
    withdrawn: frozenset[str] = frozenset()
    """Ids of quotes that were taken back."""

    def illustrative(self, corpus: str) -> bool:
        """Whether a corpus was written for demonstration."""
        return self.corpora[corpus].illustrative

    def without(self, withdrawn: frozenset[str]) -> "Library":
        """The same library with nothing left of some quotes but that they were withdrawn."""
        kept = {id: quote for id, quote in self.quotes.items() if id not in withdrawn}
        return replace(self, quotes=kept, withdrawn=self.withdrawn | withdrawn)

    @cached_property
    def public(self) -> tuple[Quote, ...]:
        """The quotes that may leave through a public door."""
        return tuple(quote for quote in self.quotes.values() if quote.audience is Audience.PUBLIC)

    @cached_property
    def illustrative_quotes(self) -> int:
        """How many of the public quotes are illustrative."""
        return sum(self.illustrative(quote.corpus) for quote in self.public)

    @cached_property
    def real_first(self) -> tuple[Corpus, ...]:
        """The corpora, real ones before illustrative ones."""
        return tuple(sorted(self.corpora.values(), key=lambda corpus: corpus.illustrative))

    @cached_property
    def spoken(self) -> frozenset[tuple[str, str]]:
        """Corpus and code of all that public quotes are about."""
        return frozenset((quote.corpus, code) for quote in self.public for code in self.spread[quote.id])

    @cached_property
    def spread(self) -> Mapping[str, frozenset[str]]:
        """For each quote id, the ids of all codes it is about, those above included."""
        return {quote.id: self.codebook.spread(quote.codes) for quote in self.quotes.values()}
