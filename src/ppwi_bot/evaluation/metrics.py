"""Standard measures over ranked lists and over confidences."""

import math
from collections.abc import Mapping, Sequence

import numpy as np


def ndcg(ranked: Sequence[str], grades: Mapping[str, float], depth: int) -> float:
    """Normalized discounted cumulative gain with exponential gain, 0 to 1 (Järvelin and Kekäläinen, TOIS 2002)."""
    ideal = sorted(grades.values(), reverse=True)[:depth]
    best = _gain(ideal)
    return _gain([grades.get(item, 0.0) for item in ranked[:depth]]) / best if best else 0.0


def hit(ranked: Sequence[str], grades: Mapping[str, float], depth: int, grade: float) -> float:
    """1.0 if one of the first `depth` items has at least this grade, else 0.0."""
    return float(any(grades.get(item, 0.0) >= grade for item in ranked[:depth]))


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """The chance that a positive scores above a negative, ties counting half."""
    above = np.subtract.outer(np.array(positive), np.array(negative))
    return float((above > 0).mean() + (above == 0).mean() / 2)


def _gain(grades: Sequence[float]) -> float:
    return sum((2**grade - 1) / math.log2(at + 2) for at, grade in enumerate(grades))
