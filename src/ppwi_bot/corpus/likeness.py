"""Finding quotes that are nearly the same, fast enough for a hundred thousand."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from ppwi_bot.corpus.progress import progress

LIKENESS = 95
"""Likeness (0–100) from which two texts count as one quote entered twice."""

MIN_WORDS = 5
"""Shorter texts are alike by chance: two people may both say 'It is the pay.'"""

_LONGEST_PIECE = 8
"""Letters. Longer ones would hardly be rarer, and leave no choice among the pieces of a text."""

_COUNTERS = 32
_BETWEEN_WORDS = re.compile(r"[\W_]+")

_SLICE, _BATCH = 2_048, 50_000
"""Texts, and pairs of them, at a time: these bound the memory."""

Numbers = NDArray[np.int64]


def alike(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Places of texts that are nearly the same, as (earlier, later). A text is named once as another's copy.

    Capitals, punctuation and spacing do not count. Three bounds, none of which loses a pair, spare nearly every
    comparison. Texts so alike have nearly the same length. Each letter is in both nearly the same number of times. And if
    one is cut into more pieces than there are letters inserted or deleted, a piece stands unaltered in the other, nearly
    at the same place. So texts are sorted by length, and each is held against those a little longer that share one of
    its rarest pieces.
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
    return _BETWEEN_WORDS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def _nearly_alike(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs among texts sorted by length. A text found to be a copy is compared with nothing more."""
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    ends = np.searchsorted(lengths, lengths * (200 - LIKENESS) // LIKENESS, side="right")
    copies: set[int] = set()
    for start in progress(range(0, len(texts), _SLICE), "Looking for copies", f"× {_SLICE:,} quotes"):
        near = ends[start : start + _SLICE]
        for one, other in _to_compare(texts[start : near[-1]], lengths[start : near[-1]], near - start):
            pair = start + one, start + other
            if copies.isdisjoint(pair) and fuzz.ratio(texts[pair[0]], texts[pair[1]], score_cutoff=LIKENESS):
                copies.add(pair[1])
                yield pair


def _to_compare(texts: Sequence[str], lengths: Numbers, ends: Numbers) -> list[tuple[int, int]]:
    """Pairs that may be alike, in order: each of the first len(ends) texts with later ones before its end."""
    letters = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    owners = np.repeat(np.arange(len(texts)), lengths)
    # Letters that share a counter can only make the difference of two texts smaller.
    counted = np.bincount(owners * _COUNTERS + letters % _COUNTERS, minlength=len(texts) * _COUNTERS)
    counts = counted.astype(np.int16).reshape(len(texts), _COUNTERS)
    pairs: set[tuple[int, int]] = set()
    for one, other in _sharing_a_piece(letters, lengths, owners, ends):
        edits_at_least = np.abs(counts[one] - counts[other]).sum(axis=1, dtype=np.int32)
        like = edits_at_least <= _edits(lengths[one], lengths[other])
        pairs.update(zip(one[like].tolist(), other[like].tolist(), strict=True))
    return sorted(pairs)


def _sharing_a_piece(
    letters: NDArray[np.uint32], lengths: Numbers, owners: Numbers, ends: Numbers
) -> Iterator[tuple[Numbers, Numbers]]:
    """The same, as arrays of both sides, and some pairs more than once.

    The letters of all texts stand in one row; `owners` says whose each is. `table` has an entry for each piece: its hash
    in the upper bits, and in the lower ones where it begins. Pieces that share a hash by chance cost a comparison.
    """
    ours, edits = lengths[: len(ends)], _edits(lengths[: len(ends)], lengths[ends - 1])
    size = min(_LONGEST_PIECE, int((ours // (edits + 1)).min()))
    begins = np.cumsum(lengths) - lengths
    places = np.uint64(2 ** int(letters.size).bit_length() - 1)
    hashes = _hashes(letters, size) & ~places
    table = np.sort(hashes | np.arange(hashes.size, dtype=np.uint64))

    who, nth = _spread(ours // size)
    at = begins[who] + size * nth
    borders = np.append(begins, letters.size).astype(np.uint64)
    lowest = np.searchsorted(table, hashes[at] | borders[who + 1])
    found = np.searchsorted(table, hashes[at] | borders[ends[who]]) - lowest
    rarest = np.lexsort((found, who))[nth <= edits[who]]  # of each text one piece more than edits
    who, at, lowest, found = who[rarest], at[rarest], lowest[rarest], found[rarest]

    later = ends - np.arange(len(ends)) - 1
    common = np.bincount(who, found) > later  # where even these stand nearly everywhere, the pieces save nothing
    for one, nth in _batches(np.where(common, later, 0)):
        yield one, one + 1 + nth
    for piece, nth in _batches(np.where(common[who], 0, found)):
        one, there = who[piece], (table[lowest[piece] + nth] & places).astype(np.int64)
        other = owners[there]
        before = (there - begins[other]) - (at[piece] - begins[one])
        behind = lengths[other] - lengths[one] - before
        near = np.abs(before) + np.abs(behind) <= _edits(lengths[one], lengths[other])
        yield one[near], other[near]


def _edits(one: Numbers, other: Numbers) -> Numbers:
    """How many letters may be inserted or deleted between texts of these lengths that are still alike."""
    return (100 - LIKENESS) * (one + other) // 100


def _hashes(letters: NDArray[np.uint32], size: int) -> NDArray[np.uint64]:
    """A number for each piece of so many letters, the same for the same letters."""
    hashes = np.zeros(max(0, letters.size - size + 1), dtype=np.uint64)
    for step in range(size):
        hashes = hashes * np.uint64(0x9E3779B97F4A7C15) + letters[step : step + hashes.size]
    return hashes


def _spread(sizes: Numbers) -> tuple[Numbers, Numbers]:
    """Each place as often as its size says, and beside it 0, 1, 2 and so on."""
    return np.repeat(np.arange(sizes.size), sizes), np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)


def _batches(sizes: Numbers) -> Iterator[tuple[Numbers, Numbers]]:
    """The same in parts of about `_BATCH`, or of one place where that is larger."""
    until = np.cumsum(sizes)
    start = 0
    while start < sizes.size:
        done = until[start] - sizes[start]
        stop = max(start + 1, int(np.searchsorted(until, done + _BATCH, side="right")))
        places, nth = _spread(sizes[start:stop])
        yield start + places, nth
        start = stop
