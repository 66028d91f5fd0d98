from dataclasses import replace
from pathlib import Path

import pytest
from tests.small_world import WordEmbedder, library, quote

from ppwi_bot.corpus.quotes import Audience
from ppwi_bot.errors import IndexUnusableError
from ppwi_bot.retrieval.index import CURRENT, MANIFEST, VECTORS, build, current, open_index


def test_an_index_that_is_up_to_date_is_not_built_again(tmp_path: Path) -> None:
    build(library(), WordEmbedder(), tmp_path / "index", tmp_path / "cache")
    again = build(library(), WordEmbedder(), tmp_path / "index", tmp_path / "cache")
    assert not again.written


def test_changing_one_quote_embeds_one_quote(tmp_path: Path) -> None:
    build(library(quote("new", "The pay is low.", "low-pay")), WordEmbedder(), tmp_path / "index", tmp_path / "cache")
    embedder = WordEmbedder()
    changed = library(quote("new", "The pay is lower.", "low-pay"))
    assert build(changed, embedder, tmp_path / "index", tmp_path / "cache").embedded == 1
    assert embedder.embedded[0].startswith("The pay is lower.")


def test_a_withheld_quote_is_not_in_the_index(tmp_path: Path) -> None:
    held = library(quote("held", "Pay.", "low-pay", audience=Audience.WITHHELD))
    build(held, WordEmbedder(), tmp_path / "index", tmp_path / "cache")
    assert "held" not in open_index(tmp_path / "index", held, WordEmbedder()).quotes


def test_a_new_index_takes_the_old_ones_place_at_once(tmp_path: Path) -> None:
    build(library(), WordEmbedder(), tmp_path / "index", tmp_path / "cache")
    before = current(tmp_path / "index")
    more = library(quote("new", "Pay.", "low-pay"))
    build(more, WordEmbedder(), tmp_path / "index", tmp_path / "cache")
    assert current(tmp_path / "index") != before
    assert "new" in open_index(tmp_path / "index", more, WordEmbedder()).quotes


@pytest.mark.parametrize("file", [VECTORS, MANIFEST])
def test_a_truncated_index_is_refused_with_the_command_that_mends_it(tmp_path: Path, file: str) -> None:
    build(library(), WordEmbedder(), tmp_path / "index", tmp_path / "cache")
    path = tmp_path / "index" / CURRENT / file
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(IndexUnusableError, match="ppwi-bot index build"):
        open_index(tmp_path / "index", library(), WordEmbedder())


def test_an_index_of_other_quotes_is_refused(tmp_path: Path) -> None:
    build(library(), WordEmbedder(), tmp_path / "index", tmp_path / "cache")
    with pytest.raises(IndexUnusableError, match="other quotes"):
        open_index(tmp_path / "index", replace(library(), digest="0" * 64), WordEmbedder())


def test_an_index_by_another_model_is_refused(tmp_path: Path) -> None:
    build(library(), WordEmbedder(), tmp_path / "index", tmp_path / "cache")
    other = WordEmbedder()
    other.digest = "f" * 64
    with pytest.raises(IndexUnusableError, match="another model"):
        open_index(tmp_path / "index", library(), other)


def test_a_missing_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusableError, match="no index"):
        open_index(tmp_path / "index", library(), WordEmbedder())
