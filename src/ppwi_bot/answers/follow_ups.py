"""Questions offered next: each is known to have an answer before it is offered."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from ppwi_bot.answers.fill import who
from ppwi_bot.answers.plan import Said
from ppwi_bot.answers.selecting import FEW, calls_of, topic_of
from ppwi_bot.answers.voices import Voices
from ppwi_bot.corpus.quotes import Perspective
from ppwi_bot.retrieval.filters import Filters
from ppwi_bot.retrieval.search import Found

OFFERED = 4


def after_answer(
    codes: Sequence[str],
    filters: Filters,
    shown: Sequence[str],
    found: Found | None,
    voices: Voices,
    *,
    calls_shown: bool,
    compared: Sequence[Filters] = (),
) -> tuple[Said, ...]:
    """Up to four questions to go on with from an answer about `codes`; `compared` are the sides it set side by side."""
    return tuple(islice(_candidates(codes, filters, shown, found, voices, calls_shown, compared), OFFERED))


def of_those(codes: Sequence[str], sides: Sequence[Filters], voices: Voices) -> Iterator[Said]:
    """For each code, what the first of some sides said about it, and two of them side by side."""
    for code in codes:
        spoken = [who(side) for side in sides if len(voices.quotes_about([code], side)) >= FEW]
        if spoken:
            yield Said("follow.topic_who", {"topic": code, "who": spoken[0]})
        if len(spoken) > 1:
            yield Said("follow.compare", {"topic": code, "who": spoken[0], "who2": spoken[1]})


def topics(codes: Sequence[str]) -> tuple[Said, ...]:
    """A question for each of some codes."""
    return tuple(Said("follow.topic", {"topic": code}) for code in codes[:OFFERED])


def _candidates(
    codes: Sequence[str],
    filters: Filters,
    shown: Sequence[str],
    found: Found | None,
    voices: Voices,
    calls_shown: bool,
    compared: Sequence[Filters],
) -> Iterator[Said]:
    if not codes:
        return
    code = codes[0]
    quotes = voices.quotes_about([code], filters)
    if len({quote.id for quote in quotes} - set(shown)) >= FEW:
        yield Said("follow.more")
    everyone = voices.quotes_about([code], filters.everyone())
    counts = Counter(quote.perspective for quote in everyone)
    roles = [role for role in Perspective if counts[role] >= FEW and role is not Perspective.NOT_STATED]
    others = [role for role in roles if role.value not in filters.perspectives]
    if filters.perspectives and others:
        yield Said(
            "follow.topic_who",
            {"topic": code, "who": who(replace(filters.everyone(), perspectives=(others[0].value,)))},
        )
    elif len(roles) > 1 and any(Filters(perspectives=(role.value,)) not in compared for role in roles[:2]):
        yield Said("follow.compare", {"topic": code, "who": roles[0].plural, "who2": roles[1].plural})
    if not calls_shown and calls_of([code], (), voices):
        yield Said("follow.calls", {"topic": code})
    if related := next(_related(code, found, voices), None):
        yield Said("follow.topic", {"topic": related})


def _related(code: str, found: Found | None, voices: Voices) -> Iterator[str]:
    """Codes of other topics that the same question came near to, else the siblings of this one's topic."""
    topic = topic_of(code, voices)
    hits = [hit.id for hit in found.codes] if found else voices.library.codebook.codes
    for other in hits:
        above = topic_of(other, voices)
        if above and above != topic and len(voices.quotes_about([above], Filters())) >= FEW:
            yield above
