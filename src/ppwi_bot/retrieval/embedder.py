"""Text to unit vectors, with sentence-transformers."""

import os
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from onnxruntime import SessionOptions

from ppwi_bot.errors import ModelError
from ppwi_bot.retrieval import model as models
from ppwi_bot.retrieval.direct import direct

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns text into unit vectors. `digest` changes whenever the vectors would."""

    name: str
    digest: str

    def documents(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts that are kept, shape (len(texts), dimensions)."""
        ...

    def question(self, text: str) -> Vectors:
        """The vector of one question, shape (dimensions,)."""
        ...


class SentenceEmbedder:
    """The real embedder: documents in full precision, questions through the prepared int8 copy where there is one.

    A quantized question against full-precision documents keeps a cosine of about 0.99 and costs a fraction of the time.
    """

    def __init__(self, name: str, cache: Path) -> None:
        """Take the model `name` (a setting); weights are loaded when they are first needed."""
        self.name = name
        self.digest = models.digest_of(name)
        self._cache = cache

    @cached_property
    def _full(self) -> Any:
        return _load(models.source_of(self.name))

    @cached_property
    def _fast(self) -> Callable[[str], Vectors]:
        record = models.prepared(self.name, self._cache)
        if not record or not record["onnx"]:
            return lambda text: _encode(self._full, [text])[0]
        loaded = _load(
            str(models.prepared_folder(self._cache)),
            backend="onnx",
            model_kwargs={
                "provider": "CPUExecutionProvider",
                "file_name": record["onnx"],
                "session_options": _session_options(),
            },
        )
        return direct(loaded) or (lambda text: _encode(loaded, [text])[0])

    def documents(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts that are kept, shape (len(texts), dimensions)."""
        return _encode(self._full, list(texts))

    def question(self, text: str) -> Vectors:
        """The vector of one question, shape (dimensions,)."""
        return self._fast(text)


def _session_options() -> Any:
    options = SessionOptions()
    # One question takes a few milliseconds: more threads would only compete with other requests, and spin meanwhile.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # What follows was measured. A layer norm is faster by itself than joined with the addition before it, and the small
    # memory that a question needs is had faster from the system than from a store planned for its length.
    options.add_session_config_entry("optimization.disable_specified_optimizers", "SkipLayerNormFusion")
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False
    return options


def _encode(loaded: Any, texts: list[str]) -> Vectors:
    vectors = loaded.encode(texts, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True)
    return np.asarray(vectors, dtype=np.float32)


def _load(source: str, **options: Any) -> Any:
    if Path(source).is_dir():
        os.environ["HF_HUB_OFFLINE"] = "1"
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(source, device="cpu", **options)
    except (OSError, ValueError) as error:
        raise ModelError(f"The embedding model {source!r} cannot be loaded: {error}") from error
