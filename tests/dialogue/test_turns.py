"""Turns of the dialogue, whatever Rasa took the message for."""

from tests.answers.conftest import intents
from tests.small_world import PROVIDER

from ppwi_bot.answers.answer import Kind
from ppwi_bot.answers.answering import narrow
from ppwi_bot.answers.focus import Focus
from ppwi_bot.answers.plan import Reason
from ppwi_bot.answers.question import understand
from ppwi_bot.answers.voices import Voices
from ppwi_bot.dialogue.actions import more


def test_a_first_question_that_says_who_and_what_is_answered_even_if_taken_for_a_change_of_who(voices: Voices) -> None:
    question = understand("what do providers up north say about pay", voices.names, intents())
    plan = narrow(question, Focus(), voices).plan
    assert plan.kind is Kind.ANSWER
    assert plan.filters.perspectives == (PROVIDER.value,)
    assert plan.filters.places == ("North",)


def test_a_topic_taken_for_the_rest_of_something_is_answered_as_a_topic(voices: Voices) -> None:
    question = understand("rest", voices.names, intents())
    assert more(question, Focus(), voices).plan.codes[0] == "rest"


def test_who_alone_is_asked_back_about_what_where_nothing_is_in_hand(voices: Voices) -> None:
    question = understand("and administrators?", voices.names, intents())
    assert narrow(question, Focus(), voices).plan.reason is Reason.ABOUT_WHAT


def test_what_a_question_is_about_does_not_keep_the_tie_of_a_place(voices: Voices) -> None:
    assert understand("what do providers in the South say about pay?", voices.names, intents()).about == "pay?"
