"""Saying so little of who spoke that nobody is singled out, whatever is asked.

What a quote says of its speaker is settled once, before the first question: it keeps its affinity group, and its region
or an area around it, only as far as enough people share all that it keeps. So the quotes fall into classes of enough
people each, and whatever is filtered, counted or compared by speaker is made of whole classes: neither one answer nor
the difference of two can be of fewer.

This is k-anonymity by generalizing and suppressing (L. Sweeney, doi:10.1142/S021848850200165X), with classes found from
the top down as in Mondrian (K. LeFevre et al., doi:10.1109/ICDE.2006.101).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from ppwi_bot.corpus.library import Library, NamedSet
from ppwi_bot.corpus.quotes import Audience, Quote

Said = Mapping[str, str]
"""What is said of a speaker: values by field of a quote, without those that are left out."""

Step = tuple[str, Callable[[Quote], str]]
"""A field of a quote, and what it may be narrowed to in one step; empty where that is not known."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What is said of the speaker of one quote, and in how many steps it was narrowed down."""

    quote: str
    said: Said
    steps: int


def coarsened(library: Library, smallest: int) -> Library:
    """The same library, with no more said of any speaker than at least `smallest` people share.

    People are distinct participants of public quotes where the corpus knows them, else quotes; those of one corpus and
    perspective are compared. The perspective (one of three broad roles) always stays, as the initiative itself names it
    with its quotes.
    """
    compared: dict[tuple[str, str], list[Quote]] = defaultdict(list)
    for quote in library.quotes.values():
        if quote.audience is not Audience.WITHHELD:
            compared[quote.corpus, quote.perspective].append(quote)
    orders = _orders(library)
    said = {one.quote: one.said for quotes in compared.values() for one in _most_said(quotes, orders, smallest)}
    return replace(
        library,
        quotes={id: _saying(quote, said.get(id, {})) for id, quote in library.quotes.items()},
        places=tuple(_with_areas_inside(place, library.places) for place in library.places),
    )


def given_away(library: Library, smallest: int) -> Library:
    """The library as it may leave the house in a file: coarsened, and without the codes that join quotes of one person."""
    return unlinked(coarsened(library, smallest))


def unlinked(library: Library) -> Library:
    """The library without those codes."""
    return replace(library, quotes={id: replace(quote, participant="") for id, quote in library.quotes.items()})


def _saying(quote: Quote, said: Said) -> Quote:
    return replace(quote, affinity_group=said.get("affinity_group", ""), region=said.get("region", ""))


def _orders(library: Library) -> list[list[Step]]:
    """The orders in which to narrow down: the place from the widest area to the region, and the group at any point."""
    around = _around(library)
    steps: list[Step] = [("region", _at(around, depth)) for depth in range(max(map(len, around.values()), default=0))]
    group: Step = ("affinity_group", lambda quote: quote.affinity_group)
    return [[*steps[:at], group, *steps[at:]] for at in range(len(steps) + 1)]


def _around(library: Library) -> dict[str, list[str]]:
    """For each region, the areas around it, each within the one before, and the region itself."""
    around = {}
    for region in {quote.region for quote in library.quotes.values()} - {""}:
        inwards: list[str] = [region]
        reached = frozenset({region})
        for place in sorted(library.places, key=lambda place: (len(place.members), place.name)):
            if reached < place.members:
                inwards.insert(0, place.name)
                reached = place.members
        around[region] = inwards
    return around


def _at(around: Mapping[str, Sequence[str]], depth: int) -> Callable[[Quote], str]:
    def value(quote: Quote) -> str:
        inwards = around.get(quote.region, ())
        return inwards[depth] if depth < len(inwards) else ""

    return value


def _most_said(quotes: Sequence[Quote], orders: Iterable[Sequence[Step]], smallest: int) -> list[Settled]:
    """What may be said of each speaker, in the order of narrowing that keeps most fields in all, and those narrowest."""
    tried = (list(_settled(quotes, steps, smallest)) for steps in orders)
    return max(tried, key=lambda settled: (sum(len(one.said) for one in settled), sum(one.steps for one in settled)))


def _settled(
    quotes: Sequence[Quote], steps: Sequence[Step], smallest: int, said: Said = MappingProxyType({}), taken: int = 0
) -> Iterator[Settled]:
    if not steps:
        yield from (Settled(quote.id, said, taken) for quote in quotes)
        return
    (field, value_of), *further = steps
    for value, part in _parts(quotes, value_of, smallest):
        if value:
            yield from _settled(part, further, smallest, {**said, field: value}, taken + 1)
        else:
            yield from _settled(part, further, smallest, said, taken)


def _parts(
    quotes: Iterable[Quote], value_of: Callable[[Quote], str], smallest: int
) -> Iterator[tuple[str, Sequence[Quote]]]:
    """The quotes by value where enough people share one, and all others together without; these are enough people, too."""
    by_value: dict[str, list[Quote]] = defaultdict(list)
    for quote in quotes:
        by_value[value_of(quote)].append(quote)
    others = by_value.pop("", [])
    for value in [value for value, part in by_value.items() if _people(part) < smallest]:
        others += by_value.pop(value)
    while others and by_value and (missing := smallest - _people(others)) > 0:
        largest = max(by_value, key=lambda value: _people(by_value[value]))
        if _people(by_value[largest]) - missing >= smallest:
            by_value[largest], joining = _without_some(by_value[largest], missing)
        else:
            joining = by_value.pop(min(by_value, key=lambda value: _people(by_value[value])))
        others += joining
    yield from by_value.items()
    yield "", others


def _without_some(quotes: Sequence[Quote], number: int) -> tuple[list[Quote], list[Quote]]:
    """The quotes without those of so many people, and these: people who said least, so that little is lost."""
    spoken = Counter(_person(quote) for quote in quotes if quote.audience is Audience.PUBLIC)
    leaving = {person for person, _ in spoken.most_common()[-number:]}
    return (
        [quote for quote in quotes if _person(quote) not in leaving],
        [quote for quote in quotes if _person(quote) in leaving],
    )


def _person(quote: Quote) -> str:
    return quote.participant or quote.id


def _people(quotes: Iterable[Quote]) -> int:
    return len({_person(quote) for quote in quotes if quote.audience is Audience.PUBLIC})


def _with_areas_inside(place: NamedSet, places: Iterable[NamedSet]) -> NamedSet:
    """The place with the areas that lie in it, as a quote's region may now be one of them."""
    return replace(place, members=place.members.union(*({one.name} for one in places if one.members <= place.members)))
