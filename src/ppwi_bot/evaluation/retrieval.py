"""How well questions find their quotes and topics, beside BM25 alone and dense retrieval alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import numpy as np

from ppwi_bot.answers.focus import Focus
from ppwi_bot.answers.question import understand
from ppwi_bot.answers.respond import respond
from ppwi_bot.answers.selecting import allowed, evidence, named_codes, topics_of
from ppwi_bot.answers.voices import Voices
from ppwi_bot.corpus.codebook import Level
from ppwi_bot.evaluation.lexical import LexicalIndex
from ppwi_bot.evaluation.metrics import hit, ndcg
from ppwi_bot.evaluation.questions import Judged
from ppwi_bot.retrieval.filters import Filters, matcher
from ppwi_bot.retrieval.vectors import embed

DEPTH = 5
FULL, PART = 2.0, 1.0
"""Grades: a quote the researchers coded as judged relevant, and one of the same topic."""

Ranker = Callable[[str, Filters], Sequence[str]]


@dataclass(frozen=True, slots=True)
class RankingScore:
    """Means over questions of one way to rank, 0 to 1."""

    name: str
    hit1: float
    hit5: float
    ndcg5: float


@dataclass(frozen=True, slots=True)
class RetrievalScores:
    """The rankings side by side; topic accuracy is the share of questions whose first topic is a judged one."""

    questions: int
    rankings: tuple[RankingScore, ...]
    topic_accuracy: float


def grades(question: Judged, voices: Voices) -> dict[str, float]:
    """The grade of every quote worth finding for a question, from the researchers' codes and who was asked for.

    Where those people cannot be told apart without singling someone out, the wider circle that an answer may show counts.
    """
    library = voices.library
    wanted = set(question.codes)
    topics = {above.id for code in wanted if (above := library.codebook.ancestor(code, Level.TOPIC))}
    asked = Filters(perspectives=question.perspectives, groups=question.groups, places=question.places)
    matches = matcher(allowed(asked, voices).filters, library)
    found = {}
    for quote in library.public:
        about = library.spread[quote.id]
        if matches(quote) and about & (wanted | topics):
            found[quote.id] = FULL if about & wanted else PART
    return found


def measure(questions: Sequence[Judged], voices: Voices, cache: Path) -> RetrievalScores:
    """Score the shipped ranking, what an answer shows, BM25 alone and dense alone on answerable questions.

    All rankings get the same filters, understood from the question's words and widened as an answer widens them.
    """
    answerable = [question for question in questions if question.answerable]
    rankers = {
        "shown in the answer": _shown(voices),
        "spread over what may be meant": _spread(voices),
        "fused search": lambda text, filters: [
            found.id for found in voices.searcher.search(text, filters, DEPTH).quotes
        ],
        "dense alone": _dense(voices, cache),
        "BM25 alone": _lexical(voices),
    }
    understood = [understand(question.text, voices.names, voices.intents) for question in answerable]
    filters = [allowed(found.filters, voices).filters for found in understood]
    judged = [grades(question, voices) for question in answerable]
    scores = []
    for name, ranker in rankers.items():
        texts = [one.text if name == "shown in the answer" else one.about for one in understood]
        ranked = [ranker(text, these) for text, these in zip(texts, filters, strict=True)]
        pairs = list(zip(ranked, judged, strict=True))
        scores.append(
            RankingScore(
                name,
                hit1=fmean(hit(ids, grade, 1, FULL) for ids, grade in pairs),
                hit5=fmean(hit(ids, grade, DEPTH, FULL) for ids, grade in pairs),
                ndcg5=fmean(ndcg(ids, grade, DEPTH) for ids, grade in pairs),
            )
        )
    right = [
        _topic_right(question, voices, found.about) for question, found in zip(answerable, understood, strict=True)
    ]
    return RetrievalScores(len(answerable), tuple(scores), fmean(right))


def _topic_right(question: Judged, voices: Voices, about: str) -> bool:
    codebook = voices.library.codebook
    codes = topics_of(voices.searcher.search(about, Filters()), voices)
    topics = [above.id for code in question.codes if (above := codebook.ancestor(code, Level.TOPIC))]
    first = codebook.ancestor(codes[0], Level.TOPIC) if codes else None
    return first is not None and first.id in topics


def _shown(voices: Voices) -> Ranker:
    return lambda text, _filters: respond(text, Focus(), voices).plan.quotes


def _spread(voices: Voices) -> Ranker:
    """What an answer would show, whether or not the question is declined."""

    def rank(about: str, filters: Filters) -> Sequence[str]:
        searcher = voices.searcher
        codes = named_codes(about, voices) or topics_of(searcher.search(about, Filters()), voices)
        return evidence(searcher.search(about, filters), codes, voices)

    return rank


def _dense(voices: Voices, cache: Path) -> Ranker:
    quotes = voices.library.public
    vectors, _ = embed([quote.text for quote in quotes], voices.searcher.embedder, cache)

    def rank(text: str, filters: Filters) -> Sequence[str]:
        scores = vectors @ voices.searcher.embedder.question(text)
        matches = matcher(filters, voices.library)
        return [quotes[at].id for at in np.argsort(-scores, kind="stable") if matches(quotes[at])]

    return rank


def _lexical(voices: Voices) -> Ranker:
    quotes = voices.library.public
    words = LexicalIndex([quote.text for quote in quotes])

    def rank(text: str, filters: Filters) -> Sequence[str]:
        scores = words.scores(text)
        matches = matcher(filters, voices.library)
        return [quotes[at].id for at in np.argsort(-scores, kind="stable") if matches(quotes[at])]

    return rank
