"""How sure a search may be that the corpora speak to a question at all."""

import math
from dataclasses import dataclass

from ppwi_bot.retrieval.search import Found


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model over what a search found, fitted on the tuning half of the question set by `make calibrate`."""

    bias: float = -6.0
    code: float = 8.0
    quote: float = 6.0
    known: float = 2.0
    margin: float = 0.0
    threshold: float = 0.5


CALIBRATION = Calibration()


def features(found: Found) -> tuple[float, float, float, float]:
    """What confidence is judged by: best code cosine, best quote cosine, share of known words, lead of the best code."""
    codes = sorted((hit.dense for hit in found.codes), reverse=True)
    best = codes[0] if codes else 0.0
    tail = codes[len(codes) // 4] if codes else 0.0
    return best, found.best_dense, found.known_words, best - tail


def confidence(found: Found, calibration: Calibration = CALIBRATION) -> float:
    """Probability between 0 and 1 that the corpora can answer."""
    code, quote, known, margin = features(found)
    logit = (
        calibration.bias
        + calibration.code * code
        + calibration.quote * quote
        + calibration.known * known
        + calibration.margin * margin
    )
    return 1 / (1 + math.exp(-logit))
