"""Turns of the dialogue, whatever Rasa took the message for."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from tests.answers.conftest import intents
from tests.small_world import PROVIDER

from ppwi_bot.answers.answer import Kind
from ppwi_bot.answers.answering import narrow
from ppwi_bot.answers.calling import calls_to_action
from ppwi_bot.answers.comparing import compare
from ppwi_bot.answers.focus import Focus
from ppwi_bot.answers.plan import Reason
from ppwi_bot.answers.question import understand
from ppwi_bot.answers.respond import respond
from ppwi_bot.answers.voices import Voices
from ppwi_bot.dialogue.actions import all_actions, answer, more
from ppwi_bot.retrieval.filters import Filters


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


def compared(voices: Voices) -> Focus:
    question = understand("compare administrators and providers on pay", voices.names, intents())
    return Focus.from_dict(compare(question, Focus(), voices).focus.to_dict())


def test_another_topic_keeps_who_is_set_beside_whom(voices: Voices) -> None:
    plan = answer(understand("and on rest?", voices.names, intents()), compared(voices), voices).plan
    assert plan.codes == ("rest",)
    assert [side.filters.perspectives for side in plan.sides] == [("administrator",), ("direct_service_provider",)]


def test_a_comparison_ends_when_certain_people_are_asked_for(voices: Voices) -> None:
    alone = narrow(understand("and administrators?", voices.names, intents()), compared(voices), voices)
    assert len(answer(understand("and on rest?", voices.names, intents()), alone.focus, voices).plan.sides) == 1


def test_what_others_would_change_is_in_their_words(voices: Voices) -> None:
    first = answer(understand("what do providers say about pay", voices.names, intents()), Focus(), voices)
    question = understand("what would administrators change", voices.names, intents())
    assert calls_to_action(question, first.focus, voices).plan.filters.perspectives == ("administrator",)


def test_those_who_should_act_are_not_those_who_speak(voices: Voices) -> None:
    first = answer(understand("what do providers say about pay", voices.names, intents()), Focus(), voices)
    question = understand("what can program administrators do about it?", voices.names, intents())
    plan = calls_to_action(question, first.focus, voices).plan
    assert plan.filters.perspectives == ("direct_service_provider",)


def test_a_question_in_spanish_is_answered_with_a_word_on_how_well_it_is_read(voices: Voices) -> None:
    plan = respond("¿qué dicen sobre pay?", Focus(), voices).plan
    assert plan.quotes
    assert "notice.spanish" in {said.key for said in plan.notices}


def plan_of(action: str, text: str, focus: Focus, voices: Voices) -> dict[str, Any]:
    """What an action plans when Rasa calls it with a message and what is in hand."""
    [found] = [one for one in all_actions(lambda scope: voices) if one.name() == action]
    dispatcher = CollectingDispatcher()
    found.run(dispatcher, Tracker("c", {"focus": focus.to_dict()}, {"text": text}, [], False, None, {}, ""), {})
    plan: dict[str, Any] = dispatcher.messages[0]["custom"]["plan"]
    return plan


def test_people_and_places_that_are_not_known_any_more_are_not_said_to_speak(voices: Voices) -> None:
    gone = Filters(groups=("Doulas",), places=("North",), outside=("Atlantis",))
    plan = plan_of("action_more", "more", Focus("pay", ("pay",), gone), voices)
    assert plan["filters"] == {"places": ["North"]}
    assert set(plan["sides"][0]["quotes"]) == {"low-pay-1", "low-pay-3", "low-pay-5"}


def test_a_side_that_is_not_known_any_more_is_set_beside_nobody(voices: Voices) -> None:
    sides = (Filters(groups=("Doulas",)), Filters(groups=("Directors",)))
    plan = plan_of("action_answer", "and on rest?", Focus("pay", ("pay",), sides=sides), voices)
    assert [side["filters"] for side in plan["sides"]] == [
        {"groups": ["Directors"]},
        {"perspectives": ["direct_service_provider"]},
    ]
