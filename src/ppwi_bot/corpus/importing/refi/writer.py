"""Writes XML piece by piece, so that a large project does not have to fit in memory."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO
from xml.sax.saxutils import escape, quoteattr

ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Signs that XML 1.0 cannot hold, not even escaped."""


class XmlWriter:
    """Elements into a text file. `replaced` counts the signs that XML cannot hold, for which U+FFFD is written."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._depth = 0
        self.replaced = 0
        file.write('<?xml version="1.0" encoding="utf-8"?>\n')

    @contextmanager
    def element(self, tag: str, /, **attributes: str) -> Iterator[None]:
        """An element around what is written inside. Attributes come in the order given."""
        self._line(f"<{tag}{self._attributes(attributes)}>")
        self._depth += 1
        yield
        self._depth -= 1
        self._line(f"</{tag}>")

    def empty(self, tag: str, /, **attributes: str) -> None:
        """An element with nothing in it."""
        self._line(f"<{tag}{self._attributes(attributes)}/>")

    def text(self, tag: str, words: str, /, **attributes: str) -> None:
        """An element with words in it, letter for letter."""
        # Unescaped, a CR would be read as LF.
        held = escape(self._legal(words), {"\r": "&#13;"})
        self._line(f"<{tag}{self._attributes(attributes)}>{held}</{tag}>")

    def _attributes(self, attributes: dict[str, str]) -> str:
        return "".join(f" {name}={quoteattr(self._legal(value))}" for name, value in attributes.items())

    def _legal(self, words: str) -> str:
        legal, replaced = ILLEGAL.subn("\ufffd", words)
        self.replaced += replaced
        return legal

    def _line(self, markup: str) -> None:
        self._file.write(f"{'  ' * self._depth}{markup}\n")
