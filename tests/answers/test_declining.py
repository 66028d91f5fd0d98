from dataclasses import replace
from pathlib import Path

import pytest
from tests.answers.conftest import voices_of
from tests.small_world import CODES, library

from ppwi_bot.answers.answer import Kind
from ppwi_bot.answers.fill import fill
from ppwi_bot.answers.focus import Focus
from ppwi_bot.answers.plan import Reason
from ppwi_bot.answers.respond import respond
from ppwi_bot.answers.voices import Voices
from ppwi_bot.corpus.codebook import Codebook, Level
from ppwi_bot.corpus.library import NamedSet


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
        ("what do men say about pay", Reason.GROUP_ABSENT),
        ("how do older staff feel about driving", Reason.GROUP_ABSENT),
        ("what do Klingon-speaking providers say about pay", Reason.GROUP_ABSENT),
        ("do 3 out of 4 providers want more pay", Reason.NUMBER),
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
        "what is not working about pay",
        "how is the pay failing staff",
        "why do staff complain about driving",
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


def test_in_a_plain_list_the_nearest_are_named_as_well(tmp_path: Path) -> None:
    world = library()
    themes = [replace(one, level=Level.THEME, parent=None) for one in CODES if one.id in {"pay", "rest", "roads"}]
    listed = {
        id: replace(one, codes=("pay",) if one.codes == ("low-pay",) else one.codes) for id, one in world.quotes.items()
    }
    plain = replace(world, codebook=Codebook({one.id: one for one in themes}), quotes=listed)
    voices = voices_of(plain, tmp_path)
    plan = respond("what percentage complain about pay?", Focus(), voices).plan
    assert plan.listing == ("pay",)
    answered = respond("what do people say about pay?", Focus(), voices).plan
    assert [one.params["topic"] for one in answered.follow_ups if one.key == "follow.topic"] == ["roads"]


def test_a_decline_of_words_that_name_no_topic_names_the_one_in_hand_first(voices: Voices) -> None:
    first = respond("what do providers say about driving", Focus(), voices)
    assert respond("how many said so?", first.focus, voices).plan.listing[0] == "roads"


def test_of_two_names_for_people_not_asked_the_one_that_was_said_is_used(tmp_path: Path) -> None:
    world = library()
    both = (NamedSet("Parents", ("grandparents",), frozenset()), NamedSet("Grandparents", (), frozenset()))
    made = replace(world.corpora["made"], not_asked=both)
    voices = voices_of(replace(world, corpora={"made": made}), tmp_path)
    plan = respond("what do grandparents think about pay", Focus(), voices).plan
    assert plan.lead[0].params["name"] == "Grandparents"


def test_a_decline_keeps_the_topic_in_hand(voices: Voices) -> None:
    first = respond("what do providers say about pay", Focus(), voices)
    after = respond("who said that?", first.focus, voices)
    assert after.focus.codes == first.focus.codes


def test_who_took_part_is_told_in_the_collectors_own_figures(voices: Voices) -> None:
    answer = fill(respond("how many people did you talk to?", Focus(), voices).plan, voices)
    assert [passage.text for passage in answer.lead[1:]] == ["13 quotes were made up"]
