from pathlib import Path

import numpy as np
import pytest

from ppwi_bot.retrieval.vocabulary import Vocabulary, learn_words, read_vocabulary, write_vocabulary

TEXTS = ("the ferry was late again", "nobody paid me for the ferry", "the raise never came", "a day of rest")
ROADS, PAY, REST = range(3)
CODES = (ROADS, ROADS, PAY, REST)


@pytest.fixture
def vocabulary() -> Vocabulary:
    return learn_words(TEXTS, CODES, [1.0] * len(TEXTS), 3)


@pytest.mark.parametrize(("question", "code"), [("Is the FERRY late?", ROADS), ("no raise", PAY), ("Rest?", REST)])
def test_a_word_that_one_code_alone_uses_speaks_for_it(vocabulary: Vocabulary, question: str, code: int) -> None:
    assert vocabulary.log_shares(question).argmax() == code


def test_two_words_together_count_as_a_pair() -> None:
    vocabulary = learn_words(["time off", "off time", "off", "time"], [0, 1, 1, 0], [1.0] * 4, 2)
    assert vocabulary.log_shares("time off")[0] > vocabulary.log_shares("off time")[0]


@pytest.mark.parametrize("question", ["", "?", "tulips in spring"])
def test_words_never_seen_speak_for_no_code(vocabulary: Vocabulary, question: str) -> None:
    assert np.exp(vocabulary.log_shares(question)) == pytest.approx([1 / 3] * 3)


@pytest.mark.parametrize("question", ["the ferry, the ferry and the raise", "tulips"])
def test_the_shares_of_all_codes_make_a_whole(vocabulary: Vocabulary, question: str) -> None:
    assert np.exp(vocabulary.log_shares(question)).sum() == pytest.approx(1.0)


def test_a_part_shares_out_among_its_own_codes(vocabulary: Vocabulary) -> None:
    part = vocabulary.part([PAY, REST])
    assert part.log_shares("rest").argmax() == 1
    assert np.exp(part.log_shares("the ferry")).sum() == pytest.approx(1.0)
    assert part.part([1]).log_shares("the ferry") == pytest.approx([0.0])


def test_a_single_code_has_it_all() -> None:
    assert learn_words(["a raise"], [0], [1.0], 1).log_shares("a raise") == pytest.approx([0.0])


def test_where_there_is_no_code_nothing_is_shared_out(vocabulary: Vocabulary) -> None:
    assert vocabulary.part([]).log_shares("the ferry").shape == (0,)


def test_what_was_learnt_is_read_as_it_was_written(vocabulary: Vocabulary, tmp_path: Path) -> None:
    write_vocabulary(vocabulary.part([REST, PAY]), tmp_path / "vocabulary.npz")
    again = read_vocabulary(tmp_path / "vocabulary.npz")
    assert np.array_equal(again.log_shares("a raise"), vocabulary.part([REST, PAY]).log_shares("a raise"))
