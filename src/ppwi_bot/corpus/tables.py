"""A CSV file as rows with line numbers, read without changing a letter, with every broken row reported."""

import csv
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ppwi_bot.corpus.decoding import lines
from ppwi_bot.corpus.problems import Report, shown, suggestion_among

MAX_BROKEN_ROWS = 20
"""After so many rows with stray quotation marks it is no CSV file, and each fresh start costs a pass."""

_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins on, counted from 1, and its cells by column, letter for letter."""

    line: int
    cells: Mapping[str, str]


def read_rows(text: str, required: Sequence[str], optional: Sequence[str], report: Report) -> list[Row]:
    """All that `each_row` gives, so that everything is reported that is wrong with them."""
    return list(each_row(text, required, optional, report))


def each_row(text: str, required: Sequence[str], optional: Sequence[str], report: Report) -> Iterator[Row]:
    """The rows of a CSV text below its header, in any order of columns, read as they are asked for.

    Empty rows are passed over. A row with another number of cells than the header is reported and left out.
    """
    delimiter = _delimiter(text, (*required, *optional))
    if delimiter != ",":
        message = f"the columns are separated by {_DELIMITERS[delimiter]}, not by commas"
        report.add(message, "Save it as 'CSV UTF-8 (comma delimited)', or choose the comma when exporting.", row=1)
    found = records(text, delimiter, report)
    line, header = next(found, (1, []))
    if not header:
        if header is not None:  # a broken header is reported already
            report.add("the file is empty", f"Begin it with the header {','.join(required)}.")
        return
    columns = [name.strip() for name in header]
    _check_header(columns, required, optional, line, report)
    yield from _rows(found, columns, report)


def column(text: str, name: str, known: Sequence[str]) -> list[str]:
    """What stands in one column, trimmed, of every row that can be read at all, whatever else is wrong with it."""
    whole = [cells for _, cells in records(text, _delimiter(text, known), Report("")) if cells]
    at = _place(whole[0], name) if whole else None
    return [cells[at].strip() for cells in whole[1:] if len(cells) > at] if at is not None else []


def without_rows(text: str, name: str, value: str, known: Sequence[str]) -> str:
    """The text without the rows that hold `value` in the column `name`; every other letter stays.

    Raises:
        csv.Error: a stray quotation mark makes it unsure where rows end.
    """
    text_lines = lines(text)
    limit = csv.field_size_limit(len(text) + 1)
    try:
        reader = csv.reader(text_lines, delimiter=_delimiter(text, known), strict=True)
        kept: list[str] = []
        at = None
        begin = 0
        for cells in reader:
            if at is None:
                at = _place(cells, name)
                gone = False
            else:
                gone = len(cells) > at and cells[at].strip() == value
            if not gone:
                kept += text_lines[begin : reader.line_num]
            begin = reader.line_num
    finally:
        csv.field_size_limit(limit)
    return "".join(kept)


def _place(header: Sequence[str], name: str) -> int | None:
    return next((at for at, cell in enumerate(header) if cell.strip() == name), None)


def _delimiter(text: str, known: Sequence[str]) -> str:
    """What separates the columns: the candidate under which most of the header is understood."""
    first = next((line for line in lines(text) if line.strip()), "")
    understood = {mark: sum(name.strip().strip('"') in known for name in first.split(mark)) for mark in _DELIMITERS}
    return max(understood, key=lambda mark: understood[mark])


def records(text: str, delimiter: str, report: Report) -> Iterator[tuple[int, list[str] | None]]:
    """Line and cells of each record that holds anything; None for cells where the record is broken.

    They are read as they are asked for, and one text is read at a time.
    """
    limit = csv.field_size_limit(len(text) + 1)  # a cell of any length is read, and its length judged later
    try:
        yield from _collect(lines(text), delimiter, report)
    finally:
        csv.field_size_limit(limit)


def _collect(text_lines: list[str], delimiter: str, report: Report) -> Iterator[tuple[int, list[str] | None]]:
    """`strict`, since otherwise csv would drop stray quotation marks in silence.

    After a broken record reading starts afresh on the line below the one where it began.
    """
    start = 0
    for _ in range(MAX_BROKEN_ROWS):
        reader = csv.reader(itertools.islice(text_lines, start, None), delimiter=delimiter, strict=True)
        line = start + 1
        try:
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield line, cells
                line = start + reader.line_num + 1
            return
        except csv.Error as error:
            _report_quotation_marks(error, line, report)
            yield line, None
            start = line
    report.add(
        "reading stopped: too many rows have stray quotation marks",
        "Mend the rows above and check again.",
        row=line,
    )


def _report_quotation_marks(error: csv.Error, line: int, report: Report) -> None:
    message = (
        'a cell begins with a quotation mark (") that is never closed'
        if "unexpected end of data" in str(error)
        else 'a quotation mark (") stands alone inside a cell'
    )
    remedy = 'Write each " inside a cell twice, with one " around the whole cell; spreadsheet programs do so.'
    report.add(message, remedy, row=line)


def _check_header(
    columns: list[str], required: Sequence[str], optional: Sequence[str], line: int, report: Report
) -> None:
    known = (*required, *optional)
    for name in required:
        if name not in columns:
            report.add(
                "the column is missing",
                f"Add it to the header, which is {','.join(required)}.",
                row=line,
                field=name,
            )
    for name in dict.fromkeys(columns):
        if not name:
            report.add("a column has no name", "Delete the empty column or give it its name.", row=line)
        elif name not in known:
            remedy = f"{suggestion_among(name, known)}Delete it, or rename it to one of {', '.join(known)}."
            report.add(f"unknown column {shown(name)}", remedy, row=line)
        elif columns.count(name) > 1:
            report.add("the column is there twice", "Delete one of the two.", row=line, field=name)


def _rows(found: Iterator[tuple[int, list[str] | None]], columns: list[str], report: Report) -> Iterator[Row]:
    astray = False  # after a broken row the next few may be pieces of it: not worth a problem each
    for line, cells in found:
        if cells is None:
            astray = True
        elif len(cells) == len(columns):
            astray = False
            yield Row(line, dict(zip(columns, cells, strict=True)))
        elif not astray:
            _report_cells(len(cells), len(columns), line, report)


def _report_cells(found: int, wanted: int, line: int, report: Report) -> None:
    remedy = (
        'A comma inside a text needs quotation marks (") around the whole cell.'
        if found > wanted
        else "Add the missing commas; empty cells need theirs too."
    )
    report.add(f"the row has {found} cells and the header {wanted}", remedy, row=line)
