"""How sure a search may be that the corpora speak to a question at all."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ppwi_bot.retrieval.search import Found


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model over what a search found, fitted on the tuning half of the question set.

    `make eval ARGS=--calibrate` fits it anew and prints these values. Below `threshold` the bot abstains. That is set by
    hand: the tuning half holds some twenty questions to decline, so each of them would move a fitted one by a tenth. At 0.15
    an index that does not hold them answers 97 in 100 examples of `questions.csv`, and declines 90 in 100 questions about
    other subjects.
    """

    bias: float = -5.115
    likeness: float = 6.603
    elsewhere: float = -12.103
    within: float = 0.665
    threshold: float = 0.15


CALIBRATION = Calibration()

PLAINLY = 0.85
"""Confidence from which a question is certainly about something the corpora speak to."""

FEATURES: Mapping[str, Callable[[Found], float]] = {
    "likeness": lambda found: found.codes[0].likeness,
    "elsewhere": lambda found: found.elsewhere,
    "within": lambda found: found.within,
}
"""What confidence is judged by: how like the question is to what the best code holds, how near it is to one question
about another subject, and which side it falls on between everything about codes and all questions about other subjects.
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
