"""Coarsening what is shown of a participant, so that nobody is singled out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from ppwi_bot.corpus.library import Library
from ppwi_bot.corpus.quotes import Quote


@dataclass(frozen=True, slots=True)
class Attributes:
    """What may be shown beside a quote besides its perspective; empty strings where it would single someone out."""

    affinity_group: str
    region: str


class Coarsener:
    """Decides which attributes of a quote may be shown, given that fewer than `smallest` people would single one out.

    The perspective (one of three broad roles) is always shown, as the initiative itself does. The affinity group is
    shown where at least `smallest` people share perspective and group; the region where at least that many share
    everything shown. A place that the reader has filtered by is known to them, so it counts as shown.
    """

    def __init__(self, library: Library, smallest: int) -> None:
        """Take the people of a library: distinct participants where the corpus knows them, else quotes."""
        self._quotes = library.public
        self._smallest = smallest
        self.people = lru_cache(1024)(self._people)

    def shown(self, quote: Quote, regions: frozenset[str] = frozenset()) -> Attributes:
        """The attributes that may be shown with a quote when the reader knows it is from one of `regions` (empty: any)."""
        group = quote.affinity_group
        if not group or self.people(quote.corpus, quote.perspective, group, regions) < self._smallest:
            group = ""
        region = quote.region
        if not region or self.people(quote.corpus, quote.perspective, group, frozenset({region})) < self._smallest:
            region = ""
        return Attributes(group, region)

    def enough(self, matches: Callable[[Quote], bool]) -> bool:
        """Whether the quotes that match come from at least `smallest` people."""
        return _distinct(filter(matches, self._quotes)) >= self._smallest

    def _people(self, corpus: str, perspective: str, group: str, regions: frozenset[str]) -> int:
        return _distinct(
            quote
            for quote in self._quotes
            if quote.corpus == corpus
            and quote.perspective == perspective
            and (not group or quote.affinity_group == group)
            and (not regions or quote.region in regions)
        )


def _distinct(quotes: Iterable[Quote]) -> int:
    return len({quote.participant or quote.id for quote in quotes})
