"""Several topics in one question, each with a side of its own."""

from dataclasses import replace

from ppwi_bot.answers import follow_ups
from ppwi_bot.answers.fill import who
from ppwi_bot.answers.focus import Focus, Reply
from ppwi_bot.answers.plan import AnswerPlan, Said, SidePlan, outcome
from ppwi_bot.answers.question import Question
from ppwi_bot.answers.selecting import FEW, evidence, left_unsaid, named_codes, topic_of, topics_of
from ppwi_bot.answers.sides import parts, trimmed
from ppwi_bot.answers.voices import Voices
from ppwi_bot.retrieval.confidence import plainly_on_topic
from ppwi_bot.retrieval.filters import Filters

MOST = 4
"""Topics side by side at most: a question that lists more wants an overview, not a comparison."""


def topics_asked(question: Question, voices: Voices) -> tuple[str, ...]:
    """The code of each topic that a question names beside others; none where it is about one thing, or not plainly so.

    Only what is compared may be said in words of one's own and be parts of one topic ("burnout versus secondary trauma"):
    elsewhere an "and" mostly joins words of one thing.
    """
    about, known = trimmed(question.about), voices.names.topics
    pieces = parts(about, compared=question.compares)
    # People named in between tie the two together: "trust between providers and families".
    if not 1 < len(pieces) <= MOST or about not in question.text or about.casefold() in known:
        return ()
    if not question.compares and not all(piece.casefold() in known for piece in pieces):
        return ()
    codes = tuple(_code_of(piece, voices) for piece in pieces)
    told_apart = codes if question.compares else tuple(topic_of(code, voices) or code for code in codes if code)
    return codes if all(codes) and len(set(told_apart)) == len(codes) else ()


def _code_of(piece: str, voices: Voices) -> str:
    """The code that a piece of a question names or is plainly about; empty where there is none."""
    found = voices.searcher.search(piece, Filters())
    if piece.casefold() not in voices.names.topics and not plainly_on_topic(found):
        return ""
    return next(iter(named_codes(piece, voices) or topics_of(found, voices)), "")


def side_by_side(focus: Focus, voices: Voices, widened: tuple[Said, ...]) -> Reply:
    """What the people in hand said about each of the codes in hand; `widened` says who they are instead of those asked for."""
    sides: list[SidePlan] = []
    for code in focus.codes:
        found = voices.searcher.search(voices.library.codebook[code].name, focus.filters)
        shown = frozenset(quote for side in sides for quote in side.quotes)
        heading = Said("side.topic", {"who": who(focus.filters), "topic": code})
        sides.append(SidePlan(focus.filters, (code,), evidence(found, (code,), voices, FEW, shown), heading))
    quotes = tuple(quote for side in sides for quote in side.quotes)
    few = min(len(side.quotes) for side in sides) < FEW
    kind, reason = outcome(widened=bool(widened), few=few)
    offered = follow_ups.after_answer(focus.codes, focus.filters, quotes, None, voices, calls_shown=False)
    lead = Said("answer.topics", {"who": who(focus.filters), "topic": focus.codes[0], "topic2": focus.codes[1]})
    notices = (*widened, *left_unsaid(focus.filters, focus.codes, voices))
    plan = AnswerPlan(
        kind,
        reason,
        lead=(lead,),
        codes=focus.codes,
        filters=focus.filters,
        sides=tuple(sides),
        notices=(*notices, Said("notice.few_voices" if few else "notice.not_a_survey")),
        follow_ups=offered,
    )
    return Reply(plan, replace(focus, shown=quotes, offered=offered))
