"""JSON Lines: one object a line, read as a table whose columns are the keys."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ppwi_bot.corpus.importing.encoding import read_text
from ppwi_bot.corpus.importing.found import UnreadableError
from ppwi_bot.corpus.importing.sheet import MAX_ROWS, Sheet, SheetRow

MAX_KEYS = 1_000
"""Rows that all have other keys are no table."""


def is_json_lines(text: str) -> bool:
    """Whether the first line that holds anything is a JSON object."""
    first = next((line for line in text[:1_000_000].split("\n") if line.strip()), "")
    return isinstance(_value(first), dict)


def open_json_lines(path: Path) -> Sheet:
    """A JSON Lines file as a table.

    Raises:
        UnreadableError: it is no text, or no line is an object.
    """
    text, _ = read_text(path)
    keys: dict[str, None] = {}
    for line in _lines(text):
        value = _value(line)
        if isinstance(value, dict):
            keys.update(dict.fromkeys(value))
        if len(keys) > MAX_KEYS:
            raise UnreadableError(
                f"{path.name}: the lines have more than {MAX_KEYS:,} different keys. It is no table of quotes."
            )
    if not keys:
        raise UnreadableError(
            f'{path.name}: no line holds a JSON object. Write one object a line, such as {{"text": "…"}}.'
        )
    return Sheet(path.name, "", lambda: _rows(path.name, text, tuple(keys)), "line")


def _rows(file: str, text: str, keys: tuple[str, ...]) -> Iterator[SheetRow]:
    """The header is row 0: the keys stand in no line of their own."""
    yield SheetRow(0, keys)
    for number, line in enumerate(_lines(text), 1):
        if number > MAX_ROWS:
            raise UnreadableError(f"{file}: the file has more than {MAX_ROWS:,} lines. Split it in parts.")
        if not line.strip():
            continue
        value = _value(line)
        if not isinstance(value, dict):
            yield SheetRow(number, (), "the line holds no sound JSON object")
        else:
            yield SheetRow(number, tuple(_cell(value.get(key)) for key in keys))


def _lines(text: str) -> Iterator[str]:
    """Lines end at \\n only: other line ends may stand inside a text."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield text[start:end]
        start = end + 1


def _value(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _cell(value: Any) -> str:
    """A value as the text of a cell; items of a list stand on lines of their own, levels of a path are joined by ' > '."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n".join(" > ".join(map(_cell, item)) if isinstance(item, list) else _cell(item) for item in value)
    return json.dumps(value, ensure_ascii=False)
