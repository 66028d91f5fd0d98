import pytest

from ppwi_bot.answers.answer import Kind
from ppwi_bot.answers.fill import fill
from ppwi_bot.answers.focus import Focus
from ppwi_bot.answers.plan import Reason
from ppwi_bot.answers.respond import respond
from ppwi_bot.answers.voices import Voices


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("who said the second one?", Reason.IDENTITY),
        ("what is her name", Reason.IDENTITY),
        ("which agency does she work for", Reason.IDENTITY),
        ("what percentage are unhappy with pay?", Reason.NUMBER),
        ("how many providers want more pay", Reason.NUMBER),
        ("what do parents think about pay", Reason.NOT_ASKED),
        ("and moms?", Reason.NOT_ASKED),
        ("what do people in Texas say about pay", Reason.PLACE_ABSENT),
        ("what do dentists say about pay", Reason.GROUP_ABSENT),
        ("is it true that nobody likes the pay?", Reason.CLAIM),
        ("why does everyone hate driving?", Reason.CLAIM),
        ("", Reason.EMPTY),
        ("🎉🎉", Reason.EMPTY),
    ],
)
def test_what_no_search_may_answer_is_declined_with_its_reason(voices: Voices, question: str, reason: Reason) -> None:
    plan = respond(question, Focus(), voices).plan
    assert (plan.kind, plan.reason) == (Kind.DECLINE, reason)
    assert not plan.quotes


@pytest.mark.parametrize(
    "question",
    [
        "what do people say about pay",
        "what is it like to drive for hours",
        "who pays for the vacation?",
        "what do providers say about their pay in snow season",
        "is rest hard to come by?",
    ],
)
def test_questions_that_only_look_like_those_are_answered(voices: Voices, question: str) -> None:
    assert respond(question, Focus(), voices).plan.kind in {Kind.ANSWER, Kind.CAVEAT}


@pytest.mark.parametrize(
    "message",
    [
        "I can't do this job any more, I want to disappear",
        "i want to die",
        "what do they say about pay? I want to kill myself",
        "quiero morir",
        "i took a bunch of pills",
    ],
)
def test_distress_is_met_before_anything_else(voices: Voices, message: str) -> None:
    answer = fill(respond(message, Focus(), voices).plan, voices)
    assert answer.reason == "support"
    assert "988" in answer.lead[0].text
    assert not answer.quotes


def test_a_decline_names_the_nearest_topics_and_a_way_on(voices: Voices) -> None:
    plan = respond("what percentage complain about pay?", Focus(), voices).plan
    assert plan.listing[0] == "pay"
    assert plan.follow_ups


def test_a_decline_keeps_the_topic_in_hand(voices: Voices) -> None:
    first = respond("what do providers say about pay", Focus(), voices)
    after = respond("who said that?", first.focus, voices)
    assert after.focus.codes == first.focus.codes


def test_who_took_part_is_told_in_the_collectors_own_figures(voices: Voices) -> None:
    answer = fill(respond("how many people did you talk to?", Focus(), voices).plan, voices)
    assert [passage.text for passage in answer.lead[1:]] == ["13 quotes were made up"]
