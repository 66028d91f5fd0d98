"""The review list: a CSV file in which a person decides on every finding."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ppwi_bot.corpus.decoding import decode
from ppwi_bot.corpus.importing.state import table_bytes
from ppwi_bot.corpus.problems import Report, shown, suggestion_among
from ppwi_bot.corpus.protecting.findings import Finding
from ppwi_bot.corpus.protecting.private_file import write_private
from ppwi_bot.corpus.tables import Row, read_rows
from ppwi_bot.errors import CorpusError

COLUMNS = ("quote", "at", "words", "kind", "sentence", "suggestion", "decision", "replacement")

_OPEN, _CLOSE = "“”"
"""Around words and sentence, so that a spreadsheet program takes neither for a date, a number or a formula."""

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+|\n+")


class Decision(StrEnum):
    """What a person may decide on a finding. `OPEN` is an empty cell: not decided yet, so nothing is done."""

    OPEN = ""
    KEEP = "keep"
    REPLACE = "replace"
    WITHHOLD = "withhold"


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One row as a person has filled it in: `words` stand from character `at` on in the quote.

    `line` is that of the file, 0 where the row was not read from one.
    """

    line: int
    quote: str
    at: int
    words: str
    kind: str
    sentence: str
    suggestion: str
    decision: Decision = Decision.OPEN
    replacement: str = ""

    @property
    def end(self) -> int:
        """The character behind the words."""
        return self.at + len(self.words)

    def stands_in(self, text: str) -> bool:
        """Whether the words are in the text where the row says."""
        return bool(self.words) and text[self.at : self.end] == self.words

    def overlaps(self, other: "ReviewRow") -> bool:
        """Whether both rows speak of the same letters, if they are about one quote."""
        return self.at < other.end and other.at < self.end


def rows_of(found: Iterable[tuple[str, str, Finding]]) -> Iterator[ReviewRow]:
    """Rows with nothing decided yet, for findings that come with the id and the text of their quote."""
    for quote, text, one in found:
        yield ReviewRow(0, quote, one.start, one.words, one.kind, sentence(text, one), one.instead)


def write_list(path: Path, found: Iterable[tuple[str, str, Finding]]) -> None:
    """Write a new list of findings, each with quote id and text, for the eyes of its owner only.

    Raises:
        CorpusError: there is such a file, which may hold decisions, or the place cannot be written to.
    """
    rows = list(rows_of(found))
    if path.exists():
        raise CorpusError(
            f"{path} is there already and may hold decisions. Apply it first, or give another name with --to."
        )
    try:
        save_list(path, rows)
    except OSError as error:
        raise CorpusError(f"{path} cannot be written: {error.strerror}. Give another name with --to.") from None


def save_list(path: Path, rows: Iterable[ReviewRow]) -> None:
    """Write a list anew, whole, with what was decided in it.

    Raises:
        OSError: the place cannot be written to. What was there stays.
    """
    cells = (
        [
            row.quote,
            str(row.at),
            f"{_OPEN}{row.words}{_CLOSE}",
            row.kind,
            f"{_OPEN}{row.sentence}{_CLOSE}",
            row.suggestion,
            row.decision,
            row.replacement,
        ]
        for row in rows
    )
    # The mark at the beginning tells spreadsheet programs that it is UTF-8.
    write_private(path, b"\xef\xbb\xbf" + table_bytes(COLUMNS, cells))


def sentence(text: str, found: Finding) -> str:
    """The sentence in which a finding stands, or the sentences from its beginning to its end."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    start = max((end for end in ends if end <= found.start), default=0)
    end = min((end for end in ends if end >= found.end), default=len(text))
    return text[start:end].strip()


def read_list(path: Path, report: Report) -> list[ReviewRow]:
    """The rows of a list that a person has filled in; what is wrong with them is reported by line.

    Raises:
        CorpusError: the file cannot be read.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CorpusError(
            f"{path} cannot be read: {error.strerror}. Give the file that `corpus review` wrote."
        ) from None
    if raw.startswith(b"PK\x03\x04"):
        raise CorpusError(f"{path} is a workbook. Save it in the spreadsheet program as 'CSV UTF-8' and apply that.")
    return list(_rows(read_rows(decode(raw, report), COLUMNS, (), report), report))


def _rows(rows: Sequence[Row], report: Report) -> Iterator[ReviewRow]:
    for row in rows:
        cells = {name: value.strip() for name, value in row.cells.items()}
        if len(cells) < len(COLUMNS):
            continue
        decision = _decision(cells["decision"], row.line, report)
        replacement = _replacement(cells, decision, row.line, report)
        if not cells["at"].isdecimal():
            report.add(f"not a number: {shown(cells['at'])}", _AFRESH, row=row.line, field="at")
            continue
        yield ReviewRow(
            row.line,
            cells["quote"],
            int(cells["at"]),
            _bare(cells["words"]),
            cells["kind"],
            _bare(cells["sentence"]),
            cells["suggestion"],
            decision,
            replacement,
        )


def _bare(cell: str) -> str:
    return cell.removeprefix(_OPEN).removesuffix(_CLOSE)


_AFRESH = "Leave this column as it was written, or make the list afresh."


def _decision(said: str, line: int, report: Report) -> Decision:
    try:
        return Decision(said.casefold())
    except ValueError:
        wanted = [each.value for each in Decision if each]
        remedy = f"{suggestion_among(said, wanted)}Write keep, replace or withhold, or leave it empty to decide later."
        report.add(f"unknown decision {shown(said)}", remedy, row=line, field="decision")
        return Decision.OPEN


def _replacement(cells: dict[str, str], decision: Decision, line: int, report: Report) -> str:
    said = cells["replacement"]
    if decision is not Decision.REPLACE:
        if said:
            message = f"there is a replacement, and the decision is {shown(cells['decision'])}"
            report.add(message, "Write replace as the decision, or empty this cell.", row=line, field="replacement")
        return ""
    words = said or cells["suggestion"]
    if not is_bracketed(words):
        remedy = "Write it in square brackets, such as [a town], so that readers see it is not the participant's word."
        report.add(f"{shown(words)} is not bracketed", remedy, row=line, field="replacement")
    return words


def is_bracketed(words: str) -> bool:
    """Whether something stands in one pair of square brackets, on one line."""
    return re.fullmatch(r"\[[^\[\]\r\n]*[^\[\]\s][^\[\]\r\n]*\]", words) is not None
