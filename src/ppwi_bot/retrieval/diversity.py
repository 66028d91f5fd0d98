"""Choosing quotes for an answer: relevant, spread over what the question may be about, and not all in the same voice."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from ppwi_bot.retrieval.embedder import Vectors
from ppwi_bot.retrieval.search import QuoteHit

RELEVANCE, COVERAGE, LIKENESS = 0.2, 0.8, 0.05
"""Weights of a quote's own rank, of codes it adds to those covered, and of likeness to one picked before."""

COVERED = 0.1
"""What is left to gain from a code once a picked quote is about it."""


def diverse(
    hits: Sequence[QuoteHit],
    vectors: Vectors,
    about: NDArray[np.float32],
    voice: Callable[[str], str],
    count: int,
) -> tuple[str, ...]:
    """Pick up to `count` quotes, never two by one voice.

    Args:
        hits: candidates.
        vectors: their unit vectors, shape (len(hits), dimensions).
        about: for each of them the share of each likely code that it is about, else 0; shape (len(hits), codes).
        voice: who speaks in the quote of an id; two quotes of one voice are never both picked.
        count: how many to pick at most.

    Returns: ids in the order picked. Sources: maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998), and
        explicit coverage of what a question may mean (xQuAD; Santos, Macdonald and Ounis, WWW 2010).
    """
    if not hits:
        return ()
    scores = np.array([hit.score for hit in hits])
    relevance = (scores - scores.min()) / (np.ptp(scores) or 1.0)
    alike = vectors @ vectors.T
    open_codes = np.ones(about.shape[1])
    picked: list[int] = []
    voices: set[str] = set()
    while len(picked) < count:
        left = [at for at, hit in enumerate(hits) if at not in picked and voice(hit.id) not in voices]
        if not left:
            break
        gain = (about[left] @ open_codes) * (1 + relevance[left]) / 2
        known = alike[left][:, picked].max(axis=1) if picked else np.zeros(len(left))
        best = left[int(np.argmax(RELEVANCE * relevance[left] + COVERAGE * gain - LIKENESS * known))]
        picked.append(best)
        voices.add(voice(hits[best].id))
        open_codes[about[best] > 0] *= COVERED
    return tuple(hits[at].id for at in picked)
