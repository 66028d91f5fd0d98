"""A snapshot of everything an answer is made from, and where the running server gets the newest one."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock

from ppwi_bot.answers.intents import Example, Intents, neutral, open_intents, read_examples, refused
from ppwi_bot.answers.names import Names
from ppwi_bot.answers.plan import Reason
from ppwi_bot.corpus.codebook import CallToAction
from ppwi_bot.corpus.library import Library
from ppwi_bot.corpus.privacy import coarsened
from ppwi_bot.corpus.quotes import Audience, Quote
from ppwi_bot.corpus.reading import load_library
from ppwi_bot.corpus.withdrawn_file import WithdrawnIds
from ppwi_bot.errors import PpwiError
from ppwi_bot.retrieval.embedder import Embedder, SentenceEmbedder
from ppwi_bot.retrieval.filters import Filters, matcher
from ppwi_bot.retrieval.index import current, open_index, other_subjects
from ppwi_bot.retrieval.search import Searcher
from ppwi_bot.settings import Settings

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Voices:
    """One library with its index, as it was at one moment, and who may read what is made of it."""

    library: Library
    """With no more said of any speaker than enough people share: what is not in it cannot be asked for."""
    searcher: Searcher
    smallest_group: int
    intents: Intents
    audience: Audience = Audience.PUBLIC

    @cached_property
    def names(self) -> Names:
        """The names of groups and places people use."""
        return Names(self.library)

    @cached_property
    def _spoken(self) -> frozenset[str]:
        return frozenset[str]().union(*(self.library.spread[quote.id] for quote in self.library.public))

    @cached_property
    def calls(self) -> Mapping[str, CallToAction]:
        """Every call to action by id."""
        return {call.id: call for code in self.library.codebook.codes.values() for call in code.calls}

    def spoken_of(self, code: str) -> bool:
        """Whether any public quote is about a code."""
        return code in self._spoken

    def quotes_about(self, codes: Iterable[str], filters: Filters) -> list[Quote]:
        """The quotes about any of the codes that the filters let through and the reader may see, in file order."""
        matches = matcher(filters, self.library, self.audience)
        coded = sorted(set().union(*(self._coded.get(code, ()) for code in codes)))
        return [quote for at in coded if matches(quote := self._in_order[at])]

    @cached_property
    def _in_order(self) -> tuple[Quote, ...]:
        return tuple(self.library.quotes.values())

    @cached_property
    def _coded(self) -> Mapping[str, list[int]]:
        """For each code, the places in file order of the quotes about it."""
        coded: dict[str, list[int]] = {}
        for at, quote in enumerate(self._in_order):
            for code in self.library.spread[quote.id]:
                coded.setdefault(code, []).append(at)
        return coded

    def speaker(self, quote: str) -> str:
        """Who speaks in a quote: a pseudonymous code, or the quote itself where that is not known."""
        return self.library.quotes[quote].participant or quote


def without(voices: Voices, withdrawn: frozenset[str]) -> Voices:
    """The same snapshot with nothing left of the quotes withdrawn since it was made."""
    # Of those who said the same of themselves there may now be too few.
    library = coarsened(voices.library.without(withdrawn), voices.smallest_group)
    searcher = voices.searcher.part(library)
    return Voices(library, searcher, voices.smallest_group, voices.intents)


def open_voices(settings: Settings, embedder: Embedder) -> Voices:
    """Load the corpora and the index built from them.

    Raises:
        CorpusError: a corpus has problems.
        IndexUnusableError: the index is missing, damaged or of other corpora.
    """
    library = coarsened(load_library(settings.data), settings.smallest_group)
    index = open_index(settings.index, library, embedder)
    searcher = Searcher(library, index, embedder)
    learnt = open_intents(examples(library, settings.nlu), embedder, settings.cache)
    # Most questions name nobody: what is searched for is then embedded already.
    return Voices(library, searcher, settings.smallest_group, Intents(learnt, searcher.vector))


def examples(library: Library, nlu: Path) -> list[Example]:
    """What the reading of questions is learnt from: Rasa's examples, and all questions that may be searched.

    Raises:
        SettingsError: `nlu` holds no examples of Rasa's intents.
    """
    find = Names(library).find
    searched = [*(question.text for question in library.questions), *other_subjects()]
    found = [*read_examples(nlu), *refused(), *((text, Reason.PLAIN) for text in searched)]
    return [(neutral(text, find(text)), reason) for text, reason in found]


class LatestVoices:
    """Serves the newest snapshot: when another index was swapped in, it is opened once and replaces the old one.

    A request keeps the snapshot it started with. A new index that cannot be used is reported once and the old snapshot
    stays. A quote that was withdrawn is missing from the next request on, whatever index is in use.
    """

    def __init__(self, settings: Settings, open_snapshot: Callable[[Settings, Embedder], Voices] = open_voices) -> None:
        """Open the first snapshot now, so that a server without a usable index does not start."""
        self._settings = settings
        self._open = open_snapshot
        self._embedder = SentenceEmbedder(settings.model, settings.cache)
        self._withdrawn = WithdrawnIds(settings.data)
        self._opening, self._reducing = Lock(), Lock()
        self._seen = current(settings.index)
        self._opened = open_snapshot(settings, self._embedder)
        self._served = _Served(self._opened, self._withdrawn())

    def __call__(self) -> Voices:
        """The newest snapshot that could be opened, without what was withdrawn."""
        if current(self._settings.index) != self._seen and self._opening.acquire(blocking=False):
            try:
                self._seen = current(self._settings.index)
                self._opened = self._open(self._settings, self._embedder)
                logger.info("Serving the index %s", self._seen)
            except PpwiError as error:
                logger.error("The new index is not used: %s", error)
            finally:
                self._opening.release()
        return self._without_withdrawn()

    def _without_withdrawn(self) -> Voices:
        """What was opened, or what is left of it. Where one request makes it, others wait: none may show it meanwhile."""
        opened, withdrawn = self._opened, self._withdrawn()
        if not self._served.of(opened, withdrawn):
            with self._reducing:
                if not self._served.of(opened, withdrawn):
                    self._served = _Served(opened, withdrawn)
        return self._served.voices


class _Served:
    """A snapshot without what was withdrawn since it was made."""

    def __init__(self, opened: Voices, withdrawn: frozenset[str]) -> None:
        self._opened, self._withdrawn = opened, withdrawn
        since = withdrawn - opened.library.withdrawn
        self.voices = without(opened, since) if since else opened

    def of(self, opened: Voices, withdrawn: frozenset[str]) -> bool:
        return opened is self._opened and withdrawn is self._withdrawn
