"""What is asked about the bot and the conversations themselves."""

from dataclasses import replace

from ppwi_bot.answers import cues, follow_ups
from ppwi_bot.answers.about import content_words
from ppwi_bot.answers.answer import Kind
from ppwi_bot.answers.answering import answer
from ppwi_bot.answers.declining import decline
from ppwi_bot.answers.focus import Focus, Reply
from ppwi_bot.answers.plan import AnswerPlan, Reason, Said
from ppwi_bot.answers.question import Question
from ppwi_bot.answers.selecting import (
    named_codes,
    popular_topics,
)
from ppwi_bot.answers.voices import Voices
from ppwi_bot.answers.wishes import Wish
from ppwi_bot.answers.wording import counted
from ppwi_bot.corpus.codebook import Level
from ppwi_bot.retrieval.confidence import answerable
from ppwi_bot.retrieval.filters import Filters


def check_claim(question: Question, focus: Focus, voices: Voices) -> Reply:
    """A claim about everyone is neither confirmed nor denied; what was said on it is offered."""
    return decline(Reason.CLAIM, voices.searcher.search(question.about, Filters()), focus, voices)


def list_topics(question: Question, focus: Focus, voices: Voices) -> Reply:
    """The topics of a theme, or all themes."""
    codebook = voices.library.codebook
    above = _asked_code(question, voices)
    listing = tuple(code.id for code in (codebook.children(above) if above else codebook.at(Level.THEME)))
    if above and not listing:
        return answer(question, focus, voices)
    lead = Said("info.topics", {"topic": above}) if above else Said("info.themes")
    offered = follow_ups.topics(
        [code for code in listing if voices.spoken_of(code)][:3] if above else popular_topics(voices)[:3]
    )
    if not above:
        listing = tuple(below.id for theme in listing for below in (codebook[theme], *codebook.children(theme)))
    plan = AnswerPlan(
        Kind.INFORMATION,
        Reason.TOPICS,
        lead=(lead,),
        codes=(above,) if above else (),
        listing=listing,
        follow_ups=offered,
    )
    return Reply(plan, replace(focus, offered=offered))


def method(focus: Focus, voices: Voices) -> Reply:
    """How the quotes were collected and how an answer is made."""
    library = voices.library
    quotes, illustrative = counted(len(library.public), "quote"), library.illustrative_quotes
    marked = Said("info.method_illustrative", {"quotes": quotes, "illustrative": illustrative})
    lead = (Said("info.method"), *((marked,) if illustrative else ()))
    offered = (Said("follow.participation"), Said("follow.themes"))
    return Reply(
        AnswerPlan(Kind.INFORMATION, Reason.METHOD, lead=lead, follow_ups=offered),
        replace(focus, offered=offered),
    )


SMALL_TALK = {
    Wish.GREET: Reason.GREET,
    Wish.HELP: Reason.HELP,
    Wish.THANKS: Reason.THANKS,
    Wish.GOODBYE: Reason.GOODBYE,
}


def small_talk(reason: Reason, focus: Focus) -> Reply:
    """A greeting, help, thanks or goodbye in our fixed wording."""
    offered = (Said("follow.themes"), Said("follow.participation")) if reason in {Reason.GREET, Reason.HELP} else ()
    plan = AnswerPlan(Kind.INFORMATION, reason, lead=(Said(reason.value),), follow_ups=offered)
    return Reply(plan, replace(focus, offered=offered or focus.offered))


def _asked_code(question: Question, voices: Voices) -> str | None:
    """The theme or topic whose parts are asked for."""
    listing = cues.words("about", "listing")
    words = [word for word in content_words(question.about) if word not in listing]
    if not words:
        return None
    codebook = voices.library.codebook
    if named := named_codes(" ".join(words), voices):
        return named[0]
    for code in (*codebook.at(Level.THEME), *codebook.at(Level.TOPIC)):
        if set(words) <= set(content_words(code.name)):
            return code.id
    found = voices.searcher.search(" ".join(words), Filters())
    above = [hit for hit in found.codes if codebook[hit.id].level is not Level.SUBTOPIC]
    return above[0].id if above and answerable(found) else None
