"""One message on its own, by plain reading."""

from ppwi_bot.answers.answering import answer
from ppwi_bot.answers.calling import calls_to_action
from ppwi_bot.answers.comparing import compare
from ppwi_bot.answers.declining import declined
from ppwi_bot.answers.focus import Focus, Reply
from ppwi_bot.answers.informing import SMALL_TALK, list_topics, method, small_talk
from ppwi_bot.answers.overview import overview
from ppwi_bot.answers.question import Question, understand
from ppwi_bot.answers.really_said import really_said
from ppwi_bot.answers.remarks import remarked
from ppwi_bot.answers.voices import Voices
from ppwi_bot.answers.wishes import Wish, wish_of


def respond(text: str, focus: Focus, voices: Voices) -> Reply:
    """Answer one message by plain reading, without the dialogue: what the command line and a door on its own use."""
    question = understand(text, voices.names, voices.intents)
    return remarked(question, _reply(question, focus, voices))


def decided(question: Question, focus: Focus, voices: Voices) -> Reply | None:
    """The reply that plain checks give a question, whatever turn it was taken for; None where they say nothing."""
    return declined(question, focus, voices) or really_said(question, focus, voices) or overview(question, voices)


def _reply(question: Question, focus: Focus, voices: Voices) -> Reply:
    if (reply := decided(question, focus, voices)) is not None:
        return reply
    wish = wish_of(question)
    if (said := SMALL_TALK.get(wish)) is not None:
        return small_talk(said, focus)
    if wish is Wish.METHOD:
        return method(focus, voices)
    answering = {Wish.CALLS: calls_to_action, Wish.COMPARE: compare, Wish.TOPICS: list_topics}
    return answering.get(wish, answer)(question, focus, voices)
