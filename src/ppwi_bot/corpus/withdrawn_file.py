"""`withdrawn.csv`: which quotes were taken back, when, by whom and why; never what they said."""

import csv
import io
import logging
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from pathlib import Path
from threading import Lock

from ppwi_bot.corpus.decoding import decode
from ppwi_bot.corpus.problems import Report, report_on, shown
from ppwi_bot.corpus.rules import SLUG_RULE, is_slug
from ppwi_bot.corpus.tables import read_rows

logger = logging.getLogger(__name__)

WITHDRAWN_FILE = "withdrawn.csv"
COLUMNS = ("id", "day", "by", "reason")


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """One quote that was taken back. `day` is an ISO date; `by` is whoever did it, never the participant."""

    id: str
    day: str
    by: str
    reason: str


def read_withdrawn(text: str, report: Report) -> tuple[Withdrawal, ...]:
    """The rows of a `withdrawn.csv` in file order. A row with problems counts all the same: its quote stays away."""
    rows = read_rows(text, COLUMNS, (), report)
    found = tuple(Withdrawal(*(row.cells.get(name, "").strip() for name in COLUMNS)) for row in rows)
    for row, withdrawal in zip(rows, found, strict=True):
        if not is_slug(withdrawal.id):
            report.add(f"{shown(withdrawal.id)} is no id of a quote", SLUG_RULE, row=row.line, field="id")
        if not _is_day(withdrawal.day):
            report.add(f"not a day: {shown(withdrawal.day)}", "Write it as 2026-01-31.", row=row.line, field="day")
        if not withdrawal.reason:
            report.add(
                "the reason is empty", "Say in a few words why, without the quote.", row=row.line, field="reason"
            )
    return found


def written(withdrawals: Sequence[Withdrawal], *, header: bool) -> str:
    """Rows as they stand in the file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if header:
        writer.writerow(COLUMNS)
    writer.writerows(astuple(withdrawal) for withdrawal in withdrawals)
    return text.getvalue()


class WithdrawnIds:
    """The ids withdrawn from some corpora, as their files say now.

    Asking costs one look at each file's time and size; a file is read again only when it changed. One that can no
    longer be read keeps what it said before.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        """Take the corpus folders."""
        self._files = [folder / WITHDRAWN_FILE for folder in folders]
        self._lock = Lock()
        self._seen: Mapping[Path, tuple[int, int, int] | None] = {}
        self._ids: dict[Path, frozenset[str]] = {}
        self._all = frozenset[str]()

    def __call__(self) -> frozenset[str]:
        """The ids withdrawn from any of the corpora."""
        seen = {file: _state(file) for file in self._files}
        if seen != self._seen:
            with self._lock:
                for file in self._files:
                    if self._seen.get(file) != seen[file] or file not in self._ids:
                        self._ids[file] = self._read(file)
                self._all = frozenset[str]().union(*self._ids.values())
                self._seen = seen
        return self._all

    def _read(self, file: Path) -> frozenset[str]:
        report = report_on(file)
        try:
            found = read_withdrawn(decode(file.read_bytes(), report), report)
        except FileNotFoundError:
            return frozenset()
        except OSError as error:
            logger.error("%s cannot be read: %s. What it said before still holds.", report.file, error.strerror)
            return self._ids.get(file, frozenset())
        for problem in report.problems:
            logger.error("%s", problem)
        ids = frozenset(withdrawal.id for withdrawal in found)
        return ids | self._ids.get(file, frozenset()) if report.problems else ids


def _state(file: Path) -> tuple[int, int, int] | None:
    """What changes whenever a file is written; None where there is none."""
    try:
        stat = file.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
