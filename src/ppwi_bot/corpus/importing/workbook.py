"""XLSX workbooks: their sheets as tables of the words that a person sees in them."""

import re
import warnings
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from zipfile import BadZipFile, ZipFile

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from openpyxl import Workbook, load_workbook
from openpyxl.cell.text import Text
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.xml.constants import ARC_SHARED_STRINGS, SHEET_MAIN_NS

from ppwi_bot.corpus.importing.archive import BoundedFile
from ppwi_bot.corpus.importing.dates import as_shown
from ppwi_bot.corpus.importing.found import Remark, UnreadableError
from ppwi_bot.corpus.importing.sheet import MAX_ROWS, Sheet, SheetRow

MAX_UNPACKED_BYTES = 256 * 2**20
"""What all parts of a workbook may take unpacked. 100,000 rows of quotes take a third of it."""

MAX_COLUMNS = 500
"""Far more than any table of quotes has: a stray cell at the far right must not make every row that wide."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an old .xls file begins, and a workbook with a password."""

_CHUNK, _OVERLAP = 2**20, 2**13
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]{0,200}?\bref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')
_FORMULA = re.compile(rb'<(?:\w+:)?c\s[^>]{0,200}?\br="([A-Z]{1,3}[0-9]{1,7})"[^>]{0,200}>\s*<(?:\w+:)?f[\s>/]')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TO_ESCAPE = re.compile(r"[\r\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_FAILURES = (
    BadZipFile, zlib.error, DefusedXmlException, SyntaxError, LookupError, ValueError, TypeError, AttributeError, OSError,
    EOFError, RuntimeError, ArithmeticError, AssertionError, InvalidFileException,
)  # fmt: skip
"""What zipfile, the XML parser and openpyxl raise on damaged files."""


@dataclass(frozen=True, slots=True)
class _Extras:
    """What openpyxl does not tell when it reads row by row: merged cells and formulas, by row and column from 1.

    `merged` gives for a first row the columns and last rows of the cells merged downwards from there.
    """

    merged: Mapping[int, tuple[tuple[int, int], ...]]
    formulas: Mapping[int, tuple[int, ...]]


def open_workbook(path: Path) -> tuple[Sheet, ...]:
    """The sheets of an XLSX file as tables that are read row by row.

    Raises:
        UnreadableError: it is damaged, has a password, is of another kind, or unpacks to more than any table.
    """
    with _failing(path):
        with BoundedFile(path) as file, ZipFile(file) as archive:
            _check_size(path, archive)
            strings = _shared_strings(archive)
        with _opened(path) as book, ZipFile(path) as archive:
            extras = {sheet.title: _extras(archive, _part(sheet)) for sheet in book.worksheets}
    return tuple(_sheet(path, name, extras[name], strings) for name in extras)


def _sheet(path: Path, name: str, extras: _Extras, strings: list[str]) -> Sheet:
    where = f"{path.name}, sheet {name}"
    remarks = []
    if extras.merged:
        told = "Cells that are merged over several rows count for each of these rows."
        remarks.append(Remark(where, "note", told))
    return Sheet(path.name, name, lambda: _rows(path, name, extras, strings), "row", tuple(remarks))


@contextmanager
def _failing(path: Path) -> Iterator[None]:
    """Whatever a damaged file makes the readers raise becomes one sentence."""
    try:
        yield
    except UnreadableError:
        raise
    except _FAILURES:
        raise UnreadableError(_why(path)) from None


def _why(path: Path) -> str:
    try:
        with path.open("rb") as file:
            head = file.read(2**20)
    except OSError as error:
        return f"{path.name}: the file cannot be read: {error.strerror}. Check its name and who may read it."
    if head.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in head:
        return f"{path.name}: the workbook has a password. Open it, save it without one, and import that copy."
    if head.startswith(OLE):
        return f"{path.name}: this is an old .xls workbook. Open it and save it as .xlsx."
    return f"{path.name}: this is no sound .xlsx workbook; it is damaged or cut short. Save it anew, or fetch it again."


def _check_size(path: Path, archive: ZipFile) -> None:
    if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED_BYTES:
        limit = f"{MAX_UNPACKED_BYTES // 2**20} MB"
        raise UnreadableError(
            f"{path.name}: the workbook unpacks to more than {limit}. Delete pictures, or split it in parts."
        )


@contextmanager
def _opened(path: Path) -> Iterator[Workbook]:
    with path.open("rb") as file:  # openpyxl would judge a path by its extension
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of formats and extensions, which do not touch the words in the cells
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            yield book
        finally:
            book.close()


def _shared_strings(archive: ZipFile) -> list[str]:
    """The table of texts as the file has it. openpyxl's own loses each 'x005F_', even where a person wrote it."""
    name = next((each for each in archive.namelist() if each.lower() == ARC_SHARED_STRINGS.lower()), None)
    if name is None:
        return []
    texts = []
    with archive.open(name) as part:
        for _, node in iterparse(part):
            if node.tag == f"{{{SHEET_MAIN_NS}}}si":
                text = Text.from_tree(node)
                texts.append(text.content if text else "")
                node.clear()
    return texts


def _part(sheet: object) -> str:
    """The name of a sheet's part in the archive. openpyxl keeps it to itself."""
    return str(getattr(sheet, "_worksheet_path"))  # noqa: B009


def _extras(archive: ZipFile, part: str) -> _Extras:
    merged: dict[int, set[tuple[int, int]]] = defaultdict(set)
    formulas: dict[int, set[int]] = defaultdict(set)
    with archive.open(part) as file:
        tail = b""
        while chunk := file.read(_CHUNK):
            window = tail + chunk
            for found in _MERGED.finditer(window):
                left, top, _, bottom = range_boundaries(found[1].decode())
                if left and top and bottom and bottom > top:
                    merged[top].add((left, bottom))
            # Most sheets hold no formula, and to see that is a hundred times faster than to look for where each is.
            for found in _FORMULA.finditer(window) if b"<f" in window or b":f" in window else ():
                row, column = coordinate_to_tuple(found[1].decode())
                formulas[row].add(column)
            tail = window[-_OVERLAP:]
    return _Extras(
        {row: tuple(sorted(cells)) for row, cells in merged.items()},
        {row: tuple(sorted(columns)) for row, columns in formulas.items()},
    )


def _rows(path: Path, name: str, extras: _Extras, strings: list[str]) -> Iterator[SheetRow]:
    held: dict[int, tuple[int, str]] = {}  # by column: the last row a merged cell reaches, and what it holds
    with _failing(path), _opened(path) as book, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet = cast(Any, book[name])
        sheet.reset_dimensions()  # what the file says of its size may be wrong
        sheet._shared_strings = strings
        for number, cells in enumerate(sheet.iter_rows(), 1):
            if number > MAX_ROWS:
                raise UnreadableError(f"{path.name}, sheet {name}: more than {MAX_ROWS:,} rows. Split it in parts.")
            errors = tuple(at for at, cell in enumerate(cells[:MAX_COLUMNS]) if cell.data_type == "e")
            texts = ["" if at in errors else _text(cell) for at, cell in enumerate(cells[:MAX_COLUMNS])]
            if errors or any(text.strip() for text in texts) or number in extras.formulas:
                formulas = tuple(column - 1 for column in extras.formulas.get(number, ()) if column <= MAX_COLUMNS)
                yield SheetRow(number, _filled(number, texts, held), "", formulas, errors)
            for column, last in extras.merged.get(number, ()):
                held[column] = last, texts[column - 1] if column <= len(texts) else ""


def _filled(number: int, texts: list[str], held: Mapping[int, tuple[int, str]]) -> tuple[str, ...]:
    """The cells of a row, with those that a merged cell above reaches into."""
    for column, (last, text) in held.items():
        if number <= last and text and column <= MAX_COLUMNS:
            texts.extend([""] * (column - len(texts)))
            texts[column - 1] = texts[column - 1] or text
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _text(cell: object) -> str:
    value = getattr(cell, "value", None)
    if value is None:
        return ""
    if isinstance(value, str):
        return unescape(value)
    return as_shown(value, str(getattr(cell, "number_format", None) or "General"))


def unescape(text: str) -> str:
    """The letters of a cell: XLSX writes some as `_x000D_`, and a person's own `_x000D_` as `_x005F_x000D_`."""
    if "_x" not in text:
        return text
    letters = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return letters.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def escape(text: str) -> str:
    """The opposite: XML turns a bare CR into a line feed and has no U+FFFE, so these are written as escapes."""
    return _TO_ESCAPE.sub(lambda found: f"_x{ord(found[0][0]):04X}_" + found[0][1:], text)


def column_name(place: int) -> str:
    """The letters of a column counted from 0."""
    return get_column_letter(place + 1)
