"""The labelled sentences are enough, and the search reaches on the held-out half what we promise."""

from pathlib import Path

import pytest

from ppwi_bot.corpus.protecting.findings import Kind
from ppwi_bot.evaluation.identifying import IdentifyingScores, Marked, measure, read_sentences

SENTENCES = read_sentences(Path(__file__).parents[1] / "eval" / "identifying.csv")


def half(name: str) -> list[Marked]:
    return [one for one in SENTENCES if one.half == name]


@pytest.fixture(scope="module")
def held_out() -> IdentifyingScores:
    return measure(half("held out"))


def test_there_are_at_least_three_hundred_sentences_each_once() -> None:
    assert len({one.text for one in SENTENCES}) == len(SENTENCES) >= 300
    assert len({one.id for one in SENTENCES}) == len(SENTENCES)


@pytest.mark.parametrize("name", ["tuning", "held out"])
def test_each_half_has_every_kind_and_many_sentences_with_nothing_to_find(name: str) -> None:
    assert {kind for one in half(name) for _, _, kind in one.spans} == set(Kind)
    assert sum(not one.spans for one in half(name)) > len(half(name)) / 3


def test_nine_in_ten_identifying_words_are_found(held_out: IdentifyingScores) -> None:
    [every] = [one for one in held_out.kinds if one.name == "all"]
    assert every.recall >= 0.90


def test_at_least_seven_in_ten_findings_are_right(held_out: IdentifyingScores) -> None:
    [every] = [one for one in held_out.kinds if one.name == "all"]
    assert every.precision >= 0.70
