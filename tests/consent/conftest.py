"""A corpus on disk, and a running door over it whose embedder knows few words."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.answers.conftest import intents
from tests.corpus.conftest import corpus, problems, row
from tests.small_world import WordEmbedder

from ppwi_bot.answers.fill import fill
from ppwi_bot.answers.focus import Focus
from ppwi_bot.answers.respond import respond
from ppwi_bot.answers.scope import EVERYTHING, Parts, Scope
from ppwi_bot.answers.voices import LatestVoices, Voices
from ppwi_bot.channels.web import Door, Keeping, Limits, create_app
from ppwi_bot.corpus.reading import load_library
from ppwi_bot.retrieval.embedder import Embedder
from ppwi_bot.retrieval.index import build, open_index
from ppwi_bot.retrieval.search import Searcher
from ppwi_bot.settings import Settings

__all__ = ["corpus", "problems", "row"]

SAID = {
    "q1": "My paycheck is gone by Tuesday.",
    "q2": "The wages here are fine, honestly.",
    "q3": "Money is why my best friend left.",
    "q4": "Sleep is for other people.",
}


def build_again(settings: Settings) -> None:
    """What `ppwi-bot index build` does, with the embedder that knows few words."""
    build(load_library(settings.data), WordEmbedder(), settings.index, settings.cache)


def open_small(settings: Settings, _: Embedder) -> Voices:
    library, embedder = load_library(settings.data), WordEmbedder()
    index = open_index(settings.index, library, embedder)
    return Voices(library, Searcher(library, index, embedder), settings.smallest_group, intents())


@pytest.fixture
def settings(corpus: Callable[..., Path], row: Callable[..., Mapping[str, str]], tmp_path: Path) -> Settings:
    rows = [
        row(
            id=id,
            text=text,
            topics="burnout" if id == "q4" else "low-wages",
            perspective="administrator" if id == "q2" else "direct_service_provider",
        )
        for id, text in SAID.items()
    ]
    return Settings(data=(corpus(quotes=rows),), index=tmp_path / "index", cache=tmp_path / "cache", smallest_group=1)


@pytest.fixture
def running(settings: Settings) -> LatestVoices:
    """What a running server answers from."""
    build_again(settings)
    return LatestVoices(settings, open_small)


@pytest.fixture
def client(running: LatestVoices) -> FlaskClient:
    """A running web door."""
    parts = Parts(running)

    def ask(text: str, scope: Scope = EVERYTHING):  # type: ignore[no-untyped-def]
        voices = parts(scope)
        return fill(respond(text, Focus(), voices).plan, voices)

    door = Door(
        talk=lambda _, text, scope: ask(text, scope),
        ask=ask,
        voices=parts,
        keep=lambda _: None,
        note=lambda *_: None,
        keeping=Keeping(questions_days=0, conversations_days=30, feedback_days=30),
        parts=dict,
        secret=b"a secret for tests only, 32 bytes",
        limits=Limits(requests_per_minute=10_000),
    )
    return create_app(door).test_client()
