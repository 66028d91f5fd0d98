"""Choosing quotes that do not all say the same thing in the same voice: maximal marginal relevance."""

from collections.abc import Callable, Sequence

import numpy as np

from ppwi_bot.retrieval.embedder import Vectors
from ppwi_bot.retrieval.search import QuoteHit

RELEVANCE = 0.8
"""Weight of relevance against novelty; 1 would be the plain ranking."""


def diverse(hits: Sequence[QuoteHit], vectors: Vectors, voice: Callable[[str], str], count: int) -> tuple[str, ...]:
    """Pick up to `count` quotes, each relevant and unlike those picked before, never two by one voice.

    Args:
        hits: candidates, best first.
        vectors: their unit vectors, shape (len(hits), dimensions).
        voice: who speaks in the quote of an id; two quotes of one voice are never both picked.
        count: how many to pick at most.

    Returns: ids in the order picked. Source: Carbonell and Goldstein, SIGIR 1998.
    """
    if not hits:
        return ()
    scores = np.array([hit.score for hit in hits])
    relevance = (scores - scores.min()) / (np.ptp(scores) or 1.0)
    alike = vectors @ vectors.T
    picked: list[int] = []
    voices: set[str] = set()
    while len(picked) < count:
        left = [at for at, hit in enumerate(hits) if at not in picked and voice(hit.id) not in voices]
        if not left:
            break
        known = alike[left][:, picked].max(axis=1) if picked else np.zeros(len(left))
        best = left[int(np.argmax(RELEVANCE * relevance[left] - (1 - RELEVANCE) * known))]
        picked.append(best)
        voices.add(voice(hits[best].id))
    return tuple(hits[at].id for at in picked)
