"""Tables from anywhere (CSV, TSV, XLSX, JSON Lines) as quotes and codes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ppwi_bot.corpus.importing.delimited import open_delimited
from ppwi_bot.corpus.importing.encoding import SAMPLE_BYTES
from ppwi_bot.corpus.importing.found import Found, FoundCode, FoundQuote, Remark, UnreadableError
from ppwi_bot.corpus.importing.guessing import OUR_CODES, guess
from ppwi_bot.corpus.importing.json_lines import is_json_lines, open_json_lines
from ppwi_bot.corpus.importing.mapping import ColumnMapping
from ppwi_bot.corpus.importing.sheet import Sheet, SheetRow, find_header
from ppwi_bot.corpus.importing.workbook import OLE, column_name, open_workbook
from ppwi_bot.corpus.problems import printable, shown, suggestion_among
from ppwi_bot.corpus.progress import progress
from ppwi_bot.corpus.quotes import Audience

ILLUSTRATIVE = "illustrative"
"""A column of our own exports. Where it says yes, nobody said these words, and they are not imported."""

_ZIP = b"PK"
_NO_QUOTES = "no column looks like quotes. Write a mapping with --write-mapping FILE, fill it in, and give it with --mapping FILE"


def beginning(path: Path) -> bytes:
    """The first bytes of a file, by which its kind is told.

    Raises:
        UnreadableError: it cannot be read, or is empty.
    """
    try:
        with path.open("rb") as file:
            head = file.read(SAMPLE_BYTES)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its path is not sound"
        raise UnreadableError(
            f"{path.name}: the file cannot be read: {reason}. Check its name and who may read it."
        ) from None
    if not head.strip():
        raise UnreadableError(f"{path.name}: the file is empty. Choose another one.")
    return head


def open_sheets(path: Path) -> tuple[Sheet, ...]:
    """The tables of a file, whatever its extension says.

    Raises:
        UnreadableError: it cannot be read as a table.
    """
    head = beginning(path)
    if head.startswith((_ZIP, OLE)):
        return open_workbook(path)
    if is_json_lines(head.decode("utf-8-sig", "replace")):
        return (open_json_lines(path),)
    return (open_delimited(path),)


def suggest(path: Path) -> ColumnMapping:
    """What the columns of a file most likely are; with no columns where nothing looks like quotes."""
    return next(filter(None, map(guess, open_sheets(path))), ColumnMapping({}))


def read(path: Path, mapping: ColumnMapping | None = None) -> Found:
    """The quotes of a table, row by row; rows with the same words are not joined here.

    Raises:
        UnreadableError: it cannot be read, or a column of the mapping is not there.
    """
    sheets = open_sheets(path)
    sheet, mapping = _chosen(path, sheets, mapping)
    others = ", ".join(shown(each.name) for each in sheets if each is not sheet)
    remarks = [*sheet.remarks]
    if others:
        remarks.append(Remark(path.name, "note", f"Only the sheet {shown(sheet.name)} was read, not {others}."))
    return _Reading(sheet, mapping, remarks).found()


def _chosen(path: Path, sheets: Sequence[Sheet], mapping: ColumnMapping | None) -> tuple[Sheet, ColumnMapping]:
    if mapping is None:
        for sheet in sheets:
            if guessed := guess(sheet):
                return sheet, guessed
        raise UnreadableError(f"{path.name}: {_NO_QUOTES}.")
    if "text" not in mapping.columns:
        raise UnreadableError(
            f'{path.name}: the mapping does not say which column holds the quotes. Fill in text = "…".'
        )
    names = [sheet.name for sheet in sheets]
    if mapping.sheet and mapping.sheet not in names and names != [""]:
        near = suggestion_among(mapping.sheet, names)
        raise UnreadableError(
            f"{path.name}: there is no sheet {shown(mapping.sheet)}. {near}Mend the entry sheet of the mapping."
        )
    return next((sheet for sheet in sheets if sheet.name == mapping.sheet), sheets[0]), mapping


@dataclass(slots=True)
class _Tally:
    """Something that happens to many cells of a column: told once, with the first place and the number."""

    first: str
    count: int = 0


class _Reading:
    """One pass over a table."""

    def __init__(self, sheet: Sheet, mapping: ColumnMapping, remarks: Sequence[Remark]) -> None:
        self._sheet = sheet
        self._mapping = mapping
        self._remarks = list(remarks)
        header = find_header(sheet, mapping.header_row)
        self._header_row = header.number if header else 0
        self._places = _places(sheet, header.names if header else (), mapping)
        self._text = self._places["text"][0]
        self._made_up = header.names.index(ILLUSTRATIVE) if header and ILLUSTRATIVE in header.names else None
        self._formulas: dict[int, _Tally] = {}
        self._errors: dict[int, _Tally] = {}
        self._codes: dict[tuple[str, ...], str] = {}
        self._perspectives = {said.strip().casefold(): meant for said, meant in mapping.perspectives.items()}
        self._audiences = {said.strip().casefold(): meant for said, meant in mapping.audiences.items()}
        # In quotes.csv an empty cell is public. Of a column that somebody filled in to note consent, it is no consent.
        if mapping.columns.get("audience", ("audience",)) != ("audience",):
            self._audiences.setdefault("", Audience.WITHHELD)

    def found(self) -> Found:
        """Everything in the table."""
        quotes = []
        read = 0
        for row in progress(self._sheet.rows(), f"Reading {self._sheet.file}", "rows"):
            if row.number <= self._header_row:
                continue
            read += 1
            self._refuse_made_up(row)
            if fault := self._fault(row):
                self._remarks.append(Remark(self._sheet.place(row.number), "skipped", fault))
            else:
                self._note_cells(row)
                quotes.append(self._quote(row))
        self._remarks += [
            *_told(self._sheet, self._formulas, _FORMULAS, "note"),
            *_told(self._sheet, self._errors, _ERRORS, "changed"),
        ]
        codes = tuple(FoundCode(path, key) for path, key in self._codes.items())
        return Found(tuple(quotes), codes, (), tuple(self._remarks), read)

    def _refuse_made_up(self, row: SheetRow) -> None:
        if self._made_up is not None and self._cell(row, self._made_up).strip():
            raise UnreadableError(
                f"{self._sheet.place(row.number)}: the quote is marked as illustrative: nobody said it. "
                "Such quotes are never imported. Delete these rows, or copy the folder of that corpus instead."
            )

    def _fault(self, row: SheetRow) -> str:
        """Why a row gives no quote, or empty."""
        if row.fault:
            return f"The row cannot be read: {row.fault}."
        if self._text in row.errors:
            return "The cell of the quote holds an error value such as #REF!."
        if not self._cell(row, self._text).strip():
            if self._text in row.formulas:
                return "The quote is a formula without a result. Open the file in a spreadsheet program and save it."
            return "There is no quote in the row."
        return ""

    def _note_cells(self, row: SheetRow) -> None:
        read = {place for places in self._places.values() for place in places}
        for cells, tallies in ((row.formulas, self._formulas), (row.errors, self._errors)):
            for place in read.intersection(cells):
                tallies.setdefault(place, _Tally(self._sheet.place(row.number))).count += 1

    def _cell(self, row: SheetRow, place: int) -> str:
        return row.cells[place] if place < len(row.cells) else ""

    def _values(self, row: SheetRow, field: str) -> list[str]:
        return [self._cell(row, place) for place in self._places.get(field, ())]

    def _value(self, row: SheetRow, field: str) -> str:
        return "".join(self._values(row, field)).strip()

    def _quote(self, row: SheetRow) -> FoundQuote:
        perspective, audience = self._value(row, "perspective"), self._value(row, "audience")
        silent = not audience and self._audiences.get("") == Audience.WITHHELD
        return FoundQuote(
            text=self._cell(row, self._text),
            where=self._sheet.place(row.number),
            key=self._value(row, "id"),
            codes=tuple(dict.fromkeys(self._paths(row))),
            perspective=self._perspectives.get(perspective.casefold(), perspective),
            affinity_group=self._value(row, "affinity_group"),
            region=self._value(row, "region"),
            participant=self._value(row, "participant"),
            audience=self._audiences.get(audience.casefold(), audience),
            language=self._value(row, "language"),
            source=self._value(row, "source"),
            remarks=("The cell that says who may see the quote is empty, so it is withheld.",) if silent else (),
        )

    def _paths(self, row: SheetRow) -> Iterator[tuple[str, ...]]:
        cells = [cell for value in self._values(row, "codes") for cell in self._split(value)]
        paths = [self._levels(cell) for cell in cells]
        self._note_ids(paths, self._value(row, "code_ids"))
        yield from filter(None, paths)
        by_level = [self._split(self._value(row, field)) for field in ("theme", "topic", "subtopic")]
        yield from _joined([[self._levels(name) for name in names] for names in by_level if names])

    def _split(self, cell: str) -> list[str]:
        mark = self._mapping.between_codes
        parts = cell.split(mark) if mark else [cell]
        return [part.strip() for part in parts if part.strip()]

    def _levels(self, code: str) -> tuple[str, ...]:
        mark = self._mapping.between_levels
        names = code.split(mark) if mark else [code]
        if "code_ids" in self._places:
            return tuple(unescaped(name) for name in names)
        return tuple(" ".join(name.split()) for name in names if name.strip())

    def _note_ids(self, paths: Sequence[tuple[str, ...]], cell: str) -> None:
        """The ids of codes and of those above them, where our own export gives them beside the names."""
        if not cell:
            return
        for path, ids in zip(paths, cell.split(OUR_CODES[0]), strict=False):
            parts = ids.split("/")
            if len(parts) == len(path):
                self._codes.update({path[:depth]: parts[depth - 1] for depth in range(1, len(path) + 1)})


_FORMULAS = "{count} cell(s) of column {column} hold formulas; what they last came to was taken. The first is here."
_ERRORS = "{count} cell(s) of column {column} hold an error value such as #REF! and count as empty. The first is here."


def _told(sheet: Sheet, tallies: Mapping[int, _Tally], words: str, kind: str) -> list[Remark]:
    return [
        Remark(tally.first, kind, words.format(count=tally.count, column=column_name(place)))
        for place, tally in sorted(tallies.items())
    ]


def _places(sheet: Sheet, names: Sequence[str], mapping: ColumnMapping) -> Mapping[str, tuple[int, ...]]:
    """For each field the places of its columns."""
    for field, columns in mapping.columns.items():
        for name in columns:
            if name not in names:
                there = ", ".join(shown(each) for each in names) or "none"
                near = suggestion_among(name, names)
                raise UnreadableError(
                    f"{sheet.where}: there is no column {printable(shown(name))} for {field}. {near}The columns are {there}."
                )
    return {field: tuple(names.index(name) for name in columns) for field, columns in mapping.columns.items()}


def _joined(levels: Sequence[Sequence[tuple[str, ...]]]) -> Iterator[tuple[str, ...]]:
    """Columns of theme, topic and sub-topic as paths. Where both hold several names, they belong together in order.

    Where the numbers differ, nobody can tell what belongs to what: then each name is a code by itself.
    """
    paths: list[tuple[str, ...]] = [()]
    for names in levels:
        if len(names) == 1 or len(paths) == 1:
            paths = [(*path, *name) for path in paths for name in names]
        elif len(names) == len(paths):
            paths = [(*path, *name) for path, name in zip(paths, names, strict=True)]
        else:
            yield from (name for each in levels for name in each)
            return
    yield from filter(None, paths)


def escaped(name: str) -> str:
    """A name as it can stand in a cell with several paths."""
    return name.replace("\\", "\\\\").replace(">", "\\g").replace("\n", "\\n")


def unescaped(name: str) -> str:
    """The name that `escaped` was given."""
    marks = {"\\": "\\", "g": ">", "n": "\n"}
    letters = iter(name)
    return "".join(marks.get(next(letters, ""), "\\") if letter == "\\" else letter for letter in letters)
