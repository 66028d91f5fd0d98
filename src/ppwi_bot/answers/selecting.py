"""From what a search found to what an answer shows: its topics, its evidence and the filters that may be applied."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ppwi_bot.answers.fill import who
from ppwi_bot.answers.plan import Said
from ppwi_bot.answers.voices import Voices
from ppwi_bot.corpus.codebook import Actor, CallToAction, Code, Level
from ppwi_bot.corpus.library import NamedSet
from ppwi_bot.retrieval.diversity import diverse
from ppwi_bot.retrieval.filters import Filters, matcher
from ppwi_bot.retrieval.search import Found

SHOWN = 5
"""Quotes in one answer at most: enough to disagree with each other, few enough to read before a hearing."""

FEW = 3
"""Fewer quotes than this on a topic are shown with a caveat."""

POOL = 12
"""Candidates that diversity chooses from: more would let in quotes that are merely different."""

SECOND_TOPIC = 0.1
"""A second topic is named when its score is within this of the first."""


def topics_of(found: Found, voices: Voices) -> tuple[str, ...]:
    """The one or two topics or sub-topics a question is about, best first, never one above the other."""
    codebook = voices.library.codebook
    hits = [hit for hit in found.codes if codebook[hit.id].level is not Level.THEME and voices.spoken_of(hit.id)]
    if not hits:
        return ()
    first = hits[0]
    topic = codebook.ancestor(first.id, Level.TOPIC)
    for hit in hits[1:]:
        if first.score - hit.score > SECOND_TOPIC:
            break
        if codebook.ancestor(hit.id, Level.TOPIC) != topic:
            return first.id, hit.id
    return (first.id,)


def named_codes(about: str, voices: Voices) -> tuple[str, ...]:
    """Codes whose very name a question uses, longest name first: somebody chose a topic."""
    wanted = f" {' '.join(about.casefold().split()).strip('?.! ')} "
    codes = [code for code in voices.library.codebook.codes.values() if f" {code.name.casefold()} " in wanted]
    longest = max((len(code.name) for code in codes), default=0)
    return tuple(code.id for code in codes if len(code.name) == longest)[:1]


def evidence(
    found: Found,
    codes: Sequence[str],
    voices: Voices,
    count: int = SHOWN,
    beside: frozenset[str] = frozenset(),
) -> tuple[str, ...]:
    """The quotes to show, ids: about the codes, diverse in voice, none of `beside`, real ones first."""
    library = voices.library
    wanted = set(codes)
    hits = [hit for hit in found.quotes if hit.id not in beside and wanted & library.spread[hit.id]][:POOL]
    chosen = diverse(hits, voices.searcher.vectors([hit.id for hit in hits]), voices.speaker, count) if hits else ()
    return tuple(sorted(chosen, key=lambda quote: library.illustrative(library.quotes[quote].corpus)))


def popular_topics(voices: Voices) -> list[str]:
    """Topics by number of public quotes, most first."""
    topics = voices.library.codebook.at(Level.TOPIC)
    counted = {topic.id: len(voices.quotes_about([topic.id], Filters())) for topic in topics}
    return sorted((topic for topic in counted if counted[topic]), key=lambda topic: -counted[topic])


def calls_of(codes: Iterable[str], actors: Sequence[str], voices: Voices) -> tuple[str, ...]:
    """Ids of the calls to action on the codes, addressed to `actors` (none: to anyone).

    A code without such a call takes those of the nearest code above it that has some.
    """
    codebook = voices.library.codebook
    calls = [call for code in codes for call in _nearest_calls(codebook.path(code), actors)]
    return tuple(dict.fromkeys(call.id for call in calls))


def one_for_each_actor(calls: Iterable[str], voices: Voices) -> tuple[str, ...]:
    """The first call to action addressed to each actor: what an answer that was not about action shows."""
    first: dict[Actor, str] = {}
    for call in calls:
        first.setdefault(voices.calls[call].actor, call)
    return tuple(first.values())


def _nearest_calls(path: Sequence[Code], actors: Sequence[str]) -> Iterable[CallToAction]:
    for code in reversed(path):
        if calls := [call for call in code.calls if not actors or call.actor in actors]:
            return calls
    return ()


@dataclass(frozen=True, slots=True)
class Allowed:
    """Filters that may be applied, and what to say where they had to be widened."""

    filters: Filters
    notices: tuple[Said, ...] = ()


def allowed(filters: Filters, voices: Voices) -> Allowed:
    """Widen filters step by step until nobody is singled out: the place to its area, then no place, then no group."""
    notices: tuple[Said, ...] = ()
    while filters.narrowed and not voices.coarsener.enough(matcher(filters, voices.library)):
        if filters.places:
            wider = replace(filters, places=_area(filters.places, voices))
            notices = (
                Said("notice.widened_place", {"place": " and ".join(filters.places), "wider": who(wider, "everyone")}),
            )
        elif filters.groups:
            wider = replace(filters, groups=())
            notices = (Said("notice.widened_group", {"wider": who(wider, "everyone")}),)
        else:
            break
        filters = wider
    return Allowed(filters, notices)


def _area(places: tuple[str, ...], voices: Voices) -> tuple[str, ...]:
    """The smallest area that holds all the places and more, or no place at all."""
    named = {place.name: place.members for place in voices.library.places}
    members = frozenset[str]().union(*(named.get(place, frozenset()) for place in places))
    areas: list[NamedSet] = [place for place in voices.library.places if members < place.members]
    return (min(areas, key=lambda area: len(area.members)).name,) if areas else ()
