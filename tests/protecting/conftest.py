"""A corpus with three quotes, and ways to look it through that need no language model."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ppwi_bot.corpus.protecting.findings import Finding, Kind, finding
from ppwi_bot.corpus.protecting.review_list import write_list
from ppwi_bot.corpus.protecting.reviewing import undecided

TOML = 'title = "Small"\ncollected_by = "The test"\nillustrative = false\n'
THEMES = "themes:\n  - {id: work, name: Work}\n"
QUOTES = (
    "id,text,topics,perspective,affinity_group,region,audience,language,source\n"
    'q1,"I asked Rosa. Then Rosa asked Omar, and ""that was that"".",work,,,,,,\n'
    'q2,"It is the pay,\nsaid Omar. Nothing else é\u00a0̈ !",work,,,,public,en,\n'
    'q3,"Nobody asked us.",work,,,,staff,,\n'
)


def names(text: str) -> list[Finding]:
    """Rosa and Omar, wherever they stand."""
    return [finding(text, match.start(), match.end(), Kind.NAME) for match in re.finditer("Rosa|Omar", text)]


def write_corpus(folder: Path, quotes: str = QUOTES) -> Path:
    """Write the corpus into a new folder, or one with other quotes."""
    folder.mkdir(parents=True)
    for name, content in (("corpus.toml", TOML), ("themes.yaml", THEMES), ("quotes.csv", quotes)):
        (folder / name).write_text(content, encoding="utf-8", newline="")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "data" / "mine")


@pytest.fixture
def var(tmp_path: Path) -> Path:
    return tmp_path / "var"


@pytest.fixture
def decided(folder: Path, var: Path, tmp_path: Path) -> Callable[..., Path]:
    """Writes the review list and fills in decisions: for each, which finding, what is decided, and the replacement."""

    def fill(*decisions: tuple[int, str, str]) -> Path:
        path = tmp_path / f"list-{len(list(tmp_path.glob('list-*')))}.csv"
        write_list(path, undecided(folder, var, names))
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        for number, decision, replacement in decisions:
            rows[number].update(decision=decision, replacement=replacement)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return path

    return fill
