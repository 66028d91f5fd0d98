"""Only what participants really said, where somebody asks to see nothing illustrative: "just the real quotes"."""

from dataclasses import replace

from ppwi_bot.answers import follow_ups
from ppwi_bot.answers.answer import Kind
from ppwi_bot.answers.focus import Focus, Reply
from ppwi_bot.answers.plan import AnswerPlan, Reason, Said, SidePlan, outcome
from ppwi_bot.answers.question import Question
from ppwi_bot.answers.selecting import SHOWN, allowed, codes_meant, evidence, left_unsaid
from ppwi_bot.answers.voices import Voices
from ppwi_bot.retrieval.filters import Filters
from ppwi_bot.retrieval.search import Found

NOTHING = Found((), (), 0.0, 0.0)
"""What a search finds where no corpus holds what participants said."""


def really_said(question: Question, focus: Focus, voices: Voices) -> Reply | None:
    """Quotes of participants on the topic asked about or in hand; where there is none, others of theirs, and that said.

    None where both kinds of quotes are welcome.
    """
    if not question.wants_real:
        return None
    about, codes = _topic(question, focus, voices)
    permitted = allowed(question.filters if question.names_speakers else focus.filters, voices)
    real = tuple(id for id, corpus in voices.library.corpora.items() if not corpus.illustrative)
    filters = replace(permitted.filters, corpora=real)
    found = voices.searcher.search(about or question.text, filters) if real else NOTHING
    quotes = evidence(found, codes, voices) if codes else ()
    if quotes:
        lead, elsewhere = Said("answer.real", {"topic": codes[0]}), False
    else:
        quotes = tuple(hit.id for hit in found.quotes[:SHOWN])
        codes = tuple(dict.fromkeys(code for quote in quotes for code in voices.library.quotes[quote].codes))
        elsewhere = bool(about)
        lead = Said("answer.real_elsewhere" if elsewhere else "answer.real_all")
    if not quotes:
        none = AnswerPlan(
            Kind.DECLINE,
            Reason.NO_EVIDENCE,
            lead=(Said("answer.real_none"),),
            follow_ups=(Said("follow.themes"), Said("follow.method")),
        )
        return Reply(none, replace(focus, offered=none.follow_ups))
    offered = (*follow_ups.topics(codes[:2]), Said("follow.participation"))
    kind, reason = outcome(widened=bool(permitted.notices), few=False)
    plan = AnswerPlan(
        Kind.CAVEAT if elsewhere else kind,
        Reason.NO_EVIDENCE if elsewhere else reason,
        lead=(lead,),
        codes=codes,
        filters=filters,
        sides=(SidePlan(filters, codes, quotes),),
        notices=(*permitted.notices, *left_unsaid(filters, codes, voices)),
        follow_ups=offered,
    )
    if elsewhere:
        return Reply(plan, replace(focus, offered=offered))
    about = about or ", ".join(voices.library.codebook[code].name for code in codes)
    return Reply(plan, Focus(about, codes, permitted.filters, quotes, offered))


def _topic(question: Question, focus: Focus, voices: Voices) -> tuple[str, tuple[str, ...]]:
    """What is asked about and its codes: of the question, or else what is in hand."""
    if not question.names_topic:
        return focus.about, focus.codes
    everyone = voices.searcher.search(question.about, Filters())
    return question.about, codes_meant(question.about, everyone, voices)
