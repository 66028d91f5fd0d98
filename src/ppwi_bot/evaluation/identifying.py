"""How much of what identifies people in quotes is found, and how much of what is found does so."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ppwi_bot.corpus.protecting.detecting import find
from ppwi_bot.corpus.protecting.findings import Kind
from ppwi_bot.evaluation.questions import Half

Span = tuple[int, int, Kind]


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence, with the words in it that a person marked: where they stand and their kind."""

    id: str
    half: Half
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """One kind, or all together. `marked` and `found` are numbers of spans; precision and recall are 0 where there is none."""

    name: str
    marked: int
    found: int
    recall: float
    precision: float


@dataclass(frozen=True, slots=True)
class IdentifyingScores:
    """Scores by kind, for all kinds, and whatever the kind. `missed` and `needless` list sentence id, kind and words."""

    sentences: int
    kinds: tuple[Score, ...]
    missed: tuple[tuple[str, str, str], ...]
    needless: tuple[tuple[str, str, str], ...]


def read_sentences(path: Path) -> list[Marked]:
    """The sentences of a CSV file; `words` holds `kind: words`, separated by ` | `, each meant wherever it occurs."""
    with path.open(newline="", encoding="utf-8") as file:
        return [
            Marked(row["id"], row["half"], row["sentence"], tuple(_spans(row["sentence"], row["words"])))  # type: ignore[arg-type]
            for row in csv.DictReader(file)
        ]


def _spans(text: str, words: str) -> Iterable[Span]:
    for mark in filter(None, words.split(" | ")):
        kind, said = mark.split(": ", 1)
        at = text.index(said)
        while at >= 0:
            yield at, at + len(said), Kind(kind)
            at = text.find(said, at + len(said))


def measure(sentences: Sequence[Marked]) -> IdentifyingScores:
    """Look every sentence through, and compare with what was marked.

    A marked span counts as found if at least half of its letters lie in findings of its kind; a finding counts as right
    if at least half of its letters lie in marked spans of its kind. "whatever the kind" passes over the kind.
    """
    pairs = []
    for one in sentences:
        found = [(each.start, each.end, each.kind) for each in find(one.text)]
        pairs.append((one, found))
    scores = [_score(kind, [kind], pairs, strict=True) for kind in Kind]
    scores.append(_score("all", list(Kind), pairs, strict=True))
    scores.append(_score("whatever the kind", list(Kind), pairs, strict=False))
    missed = [
        (one.id, span[2].value, one.text[span[0] : span[1]])
        for one, found in pairs
        for span in one.spans
        if not _covered(span, found, strict=True)
    ]
    needless = [
        (one.id, span[2].value, one.text[span[0] : span[1]])
        for one, found in pairs
        for span in found
        if not _covered(span, one.spans, strict=True)
    ]
    return IdentifyingScores(len(pairs), tuple(scores), tuple(missed), tuple(needless))


def _score(name: str, kinds: Sequence[Kind], pairs: Sequence[tuple[Marked, list[Span]]], *, strict: bool) -> Score:
    marked = [_covered(span, found, strict=strict) for one, found in pairs for span in one.spans if span[2] in kinds]
    right = [_covered(span, one.spans, strict=strict) for one, found in pairs for span in found if span[2] in kinds]
    return Score(
        name,
        len(marked),
        len(right),
        sum(marked) / len(marked) if marked else 0.0,
        sum(right) / len(right) if right else 0.0,
    )


def _covered(span: Span, others: Iterable[Span], *, strict: bool) -> bool:
    start, end, kind = span
    inside = set[int]()
    for first, last, other in others:
        if other is kind or not strict:
            inside.update(range(max(start, first), min(end, last)))
    return 2 * len(inside) >= end - start
