from functools import cache
from pathlib import Path

import pytest
from tests.small_world import WordEmbedder, library

from ppwi_bot.answers.intents import Intents, learn
from ppwi_bot.answers.voices import Voices, examples
from ppwi_bot.corpus.library import Library
from ppwi_bot.corpus.privacy import coarsened
from ppwi_bot.corpus.reading import load_library
from ppwi_bot.retrieval.index import build, open_index
from ppwi_bot.retrieval.search import Searcher

ROOT = Path(__file__).parents[2]


@cache
def intents() -> Intents:
    """What questions not to be searched look like, learnt from the shipped examples with the embedder that knows few words."""
    embedder = WordEmbedder()
    shipped = examples(load_library([ROOT / "data" / "sample"]), ROOT / "bot" / "data" / "nlu")
    return Intents(learn(shipped, embedder.documents([text for text, _ in shipped])), embedder.question)


def voices_of(library: Library, folder: Path, smallest_group: int = 1) -> Voices:
    embedder = WordEmbedder()
    library = coarsened(library, smallest_group)
    build(library, embedder, folder / "index", folder / "cache")
    index = open_index(folder / "index", library, embedder)
    return Voices(library, Searcher(library, index, embedder), smallest_group, intents())


@pytest.fixture
def voices(tmp_path: Path) -> Voices:
    return voices_of(library(), tmp_path)
