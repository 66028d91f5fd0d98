"""The browser code as it is served: joined, made smaller and squeezed once, under a name that changes with its content."""

import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import minify

from ppwi_bot.channels.widget.joining import joined

BROWSER = Path(__file__).with_name("browser")
LOADER = "loader.js"
ENTRY = "chat.js"

FOLDER_IN_LOADER = "widget/current/"
"""Stands in the loader where its folder's real name goes."""
TEXTS_IN_LOADER = "TEXTS = {}"
"""Stands in the loader where those texts go that it shows itself."""
LOADER_TEXTS = ("title", "failed", "refused")

KINDS = {".js": "text/javascript", ".css": "text/css", ".json": "application/json"}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent, plain and squeezed."""

    kind: str
    plain: bytes
    squeezed: bytes


@dataclass(frozen=True, slots=True)
class Assets:
    """All files by name. `digest` names their content; the loader, which knows that name, stands apart."""

    digest: str
    files: Mapping[str, Asset]
    loader: Asset


@cache
def assets() -> Assets:
    """The files of this version; read once, as they do not change while the process runs."""
    sources = {path.name: _smaller(path.name, path.read_text(encoding="utf-8")) for path in _written()}
    sources[ENTRY] = _smaller(ENTRY, joined(BROWSER, ENTRY))
    digest = hashlib.sha256(json.dumps(sources).encode()).hexdigest()[:16]
    files = {name: _asset(name, text) for name, text in sources.items()}
    return Assets(digest, files, _asset(LOADER, _smaller(LOADER, _loader(digest, sources))))


def _loader(digest: str, sources: Mapping[str, str]) -> str:
    loader = (BROWSER / LOADER).read_text(encoding="utf-8")
    catalogues = {Path(name).stem: json.loads(text) for name, text in sources.items() if name.endswith(".json")}
    texts = {language: {key: texts[key] for key in LOADER_TEXTS} for language, texts in catalogues.items()}
    blanks = {
        FOLDER_IN_LOADER: f"widget/{digest}/",
        TEXTS_IN_LOADER: f"TEXTS = {_json(texts)}",
    }
    for blank, real in blanks.items():
        if loader.count(blank) != 1:
            raise ValueError(f"{LOADER} must hold {blank} once.")
        loader = loader.replace(blank, real)
    return loader


def _written() -> Iterable[Path]:
    """Style and texts, which are served as they stand."""
    return (path for path in sorted(BROWSER.iterdir()) if path.suffix in (".css", ".json"))


def _smaller(name: str, text: str) -> str:
    return str(minify.string(KINDS[Path(name).suffix], text))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _asset(name: str, text: str) -> Asset:
    plain = text.encode()
    return Asset(KINDS[Path(name).suffix], plain, gzip.compress(plain, mtime=0))
