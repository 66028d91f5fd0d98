from pathlib import Path

import pytest
from tests.small_world import WordEmbedder, library

from ppwi_bot.answers.voices import Voices
from ppwi_bot.corpus.library import Library
from ppwi_bot.retrieval.index import build, open_index
from ppwi_bot.retrieval.search import Searcher


def voices_of(library: Library, folder: Path, smallest_group: int = 1) -> Voices:
    embedder = WordEmbedder()
    build(library, embedder, folder / "index", folder / "cache")
    index = open_index(folder / "index", library, embedder)
    return Voices(library, Searcher(library, index, embedder), smallest_group)


@pytest.fixture
def voices(tmp_path: Path) -> Voices:
    return voices_of(library(), tmp_path)
