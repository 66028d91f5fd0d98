"""What was spoken of most, for a question that names no topic: "what are the biggest challenges?"."""

from ppwi_bot.answers import follow_ups
from ppwi_bot.answers.fill import who
from ppwi_bot.answers.focus import Focus, Reply
from ppwi_bot.answers.plan import AnswerPlan, Said, SidePlan, outcome
from ppwi_bot.answers.question import Question
from ppwi_bot.answers.selecting import allowed, evidence, popular_topics
from ppwi_bot.answers.voices import Voices

TOPICS = 4
"""Topics shown, each with one voice: as much as one can read before asking on."""

OFFERED = 3


def overview(question: Question, voices: Voices) -> Reply | None:
    """The topics with the most quotes and a voice on each; None where the question is about something of its own."""
    if not question.wants_overview:
        return None
    permitted = allowed(question.filters, voices)
    filters = permitted.filters
    codes = tuple(popular_topics(voices, filters)[:TOPICS])
    if not codes:
        return None
    sides: list[SidePlan] = []
    for code in codes:
        found = voices.searcher.search(voices.library.codebook[code].name, filters)
        shown = frozenset(quote for side in sides for quote in side.quotes)
        heading = Said("side.topic", {"who": who(filters), "topic": code})
        sides.append(SidePlan(filters, (code,), evidence(found, (code,), voices, 1, shown), heading))
    offered = (*list(follow_ups.of_those(codes, (filters,), voices))[:OFFERED], Said("follow.themes"))
    plan = AnswerPlan(
        *outcome(widened=bool(permitted.notices), few=False),
        lead=(Said("answer.overview", {"who": who(filters)}),),
        codes=codes,
        filters=filters,
        sides=tuple(sides),
        notices=(*permitted.notices, Said("notice.most_quotes")),
        follow_ups=offered,
    )
    names = ", ".join(voices.library.codebook[code].name for code in codes)
    quotes = tuple(quote for side in sides for quote in side.quotes)
    return Reply(plan, Focus(names, codes, filters, shown=quotes, offered=offered))
