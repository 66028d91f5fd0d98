"""How the researchers code: a linear classifier from a text's vector to codes, learnt from everything they coded.

Nearness finds texts that sound alike; this finds what tells one code from its neighbours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from ppwi_bot.retrieval.embedder import Vectors

PENALTY = 3.0
"""Inverse strength of regularisation. 1 to 10 are equally good on the tuning half of the question set."""

ROUNDS = 300
"""Iterations at most; the shipped corpora need about 60."""


@dataclass(frozen=True, slots=True)
class Coding:
    """`weights`: shape (codes, dimensions); `bias`: shape (codes,). Codes are in the order of the codebook."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def log_shares(self, vector: Vectors) -> NDArray[np.float32]:
        """For each code, the logarithm of its share of the probability that a text is about one of them."""
        logits = self.weights @ vector + self.bias
        return np.asarray(logits - np.logaddexp.reduce(logits), dtype=np.float32)

    def part(self, codes: Sequence[int]) -> "Coding":
        """The same between some of the codes only, given by their numbers."""
        return Coding(self.weights[codes], self.bias[codes])


def learn(
    vectors: Vectors,
    codes: Sequence[int] | NDArray[np.int64],
    shares: Sequence[float] | NDArray[np.float64],
    number: int,
) -> Coding:
    """Learn from coded texts.

    Args:
        vectors: unit vectors of the texts, shape (texts, dimensions); a text with several codes comes once for each.
        codes: the code of each text, as a number from 0; each code must have a text.
        shares: how much each counts.
        number: number of codes.
    """
    if number < 2:
        return Coding(np.zeros((number, vectors.shape[1]), np.float32), np.zeros(number, np.float32))
    model = LogisticRegression(C=PENALTY, max_iter=ROUNDS).fit(vectors, codes, sample_weight=shares)
    weights, bias = model.coef_, model.intercept_
    if number == 2:  # scikit-learn keeps one row for two classes
        weights, bias = np.vstack([np.zeros_like(weights), weights]), np.append(0.0, bias)
    return Coding(weights.astype(np.float32), bias.astype(np.float32))


def write_coding(coding: Coding, path: Path) -> None:
    """Keep what was learnt."""
    with path.open("wb") as file:
        np.savez(file, weights=coding.weights, bias=coding.bias)


def read_coding(path: Path) -> Coding:
    """Read what `write_coding` wrote."""
    with np.load(path) as stored:
        return Coding(stored["weights"], stored["bias"])
