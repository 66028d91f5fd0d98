"""The index on disk: vectors in FAISS, what each row stands for, and a manifest that says what it was built from.

Each build is a folder of its own below the index folder; the link `current` names the one in use and is swapped
atomically, so a reader sees the old index or the new one and never half of either.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from ppwi_bot.corpus.codebook import Code, Codebook
from ppwi_bot.corpus.library import Library
from ppwi_bot.corpus.quotes import Audience, Quote
from ppwi_bot.errors import IndexUnusableError
from ppwi_bot.retrieval.coding import Coding, learn, read_coding, write_coding
from ppwi_bot.retrieval.embedder import Embedder, Vectors
from ppwi_bot.retrieval.vectors import embed
from ppwi_bot.retrieval.vocabulary import Vocabulary, learn_words, read_vocabulary, write_vocabulary

FORMAT = 4
"""Raised whenever what is written, or which texts stand for a quote or a code, changes."""
CURRENT = "current"
VECTORS, ROWS, MANIFEST = "vectors.faiss", "rows.json", "manifest.json"
CODING, FIELD, VOCABULARY = "coding.npz", "field.npz", "vocabulary.npz"
LEARNT_FROM = 30_000
"""Quotes: hundreds for each code of a codebook. More take more memory, and teach little that these do not."""
MEND = "Run `ppwi-bot index build` to make it anew."


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was built from. Digests are SHA-256 in hex; `files` maps file name to digest."""

    format: int
    model: str
    model_digest: str
    dimensions: int
    corpus_digest: str
    other_subjects_digest: str
    counts: Mapping[str, int]
    versions: Mapping[str, str]
    files: Mapping[str, str]


@dataclass(frozen=True)
class VectorIndex:
    """An opened index. Its rows are first quotes, then texts about codes (a code has several), then other subjects."""

    manifest: Manifest
    faiss: Any
    quotes: tuple[str, ...]
    codes: tuple[str, ...]
    coding: Coding
    field: Coding
    """Tells texts about other subjects (0) from those about any code (1)."""
    vocabulary: Vocabulary

    def part(self, library: Library) -> "VectorIndex":
        """An index, in memory only, of those quotes and codes that `library` holds; other subjects are the same to all."""
        rows = [row for row, quote in enumerate(self.quotes) if quote in library.quotes]
        rows += [row for row, code in enumerate(self.codes, len(self.quotes)) if code in library.codebook]
        rows += range(len(self.quotes) + len(self.codes), self.faiss.ntotal)
        # Every code has texts, in the order of the codebook, and so has a place of its own in what was learnt.
        places = [at for at, code in enumerate(dict.fromkeys(self.codes)) if code in library.codebook]
        vectors = faiss.IndexFlatIP(self.faiss.d)
        vectors.add(self.faiss.reconstruct_batch(rows))
        return replace(
            self,
            faiss=vectors,
            quotes=tuple(quote for quote in self.quotes if quote in library.quotes),
            codes=tuple(code for code in self.codes if code in library.codebook),
            coding=self.coding.part(places),
            vocabulary=self.vocabulary.part(places),
        )


@dataclass(frozen=True, slots=True)
class Build:
    """The outcome of a build: the manifest, how many texts were embedded anew, and whether anything was written."""

    manifest: Manifest
    embedded: int
    written: bool


def build(library: Library, embedder: Embedder, folder: Path, cache: Path, *, progress: bool = False) -> Build:
    """Build the index of a library beside the one in use and swap it in; nothing is done if it is up to date.

    Withheld quotes are left out altogether. A quote is embedded together with the names of its codes, which tells the
    model what its pronouns are about.
    """
    if (fresh := _fresh(library, embedder, folder)) is not None:
        return Build(fresh, 0, written=False)
    quotes = [quote for quote in library.quotes.values() if quote.audience is not Audience.WITHHELD]
    about = [*_about_codes(library)]
    texts = [quote_text(quote, library.codebook) for quote in quotes] + [text for _, text in about]
    if not quotes:
        raise IndexUnusableError("There is no quote to index: the corpora hold none, or all are withheld.")
    vectors, embedded = embed([*texts, *other_subjects()], embedder, cache, progress=progress)
    rows = {"quotes": [quote.id for quote in quotes], "codes": [code for code, _ in about]}
    dimensions = vectors.shape[1]

    name = hashlib.sha256(f"{library.digest}{embedder.digest}{os.urandom(8).hex()}".encode()).hexdigest()[:16]
    building = folder / f"{name}.building"
    building.mkdir(parents=True)
    _write_vectors(vectors, building / VECTORS)
    (building / ROWS).write_text(json.dumps(rows))
    coded, codes, shares = _coded(quotes, rows["codes"], library.codebook)
    number = len(library.codebook.codes)
    write_coding(learn(vectors[coded], codes, shares, number), building / CODING)
    write_coding(_learn_field(vectors[len(quotes) :], len(about)), building / FIELD)
    del vectors  # they are written, and what follows takes as much room again
    write_vocabulary(learn_words([texts[row] for row in coded], codes, shares, number), building / VOCABULARY)
    manifest = Manifest(
        format=FORMAT,
        model=embedder.name,
        model_digest=embedder.digest,
        dimensions=dimensions,
        corpus_digest=library.digest,
        other_subjects_digest=_other_subjects_digest(),
        counts={
            "quotes": len(quotes),
            "withheld": len(library.quotes) - len(quotes),
            "codes": len(library.codebook.codes),
            "rows": len(texts),
        },
        versions={package: version(package) for package in ("ppwi-bot", "faiss-cpu", "sentence-transformers")},
        files={file: _digest(building / file) for file in (VECTORS, ROWS, CODING, FIELD, VOCABULARY)},
    )
    (building / MANIFEST).write_text(json.dumps(asdict(manifest), indent=2))
    finished = folder / name
    building.rename(finished)
    _switch(folder, name)
    return Build(manifest, embedded, written=True)


def current(folder: Path) -> str | None:
    """The name of the build in use, None if there is none. Cheap enough to ask at every request."""
    try:
        return str((folder / CURRENT).readlink())
    except OSError:
        return None


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the index in use.

    Raises:
        IndexUnusableError: there is no index, or its manifest cannot be read.
    """
    path = folder / CURRENT / MANIFEST
    try:
        manifest = Manifest(**json.loads(path.read_text()))
    except FileNotFoundError:
        raise IndexUnusableError(f"There is no index in {folder}. {MEND}") from None
    except (OSError, ValueError, TypeError):
        raise IndexUnusableError(f"The index in {folder} has an unreadable manifest. {MEND}") from None
    if manifest.format != FORMAT:
        raise IndexUnusableError(f"The index in {folder} has format {manifest.format}, expected {FORMAT}. {MEND}")
    return manifest


def open_index(folder: Path, library: Library, embedder: Embedder) -> VectorIndex:
    """Open the index in use and check that it is whole and belongs to this library and model.

    Raises:
        IndexUnusableError: missing, truncated, altered, or built from other corpora or by another model.
    """
    manifest = read_manifest(folder)
    place = folder / CURRENT
    for file, digest in manifest.files.items():
        try:
            whole = _digest(place / file) == digest
        except OSError:
            whole = False
        if not whole:
            raise IndexUnusableError(f"The index in {folder} is damaged: {file} is not what was built. {MEND}")
    if manifest.model_digest != embedder.digest:
        raise IndexUnusableError(f"The index in {folder} was built with another model ({manifest.model}). {MEND}")
    if manifest.other_subjects_digest != _other_subjects_digest():
        raise IndexUnusableError(f"The index in {folder} was built by another version of the bot. {MEND}")
    if manifest.corpus_digest != library.digest:
        raise IndexUnusableError(
            f"The index in {folder} was built from other quotes than the corpora hold now. {MEND} "
            "If a server uses it for other corpora, set PPWI_DATA as it is set there."
        )
    rows = json.loads((place / ROWS).read_text())
    vectors = faiss.read_index(str(place / VECTORS))
    return VectorIndex(
        manifest,
        vectors,
        tuple(rows["quotes"]),
        tuple(rows["codes"]),
        read_coding(place / CODING),
        read_coding(place / FIELD),
        read_vocabulary(place / VOCABULARY),
    )


def quote_text(quote: Quote, codebook: Codebook) -> str:
    """The text that stands for a quote in the index: its words, and the names of what it was coded as."""
    return f"{quote.text}\n({'; '.join(codebook[code].name for code in quote.codes)})"


def code_texts(code: Code, codebook: Codebook) -> list[str]:
    """The texts that stand for a code in the index: its name with those above, each summary, each keyword."""
    path = ": ".join(above.name for above in codebook.path(code.id))
    return [path, *(summary.text for summary in code.summaries), *code.keywords]


def other_subjects() -> list[str]:
    """Questions about what no corpus here was collected for: a question nearer to these is one to decline."""
    return (files("ppwi_bot.retrieval") / "other_subjects.txt").read_text(encoding="utf-8").splitlines()


def _other_subjects_digest() -> str:
    return hashlib.sha256("\n".join(other_subjects()).encode()).hexdigest()


def _about_codes(library: Library) -> Iterator[tuple[str, str]]:
    """Every text about a code with the code's id: what researchers wrote of it, and what people ask about it."""
    for code in library.codebook.codes.values():
        yield from ((code.id, text) for text in code_texts(code, library.codebook))
    for question in library.questions:
        yield from ((code, question.text) for code in question.codes)


def _coded(
    quotes: Sequence[Quote], about: Sequence[str], codebook: Codebook
) -> tuple[list[int], list[int], list[float]]:
    """What the codes are learnt from: row, code and how much it counts; a quote's codes share it.

    Of very many quotes, every second or third and so on.
    """
    number = {code: at for at, code in enumerate(codebook.codes)}
    every = -(-len(quotes) // LEARNT_FROM)
    taken = [(row, quotes[row]) for row in range(0, len(quotes), every)]
    coded = [(row, number[code], 1 / len(quote.codes)) for row, quote in taken for code in quote.codes]
    coded += [(row, number[code], 1.0) for row, code in enumerate(about, len(quotes))]
    rows, codes, shares = zip(*coded, strict=True)
    return list(rows), list(codes), list(shares)


def _write_vectors(vectors: Vectors, path: Path) -> None:
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    faiss.write_index(index, str(path))


def _learn_field(vectors: Vectors, about: int) -> Coding:
    """What tells the first `about` texts, which are about codes, from the rest, about other subjects; each side counts half."""
    others = len(vectors) - about
    shares = np.repeat([len(vectors) / (2 * about), len(vectors) / (2 * others)], [about, others])
    return learn(vectors, np.repeat([1, 0], [about, others]), shares, 2)


def _fresh(library: Library, embedder: Embedder, folder: Path) -> Manifest | None:
    try:
        return open_index(folder, library, embedder).manifest
    except IndexUnusableError:
        return None


def _switch(folder: Path, name: str) -> None:
    """Point `current` at a build and remove builds older than the one it replaces, which a reader may still hold."""
    before = current(folder)
    link = folder / f"{CURRENT}.{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(name)
    link.replace(folder / CURRENT)
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink() and path.name not in {name, before}:
            shutil.rmtree(path, ignore_errors=True)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
