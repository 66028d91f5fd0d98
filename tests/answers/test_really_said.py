"""Somebody asks for what participants really said, and for nothing illustrative."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.answers.conftest import voices_of
from tests.small_world import library, quote

from ppwi_bot.answers.answer import Kind
from ppwi_bot.answers.focus import Focus
from ppwi_bot.answers.plan import Reason
from ppwi_bot.answers.respond import respond
from ppwi_bot.answers.voices import Voices


@pytest.fixture
def both(tmp_path: Path) -> Voices:
    """The illustrative corpus, and one with two real quotes, on driving."""
    world = library(*(quote(f"real-{at}", f"Driving is driving {at}.", "roads", corpus="true") for at in (1, 2)))
    true = replace(world.corpora["made"], id="true", illustrative=False)
    return voices_of(replace(world, corpora={**world.corpora, "true": true}), tmp_path)


REAL = {"real-1", "real-2"}


@pytest.mark.parametrize(
    "question",
    [
        "show me real quotes about driving",
        "any real participant quotes on driving?",
        "what do people say about driving, no illustrative quotes",
        "only actual participants' words about driving",
    ],
)
def test_only_quotes_of_participants_are_shown(both: Voices, question: str) -> None:
    plan = respond(question, Focus(), both).plan
    assert (plan.kind, set(plan.quotes), plan.lead[0].key) == (Kind.ANSWER, REAL, "answer.real")


def test_a_fragment_keeps_the_topic_in_hand(both: Voices) -> None:
    first = respond("what do people say about driving", Focus(), both)
    assert not REAL.issuperset(first.plan.quotes)
    assert set(respond("only the real ones", first.focus, both).plan.quotes) == REAL


def test_where_participants_said_nothing_on_it_the_answer_says_so_and_shows_what_there_is(both: Voices) -> None:
    plan = respond("real quotes about pay", Focus(), both).plan
    assert (plan.kind, set(plan.quotes), plan.lead[0].key) == (Kind.CAVEAT, REAL, "answer.real_elsewhere")


def test_without_a_topic_all_there_is_comes(both: Voices) -> None:
    plan = respond("just the real quotes", Focus(), both).plan
    assert (plan.kind, set(plan.quotes), plan.lead[0].key) == (Kind.ANSWER, REAL, "answer.real_all")


def test_where_nothing_is_real_nothing_is_shown(voices: Voices) -> None:
    plan = respond("show me real quotes about pay", Focus(), voices).plan
    assert (plan.kind, plan.reason, plan.quotes) == (Kind.DECLINE, Reason.NO_EVIDENCE, ())
    assert plan.lead[0].key == "answer.real_none"


@pytest.mark.parametrize("question", ["the real cost of driving", "is that a real quote?", "how do I cite this?"])
def test_words_that_only_sound_so_are_not_taken_for_it(both: Voices, question: str) -> None:
    assert not respond(question, Focus(), both).plan.lead[0].key.startswith("answer.real")
