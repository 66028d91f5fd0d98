import numpy as np
import pytest

from ppwi_bot.retrieval.coding import learn, read_coding, write_coding

PAY, REST, ROADS = np.eye(3, dtype=np.float32)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_text_like_those_of_a_code_is_taken_to_be_about_it(number: int) -> None:
    texts = np.eye(3, dtype=np.float32)[:number]
    coding = learn(texts, range(number), [1.0] * number, number)
    for code, text in enumerate(texts):
        assert coding.log_shares(text).argmax() == code


def test_the_shares_of_all_codes_make_a_whole() -> None:
    coding = learn(np.stack([PAY, REST, ROADS]), [0, 1, 2], [1.0, 0.5, 1.0], 3)
    assert np.exp(coding.log_shares(PAY)).sum() == pytest.approx(1.0)


def test_where_there_is_no_code_nothing_is_shared_out() -> None:
    assert learn(np.stack([PAY, REST]), [0, 1], [1.0] * 2, 2).part([]).log_shares(PAY).shape == (0,)


def test_what_was_learnt_is_read_as_it_was_written(tmp_path) -> None:  # type: ignore[no-untyped-def]
    coding = learn(np.stack([PAY, REST, ROADS]), [0, 1, 2], [1.0] * 3, 3)
    write_coding(coding, tmp_path / "coding.npz")
    again = read_coding(tmp_path / "coding.npz")
    assert np.array_equal(again.log_shares(REST), coding.log_shares(REST))
