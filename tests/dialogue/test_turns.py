"""Turns of the dialogue, whatever Rasa took the message for."""

from dataclasses import replace
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from tests.answers.conftest import intents
from tests.small_world import PROVIDER

from ppwi_bot.answers.answer import Kind
from ppwi_bot.answers.answering import narrow, shorten
from ppwi_bot.answers.calling import calls_to_action
from ppwi_bot.answers.comparing import compare
from ppwi_bot.answers.focus import Focus
from ppwi_bot.answers.plan import Reason
from ppwi_bot.answers.question import understand
from ppwi_bot.answers.respond import respond
from ppwi_bot.answers.voices import Voices
from ppwi_bot.dialogue.actions import all_actions, answer, checked, go_back, more
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


@pytest.mark.parametrize(("wanted", "number"), [("shorter please", 1), ("just one quote", 1), ("only two quotes", 2)])
def test_the_topic_in_hand_is_told_in_short_with_as_many_quotes_as_asked_for(
    voices: Voices, wanted: str, number: int
) -> None:
    first = answer(understand("what do people say about pay", voices.names, intents()), Focus(), voices)
    short = shorten(understand(wanted, voices.names, intents()), first.focus, voices).plan
    assert short.codes == first.plan.codes[:1]
    assert short.quotes == first.plan.quotes[:number]
    assert not short.calls


def test_in_short_means_nothing_before_a_topic_is_in_hand(voices: Voices) -> None:
    question = understand("shorter please", voices.names, intents())
    assert shorten(question, Focus(), voices).plan.reason is Reason.ABOUT_WHAT


def test_asked_for_the_other_side_more_voices_say_that_they_are_not_sorted_by_opinion(voices: Voices) -> None:
    first = answer(understand("what do people say about pay", voices.names, intents()), Focus(), voices)
    focus = replace(first.focus, shown=first.focus.shown[:1])
    asked = [understand(text, voices.names, intents()) for text in ("did anyone disagree?", "show me more")]
    noted = [{said.key for said in checked(more)(one, focus, voices).plan.notices} for one in asked]
    assert ["notice.stance" in keys for keys in noted] == [True, False]


def test_a_call_to_action_says_whose_quotes_are_still_shown(voices: Voices) -> None:
    first = answer(understand("what do administrators say about pay", voices.names, intents()), Focus(), voices)
    question = understand("what should the legislature do?", voices.names, intents())
    assert "notice.still_from" in {said.key for said in calls_to_action(question, first.focus, voices).plan.notices}


def test_people_are_dropped_from_the_topic_in_hand(voices: Voices) -> None:
    first = answer(understand("what do people say about pay", voices.names, intents()), Focus(), voices)
    plan = narrow(understand("drop the administrators", voices.names, intents()), first.focus, voices).plan
    assert plan.codes == first.plan.codes
    assert plan.filters.without == ("administrator",)


@pytest.mark.parametrize("said", ["go back to pay", "back to pay please", "let's return to pay"])
def test_going_back_to_a_topic_is_about_that_topic(voices: Voices, said: str) -> None:
    assert understand(said, voices.names, intents()).about.removesuffix(" please") == "pay"


def talked_about(*topics: str, voices: Voices) -> Focus:
    """The focus after these questions, one after the other."""
    focus = Focus()
    for topic in topics:
        question = understand(f"what do administrators say about {topic}", voices.names, intents())
        focus = Focus.from_dict(answer(question, focus, voices).focus.after(focus).to_dict())
    return focus


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("go back", "rest"),
        ("back to the first topic", "pay"),
        ("go back to the start", "pay"),
        ("go back to rest", "rest"),
    ],
)
def test_one_can_go_back_to_a_topic_from_before_in_the_words_of_the_same_people(
    voices: Voices, said: str, topic: str
) -> None:
    focus = talked_about("pay", "rest", "driving", voices=voices)
    plan = go_back(understand(said, voices.names, intents()), focus, voices).plan
    assert plan.codes[0] == topic
    assert plan.filters.perspectives == ("administrator",)


def test_there_is_nothing_to_go_back_to_at_first(voices: Voices) -> None:
    focus = talked_about("pay", voices=voices)
    assert go_back(understand("go back", voices.names, intents()), focus, voices).plan.reason is Reason.HELP


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


def test_a_topic_that_is_gone_from_the_corpora_is_not_gone_back_to(voices: Voices) -> None:
    plan = plan_of("action_go_back", "go back", Focus("pay", ("pay",), earlier=(("long-gone",),)), voices)
    assert plan["reason"] == Reason.HELP
