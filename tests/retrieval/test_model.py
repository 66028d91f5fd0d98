"""The fast copy of the real model: made once, close to the original, and the same vector whichever way it is asked for."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pytest
import sentence_transformers
from hypothesis import given, settings
from hypothesis import strategies as st
from sentence_transformers.sentence_transformer.modules import Pooling

from ppwi_bot.evaluation.questions import read_questions
from ppwi_bot.retrieval import model
from ppwi_bot.retrieval.direct import direct
from ppwi_bot.retrieval.embedder import SentenceEmbedder
from ppwi_bot.settings import Settings

NAME = model.PACKAGED_MODEL


def record(cache: Path, **values: Any) -> None:
    folder = model.prepared_folder(cache)
    folder.mkdir(parents=True)
    (folder / model.PREPARED).write_text(json.dumps({"model": NAME, "sha256": model.PACKAGED_SHA256} | values))


def test_a_copy_made_in_another_way_is_none(tmp_path: Path) -> None:
    record(tmp_path, onnx="onnx/model_quint8_avx2.onnx")
    assert model.prepared(NAME, tmp_path) is None


def test_a_copy_made_as_today_is_kept(tmp_path: Path) -> None:
    record(tmp_path, onnx=model.FAST, scheme=model.SCHEME)
    assert model.prepare(NAME, tmp_path)["onnx"] == model.FAST


def test_of_two_that_want_a_copy_at_once_one_makes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = Event(), Event()
    made: list[Path] = []

    def export(_: str, folder: Path) -> None:
        made.append(folder)
        begun.set()
        go_on.wait()

    monkeypatch.setattr(model, "_export", export)
    with ThreadPoolExecutor() as threads:
        first = threads.submit(model.prepare, NAME, tmp_path)
        begun.wait()
        second = threads.submit(model.prepare, NAME, tmp_path)
        go_on.set()
        assert first.result() == second.result() == model.prepared(NAME, tmp_path)
    assert len(made) == 1


@pytest.fixture(scope="module")
def loaded() -> Any:
    folder = model.prepared_folder(Settings().cache)
    return sentence_transformers.SentenceTransformer(
        str(folder),
        device="cpu",
        backend="onnx",
        model_kwargs={"provider": "CPUExecutionProvider", "file_name": model.FAST},
    )


@pytest.mark.model
def test_an_old_copy_is_made_anew(tmp_path: Path) -> None:
    record(tmp_path, onnx="onnx/model_quint8_avx2.onnx")
    (model.prepared_folder(tmp_path) / "onnx").mkdir()
    (model.prepared_folder(tmp_path) / "onnx" / "model_quint8_avx2.onnx").touch()
    # In a process of its own, as it is made at set-up.
    command = [sys.executable, "-c", "from ppwi_bot.cli import main; main()", "model", "prepare", "--json"]
    made = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PPWI_CACHE": str(tmp_path)})
    assert made.stderr == ""
    assert json.loads(made.stdout) == model.prepared(NAME, tmp_path)
    assert [file.name for file in (model.prepared_folder(tmp_path) / "onnx").iterdir()] == [Path(model.FAST).name]
    vector = SentenceEmbedder(NAME, tmp_path).question("What about pay?")
    np.testing.assert_array_equal(vector, SentenceEmbedder(NAME, Settings().cache).question("What about pay?"))


@pytest.mark.model
def test_a_question_stays_close_to_its_vector_in_full_precision() -> None:
    embedder = SentenceEmbedder(NAME, Settings().cache)
    questions = [one.text for one in read_questions(Path("tests/eval/questions.csv"))]
    full = embedder.documents(questions)
    cosines = [embedder.question(text) @ vector for text, vector in zip(questions, full, strict=True)]
    assert min(cosines) >= 0.98
    assert np.mean(cosines) >= 0.99


@pytest.mark.model
@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=60) | st.text("pay rest ", min_size=1_000, max_size=3_000))
def test_the_direct_way_gives_what_encode_gives(loaded: Any, text: str) -> None:
    embed = direct(loaded)
    assert embed is not None
    np.testing.assert_allclose(embed(text), loaded.encode(text, normalize_embeddings=True), atol=1e-5)


@pytest.mark.model
def test_a_model_that_does_more_than_take_a_mean_is_left_to_encode(loaded: Any) -> None:
    transformer, _, normalize = loaded
    first = Pooling(transformer.get_embedding_dimension(), pooling_mode="cls")
    assert direct(sentence_transformers.SentenceTransformer(modules=[transformer, first, normalize])) is None
    assert direct(sentence_transformers.SentenceTransformer(modules=[transformer])) is None
