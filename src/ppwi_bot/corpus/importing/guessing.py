"""Guessing from headers and values which column is what. A guess is a proposal: it is shown before anything is written."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from ppwi_bot.corpus.importing import vocabulary
from ppwi_bot.corpus.importing.mapping import ColumnMapping
from ppwi_bot.corpus.importing.sheet import Header, Sheet, find_header
from ppwi_bot.corpus.rules import is_link

SAMPLE_ROWS = 500
LONG_TEXT = 40
"""The mean length from which a column of unknown name may hold quotes."""

MOST = 0.8
"""The share of a column's values that must be known words for it to be guessed by its values."""

OUR_CODES = "\n", " > "
"""Between codes and between levels in a table that `ppwi-bot corpus export` wrote."""

_LEVELS = (" > ", ">", "::")
_CODES = ("\n", ";", "|")
_DISTINCT_CODES = 0.5


def guess(sheet: Sheet, header_row: int = 0) -> ColumnMapping | None:
    """The likely mapping of a table; None where no column looks like quotes."""
    header = find_header(sheet, header_row)
    if header is None:
        return None
    values = _sample(sheet, header)
    columns = _by_name(header.names)
    _drop_repeated_ids(columns, values)
    _by_values(columns, values)
    if "text" not in columns:
        return None
    codes = [value for name in columns.get("codes", ()) for value in values[name]]
    levels = [
        value for field in ("theme", "topic", "subtopic") for name in columns.get(field, ()) for value in values[name]
    ]
    between_levels = "" if "theme" in columns else _separator(codes, _LEVELS)
    between_codes = _separator([*codes, *levels], _CODES)
    if "code_ids" in columns:
        between_codes, between_levels = OUR_CODES
    return ColumnMapping(columns, sheet.name, header.number, between_codes, between_levels)


def _sample(sheet: Sheet, header: Header) -> Mapping[str, list[str]]:
    values: dict[str, list[str]] = {name: [] for name in header.names}
    below = (row for row in sheet.rows() if row.number > header.number and not row.fault)
    for row in itertools.islice(below, SAMPLE_ROWS):
        for name, cell in itertools.zip_longest(header.names, row.cells[: len(header.names)], fillvalue=""):
            values[name].append(cell)
    return values


def _by_name(names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Fields by the names of their columns, the best likeness first, each column once."""
    pairs = []
    for field, known in vocabulary.HEADERS.items():
        for place, name in enumerate(names):
            likeness = vocabulary.nearest(name, known)[1]
            if likeness:
                pairs.append((-likeness, place, name, field))
            elif field == "codes" and _is_numbered_code(name):
                pairs.append((-vocabulary.NEAR_ENOUGH, place, name, field))
    columns: dict[str, tuple[str, ...]] = {}
    taken: set[str] = set()
    for _, _, name, field in sorted(pairs):
        if name not in taken and (field not in columns or field == "codes"):
            columns[field] = (*columns.get(field, ()), name)
            taken.add(name)
    if "codes" in columns:
        columns["codes"] = tuple(name for name in names if name in columns["codes"])
    return columns


def _is_numbered_code(name: str) -> bool:
    """'Code 1', 'Code 2' … are columns of one code each."""
    words = vocabulary.plain(name).split()
    return len(words) == 2 and words[1].isdigit() and words[0] in ("code", "tag", "topic", "node", "label")


def _drop_repeated_ids(columns: dict[str, tuple[str, ...]], values: Mapping[str, list[str]]) -> None:
    """A column in which one value stands beside several quotes is no id of quotes; an interview's number is like that."""
    if "id" not in columns or "text" not in columns:
        return
    pairs = set(zip(values[columns["id"][0]], values[columns["text"][0]], strict=True))
    ids = [name for name, text in pairs if name and text.strip()]
    if len(ids) != len(set(ids)):
        name = columns.pop("id")
        columns.setdefault("participant", name)


def _by_values(columns: dict[str, tuple[str, ...]], values: Mapping[str, list[str]]) -> None:
    """Give fields that no header names to columns whose values speak for themselves."""
    tests: Mapping[str, Callable[[str], bool]] = {
        "source": is_link,
        "perspective": lambda value: vocabulary.perspective(value) is not None,
        "audience": lambda value: vocabulary.audience(value) is not None and not value.strip().isdigit(),
        "language": lambda value: vocabulary.plain(value) in vocabulary.LANGUAGES,
    }
    if "text" not in columns:
        free = {name: _mean_length(cells) for name, cells in _free(columns, values).items()}
        longest = max(free, key=lambda name: free[name], default="")
        if longest and free[longest] >= LONG_TEXT:
            columns["text"] = (longest,)
    for field, test in tests.items():
        for name, cells in _free(columns, values).items():
            filled = [cell for cell in cells if cell.strip()]
            if field not in columns and filled and sum(map(test, filled)) >= MOST * len(filled):
                columns[field] = (name,)
    if not {"codes", "theme", "topic"} & set(columns):
        paths = {name: _separator(cells, _LEVELS) for name, cells in _free(columns, values).items()}
        coded = next((name for name, found in paths.items() if found and _repeats(values[name])), "")
        columns |= {"codes": (coded,)} if coded else {}


def _free(columns: Mapping[str, tuple[str, ...]], values: Mapping[str, list[str]]) -> dict[str, list[str]]:
    taken = {name for names in columns.values() for name in names}
    return {name: cells for name, cells in values.items() if name not in taken}


def _mean_length(cells: Sequence[str]) -> float:
    filled = [cell for cell in cells if cell.strip()]
    return sum(map(len, filled)) / len(filled) if filled else 0.0


def _repeats(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    return len(set(filled)) <= _DISTINCT_CODES * len(filled)


def _separator(cells: Iterable[str], marks: Sequence[str]) -> str:
    """The mark that stands inside most cells; empty where none does."""
    counts: Counter[str] = Counter()
    for cell in cells:
        mark = next((mark for mark in marks if mark in cell.strip().strip(mark.strip() or None)), None)
        if mark:
            counts[mark] += 1
    return counts.most_common(1)[0][0] if counts else ""
