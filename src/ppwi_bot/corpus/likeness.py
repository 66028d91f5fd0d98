"""Finding quotes that are nearly the same, fast enough for tens of thousands."""

import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

LIKENESS = 95
"""Likeness (0–100) from which two texts count as one quote entered twice."""

MIN_WORDS = 5
"""Shorter texts are alike by chance: two people may both say 'It is the pay.'"""

_BUCKETS = 32


def alike(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Places of texts that are nearly the same, as (earlier, later). A text is named once as another's copy.

    Capitals, punctuation and spacing do not count. Two bounds, neither of which loses a pair, spare nearly
    every comparison: texts so alike have nearly the same length, and each letter in nearly the same number.
    So texts are sorted by length, each is held against those a little longer, and only where the counts of
    letters agree are the letters themselves compared.
    """
    plain = [_plain(text) for text in texts]
    first: dict[str, int] = {}
    for place, text in enumerate(plain):
        if text.count(" ") + 1 >= MIN_WORDS and first.setdefault(text, place) != place:
            yield first[text], place
    by_length = sorted(first, key=lambda text: (len(text), first[text]))
    for one, other in _nearly_alike(by_length):
        places = first[by_length[one]], first[by_length[other]]
        yield min(places), max(places)


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(letter if letter.isalnum() else " " for letter in letters).split())


def _nearly_alike(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs among texts sorted by length. A text found to be a copy is compared with nothing more."""
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    counts = _letter_counts(texts)
    ends = np.searchsorted(lengths, lengths * (200 - LIKENESS) // LIKENESS, side="right")
    copies: set[int] = set()
    for one, end in enumerate(ends):
        if one in copies:
            continue
        edits_at_least = np.abs(counts[one + 1 : end] - counts[one]).sum(axis=1)
        edits_at_most = (100 - LIKENESS) * (lengths[one + 1 : end] + lengths[one]) // 100
        for step in np.flatnonzero(edits_at_least <= edits_at_most):
            other = one + 1 + int(step)
            if other not in copies and fuzz.ratio(texts[one], texts[other], score_cutoff=LIKENESS):
                copies.add(other)
                yield one, other


def _letter_counts(texts: Sequence[str]) -> NDArray[np.int16]:
    """How often each letter occurs. Sharing 32 counters can only make the difference of two texts smaller."""
    counts = np.zeros((len(texts), _BUCKETS), dtype=np.int16)
    for row, text in enumerate(texts):
        letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        counts[row] = np.bincount(letters % _BUCKETS, minlength=_BUCKETS)
    return counts
