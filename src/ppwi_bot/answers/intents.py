"""What a question wants that no search may answer, learnt from examples.

The command line and pages of one answer have no Rasa, and a search finds quotes for any question. So the examples of
Rasa's intents serve twice: there within a conversation, here for a question on its own, together with `refused.csv`.
"""

import csv
import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import joblib
import numpy as np
from ruamel.yaml import YAML
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from ppwi_bot.answers.names import Mention, elsewhere
from ppwi_bot.answers.plan import Reason
from ppwi_bot.errors import SettingsError
from ppwi_bot.retrieval.embedder import Embedder, Vectors
from ppwi_bot.retrieval.terms import terms_of
from ppwi_bot.retrieval.vectors import embed

Example = tuple[str, Reason]
"""A question, and why it must not be searched; PLAIN where nothing speaks against it."""

PLAIN_ENOUGH = 0.3
"""Share of PLAIN from which a question is searched; set on the tuning half of the question set (see `make eval`)."""

VECTOR_WEIGHT = 2.0
"""Of the sentence vector beside the words: unscaled, regularisation would listen to the many words only."""

FORMAT = 1
"""Raised whenever what is learnt, or how, changes."""

_REASONS = {
    "ask_identity": Reason.IDENTITY,
    "ask_number": Reason.NUMBER,
    "check_claim": Reason.CLAIM,
    "ask_participation": Reason.PARTICIPATION,
}
_ELSEWHERE_OR_OTHERS = "ask_not_asked"
_LEFT_OUT = {"distress"}
"""Met by signs of its own, which nothing learnt may overrule."""

_NEUTRAL = {"perspective": "providers", "group": "providers", "place": "Washington"}
_WORD = r"[\w'%]+|\?"
_EXAMPLE = re.compile(r"^\s*-\s(.*)$", re.MULTILINE)


def neutral(text: str, mentions: Iterable[Mention]) -> str:
    """The text with the names that the corpora know replaced by one for people and one for places.

    What is learnt about people and places that are *not* known then holds whatever corpora are loaded.
    """
    spans = {(one.start, one.end): _NEUTRAL[one.kind] for one in mentions if one.kind in _NEUTRAL}
    for (start, end), word in sorted(spans.items(), reverse=True):
        text = text[:start] + word + text[end:]
    return text


@dataclass(frozen=True)
class Learnt:
    """What is kept of learning: which terms there are, and what they and the vector speak for."""

    words: TfidfVectorizer
    letters: TfidfVectorizer
    model: LogisticRegression


class Intents:
    """Judges questions."""

    def __init__(self, learnt: Learnt, vector: Callable[[str], Vectors]) -> None:
        """Take what was learnt, and what gives the unit vector of a text, shape (dimensions,)."""
        self.vector = vector
        self._reasons = tuple(map(Reason, learnt.model.classes_))
        self._terms = terms_of(learnt.words), terms_of(learnt.letters)
        ends = np.cumsum([len(terms.numbers) for terms in self._terms])
        # Each of shape (features, reasons): a question picks the rows of its terms.
        *self._of_terms, self._of_vector = np.split(np.ascontiguousarray(learnt.model.coef_.T, np.float32), ends)
        self._bias = learnt.model.intercept_

    def concern(self, text: str) -> Reason:
        """Why a text that `neutral` wrote must not be searched; PLAIN where nothing speaks against it."""
        logits = self._bias + VECTOR_WEIGHT * self.vector(text) @ self._of_vector
        for terms, weights in zip(self._terms, self._of_terms, strict=True):
            numbers, values = terms.weighed(text)
            logits += values @ weights[numbers]
        likely = np.exp(logits - logits.max())
        shares: dict[Reason, float] = dict(zip(self._reasons, (likely / likely.sum()).tolist(), strict=True))
        if shares.pop(Reason.PLAIN) >= PLAIN_ENOUGH:
            return Reason.PLAIN
        return max(shares, key=shares.__getitem__)


def learn(examples: Sequence[Example], vectors: Vectors) -> Learnt:
    """Learn from examples, as `neutral` writes them, with their vectors, shape (len(examples), dimensions)."""
    texts = [text for text, _ in examples]
    words = TfidfVectorizer(ngram_range=(1, 3), min_df=2, sublinear_tf=True, token_pattern=_WORD)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=3, sublinear_tf=True)
    features = hstack([words.fit_transform(texts), letters.fit_transform(texts), csr_matrix(VECTOR_WEIGHT * vectors)])
    model = LogisticRegression(C=10.0, max_iter=300, class_weight="balanced")
    model.fit(features.tocsr(), [reason.value for _, reason in examples])
    return Learnt(words, letters, model)


def read_examples(folder: Path) -> Iterator[Example]:
    """The examples of Rasa's intents in a folder of its training files.

    Raises:
        SettingsError: the folder holds no such file.
    """
    paths = sorted(folder.glob("*.yml"))
    if not paths:
        raise SettingsError(
            f"There are no examples of intents in {folder}. Set PPWI_NLU to the folder that holds them."
        )
    for path in paths:
        for entry in YAML(typ="safe").load(path)["nlu"]:
            if "intent" in entry and entry["intent"] not in _LEFT_OUT:
                for text in _EXAMPLE.findall(entry["examples"]):
                    yield text, _reason(entry["intent"], text)


def refused() -> Iterator[Example]:
    """Questions to refuse that Rasa does not learn from: with so many, it would hear refusals where there are none."""
    text = (files("ppwi_bot.answers") / "refused.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        yield row["question"], Reason(row["reason"])


def _reason(intent: str, text: str) -> Reason:
    if intent == _ELSEWHERE_OR_OTHERS:
        return Reason.PLACE_ABSENT if elsewhere(text, ()) else Reason.GROUP_ABSENT
    return _REASONS.get(intent, Reason.PLAIN)


def open_intents(examples: Sequence[Example], embedder: Embedder, cache: Path, *, progress: bool = False) -> Learnt:
    """What was learnt before from the same examples, kept below `cache`; it is learnt now where nothing was, or it is damaged."""
    digest = hashlib.sha256(f"{FORMAT} {version('scikit-learn')} {embedder.digest} {examples!r}".encode()).hexdigest()
    path = cache / "intents" / f"{digest[:16]}.joblib"
    if path.is_file():
        with suppress(Exception):  # a damaged file may raise anything, and all of it can be learnt again
            return Learnt(*joblib.load(path))
    vectors, _ = embed([text for text, _ in examples], embedder, cache, progress=progress)
    learnt = learn(examples, vectors)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}")
    joblib.dump((learnt.words, learnt.letters, learnt.model), unfinished)
    unfinished.replace(path)
    for old in path.parent.glob("*.joblib"):
        if old != path:
            old.unlink(missing_ok=True)
    return learnt
