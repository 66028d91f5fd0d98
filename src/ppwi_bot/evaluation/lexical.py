"""BM25 over stemmed words, with the bm25s library."""

import logging
from collections.abc import Sequence
from functools import cached_property

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray

logging.getLogger("bm25s").setLevel(logging.WARNING)


class LexicalIndex:
    """BM25 scores of a fixed list of texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Index the texts; Snowball's English stemmer also serves the few Spanish quotes tolerably."""
        self._stemmer = Stemmer.Stemmer("english")
        self._size = len(texts)
        self._bm25 = bm25s.BM25()
        if texts:
            self._bm25.index(self._tokens(texts), show_progress=False)

    def _tokens(self, texts: Sequence[str]) -> list[list[str]]:
        tokens: list[list[str]] = bm25s.tokenize(
            list(texts), stopwords="en", stemmer=self._stemmer, return_ids=False, show_progress=False
        )
        return tokens

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        return frozenset(self._bm25.vocab_dict) if self._size else frozenset()

    def scores(self, text: str) -> NDArray[np.float32]:
        """BM25 score of every text for this question, shape (number of texts,); 0 where no word is shared."""
        stems = [stem for stem in self._tokens([text])[0] if stem in self._vocabulary]
        if not stems:
            return np.zeros(self._size, dtype=np.float32)
        scores: NDArray[np.float32] = self._bm25.get_scores(stems)
        return scores
