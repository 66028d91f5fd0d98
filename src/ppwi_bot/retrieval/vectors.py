"""Embeddings kept by content hash, so that no text is embedded twice."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np

from ppwi_bot.corpus.progress import progress as told
from ppwi_bot.errors import IndexUnusableError
from ppwi_bot.retrieval.embedder import Embedder, Vectors

BATCH = 32

PATIENCE = 60.0
"""Seconds to wait for another process that writes to the same cache."""


def embed(texts: Sequence[str], embedder: Embedder, cache: Path, *, progress: bool = False) -> tuple[Vectors, int]:
    """Vectors of the texts, taken from the cache where the same text was embedded by the same model before.

    Each batch is kept as soon as it is embedded, so that work which is stopped goes on where it was.

    Args:
        texts: what to embed, at least one.
        embedder: the model; its digest names the cache file.
        cache: folder of cached vectors; created if missing.
        progress: tell on standard error how far it is (see `corpus.progress`).

    Returns: an array of shape (len(texts), dimensions), and how many texts had to be embedded.

    Raises:
        IndexUnusableError: nothing can be written to the cache.
    """
    keys = [hashlib.sha256(text.encode()).digest() for text in texts]
    with _kept(cache / "vectors" / f"{embedder.digest[:16]}.sqlite") as kept:
        known = {key for (key,) in kept.execute("SELECT key FROM vectors")}
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        # Texts of like length together: a batch takes as long as its longest text makes it.
        pending = sorted(missing.items(), key=lambda item: len(item[1]))
        batches: Iterable[int] = range(0, len(pending), BATCH)
        for start in told(batches, "Embedding", f"batches of {BATCH} texts") if progress else batches:
            batch = pending[start : start + BATCH]
            vectors = embedder.documents([text for _, text in batch]).astype(np.float32)
            with kept:
                rows = ((key, vector.tobytes()) for (key, _), vector in zip(batch, vectors, strict=True))
                kept.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
        return _gathered(kept, keys), len(pending)


@contextmanager
def _kept(path: Path) -> Iterator[sqlite3.Connection]:
    """The file of one model's vectors. One that is damaged begins anew: all of it can be made again."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            database = _opened(path)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            path.unlink()
            database = _opened(path)
        with closing(database):
            yield database
    except (OSError, sqlite3.OperationalError) as error:
        raise IndexUnusableError(
            f"The cache {path} cannot be used: {error}. See who may write there and that there is room, or delete it."
        ) from None


def _opened(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=PATIENCE)
    try:
        database.execute(
            "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID"
        )
        if database.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("damaged")
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database


def _gathered(kept: sqlite3.Connection, keys: Sequence[bytes]) -> Vectors:
    """The vectors of these keys, each put straight into its row: of a hundred thousand there is no second copy."""
    gathered = np.empty((0, 0), dtype=np.float32)
    for row, key in enumerate(keys):
        [(stored,)] = kept.execute("SELECT vector FROM vectors WHERE key = ?", (key,))
        vector = np.frombuffer(stored, dtype=np.float32)
        if not row:
            gathered = np.empty((len(keys), vector.size), dtype=np.float32)
        gathered[row] = vector
    return gathered
