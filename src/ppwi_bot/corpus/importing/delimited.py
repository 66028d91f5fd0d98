"""CSV and TSV files from anywhere: what separates their columns is found, and no letter is changed."""

import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ppwi_bot.corpus.importing.encoding import UTF8, read_text
from ppwi_bot.corpus.importing.found import Remark, UnreadableError
from ppwi_bot.corpus.importing.sheet import MAX_ROWS, Sheet, SheetRow, is_header
from ppwi_bot.corpus.problems import Report
from ppwi_bot.corpus.tables import MAX_BROKEN_ROWS, records

SAMPLE_CHARACTERS = 200_000
SAMPLE_RECORDS = 200
REGULAR = 0.9
"""A text is a table when so many of its records have the same number of cells."""

_DELIMITERS = (",", ";", "\t", "|")
_LONGEST_HEADER = 100


def delimiter_of(text: str) -> str:
    """What separates the columns, or empty where the text is no table of two or more columns."""
    scores = {mark: _score(text, mark) for mark in _DELIMITERS}
    best = max(scores, key=lambda mark: scores[mark])
    return best if scores[best] > (0, 0.0, 0) else ""


def _score(text: str, mark: str) -> tuple[int, float, int]:
    """How well a mark separates columns: names understood in the first record, regularity, and columns."""
    sample = io.StringIO(text[:SAMPLE_CHARACTERS], newline="")
    widths: Counter[int] = Counter()
    header: list[str] = []
    try:
        for cells in itertools.islice(csv.reader(sample, delimiter=mark), SAMPLE_RECORDS):
            if any(cell.strip() for cell in cells):
                header = header or cells
                widths[len(cells)] += 1
    except csv.Error:  # a cell of more than 131,072 characters: not this mark, or no table
        return 0, 0.0, 0
    width, count = widths.most_common(1)[0] if widths else (0, 0)
    regular = count / max(1, widths.total())
    understood = sum(map(is_header, header))
    if width < 2 or widths.total() < 2 or any(len(cell) > _LONGEST_HEADER for cell in header):
        return 0, 0.0, 0
    if regular < REGULAR and understood < 2:
        return 0, 0.0, 0
    return understood, regular, width


def open_delimited(path: Path) -> Sheet:
    """A CSV or TSV file as a table.

    Raises:
        UnreadableError: it is no text.
    """
    text, encoding = read_text(path)
    delimiter = delimiter_of(text) or ("\t" if path.suffix.lower() in (".tsv", ".tab") else ",")
    remarks: tuple[Remark, ...] = ()
    if encoding != UTF8:
        told = (
            f"The file is not UTF-8; it was read as {encoding}. Check accents and quotation marks in the first quotes."
        )
        remarks = (Remark(path.name, "note", told),)
    return Sheet(path.name, "", lambda: _rows(path.name, text, delimiter), "line", remarks)


def _rows(file: str, text: str, delimiter: str) -> Iterator[SheetRow]:
    report = Report(file)
    width = 0
    for count, (line, cells) in enumerate(records(text, delimiter, report)):
        if count >= MAX_ROWS:
            raise UnreadableError(f"{file}: the table has more than {MAX_ROWS:,} rows. Split it in parts.")
        if cells is None:
            yield SheetRow(line, (), next(problem.message for problem in report.problems if problem.row == line))
            continue
        width = width or len(cells)
        yield SheetRow(
            line, tuple(cells), "" if _fits(cells, width) else f"it has {len(cells)} cells and the first row {width}"
        )
    if len(report.problems) > MAX_BROKEN_ROWS:
        raise UnreadableError(
            f"{file}: more than {MAX_BROKEN_ROWS} rows have stray quotation marks, the first in line "
            f"{report.problems[0].row}. Save it again from a spreadsheet program, as .xlsx or 'CSV UTF-8'."
        )


def _fits(cells: list[str], width: int) -> bool:
    """Whether a row is as long as the first one; a longer one may end in empty cells."""
    return len(cells) == width or (len(cells) > width > 1 and not any(cell.strip() for cell in cells[width:]))
