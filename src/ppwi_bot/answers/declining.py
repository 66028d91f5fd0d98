"""Saying no well: why, and what there is instead."""

from dataclasses import replace

from ppwi_bot.answers import follow_ups
from ppwi_bot.answers.answer import Kind
from ppwi_bot.answers.fill import who
from ppwi_bot.answers.focus import Focus, Reply
from ppwi_bot.answers.plan import AnswerPlan, Reason, Said
from ppwi_bot.answers.question import Question
from ppwi_bot.answers.selecting import allowed, topic_of
from ppwi_bot.answers.voices import Voices
from ppwi_bot.answers.wording import listed
from ppwi_bot.corpus.quotes import Perspective
from ppwi_bot.retrieval.confidence import plainly_on_topic
from ppwi_bot.retrieval.filters import Filters, matcher
from ppwi_bot.retrieval.search import Found

NEAREST = 3
"""Topics named instead of an answer."""

NEAR = 0.25
"""Topics below this cosine are not worth naming as near: the question is about something else altogether."""


def declined(question: Question, focus: Focus, voices: Voices) -> Reply | None:
    """The reply to a question that plain checks keep from being searched; None where nothing speaks against it.

    Asked once, where a message comes in: by `respond.decided`, for the dialogue before each of its actions too.
    """
    match question.concern:
        case None:
            return None
        case Reason.SUPPORT:
            return support(focus)
        case Reason.PARTICIPATION:
            return participation(focus, voices)
        case Reason.EMPTY:
            plan = AnswerPlan(
                Kind.DECLINE, Reason.EMPTY, lead=(Said("decline.empty"),), follow_ups=(Said("follow.themes"),)
            )
            return Reply(plan, replace(focus, offered=plan.follow_ups))
        case Reason.SIDE_ABSENT:
            return side_absent(question, focus, voices)
        case Reason.LAW if not question.names_topic:
            return decline(Reason.LAW, None, focus, voices, question.absent)
        case reason:
            found = voices.searcher.search(question.about, Filters())
            if focus.about and not plainly_on_topic(found):  # "is that true everywhere?" is about the topic in hand
                found = voices.searcher.search(focus.about, Filters())
            return decline(reason, found, focus, voices, question.absent)


def decline(reason: Reason, found: Found | None, focus: Focus, voices: Voices, absent: str = "") -> Reply:
    """Say why there is no answer, and name the nearest topics where any are near. The topic in hand stays in hand."""
    hits = [hit for hit in found.codes if hit.dense >= NEAR] if found else []
    topics = dict.fromkeys(topic for hit in hits if voices.spoken_of(hit.id) and (topic := topic_of(hit.id, voices)))
    nearest = tuple(topics)[:NEAREST]
    lead = (_why(reason, absent), *((Said("decline.nearest"),) if nearest else ()))
    offered = (*follow_ups.topics(nearest[:2]), Said("follow.themes"))
    plan = AnswerPlan(Kind.DECLINE, reason, lead=lead, listing=nearest, follow_ups=offered)
    return Reply(plan, replace(focus, offered=offered))


def side_absent(question: Question, focus: Focus, voices: Voices) -> Reply:
    """Say which side of a comparison nobody here belongs to, whom there is to hear instead, and offer these."""
    found = voices.searcher.search(question.about, Filters()) if question.names_topic else None
    reply = decline(Reason.SIDE_ABSENT, found, focus, voices, question.absent)
    named = [
        *(Filters(perspectives=(one,)) for one in question.perspectives),
        *(Filters(groups=(one,)) for one in question.groups),
        *(Filters(places=(one,)) for one in question.places),
        *(Filters(groups=(one,)) for one in voices.names.groups_like(question.absent)),
    ]
    roles = [Filters(perspectives=(role.value,)) for role in Perspective if role is not Perspective.NOT_STATED]
    known = list(dict.fromkeys(allowed(one, voices).filters for one in [*named, *roles]))
    known = [one for one in known if one.narrowed and any(map(matcher(one, voices.library), voices.library.public))]
    lead, *nearest = reply.plan.lead
    if known:
        nearest = [Said("decline.sides_known", {"sides": listed([who(one) for one in known])}), *nearest]
    offered = (*follow_ups.of_those(reply.plan.listing[:1], known, voices), *reply.plan.follow_ups)[
        : follow_ups.OFFERED
    ]
    plan = replace(reply.plan, lead=(lead, *nearest), follow_ups=offered)
    return Reply(plan, replace(reply.focus, offered=offered))


def support(focus: Focus) -> Reply:
    """A short kind reply to someone in distress, with the 988 Lifeline, before anything else."""
    lead = (Said("info.support"), Said("info.support_es"), Said("info.support_after"))
    return Reply(AnswerPlan(Kind.INFORMATION, Reason.SUPPORT, lead=lead), focus)


def participation(focus: Focus, voices: Voices) -> Reply:
    """How many people took part, in the collectors' own figures."""
    stated = any(corpus.figures for corpus in voices.library.corpora.values())
    offered = (Said("follow.method"), Said("follow.themes"))
    lead = Said("info.participation" if stated else "info.participation_none")
    plan = AnswerPlan(Kind.INFORMATION, Reason.PARTICIPATION, lead=(lead,), follow_ups=offered)
    return Reply(plan, replace(focus, offered=offered))


def _why(reason: Reason, absent: str) -> Said:
    if reason is Reason.NOT_ASKED and absent:
        return Said("decline.not_asked", {"name": absent, "name_lower": absent.lower()})
    if reason is Reason.NOT_ASKED:
        return Said("decline.not_asked", {"name": "Those people", "name_lower": "they"})
    if reason is Reason.PLACE_ABSENT:
        return Said("decline.place_absent", {"place": absent}) if absent else Said("decline.place_absent_unnamed")
    if reason is Reason.SIDE_ABSENT:
        return Said("decline.side_absent", {"side": absent})
    if reason is Reason.LAW:
        return Said("decline.law", {"law": absent})
    return Said(f"decline.{reason.value}")
