from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from tests.small_world import WordEmbedder

from ppwi_bot.errors import IndexUnusableError
from ppwi_bot.retrieval import vectors
from ppwi_bot.retrieval.embedder import Vectors
from ppwi_bot.retrieval.vectors import embed

TEXTS = ["The pay is low.", "I rest.", "The pay is low.", "Snow on the road."]


def kept_in(cache: Path) -> Path:
    [path] = (cache / "vectors").iterdir()
    return path


def test_each_text_has_its_vector_in_its_place(tmp_path: Path) -> None:
    found, embedded = embed(TEXTS, WordEmbedder(), tmp_path)
    assert embedded == 3
    assert np.array_equal(found, WordEmbedder().documents(TEXTS))
    again, embedded = embed(TEXTS[::-1], WordEmbedder(), tmp_path)
    assert (embedded, again.dtype) == (0, np.float32)
    assert np.array_equal(again, found[::-1])


def test_work_that_is_stopped_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped(WordEmbedder):
        def documents(self, texts: Sequence[str]) -> Vectors:
            if len(self.embedded) == 2:
                raise KeyboardInterrupt
            return super().documents(texts)

    monkeypatch.setattr(vectors, "BATCH", 1)
    with pytest.raises(KeyboardInterrupt):
        embed(TEXTS, Stopped(), tmp_path)
    assert embed(TEXTS, WordEmbedder(), tmp_path)[1] == 1


@pytest.mark.parametrize("damage", [b"no database", b""])
def test_a_damaged_cache_begins_anew(tmp_path: Path, damage: bytes) -> None:
    embed(TEXTS, WordEmbedder(), tmp_path)
    kept_in(tmp_path).write_bytes(damage)
    assert embed(TEXTS, WordEmbedder(), tmp_path)[1] == 3


def test_a_cache_with_a_torn_page_begins_anew(tmp_path: Path) -> None:
    embed([f"text {number}" for number in range(500)], WordEmbedder(), tmp_path)
    path = kept_in(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + bytes(8192) + whole[12288:])
    assert embed(TEXTS, WordEmbedder(), tmp_path)[1] == 3


def test_a_cache_that_cannot_be_written_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "vectors").write_text("a file where the folder should be")
    with pytest.raises(IndexUnusableError, match="cannot be used"):
        embed(TEXTS, WordEmbedder(), tmp_path)
