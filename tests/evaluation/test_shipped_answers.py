"""Answers over the shipped corpora with the real model: what must hold of each of them."""

from pathlib import Path

import pytest

from ppwi_bot.answers.answer import Kind
from ppwi_bot.answers.fill import fill
from ppwi_bot.answers.focus import Focus
from ppwi_bot.answers.respond import respond
from ppwi_bot.answers.voices import Voices, open_voices
from ppwi_bot.evaluation import abstention, retrieval, tracing
from ppwi_bot.evaluation.questions import read_questions
from ppwi_bot.retrieval.embedder import SentenceEmbedder
from ppwi_bot.settings import load_settings

pytestmark = pytest.mark.model

QUESTIONS = read_questions(Path(__file__).parents[1] / "eval" / "questions.csv")


@pytest.fixture(scope="module")
def voices() -> Voices:
    settings = load_settings()
    return open_voices(settings, SentenceEmbedder(settings.model, settings.cache))


def test_every_passage_of_every_answer_is_traced_to_its_source(voices: Voices) -> None:
    answers = [fill(respond(question.text, Focus(), voices).plan, voices) for question in QUESTIONS]
    assert tracing.share(answers, voices) == 1.0


def test_no_answer_shows_a_quote_that_is_not_public(voices: Voices) -> None:
    for question in QUESTIONS:
        for card in fill(respond(question.text, Focus(), voices).plan, voices).quotes:
            assert voices.library.quotes[card.id].audience == "public"


def test_every_follow_up_offered_is_answered(voices: Voices) -> None:
    for question in QUESTIONS[::6]:
        reply = respond(question.text, Focus(), voices)
        for offered in fill(reply.plan, voices).follow_ups:
            if offered.ref != "follow.more":
                assert respond(offered.text, reply.focus, voices).plan.kind is not Kind.DECLINE, offered.text


@pytest.mark.parametrize(
    "question",
    [
        "what is it like to drive so many miles",
        "who pays for vacations?",
        "how much of the day goes to forms?",
        "referrals",
    ],
)
def test_questions_that_only_look_like_those_to_refuse_are_answered(voices: Voices, question: str) -> None:
    assert respond(question, Focus(), voices).plan.quotes


def test_held_out_questions_are_answered_or_declined_as_they_should(voices: Voices) -> None:
    held_out = [question for question in QUESTIONS if question.half == "held out"]
    assert abstention.measure(held_out, voices).balanced_accuracy >= 0.90


def test_ranking_beats_dense_retrieval_alone_by_far_on_held_out_questions(voices: Voices) -> None:
    held_out = [question for question in QUESTIONS if question.half == "held out"]
    scores = {one.name: one for one in retrieval.measure(held_out, voices, load_settings().cache).rankings}
    assert scores["fused search"].ndcg5 >= scores["dense alone"].ndcg5 + 0.15
