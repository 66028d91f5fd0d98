"""Taking a quote back: first the record that every door obeys, then the row itself."""

import codecs
import csv
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ppwi_bot.corpus.alone import alone
from ppwi_bot.corpus.decoding import decode
from ppwi_bot.corpus.folder import QUOTES_FILE
from ppwi_bot.corpus.problems import report_on, shown, suggestion_among
from ppwi_bot.corpus.quotes_file import COLUMNS, OPTIONAL_COLUMNS
from ppwi_bot.corpus.tables import column, without_rows
from ppwi_bot.corpus.withdrawn_file import WITHDRAWN_FILE, Withdrawal, read_withdrawn, written
from ppwi_bot.errors import CorpusError

_KNOWN = (*COLUMNS, *OPTIONAL_COLUMNS)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What was done: the record, the file it stands in, and whether it stood there before."""

    withdrawal: Withdrawal
    file: Path
    recorded_before: bool


def withdraw(folders: Sequence[Path], quote: str, reason: str, by: str) -> Withdrawn:
    """Take a quote back. It may be done again, which finishes what was interrupted.

    The corpus may have other problems: a participant's wish does not wait for them.

    Raises:
        CorpusError: no corpus has such a quote, a file cannot be read or written, or there is no reason.
    """
    reason, by = " ".join(reason.split()), " ".join(by.split())
    if not reason:
        raise CorpusError('Say why, without repeating the quote: --reason "…".')
    known: list[str] = []
    for folder in folders:
        try:
            with alone(folder, wait=True):
                before = next((each for each in _recorded(folder) if each.id == quote), None)
                ids = _ids(folder)
                known += ids
                if before is None and quote not in ids:
                    continue
                withdrawal = before or Withdrawal(quote, date.today().isoformat(), by, reason)
                if before is None:
                    _record(folder, withdrawal)
                if quote in ids:
                    _take_out(folder, quote)
                return Withdrawn(withdrawal, folder / WITHDRAWN_FILE, before is not None)
        except OSError as error:
            where = report_on(folder).file
            raise CorpusError(f"{where} cannot be read or written: {error.strerror}. Check who may.") from None
    names = ", ".join(report_on(folder).file for folder in folders)
    raise CorpusError(
        f"There is no quote {shown(quote)} in {names}. {suggestion_among(quote, known)}"
        "If its corpus lies elsewhere, name its folder in PPWI_DATA or ppwi.toml."
    )


def _recorded(folder: Path) -> tuple[Withdrawal, ...]:
    report = report_on(folder / WITHDRAWN_FILE)
    try:
        found = read_withdrawn(decode((folder / WITHDRAWN_FILE).read_bytes(), report), report)
    except FileNotFoundError:
        return ()
    if report.problems:
        raise CorpusError(f"Nothing was withdrawn: {report.problems[0]}")
    return found


def _record(folder: Path, withdrawal: Withdrawal) -> None:
    path = folder / WITHDRAWN_FILE
    before = path.read_bytes() if path.exists() else b""
    between = b"" if not before or before.endswith((b"\n", b"\r")) else b"\n"
    _replace(path, before + between + written([withdrawal], header=not before.strip()).encode())


def _ids(folder: Path) -> list[str]:
    path = folder / QUOTES_FILE
    return column(decode(path.read_bytes(), report_on(path)), "id", _KNOWN)


def _take_out(folder: Path, quote: str) -> None:
    """Write quotes.csv without the rows of that id; every other byte stays as it is."""
    path = folder / QUOTES_FILE
    raw = path.read_bytes()
    mark = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
    try:
        kept = without_rows(raw.removeprefix(mark).decode("utf-8"), "id", quote, _KNOWN)
    except (UnicodeDecodeError, csv.Error):
        raise CorpusError(
            f"{shown(quote)} is withdrawn, and no door shows it. But {report_on(path).file} is not sound, so its row is "
            "still there: delete it, and mend what ppwi-bot corpus check names."
        ) from None
    _replace(path, mark + kept.encode())


def _replace(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, with the rights it had."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            temporary.chmod(path.stat().st_mode)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
