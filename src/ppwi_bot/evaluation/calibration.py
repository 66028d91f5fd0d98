"""Fitting the confidence of a search: prints what `retrieval.confidence.Calibration` should hold."""

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from ppwi_bot.answers.question import understand
from ppwi_bot.answers.voices import Voices
from ppwi_bot.evaluation.questions import Judged
from ppwi_bot.retrieval.confidence import FEATURES, Calibration
from ppwi_bot.retrieval.filters import Filters

SEARCHED = frozenset({"answerable", "near_miss", "off_topic"})
"""Types of question that reach the search; all others are met before."""


def fit(questions: Sequence[Judged], voices: Voices) -> Calibration:
    """A logistic model in which answering and declining weigh the same. The threshold is not fitted: see `Calibration`."""
    searched = [question for question in questions if question.type in SEARCHED]
    abouts = [understand(question.text, voices.names, voices.intents).about for question in searched]
    found = [voices.searcher.search(about, Filters()) for about in abouts]
    features = np.array([[feature(one) for feature in FEATURES.values()] for one in found])
    answerable = np.array([question.answerable for question in searched])
    model = LogisticRegression(C=100.0, class_weight="balanced", max_iter=1000).fit(features, answerable)
    weights = dict(zip(FEATURES, model.coef_[0].round(3).tolist(), strict=True))
    return Calibration(bias=round(float(model.intercept_[0]), 3), **weights)
