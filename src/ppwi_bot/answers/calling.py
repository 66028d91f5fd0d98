"""What the workforce asks for, and of whom."""

from dataclasses import replace

from ppwi_bot.answers import cues, follow_ups
from ppwi_bot.answers.about import content_words
from ppwi_bot.answers.answer import Kind
from ppwi_bot.answers.answering import narrow, voices_on
from ppwi_bot.answers.declining import decline
from ppwi_bot.answers.fill import who
from ppwi_bot.answers.focus import Focus, Reply
from ppwi_bot.answers.plan import AnswerPlan, Reason, Said, SidePlan
from ppwi_bot.answers.question import Question, without_actors
from ppwi_bot.answers.selecting import FEW, allowed, calls_of, evidence, named_codes, topics_of
from ppwi_bot.answers.voices import Voices
from ppwi_bot.retrieval.confidence import answerable


def calls_to_action(question: Question, focus: Focus, voices: Voices) -> Reply:
    """What the workforce asks for on a topic, and of whom; on the topic in hand where the question names none."""
    # "What would administrators change", asked of the topic in hand.
    if question.names_speakers and not question.actors:
        focus = replace(focus, filters=allowed(question.filters, voices).filters)
    about = _topic_of(question, voices)
    found = voices.searcher.search(about or focus.about, focus.filters)
    named = named_codes(about, voices) if about else ()
    sure = bool(named) or (bool(about) and answerable(found))
    codes = named or (topics_of(found, voices) if sure else focus.codes)
    if not codes:
        return decline(Reason.NO_EVIDENCE, found, focus, voices) if about else narrow(question, focus, voices)
    if sure:
        focus = Focus(about, codes, allowed(question.filters, voices).filters)
        found = voices.searcher.search(about, focus.filters)
    wanted = calls_of(codes, question.actors, voices)
    others = wanted or calls_of(codes, (), voices)
    if not others:
        return voices_on(focus, found, voices, ())
    lead = _calls_lead(codes[0], question.actors, found_any=bool(wanted))
    quotes = evidence(found, codes, voices, FEW, frozenset(focus.shown)) or evidence(found, codes, voices, FEW)
    shown = tuple(dict.fromkeys((*focus.shown, *quotes)))
    offered = follow_ups.after_answer(codes, focus.filters, shown, found, voices, calls_shown=True)
    plan = AnswerPlan(
        Kind.ANSWER,
        lead=(lead,),
        codes=codes,
        filters=focus.filters,
        sides=(SidePlan(focus.filters, codes, quotes),),
        calls=others,
        notices=_still_from(question, focus),
        follow_ups=offered,
    )
    return Reply(plan, replace(focus, codes=codes, shown=shown, offered=offered))


def _still_from(question: Question, focus: Focus) -> tuple[Said, ...]:
    """A word on whose quotes are shown, where it was said in an earlier turn."""
    if question.names_speakers or not focus.filters.narrowed:
        return ()
    return (Said("notice.still_from", {"who": who(focus.filters)}),)


def _calls_lead(code: str, actors: tuple[str, ...], *, found_any: bool) -> Said:
    if not actors:
        return Said("answer.calls_all", {"topic": code})
    return Said("answer.calls" if found_any else "answer.calls_none", {"topic": code, "actor": actors[0]})


def _topic_of(question: Question, voices: Voices) -> str:
    """What a question for action is about, without the words for acting and who should: empty where nothing is left."""
    about = without_actors(question, voices.names)
    acting = cues.words("about", "acting")
    return about if any(word not in acting for word in content_words(about)) else ""
