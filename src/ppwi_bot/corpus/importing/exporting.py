"""A corpus as a file for other programs: CSV, XLSX, JSON Lines, or REFI-QDA. No letter of a quote is changed."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from ppwi_bot.corpus.importing.entries import STRICTNESS
from ppwi_bot.corpus.importing.guessing import OUR_CODES
from ppwi_bot.corpus.importing.refi.exporting import write_codebook, write_project
from ppwi_bot.corpus.importing.tables import ILLUSTRATIVE, escaped
from ppwi_bot.corpus.importing.workbook import escape
from ppwi_bot.corpus.library import Library
from ppwi_bot.corpus.quotes import Audience, Perspective, Quote
from ppwi_bot.corpus.whole_file import write_whole
from ppwi_bot.errors import CorpusError

COLUMNS = (
    "id", "text", "codes", "code_ids", "perspective", "affinity_group", "region", "audience", "language", "source",
    "participant",
)  # fmt: skip

FOR_ALL = 0o644
"""Others on this machine may read an export, as any file that is given away."""

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet program takes a cell of a CSV file that begins so for a formula."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: how many quotes, how many were left out by their audience, and what the format does not carry."""

    quotes: int
    left_out: int
    not_carried: tuple[str, ...]


def export(library: Library, target: Path, audience: Audience) -> Exported:
    """Write the quotes that `audience` may see to a file whose ending names the format. `withheld` means all quotes.

    Raises:
        CorpusError: the ending names no format, no quote is left, or the file cannot be written.
    """
    write = _FORMATS.get(target.suffix.lower())
    if write is None:
        raise CorpusError(f"{target.name}: the ending must be one of {', '.join(_FORMATS)}. Change it.")
    seen = STRICTNESS[: STRICTNESS.index(audience) + 1]
    quotes = tuple(quote for quote in library.quotes.values() if quote.audience in seen)
    if not quotes and target.suffix.lower() != ".qdc":
        raise CorpusError(f"No quote may be seen by '{audience}', so nothing was written. Choose another --audience.")
    try:
        losses = write(library, quotes, target)
    except OSError as error:
        raise CorpusError(
            f"{target} cannot be written: {error.strerror}. Check the folder and who may write there."
        ) from None
    return Exported(len(quotes), len(library.quotes) - len(quotes), losses)


def _csv(library: Library, quotes: Sequence[Quote], target: Path) -> tuple[str, ...]:
    file = io.StringIO(newline="")
    file.write("\ufeff")  # so that spreadsheet programs see that it is UTF-8
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    columns = _columns(library)
    writer.writerow(columns)
    for quote in quotes:
        row = _row(quote, library)
        writer.writerow([row[name] for name in columns])
    write_whole(target, file.getvalue().encode(), FOR_ALL)
    risky = sum(quote.text.startswith(_FORMULA_SIGNS) for quote in quotes)
    return _losses(library, risky)


def _json_lines(library: Library, quotes: Sequence[Quote], target: Path) -> tuple[str, ...]:
    lines = []
    columns = _columns(library)
    for quote in quotes:
        row = _row(quote, library)
        lists = {name: row[name].split(OUR_CODES[0]) for name in ("codes", "code_ids")}
        fields = {**row, **lists}
        lines.append(json.dumps({name: fields[name] for name in columns}, ensure_ascii=False) + "\n")
    write_whole(target, "".join(lines).encode(), FOR_ALL)
    return _losses(library, 0)


def _xlsx(library: Library, quotes: Sequence[Quote], target: Path) -> tuple[str, ...]:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Quotes")
    sheet.freeze_panes = "A2"
    sheet.column_dimensions["B"].width = 80
    columns = _columns(library)
    sheet.append(list(columns))
    for quote in quotes:
        row = _row(quote, library)
        sheet.append([_text_cell(sheet, row[name]) for name in columns])
    file = io.BytesIO()
    book.save(file)
    write_whole(target, file.getvalue(), FOR_ALL)
    return _losses(library, 0)


def _text_cell(sheet: Any, text: str) -> Any:
    """A cell that is text whatever it begins with, and stays text when a person edits it."""
    cell: Any = WriteOnlyCell(sheet)
    # Past the setter, which would make a formula of '=…' and cut a text that is long only through its escapes.
    cell._value = escape(text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _project(library: Library, quotes: Sequence[Quote], target: Path) -> tuple[str, ...]:
    made_up = [corpus for corpus in library.corpora if library.illustrative(corpus)]
    title = " · ".join(corpus.title for corpus in library.corpora.values())
    return write_project(target, title=title, quotes=quotes, codebook=library.codebook, illustrative=made_up)


def _codes(library: Library, quotes: Sequence[Quote], target: Path) -> tuple[str, ...]:
    return write_codebook(target, codebook=library.codebook)


_FORMATS: Mapping[str, Callable[[Library, Sequence[Quote], Path], tuple[str, ...]]] = {
    ".csv": _csv,
    ".xlsx": _xlsx,
    ".jsonl": _json_lines,
    ".qdpx": _project,
    ".qdc": _codes,
}


def _columns(library: Library) -> tuple[str, ...]:
    return (*COLUMNS, ILLUSTRATIVE) if any(map(library.illustrative, library.corpora)) else COLUMNS


def _row(quote: Quote, library: Library) -> dict[str, str]:
    paths = [library.codebook.path(code) for code in quote.codes]
    between_codes, between_levels = OUR_CODES
    return {
        "id": quote.id,
        "text": quote.text,
        "codes": between_codes.join(between_levels.join(escaped(code.name) for code in path) for path in paths),
        "code_ids": between_codes.join("/".join(code.id for code in path) for path in paths),
        "perspective": "" if quote.perspective is Perspective.NOT_STATED else str(quote.perspective),
        "affinity_group": quote.affinity_group,
        "region": quote.region,
        "audience": str(quote.audience),
        "language": quote.language,
        "source": quote.source,
        "participant": quote.participant,
        ILLUSTRATIVE: "yes" if library.illustrative(quote.corpus) else "",
    }


def _losses(library: Library, risky: int) -> tuple[str, ...]:
    told = []
    if risky:
        told.append(
            f"{risky} quote(s) begin with a sign that spreadsheet programs take for a formula (= + - @). No letter was changed: "
            "do not open the file there by a double click, but export to .xlsx, where these cells are marked as text."
        )
    used = {above for quote in library.spread.values() for above in quote}
    codes = library.codebook.codes.values()
    for what, count in (
        ("Summaries of codes", sum(bool(code.summaries) for code in codes)),
        ("Keywords of codes", sum(bool(code.keywords) for code in codes)),
        ("Calls to action", sum(len(code.calls) for code in codes)),
        ("Links of codes", sum(bool(code.links) for code in codes)),
        ("Codes that no quote has", sum(code.id not in used for code in codes)),
        ("Figures", sum(len(corpus.figures) for corpus in library.corpora.values())),
        ("Example questions", len(library.questions)),
    ):
        if count:
            told.append(f"{what} are not carried: {count}.")
    told.append("What corpus.toml says of the corpus, its groups and places is not carried.")
    return tuple(told)
