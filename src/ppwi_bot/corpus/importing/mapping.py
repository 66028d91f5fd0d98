"""Which column of a table is which field of a quote: guessed or written by a person, kept as a TOML file."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomlkit

from ppwi_bot.corpus.importing.encoding import read_text
from ppwi_bot.corpus.importing.found import UnreadableError
from ppwi_bot.corpus.problems import shown, suggestion_among
from ppwi_bot.corpus.quotes import Audience, Perspective

FIELDS = (
    "id", "text", "codes", "code_ids", "theme", "topic", "subtopic", "perspective", "affinity_group", "region",
    "participant", "audience", "language", "source",
)  # fmt: skip

_HEAD = """\
How the columns of a table become quotes. Left: the field. Right: the column's name as the table has it.
A column that is not named here is not read. docs/corpus.md explains every entry."""


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What each column is.

    `columns` holds for each field the names of its columns (several for codes). `sheet` is empty for the first that fits,
    `header_row` is 0 for the first that looks like one. `between_codes` and `between_levels` separate codes in one cell and
    the levels of one code; empty where the cell is one code. `perspectives` and `audiences` say what a value of the
    table is called here.
    """

    columns: Mapping[str, tuple[str, ...]]
    sheet: str = ""
    header_row: int = 0
    between_codes: str = ""
    between_levels: str = ""
    perspectives: Mapping[str, str] = field(default_factory=dict)
    audiences: Mapping[str, str] = field(default_factory=dict)


def read_mapping(path: Path) -> ColumnMapping:
    """The mapping that a TOML file holds.

    Raises:
        UnreadableError: it is not sound; the sentence names the entry.
    """
    try:
        table = tomllib.loads(read_text(path)[0])
    except (ValueError, RecursionError) as error:
        raise UnreadableError(
            f'{path.name}: not sound TOML: {error}. Mend that line; quotation marks must be straight, as in "Quote".'
        ) from None
    _check_names(path, table, ("sheet", "header_row", "columns", "between", "perspectives", "audiences"), "entry")
    columns = _section(path, table, "columns")
    _check_names(path, columns, FIELDS, "field")
    between = _section(path, table, "between")
    _check_names(path, between, ("codes", "levels"), "entry of [between]")
    row = table.get("header_row", 0)
    if not isinstance(row, int) or row < 0:
        raise UnreadableError(f"{path.name}: header_row is no row number. Write it as header_row = 1.")
    return ColumnMapping(
        columns={name: _names(path, name, value) for name, value in columns.items() if value != ""},
        sheet=_text(path, "sheet", table.get("sheet", "")),
        header_row=row,
        between_codes=_text(path, "codes", between.get("codes", "")),
        between_levels=_text(path, "levels", between.get("levels", "")),
        perspectives=_values(path, table, "perspectives", list(Perspective)),
        audiences=_values(path, table, "audiences", list(Audience)),
    )


def mapping_text(mapping: ColumnMapping) -> str:
    """The TOML file of a mapping, with every field in it, so that a person can fill in what is missing."""
    document = tomlkit.document()
    for line in _HEAD.splitlines():
        document.add(tomlkit.comment(line))
    document["sheet"] = mapping.sheet
    document["header_row"] = mapping.header_row
    columns = tomlkit.table()
    for name in FIELDS:
        names = mapping.columns.get(name, ())
        columns[name] = list(names) if len(names) > 1 else "".join(names)
    document["columns"] = columns
    document["between"] = {"codes": mapping.between_codes, "levels": mapping.between_levels}
    document["perspectives"] = dict(mapping.perspectives)
    document["audiences"] = dict(mapping.audiences)
    return tomlkit.dumps(document)


def _check_names(path: Path, table: Mapping[str, Any], known: Sequence[str], what: str) -> None:
    for name in table:
        if name not in known:
            near = suggestion_among(name, known)
            raise UnreadableError(f"{path.name}: unknown {what} {shown(name)}. {near}Known here: {', '.join(known)}.")


def _section(path: Path, table: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    section = table.get(name, {})
    if not isinstance(section, dict):
        raise UnreadableError(f"{path.name}: {name} is no section. Begin it with a line [{name}].")
    return section


def _text(path: Path, name: str, value: object) -> str:
    if not isinstance(value, str):
        raise UnreadableError(f'{path.name}: {name} is no text. Put quotation marks around it: {name} = "…".')
    return value


def _names(path: Path, name: str, value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    if len(values) > 1 and name != "codes":
        raise UnreadableError(f"{path.name}: {name} can be one column only. Several are possible for codes.")
    return tuple(_text(path, name, each) for each in values)


def _values(path: Path, table: Mapping[str, Any], name: str, known: Sequence[str]) -> Mapping[str, str]:
    values = {key: _text(path, key, value) for key, value in _section(path, table, name).items()}
    for key, value in values.items():
        if value not in known:
            near = suggestion_among(value, known)
            raise UnreadableError(
                f"{path.name}: {name}: {shown(key)} cannot be {shown(value)}. {near}Use one of {', '.join(known)}."
            )
    return values
