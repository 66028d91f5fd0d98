"""One table of a file as rows of text, whatever kind of file it is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ppwi_bot.corpus.importing.found import Remark
from ppwi_bot.corpus.importing.vocabulary import HEADERS, nearest

HEADER_ROWS = 20
"""A title and a few notes may stand above the header, but not more rows than this."""

MAX_ROWS = 1_048_576
"""What a spreadsheet program can hold. A file with more is split, or is no table."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row that holds anything: its number as the program that made it shows it, and its cells, letter for letter.

    `fault` says why the row cannot be read, and is empty for most. `formulas` and `errors` are the places of cells with a
    calculated value, and of those with an error value such as #REF!, counted from 0.
    """

    number: int
    cells: tuple[str, ...]
    fault: str = ""
    formulas: tuple[int, ...] = ()
    errors: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table. `name` is empty where the file holds only one; `rows` reads it anew with each call, header included.

    `counts` is what its rows are counted as: rows or lines. `remarks` concern the whole table.
    """

    file: str
    name: str
    rows: Callable[[], Iterator[SheetRow]]
    counts: str = "row"
    remarks: tuple[Remark, ...] = ()

    @property
    def where(self) -> str:
        """The file and the table in it, in words."""
        return f"{self.file}, sheet {self.name}" if self.name else self.file

    def place(self, number: int) -> str:
        """A row of the table, in words."""
        return f"{self.where}, {self.counts} {number}"


@dataclass(frozen=True, slots=True)
class Header:
    """The row with the names of the columns: its number, and a name of its own for each column."""

    number: int
    names: tuple[str, ...]


def find_header(sheet: Sheet, number: int = 0) -> Header | None:
    """The header: row `number` if given, else the one of the first rows that names most fields; None in an empty table."""
    best: tuple[int, SheetRow] | None = None
    for place, row in enumerate(sheet.rows()):
        if number and row.number >= number:
            return Header(row.number, _distinct(row.cells)) if row.number == number else None
        if not number and place < HEADER_ROWS and not row.fault:
            known = sum(is_header(cell) for cell in row.cells if cell.strip())
            if best is None or known > best[0] or (best[0] == 0 and _filled(row) > 1 == _filled(best[1])):
                best = known, row
        if not number and place >= HEADER_ROWS:
            break
    return Header(best[1].number, _distinct(best[1].cells)) if best else None


def is_header(cell: str) -> bool:
    """Whether a cell names one of our fields."""
    return len(cell) <= 60 and any(nearest(cell, names)[0] for names in HEADERS.values())


def _filled(row: SheetRow) -> int:
    return sum(bool(cell.strip()) for cell in row.cells)


def _distinct(cells: Sequence[str]) -> tuple[str, ...]:
    names: list[str] = []
    for place, cell in enumerate(cells, 1):
        name = " ".join(cell.split()) or f"column {place}"
        again = 2
        distinct = name
        while distinct in names:
            distinct, again = f"{name} ({again})", again + 1
        names.append(distinct)
    return tuple(names)
