"""Answering with voices: quotes and summary on a topic, from other people, on another topic, more of them."""

from collections.abc import Sequence
from dataclasses import replace

from ppwi_bot.answers import follow_ups
from ppwi_bot.answers.about import content_words
from ppwi_bot.answers.answer import Kind
from ppwi_bot.answers.declining import decline
from ppwi_bot.answers.each_topic import side_by_side, topics_asked
from ppwi_bot.answers.fill import who
from ppwi_bot.answers.focus import Focus, Reply
from ppwi_bot.answers.plan import AnswerPlan, Reason, Said, SidePlan, outcome
from ppwi_bot.answers.question import Question
from ppwi_bot.answers.selecting import (
    FEW,
    SHOWN,
    allowed,
    calls_of,
    codes_meant,
    evidence,
    left_unsaid,
    named_codes,
    one_for_each_actor,
    popular_topics,
    with_more_people,
)
from ppwi_bot.answers.voices import Voices
from ppwi_bot.corpus.codebook import Level
from ppwi_bot.retrieval.confidence import plainly_on_topic
from ppwi_bot.retrieval.filters import Filters
from ppwi_bot.retrieval.search import Found

CLOSE = 0.02
"""Two topics nearer than this for a one-word question are worth asking back about."""

_NUMBERS = ("one", "two", "three")
"""Quotes that a short answer may be asked to have."""


def answer(question: Question, focus: Focus, voices: Voices) -> Reply:
    """Quotes and summary on what a question is about."""
    if not question.names_topic:
        return narrow(question, focus, voices)
    permitted = allowed(question.filters, voices)
    several = topics_asked(question, voices)
    if several and all(voices.quotes_about([code], permitted.filters) for code in several):
        return side_by_side(Focus(question.about, several, permitted.filters), voices, permitted.notices)
    found = voices.searcher.search(question.about, permitted.filters)
    everyone = voices.searcher.search(question.about, Filters()) if permitted.filters.narrowed else found
    codes = codes_meant(question.about, everyone, voices)
    if not codes:
        return decline(Reason.NO_EVIDENCE, everyone, focus, voices)
    if choices := _ambiguous(question, everyone, codes):
        return ask_which(choices, focus)
    focus = Focus(about=question.about, codes=codes, filters=permitted.filters)
    return voices_on(focus, found, voices, permitted.notices)


def narrow(question: Question, focus: Focus, voices: Voices) -> Reply:
    """The topic in hand, from other people or another place."""
    narrows = question.names_speakers or question.everyone or question.everywhere
    if question.names_topic and (not narrows or _on_another_topic(question, focus, voices)):
        return answer(question, focus, voices)
    filters = _merged(focus.filters, question)
    if not focus.codes:
        listing = tuple(theme.id for theme in voices.library.codebook.at(Level.THEME))
        plan = AnswerPlan(
            Kind.ASK_BACK,
            Reason.ABOUT_WHAT,
            lead=(Said("ask.about_what"),),
            listing=listing,
            follow_ups=follow_ups.topics(popular_topics(voices)),
        )
        return Reply(plan, replace(focus, filters=filters, offered=plan.follow_ups))
    permitted = allowed(filters, voices)
    found = voices.searcher.search(focus.about, permitted.filters)
    focus = replace(focus, filters=permitted.filters, shown=(), sides=())
    return voices_on(focus, found, voices, permitted.notices)


def _on_another_topic(question: Question, focus: Focus, voices: Voices) -> bool:
    """Whether a question that says who or where also says about what, rather than how ("do they see it that way?")."""
    if not focus.codes or named_codes(question.about, voices):
        return True
    return plainly_on_topic(voices.searcher.search(question.about, Filters()))


def switch(question: Question, focus: Focus, voices: Voices) -> Reply:
    """Another topic said as a fragment ("what about burnout instead"): whose words are wanted stays as it was."""
    reply = answer(question, focus, voices)
    if not focus.filters.narrowed or question.names_speakers or not reply.plan.quotes:
        return reply
    permitted = allowed(focus.filters, voices)
    found = voices.searcher.search(reply.focus.about, permitted.filters)
    return voices_on(replace(reply.focus, filters=permitted.filters, shown=()), found, voices, permitted.notices)


def more(focus: Focus, voices: Voices) -> Reply:
    """Further quotes on the topic in hand, none shown before."""
    if not focus.codes:
        return narrow(Question("", ""), focus, voices)
    found = voices.searcher.search(focus.about, focus.filters)
    quotes = evidence(found, focus.codes, voices, SHOWN, frozenset(focus.shown))
    if not quotes:
        related = follow_ups.after_answer(focus.codes, focus.filters, focus.shown, found, voices, calls_shown=True)
        plan = AnswerPlan(
            Kind.DECLINE,
            Reason.NO_MORE,
            lead=(Said("decline.no_more"),),
            codes=focus.codes,
            filters=focus.filters,
            follow_ups=related,
        )
        return Reply(plan, replace(focus, offered=related))
    shown = (*focus.shown, *quotes)
    offered = follow_ups.after_answer(focus.codes, focus.filters, shown, found, voices, calls_shown=True)
    plan = AnswerPlan(
        Kind.ANSWER,
        lead=(Said("answer.more", {"topic": focus.codes[0]}),),
        codes=focus.codes,
        filters=focus.filters,
        sides=(SidePlan(focus.filters, focus.codes, quotes),),
        follow_ups=offered,
    )
    return Reply(plan, replace(focus, shown=shown, offered=offered))


def shorten(question: Question, focus: Focus, voices: Voices) -> Reply:
    """The topic in hand in short: its summary, and one of the quotes shown or as many as are asked for."""
    if named_codes(question.about, voices):  # "summarize burnout"
        return answer(question, focus, voices)
    if not focus.codes:
        return narrow(Question("", ""), focus, voices)
    found = voices.searcher.search(focus.about, focus.filters)
    number = next((number for number, word in enumerate(_NUMBERS, 1) if word in question.text.casefold().split()), 1)
    quotes = evidence(found, focus.codes[:1], voices)[:number]
    plan = AnswerPlan(
        Kind.ANSWER,
        lead=(Said("answer.short", {"topic": focus.codes[0]}),),
        codes=focus.codes[:1],
        filters=focus.filters,
        sides=(SidePlan(focus.filters, focus.codes[:1], quotes),),
        follow_ups=follow_ups.after_answer(focus.codes, focus.filters, quotes, found, voices, calls_shown=False),
    )
    return Reply(plan, replace(focus, shown=tuple(dict.fromkeys((*focus.shown, *quotes))), offered=plan.follow_ups))


def ask_which(choices: Sequence[str], focus: Focus) -> Reply:
    """Ask back which of several topics is meant."""
    offered = follow_ups.topics(choices)
    plan = AnswerPlan(
        Kind.ASK_BACK,
        Reason.WHICH_TOPIC,
        lead=(Said("ask.which_topic"),),
        listing=tuple(choices),
        follow_ups=offered,
    )
    return Reply(plan, replace(focus, offered=offered))


def voices_on(focus: Focus, found: Found, voices: Voices, widened: tuple[Said, ...]) -> Reply:
    """The usual answer: summary, evidence and calls to action on the codes in hand.

    `widened` says who the people in hand are instead of those asked for.
    """
    quotes = evidence(found, focus.codes, voices)
    if not quotes and focus.filters.narrowed:
        narrow_words = who(focus.filters)
        for wider in with_more_people(focus.filters, voices):
            found = voices.searcher.search(focus.about, wider)
            if quotes := evidence(found, focus.codes, voices):
                break
        focus = replace(focus, filters=wider)
        widened = (Said("notice.none_there", {"narrow": narrow_words, "wider": who(wider, "everyone")}),)
    few = len(quotes) < FEW
    kind, reason = outcome(widened=bool(widened), few=few)
    few_voices = (Said("notice.few_voices"),) if few else ()
    notices = (*widened, *few_voices, *left_unsaid(focus.filters, focus.codes, voices))
    calls = one_for_each_actor(calls_of(focus.codes[:1], (), voices), voices)
    offered = follow_ups.after_answer(focus.codes, focus.filters, quotes, found, voices, calls_shown=False)
    plan = AnswerPlan(
        kind,
        reason,
        lead=(_about_lead(focus),),
        codes=focus.codes,
        filters=focus.filters,
        sides=(SidePlan(focus.filters, focus.codes, quotes),),
        calls=calls,
        notices=notices,
        follow_ups=offered,
    )
    return Reply(plan, replace(focus, shown=quotes, offered=offered))


def _about_lead(focus: Focus) -> Said:
    params = {"who": who(focus.filters), "topic": focus.codes[0]}
    if len(focus.codes) > 2:
        return Said("answer.about_several", params)
    if len(focus.codes) == 2:
        return Said("answer.about_two", {**params, "topic2": focus.codes[1]})
    return Said("answer.about", params)


def _merged(filters: Filters, question: Question) -> Filters:
    """Filters with what a fragment names replaced: naming a role drops the group before it, and the other way round."""
    if question.everyone:
        filters = replace(filters, perspectives=(), groups=(), without=())
    if question.everywhere:
        filters = replace(filters, places=(), outside=())
    if question.perspectives or question.groups:
        filters = replace(filters, perspectives=question.perspectives, groups=question.groups, without=())
    if question.places:
        filters = replace(filters, places=question.places, outside=())
    return _leaving_out(filters, question)


def _leaving_out(filters: Filters, question: Question) -> Filters:
    """The filters without those whom a fragment leaves out ("but not administrators")."""
    without = tuple(dict.fromkeys((*filters.without, *question.without)))
    outside = tuple(dict.fromkeys((*filters.outside, *question.outside)))
    return replace(
        filters,
        perspectives=tuple(one for one in filters.perspectives if one not in without),
        groups=tuple(one for one in filters.groups if one not in without),
        places=tuple(one for one in filters.places if one not in outside),
        without=without,
        outside=outside,
    )


def _ambiguous(question: Question, found: Found, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Codes to ask back about: a question of one word that two topics fit equally well."""
    if len(codes) < 2 or len(content_words(question.about)) > 1:
        return ()
    scores = {hit.id: hit.score for hit in found.codes}
    return codes if abs(scores[codes[0]] - scores[codes[1]]) < CLOSE else ()
