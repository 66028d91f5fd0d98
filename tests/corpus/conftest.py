import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

HEADER = "id,text,topics,perspective,affinity_group,region,audience,language,source,participant"

TOML = """
title = "Small corpus"
collected_by = "The test"
illustrative = true
"""

THEMES = """
themes:
  - id: systems
    name: Systems
    topics:
      - id: pay
        name: Pay and Benefits
        subtopics:
          - {id: low-wages, name: Low wages}
      - id: burnout
        name: Burnout
"""

QUOTE = {"id": "q1", "text": "I sat in the car for an hour.", "topics": "burnout"}


def csv_bytes(quotes: Sequence[dict[str, str]]) -> bytes:
    """Quotes as a spreadsheet program would save them."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, HEADER.split(","), restval="")
    writer.writeheader()
    writer.writerows(quotes)
    return file.getvalue().encode()


def _bytes(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode()


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Writes a corpus folder. Each file can be given as its bytes or text, or left out with None.

    `quotes` may also be rows: what a row does not say is empty.
    """

    def write(
        *,
        quotes: Sequence[dict[str, str]] | str | bytes | None = (QUOTE,),
        themes: str | bytes | None = THEMES,
        toml: str | bytes | None = TOML,
        name: str = "small",
        **more: str | bytes,
    ) -> Path:
        folder = tmp_path_factory.mktemp("data") / name
        folder.mkdir()
        if quotes is not None and not isinstance(quotes, str | bytes):
            quotes = csv_bytes(quotes)
        files: dict[str, Any] = {"quotes.csv": quotes, "themes.yaml": themes, "corpus.toml": toml, **more}
        for file, content in files.items():
            if content is not None:
                (folder / file).write_bytes(_bytes(content))
        return folder

    return write


@pytest.fixture(scope="session")
def row() -> Callable[..., dict[str, str]]:
    """One sound row of quotes.csv, with what differs from the usual."""
    return lambda **cells: {**QUOTE, **cells}


@pytest.fixture(scope="session")
def problems(corpus: Callable[..., Path]) -> Callable[..., list[str]]:
    """The problems of a corpus written as with `corpus`, each as its line without the folder's path."""
    from ppwi_bot.corpus.check import check

    def found(**parts: Any) -> list[str]:
        folder = corpus(**parts)
        return [str(problem).removeprefix(f"{folder}/") for problem in check([folder])]

    return found
