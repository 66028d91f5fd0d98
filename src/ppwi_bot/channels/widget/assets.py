"""The browser code as it is served: comments taken out, squeezed once, under a name that changes with its content."""

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rjsmin import jsmin

BROWSER = Path(__file__).with_name("browser")
LOADER = "loader.js"

FOLDER_IN_LOADER = "widget/current/"
"""Stands in the loader where its folder's real name goes."""
MODULES_IN_LOADER = '["chat.js"]'
"""Stands in the loader where the names of all modules go, so that they are fetched side by side."""

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
    sources = {path.name: _smaller(path) for path in sorted(BROWSER.iterdir()) if path.suffix in KINDS}
    loader = sources.pop(LOADER)
    digest = hashlib.sha256(json.dumps(sources).encode()).hexdigest()[:16]
    modules = json.dumps([name for name in sources if name.endswith(".js")], separators=(",", ":"))
    for written, real in ((FOLDER_IN_LOADER, f"widget/{digest}/"), (MODULES_IN_LOADER, modules)):
        if loader.count(written) != 1:
            raise ValueError(f"{LOADER} must hold {written} once.")
        loader = loader.replace(written, real)
    files = {name: _asset(name, text) for name, text in sources.items()}
    return Assets(digest, files, _asset(LOADER, loader))


def _smaller(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".js":
        return str(jsmin(text))
    if path.suffix == ".json":
        return json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"))
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _asset(name: str, text: str) -> Asset:
    plain = text.encode()
    return Asset(KINDS[Path(name).suffix], plain, gzip.compress(plain, mtime=0))
