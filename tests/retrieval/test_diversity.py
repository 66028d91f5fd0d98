import numpy as np

from ppwi_bot.retrieval.diversity import diverse
from ppwi_bot.retrieval.search import QuoteHit

HITS = [QuoteHit(f"q{at}", score=1.0 - at / 100, dense=0.5, code=0.5) for at in range(6)]
APART = np.eye(6, dtype=np.float32)
FIRST_CODE_ONLY = np.array([[1.0, 0.0]] * 6, dtype=np.float32)


def alone(quote: str) -> str:
    return quote


def test_quotes_come_from_every_code_that_may_be_meant() -> None:
    about = np.array([[0.6, 0.0]] * 5 + [[0.0, 0.4]], dtype=np.float32)
    assert "q5" in diverse(HITS, APART, about, alone, 4)


def test_a_code_hardly_meant_does_not_push_out_the_one_that_is() -> None:
    about = np.array([[0.99, 0.0]] * 5 + [[0.0, 0.01]], dtype=np.float32)
    assert "q5" not in diverse(HITS, APART, about, alone, 3)


def test_of_two_alike_only_one_is_picked_while_others_are_as_good() -> None:
    alike = APART.copy()
    alike[1] = alike[0]
    level = [QuoteHit(hit.id, 1.0, hit.dense, hit.code) for hit in HITS]
    assert "q1" not in diverse(level, alike, FIRST_CODE_ONLY, alone, 5)


def test_one_voice_speaks_once() -> None:
    picked = diverse(HITS, APART, FIRST_CODE_ONLY, lambda quote: "same" if quote in {"q0", "q1"} else quote, 6)
    assert len({"q0", "q1"} & set(picked)) == 1


def test_nothing_to_choose_from_is_nothing_chosen() -> None:
    assert diverse([], np.zeros((0, 6), np.float32), np.zeros((0, 1), np.float32), alone, 5) == ()
