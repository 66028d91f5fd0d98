"""What a crawl has fetched, kept so that it can be gone on with: pages as files, and one line on each visit."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ppwi_bot.corpus.importing.found import UnreadableError

_LOG = "visits.jsonl"


@dataclass(frozen=True, slots=True)
class Visit:
    """One address that was asked for. `file` names its page in the folder; where it is empty, `note` says why."""

    address: str
    file: str = ""
    content_type: str = ""
    note: str = ""
    size: int = 0
    links: tuple[str, ...] = ()


class Log:
    """The folder of one crawl. `visits` are those made before, `complete` says that none is left to make.

    A crawl that began longer than `keep_s` seconds before `now`, or from another address, is forgotten: its files are deleted.
    """

    def __init__(self, folder: Path, start: str, now: float, keep_s: float) -> None:
        self._folder, self._file = folder, folder / _LOG
        self.visits: list[Visit] = []
        self.complete = False
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if not self._resume(start, now, keep_s):
                self._begin(start, now)
        except OSError as error:
            raise _unwritable(folder, error) from None

    def add(self, visit: Visit, raw: bytes) -> None:
        """Keeps a visit and its page. Either both are kept, or after an interruption neither counts."""
        try:
            if visit.file:
                _write(self._folder / visit.file, raw)
            self._append({"visit": asdict(visit)})
        except OSError as error:
            raise _unwritable(self._folder, error) from None

    def finish(self) -> None:
        """Notes that the crawl is complete."""
        self._append({"complete": True})

    def _begin(self, start: str, now: float) -> None:
        self._file.unlink(missing_ok=True)
        for page in self._folder.glob("*.page"):
            page.unlink()
        self.visits, self.complete = [], False
        self._append({"start": start, "begun": now})

    def _resume(self, start: str, now: float, keep_s: float) -> bool:
        """Takes up the sound lines of the log, and cuts off what an interruption left behind them."""
        if not self._file.is_file():
            return False
        raw = self._file.read_bytes()
        sound = 0
        for end, entry in _entries(raw):
            if not sound:
                begun = entry.get("begun")
                if entry.get("start") != start or not isinstance(begun, int | float) or not 0 <= now - begun <= keep_s:
                    return False
            elif entry.get("complete") is True:
                self.complete = True
            elif (visit := self._visit(entry)) is not None:
                self.visits.append(visit)
            else:
                break
            sound = end
        if sound and sound < len(raw):
            with self._file.open("r+b") as file:
                file.truncate(sound)
        return sound > 0

    def _visit(self, entry: dict[str, Any]) -> Visit | None:
        try:
            kept = dict(entry["visit"])
            visit = Visit(**{**kept, "links": tuple(kept["links"])})
            kept_whole = not visit.file or (self._folder / Path(visit.file).name).stat().st_size == visit.size
        except (KeyError, TypeError, ValueError, OSError):
            return None
        return visit if kept_whole else None

    def _append(self, entry: dict[str, Any]) -> None:
        with self._file.open("ab") as file:
            file.write(json.dumps(entry).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())


def page_file(address: str) -> str:
    """The name of the file a page is kept in."""
    return f"{hashlib.sha256(address.encode()).hexdigest()[:32]}.page"


def _entries(raw: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    """Whole and sound lines, each with the place behind it."""
    end = 0
    for line in raw.splitlines(keepends=True):
        end += len(line)
        try:
            entry = json.loads(line)
        except ValueError:
            return
        if not line.endswith(b"\n") or not isinstance(entry, dict):
            return
        yield end, entry


def _write(path: Path, raw: bytes) -> None:
    partial = path.with_suffix(".partial")
    with partial.open("wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def _unwritable(folder: Path, error: OSError) -> UnreadableError:
    return UnreadableError(
        f"{folder}: pages cannot be kept there: {error.strerror}. Free some space, or set PPWI_CACHE to another folder."
    )
