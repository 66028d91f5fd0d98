"""Search: what a question resembles, and what researchers say quotes are about."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import faiss
import numpy as np
from numpy.typing import NDArray

from ppwi_bot.corpus.library import Library
from ppwi_bot.corpus.quotes import Audience
from ppwi_bot.retrieval.embedder import Embedder, Vectors
from ppwi_bot.retrieval.filters import Filters, matcher
from ppwi_bot.retrieval.index import VectorIndex

CANDIDATES = 200
"""Quotes taken into the fusion from each source; beyond this rank none was ever shown."""

FILTERS_KEPT = 256
"""Row sets kept per filter: the usual combinations of role, group and place fit many times over."""


NEAREST_TEXTS = 5
"""Texts of a code (keywords, summaries) whose mean cosine counts: one keyword may fit by chance, five do not."""


QUESTIONS_KEPT = 512
"""Embedded questions kept: one answer searches several times, and people ask the same again."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How the parts of a score add up; tuned on the tuning half of the question set (see `make eval`).

    For a code: its nearest text, its `NEAREST_TEXTS` nearest texts, its nearest quotes, what the researchers' coding
    teaches, and the words of the question. For a quote: its own cosine and the score of its best code. Words shared with
    the quote itself did not help and are left out.
    """

    text: float = 1.5
    texts: float = 1.5
    quotes: float = 1.0
    words: float = 0.4
    coding: float = 0.15
    dense: float = 1.0
    code: float = 1.0


class QuoteHit(NamedTuple):
    """A quote found. `score` orders hits; `dense` is the cosine of question and quote, `code` the best of its codes' scores."""

    id: str
    score: float
    dense: float
    code: float


class CodeHit(NamedTuple):
    """A code found. `score` orders codes; `likeness` is the score without the words, which tell codes from each other but
    not whether any is meant; `dense` is the best cosine of question and the code's texts."""

    id: str
    score: float
    likeness: float
    dense: float


@dataclass(frozen=True, slots=True)
class Found:
    """The outcome of a search, best first, with what confidence is judged by."""

    quotes: tuple[QuoteHit, ...]
    codes: tuple[CodeHit, ...]
    elsewhere: float
    """Best cosine of the question and questions about other subjects."""
    within: float
    """Logarithm of the odds that the question is about something coded, not about another subject."""


class Searcher:
    """Searches one snapshot of library and index."""

    def __init__(
        self, library: Library, index: VectorIndex, embedder: Embedder, weights: Weights | None = None
    ) -> None:
        """Prepare the parts that are not kept on disk: which row is about which code."""
        self.library = library
        self.audience = Audience.PUBLIC
        self.embedder = embedder
        self.weights = weights or Weights()
        self._index = index
        self._code_ids = tuple(library.codebook.codes)
        self._row_of = {quote: row for row, quote in enumerate(index.quotes)}
        number = {code: at for at, code in enumerate(self._code_ids)}
        self._row_code = np.array([number[code] for code in index.codes], dtype=np.int64)
        spreads = [sorted(number[code] for code in library.spread[quote]) for quote in index.quotes]
        self._about = np.zeros((len(index.quotes), len(self._code_ids)), dtype=bool)
        for row, codes in enumerate(spreads):
            self._about[row, codes] = True
        self._code_vectors = index.faiss.reconstruct_n(len(index.quotes), len(index.codes))
        others = index.faiss.ntotal - len(index.quotes) - len(index.codes)
        self._other_vectors = index.faiss.reconstruct_n(len(index.quotes) + len(index.codes), others)
        self._texts = _rows_by_code(self._row_code, len(self._code_ids))
        self._rows = lru_cache(FILTERS_KEPT)(self._matching_rows)
        self.vector = lru_cache(QUESTIONS_KEPT)(embedder.question)
        """The vector of a question, remembered for a while."""

    def search(self, question: str, filters: Filters, limit: int = CANDIDATES) -> Found:
        """The quotes and codes that speak to a question.

        Args:
            question: what to look for, in any wording.
            filters: which quotes may be found; they bound the index search itself.
            limit: number of quotes wanted at most.
        """
        return self.search_vector(self.vector(question), question, filters, limit)

    def search_vector(self, vector: Vectors, question: str, filters: Filters, limit: int = CANDIDATES) -> Found:
        """The same for a question embedded already, shape (dimensions,)."""
        rows = self._rows(filters)
        near = self._nearest(vector, rows)
        codes = self._code_scores(vector, question, near)
        best = np.argsort(-codes.score)
        if len(rows) > CANDIDATES:
            likely = np.asarray(self._about[:, best[:3]].any(axis=1))
            near = near.joined(self._nearest(vector, rows[likely[rows]]))
        ids = [self._code_ids[at] for at in best.tolist()]
        other, within = self._index.field.log_shares(vector)
        return Found(
            quotes=self._fuse(near, codes.score, limit),
            codes=tuple(
                map(CodeHit, ids, *(part[best].tolist() for part in (codes.score, codes.likeness, codes.dense)))
            ),
            elsewhere=float((self._other_vectors @ vector).max(initial=0.0)),
            within=float(within - other),
        )

    def seen_by(self, audience: Audience) -> "Searcher":
        """The same searcher, finding what `audience` may see."""
        other = copy.copy(self)
        other.audience = audience
        other._rows = lru_cache(FILTERS_KEPT)(other._matching_rows)
        return other

    def part(self, library: Library) -> "Searcher":
        """A searcher of a part of this library."""
        return Searcher(library, self._index.part(library), self.embedder, self.weights)

    def vectors(self, quotes: Sequence[str]) -> Vectors:
        """The vectors of quotes by id, shape (len(quotes), dimensions)."""
        rows = np.array([self._row_of[quote] for quote in quotes], dtype=np.int64)
        return np.asarray(self._index.faiss.reconstruct_batch(rows), dtype=np.float32)

    def _matching_rows(self, filters: Filters) -> NDArray[np.int64]:
        matches = matcher(filters, self.library, self.audience)
        quotes = self.library.quotes
        return np.array([row for row, quote in enumerate(self._index.quotes) if matches(quotes[quote])], dtype=np.int64)

    def _nearest(self, vector: Vectors, rows: NDArray[np.int64]) -> "_Near":
        """The nearest among `rows`."""
        if not len(rows):
            return _Near(rows, np.zeros(0, dtype=np.float32))
        # Given an array, FAISS looks at the selected rows only; with a batch it would ask of every row whether it is selected.
        within = faiss.IDSelectorArray(rows)
        cosines, found = self._index.faiss.search(vector[np.newaxis], min(CANDIDATES, len(rows)), params=_only(within))
        return _Near(found[0], cosines[0])

    def _code_scores(self, vector: Vectors, question: str, near: "_Near") -> "_CodeScores":
        # All of them are wanted, so a product is cheaper than a search that sorts them. One more place, at the end, is for
        # codes with fewer texts than the widest row of `_texts`.
        cosines = np.append(self._code_vectors @ vector, np.float32(-np.inf))
        texts = cosines[self._texts]
        best = texts.max(axis=1)
        several = np.partition(texts, -NEAREST_TEXTS, axis=1)[:, -NEAREST_TEXTS:]
        several = np.where(np.isfinite(several), several, best[:, np.newaxis]).mean(axis=1)
        weights = self.weights
        likeness = (
            weights.text * best
            + weights.texts * several
            + weights.quotes * self._voiced(near)
            + weights.coding * self._index.coding.log_shares(vector)
        )
        words = weights.words * self._index.vocabulary.log_shares(question)
        return _CodeScores(likeness + words, likeness, best)

    def _voiced(self, near: "_Near") -> NDArray[np.float32]:
        """For each code, the mean cosine of its three nearest quotes among the candidates; 0 where it has none."""
        about = self._about[near.rows]
        first = about & (about.cumsum(axis=0, dtype=np.int16) <= 3)  # candidates come nearest first
        return np.asarray(np.maximum(near.cosines, 0) @ first / 3, dtype=np.float32)

    def _fuse(self, near: "_Near", codes: NDArray[np.float32], limit: int) -> tuple[QuoteHit, ...]:
        coded = np.where(self._about[near.rows], codes, -np.inf).max(axis=1, initial=-np.inf)
        total = self.weights.dense * near.cosines + self.weights.code * coded
        best = np.argsort(-total, kind="stable")[:limit]
        ids = [self._index.quotes[row] for row in near.rows[best].tolist()]
        return tuple(map(QuoteHit, ids, total[best].tolist(), near.cosines[best].tolist(), coded[best].tolist()))


@dataclass(frozen=True, slots=True)
class _Near:
    """Rows of quotes with their cosines to a question, nearest first."""

    rows: NDArray[np.int64]
    cosines: NDArray[np.float32]

    def joined(self, more: "_Near") -> "_Near":
        """These, and then those of `more` that are not among them."""
        known = set(self.rows.tolist())
        new = [row not in known for row in more.rows.tolist()]
        return _Near(np.append(self.rows, more.rows[new]), np.append(self.cosines, more.cosines[new]))


@dataclass(frozen=True, slots=True)
class _CodeScores:
    score: NDArray[np.float32]
    likeness: NDArray[np.float32]
    dense: NDArray[np.float32]


def _rows_by_code(row_code: NDArray[np.int64], codes: int) -> NDArray[np.int64]:
    """For each code the rows of its texts, shape (codes, at least `NEAREST_TEXTS`), filled up with len(row_code)."""
    counts = np.bincount(row_code, minlength=codes)
    rows = np.full((codes, max(int(counts.max(initial=0)), NEAREST_TEXTS)), len(row_code), dtype=np.int64)
    for code in range(codes):
        rows[code, : counts[code]] = np.flatnonzero(row_code == code)
    return rows


def _only(within: Any) -> Any:
    """Search parameters that keep FAISS to the selected rows; the caller holds the selector while it searches."""
    parameters = faiss.SearchParameters()
    parameters.sel = within
    return parameters
