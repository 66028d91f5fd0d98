"""Embeddings kept by content hash, so that no text is embedded twice."""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tqdm import tqdm

from ppwi_bot.retrieval.embedder import Embedder, Vectors

BATCH = 32


def embed(texts: Sequence[str], embedder: Embedder, cache: Path, *, progress: bool = False) -> tuple[Vectors, int]:
    """Vectors of the texts, taken from the cache where the same text was embedded by the same model before.

    Args:
        texts: what to embed.
        embedder: the model; its digest names the cache file.
        cache: folder of cached vectors; created if missing.
        progress: show a bar on standard error while embedding, if that is a terminal.

    Returns: an array of shape (len(texts), dimensions), and how many texts had to be embedded.
    """
    path = cache / "vectors" / f"{embedder.digest[:16]}.npz"
    known = _read(path)
    keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    # Texts of like length together: a batch takes as long as its longest text makes it.
    pending = sorted(missing.items(), key=lambda item: len(item[1]))
    for start in tqdm(
        range(0, len(pending), BATCH), desc="Embedding", unit="batch", leave=False, disable=None if progress else True
    ):
        batch = pending[start : start + BATCH]
        vectors = embedder.documents([text for _, text in batch])
        known.update((key, vector) for (key, _), vector in zip(batch, vectors, strict=True))
    if pending:
        _write(path, known)
    return np.stack([known[key] for key in keys]), len(pending)


def _read(path: Path) -> dict[str, Vectors]:
    """The cached vectors by key; an unreadable cache counts as empty, since it can always be made again."""
    try:
        with np.load(path) as stored:
            return dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
    except (OSError, ValueError, KeyError, EOFError):
        return {}


def _write(path: Path, vectors: dict[str, Vectors]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    with temporary.open("wb") as file:
        np.savez(file, keys=np.array(list(vectors)), vectors=np.stack(list(vectors.values())))
    temporary.replace(path)
