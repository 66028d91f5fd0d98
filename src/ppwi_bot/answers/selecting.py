"""From what a search found to what an answer shows: its topics, its evidence and the filters that may be applied."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ppwi_bot.answers.fill import who
from ppwi_bot.answers.plan import Said
from ppwi_bot.answers.voices import Voices
from ppwi_bot.corpus.codebook import Actor, CallToAction, Code, Level
from ppwi_bot.corpus.library import NamedSet
from ppwi_bot.corpus.quotes import Perspective
from ppwi_bot.retrieval.confidence import answerable
from ppwi_bot.retrieval.diversity import diverse
from ppwi_bot.retrieval.filters import Filters, matcher
from ppwi_bot.retrieval.search import Found, QuoteHit

SHOWN = 5
"""Quotes in one answer at most: enough to disagree with each other, few enough to read before a hearing."""

FEW = 3
"""Fewer quotes than this on a topic are shown with a caveat."""

POOL = 12
"""Candidates on each code that diversity chooses from: more would let in quotes that are merely different."""

MEANT = 5
"""Codes that one question is taken to be about at most."""

SHARPNESS = 1.5
"""How fast a code's share falls with its distance from the best score: 0.46 below it halves the share."""

LEAST_SHARE = 0.25
"""A code with less than this part of the best one's share is not what was meant."""


def topics_of(found: Found, voices: Voices) -> tuple[str, ...]:
    """The topics and sub-topics a question may be about, likeliest first, never one above the other.

    A theme is one where nobody spoke of a topic below it, as in a codebook that is a plain list.
    """
    codebook = voices.library.codebook
    hits = [hit for hit in found.codes if voices.spoken_of(hit.id) and _is_topic(codebook[hit.id], voices)]
    meant: list[str] = []
    for hit in hits:
        if len(meant) == MEANT or _share(hit.score, hits[0].score) < LEAST_SHARE:
            break
        if not any(hit.id in codebook.spread([code]) or code in codebook.spread([hit.id]) for code in meant):
            meant.append(hit.id)
    return tuple(meant)


def topic_of(code: str, voices: Voices) -> str:
    """The topic that a code is or belongs to; empty for a theme whose topics are spoken of."""
    return next((above.id for above in voices.library.codebook.path(code) if _is_topic(above, voices)), "")


def _is_topic(code: Code, voices: Voices) -> bool:
    below = voices.library.codebook.children(code.id)
    return code.level is not Level.THEME or not any(voices.spoken_of(topic.id) for topic in below)


def _share(score: float, best: float) -> float:
    """How likely a code is meant, as a part of how likely the best one is."""
    return math.exp(SHARPNESS * (score - best))


def named_codes(about: str, voices: Voices) -> tuple[str, ...]:
    """Codes whose very name a question uses, longest name first: somebody chose a topic."""
    wanted = f" {' '.join(about.casefold().split()).strip('?.! ')} "
    codes = [code for code in voices.library.codebook.codes.values() if f" {code.name.casefold()} " in wanted]
    longest = max((len(code.name) for code in codes), default=0)
    return tuple(code.id for code in codes if len(code.name) == longest)[:1]


def codes_meant(about: str, found: Found, voices: Voices) -> tuple[str, ...]:
    """Codes that words name, or else that a search for them among everyone plainly came to."""
    return named_codes(about, voices) or (topics_of(found, voices) if answerable(found) else ())


def evidence(
    found: Found,
    codes: Sequence[str],
    voices: Voices,
    count: int = SHOWN,
    beside: frozenset[str] = frozenset(),
) -> tuple[str, ...]:
    """The quotes to show, ids: spread over the codes by how likely each is meant, none of `beside`, real ones first."""
    library = voices.library
    hits = _candidates(found, codes, voices, beside)
    if not hits:
        return ()
    scores = {hit.id: hit.score for hit in found.codes}
    best = max(scores[code] for code in codes)
    shares = np.array([_share(scores[code], best) for code in codes])
    coded = np.array([[code in library.spread[hit.id] for code in codes] for hit in hits], dtype=np.float32)
    vectors = voices.searcher.vectors([hit.id for hit in hits])
    chosen = diverse(hits, vectors, coded * (shares / shares.sum()), voices.speaker, count)
    return tuple(sorted(chosen, key=lambda quote: library.illustrative(library.quotes[quote].corpus)))


def _candidates(found: Found, codes: Sequence[str], voices: Voices, beside: frozenset[str]) -> list[QuoteHit]:
    """The best hits on each code, best first."""
    room = dict.fromkeys(codes, POOL)
    hits = []
    for hit in found.quotes:
        about = voices.library.spread[hit.id]
        if hit.id not in beside and any(room[code] for code in codes if code in about):
            hits.append(hit)
            room.update({code: max(0, room[code] - 1) for code in codes if code in about})
    return hits


def popular_topics(voices: Voices, filters: Filters | None = None) -> list[str]:
    """Topics by number of public quotes from those let through, most first."""
    codebook = voices.library.codebook
    topics = [code for code in codebook.codes.values() if code.level is not Level.SUBTOPIC and _is_topic(code, voices)]
    counted = {topic.id: len(voices.quotes_about([topic.id], filters or Filters())) for topic in topics}
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
    """The filters, or the next wider ones by which enough speakers can be told apart."""
    spoken = voices.library.public
    for wider in _widening(filters, voices):
        if not wider.narrowed or any(map(matcher(wider, voices.library), spoken)):
            break
    else:
        return Allowed(filters)  # nobody of that role spoke at all
    if wider == filters:
        return Allowed(filters)
    instead = who(wider, "everyone")
    if filters == Filters(places=filters.places):
        place = " and ".join(filters.places)
        return Allowed(wider, (Said("notice.widened_place", {"place": place, "wider": instead}),))
    return Allowed(wider, (Said("notice.widened", {"wider": instead}),))


def left_unsaid(filters: Filters, codes: Sequence[str], voices: Voices) -> tuple[Said, ...]:
    """What to say of quotes about the codes that are left out because they do not say enough about who spoke."""
    if filters.leaves_out:
        return (Said("notice.left_out"),)
    not_stated = replace(filters.everyone(), perspectives=(Perspective.NOT_STATED.value,))
    some = filters.perspectives and voices.quotes_about(codes, not_stated)
    return (Said("notice.not_stated"),) if some else ()


def _widening(filters: Filters, voices: Voices) -> Iterator[Filters]:
    """Ever wider: the place makes way for the area around it, then for any; then the same without the group.

    Last of all, the same with nobody left out.
    """
    for leaving in dict.fromkeys((filters, replace(filters, without=(), outside=()))):
        for groups in dict.fromkeys((filters.groups, ())):
            for places in dict.fromkeys((filters.places, _area(filters.places, voices), ())):
                yield replace(leaving, groups=groups, places=places)


def with_more_people(filters: Filters, voices: Voices) -> Iterator[Filters]:
    """Ever wider than the filters: any place, any group, any role; last of all everyone. Who is left out stays out till then."""
    ways = [wider for wider in _widening(filters, voices) if wider.without == filters.without]
    yield from ways[1:]
    yield replace(filters.everyone(), without=filters.without, outside=filters.outside)
    yield filters.everyone()


def _area(places: tuple[str, ...], voices: Voices) -> tuple[str, ...]:
    """The smallest area that holds all the places and more, or no place at all."""
    named = {place.name: place.members for place in voices.library.places}
    members = frozenset[str]().union(*(named.get(place, frozenset()) for place in places))
    areas: list[NamedSet] = [place for place in voices.library.places if members < place.members]
    return (min(areas, key=lambda area: len(area.members)).name,) if areas else ()
