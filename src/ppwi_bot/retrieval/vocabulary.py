"""Which words tell one code from the others: complement naive Bayes, learnt from everything coded.

A vector holds the gist of a text. A word that only the texts of one code use, such as "ferry", counts for little there
and for much here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.naive_bayes import ComplementNB

from ppwi_bot.retrieval.terms import Terms, terms_of

SMOOTHING = 0.3
"""Added to every count. 0.1 to 1 are about equally good for questions that were held out of `questions.csv`."""

SHARPNESS = 5.0
"""Terms are weighted to unit length, so their scores lie close together; this far apart they make useful shares."""


MOST_TERMS = 80_000
"""The shipped corpora have 50,000. Of more, the seldomest are left out: they would take gigabytes, each for one text."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`terms`: words and pairs of words; `weights`: shape (terms, all codes).

    `codes` are the numbers of the codes that are told apart, in the order of the codebook.
    """

    terms: Terms
    weights: NDArray[np.float32]
    codes: NDArray[np.int64]

    def log_shares(self, text: str) -> NDArray[np.float32]:
        """For each code, the logarithm of its share of the probability that a text with these words is about one of them."""
        numbers, values = self.terms.weighed(text)
        scores = SHARPNESS * (values @ self.weights[numbers])[self.codes]
        return np.asarray(scores - np.logaddexp.reduce(scores), dtype=np.float32)

    def part(self, codes: Sequence[int]) -> Self:
        """The same between some of the codes only, given by their places among those told apart here."""
        return replace(self, codes=self.codes[codes])


def learn_words(texts: Sequence[str], codes: Sequence[int], shares: Sequence[float], number: int) -> Vocabulary:
    """Learn from coded texts.

    Args:
        texts: a text with several codes comes once for each.
        codes: the code of each text, as a number from 0; each code must have a text.
        shares: how much each counts.
        number: number of codes.

    Source: Rennie, Shih, Teevan and Karger, ICML 2003.
    """
    counted = TfidfVectorizer(analyzer=_terms, sublinear_tf=True, max_features=MOST_TERMS)
    weighted = counted.fit_transform(texts)
    weights = np.zeros((len(counted.idf_), number))
    if number > 1:
        weights = ComplementNB(alpha=SMOOTHING).fit(weighted, codes, sample_weight=shares).feature_log_prob_.T
    return Vocabulary(terms_of(counted), np.ascontiguousarray(weights, np.float32), np.arange(number))


def write_vocabulary(vocabulary: Vocabulary, path: Path) -> None:
    """Keep what was learnt."""
    terms = "\n".join(sorted(vocabulary.terms.numbers, key=vocabulary.terms.numbers.__getitem__))
    with path.open("wb") as file:
        np.savez(file, terms=terms, rarity=vocabulary.terms.rarity, weights=vocabulary.weights, codes=vocabulary.codes)


def read_vocabulary(path: Path) -> Vocabulary:
    """Read what `write_vocabulary` wrote."""
    with np.load(path) as stored:
        numbers = {term: at for at, term in enumerate(stored["terms"].item().split("\n"))}
        return Vocabulary(Terms(numbers, stored["rarity"], _terms), stored["weights"], stored["codes"])


_terms = TfidfVectorizer(ngram_range=(1, 2)).build_analyzer()
