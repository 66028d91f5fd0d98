"""How sure a search may be that the corpora speak to a question at all."""

import math
from dataclasses import dataclass

from ppwi_bot.retrieval.search import Found


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model over what a search found, fitted on the tuning half of the question set (see `make eval`).

    `score` weighs the best code's score, `known` the share of the question's words that the codebook uses, `length` the
    logarithm of one more than their number: a long question resembles everything a little less. Below `threshold` the
    bot abstains; it is where both halves of the tuning questions, answerable or not, come out best on average.
    """

    bias: float = -8.902
    score: float = 3.203
    known: float = 1.508
    length: float = 1.077
    threshold: float = 0.32


CALIBRATION = Calibration()


def confidence(found: Found, calibration: Calibration = CALIBRATION) -> float:
    """Probability between 0 and 1 that the corpora can answer; 0 where there is nothing to find."""
    if not found.codes:
        return 0.0
    logit = (
        calibration.bias
        + calibration.score * found.codes[0].score
        + calibration.known * found.known_words
        + calibration.length * math.log1p(found.words)
    )
    return 1 / (1 + math.exp(-logit))


def answerable(found: Found) -> bool:
    """Whether the corpora speak to the question well enough to answer it."""
    return confidence(found) >= CALIBRATION.threshold
