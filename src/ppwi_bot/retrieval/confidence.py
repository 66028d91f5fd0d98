"""How sure a search may be that the corpora speak to a question at all."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ppwi_bot.retrieval.search import Found


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model over what a search found, fitted on the tuning half of the question set.

    `make eval ARGS=--calibrate` fits it anew and prints these values. Below `threshold` the bot abstains.
    """

    bias: float = -1.946
    score: float = 5.888
    elsewhere: float = -17.767
    threshold: float = 0.4


CALIBRATION = Calibration()

PLAINLY = 0.85
"""Confidence from which a question is certainly about something the corpora speak to."""

FEATURES: Mapping[str, Callable[[Found], float]] = {
    "score": lambda found: found.codes[0].score,
    "elsewhere": lambda found: found.elsewhere,
}
"""What confidence is judged by: the best code's score, and how near the question is to questions about other subjects.
A near miss resembles the corpora, but resembles others more."""


def confidence(found: Found, calibration: Calibration = CALIBRATION) -> float:
    """Probability between 0 and 1 that the corpora can answer; 0 where there is nothing to find."""
    if not found.codes:
        return 0.0
    logit = calibration.bias + sum(getattr(calibration, name) * feature(found) for name, feature in FEATURES.items())
    return 1 / (1 + math.exp(-logit))


def answerable(found: Found) -> bool:
    """Whether the corpora speak to the question well enough to answer it."""
    return confidence(found) >= CALIBRATION.threshold


def plainly_on_topic(found: Found) -> bool:
    """Whether the corpora speak to the question so plainly that no other reading of it should stand against that."""
    return confidence(found) >= PLAINLY
