"""From another program's project into a corpus, out as a project of ours, and into a corpus again: nothing differs."""

import csv
from datetime import date
from pathlib import Path

import pytest
from tests.importing.refi_files import PROGRAMS, Program, Quoted, Transcript, build
from tests.importing.test_refi_people import case, cases, of_source, value
from tests.importing.test_refi_programs import INTERVIEW

from ppwi_bot.corpus.importing.bringing_in import About, plan, write
from ppwi_bot.corpus.importing.merging import Choices
from ppwi_bot.corpus.importing.refi.exporting import write_project
from ppwi_bot.corpus.importing.refi.reading import read
from ppwi_bot.corpus.reading import load_library

OTHER = Transcript(
    "Interview 4",
    (
        "I: And you? ",
        Quoted("Nobody told us 🙂 anything about\nthe rules."),
        " ",
        Quoted("Pay is late,", ("Systems/Pay",)),
        " yes",
    ),
)
PEOPLE = cases(
    case("P017", value("Role", "Administrator") + value("County", "King County") + of_source("Interview 3")),
    case("P018", value("Role", "Direct service provider") + value("Focus group", "Doulas") + of_source("Interview 4")),
)


def bring_in(path: Path, folder: Path) -> Path:
    sources = [(path.name, read(path))]
    write(plan(folder, sources, Choices(), About("Listening", "The test"), date(2024, 5, 1)))
    return folder


def rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "quotes.csv").open(encoding="utf-8-sig", newline="") as file:
        return sorted(csv.DictReader(file), key=lambda row: row["id"])


@pytest.mark.parametrize("program", [program for program in PROGRAMS if not program.inline], ids=str)
def test_a_corpus_made_from_a_project_is_the_same_after_export_and_import(program: Program, tmp_path: Path) -> None:
    first = bring_in(build(tmp_path / "p.qdpx", program, [INTERVIEW, OTHER], before=PEOPLE), tmp_path / "one" / "mine")
    library = load_library([first])
    out = tmp_path / "out.qdpx"
    write_project(out, title="Listening", quotes=tuple(library.quotes.values()), codebook=library.codebook)
    second = bring_in(out, tmp_path / "two" / "mine")
    assert len(rows(first)) == 7
    assert {row["participant"] for row in rows(first)} == {"P017", "P018"}
    assert rows(second) == rows(first)
    assert (second / "themes.yaml").read_bytes() == (first / "themes.yaml").read_bytes()
