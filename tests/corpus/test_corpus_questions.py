"""questions.csv, which a corpus may have: what people ask, and the topics that answer it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ppwi_bot.corpus.library import ExampleQuestion
from ppwi_bot.corpus.reading import load_library

HEADER = "question,topics\n"


def test_a_corpus_may_do_without_questions(corpus: Callable[..., Path]) -> None:
    assert load_library([corpus()]).questions == ()


def test_questions_are_read_with_their_topics(corpus: Callable[..., Path]) -> None:
    folder = corpus(**{"questions.csv": HEADER + '"Is it, well, enough?",low-wages; burnout\n'})
    assert load_library([folder]).questions == (ExampleQuestion("Is it, well, enough?", ("low-wages", "burnout")),)


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("Is it enough?,pya\n", "questions.csv:2: topics: unknown topic 'pya'. Did you mean 'pay'?"),
        ("Is it enough?,\n", "questions.csv:2: topics: the row is coded with nothing"),
        (" ,pay\n", "questions.csv:2: question: the question is empty"),
        ("Enough?,pay\nenough?,burnout\n", "questions.csv:3: question: 'enough?' stands in line 2 already"),
        ("a" * 1_001 + ",pay\n", "questions.csv:2: question: the question has 1,001 characters"),
    ],
)
def test_a_wrong_row_is_named_with_what_to_do(problems: Callable[..., list[str]], rows: str, problem: str) -> None:
    [found] = problems(**{"questions.csv": HEADER + rows})
    assert found.startswith(problem)


def test_a_missing_column_is_named(problems: Callable[..., list[str]]) -> None:
    assert any("topics: the column is missing" in found for found in problems(**{"questions.csv": "question\nWhy?\n"}))


def test_a_change_of_a_question_makes_the_corpus_another(corpus: Callable[..., Path]) -> None:
    digests = {load_library([corpus(**{"questions.csv": HEADER + f"{word}?,pay\n"})]).digest for word in ("Why", "How")}
    assert len(digests) == 2
