"""What a steward has to approve is seen by nobody before."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.corpus.conftest import TOML
from tests.small_world import WordEmbedder

from ppwi_bot.corpus.reading import load_library
from ppwi_bot.retrieval.index import build, open_index

AREA = '[[places]]\nname = "East"\nregions = ["R1", "R2"]\n'
APPROVED = 'approved_by = "A steward"\napproved_on = 2026-01-31\n'


@pytest.fixture
def seen(corpus: Callable[..., Path], row: Callable[..., Any]) -> Callable[[str], set[str]]:
    """The ids of quotes that may be seen under some entries of corpus.toml."""
    rows = [
        row(id="tribal-1", text="One.", affinity_group="Tribal staff", region="R1"),
        row(id="tribal-2", text="Two.", affinity_group="Tribal staff", region="R3", audience="staff"),
        row(id="others", text="Three.", affinity_group="Teachers", region="R2", audience="public"),
        row(id="nobody", text="Four."),
    ]

    def found(entries: str) -> set[str]:
        library = load_library([corpus(quotes=rows, toml=TOML + AREA + entries)])
        return {quote.id for quote in library.quotes.values() if quote.audience != "withheld"}

    return found


@pytest.mark.parametrize(
    ("entry", "visible"),
    [
        ("", {"tribal-1", "tribal-2", "others", "nobody"}),
        ("[[withheld]]\n", set()),
        ('[[withheld]]\ngroup = "Tribal staff"\n', {"others", "nobody"}),
        ('[[withheld]]\nregion = "R3"\n', {"tribal-1", "others", "nobody"}),
        ('[[withheld]]\nregion = "East"\n', {"tribal-2", "nobody"}),
        ('[[withheld]]\ngroup = "Tribal staff"\nregion = "East"\n', {"tribal-2", "others", "nobody"}),
    ],
    ids=["nothing", "the corpus", "a group", "a region", "an area", "a group in an area"],
)
def test_what_an_entry_covers_is_withheld_until_it_is_approved(
    seen: Callable[[str], set[str]], entry: str, visible: set[str]
) -> None:
    assert seen(entry) == visible
    if entry:
        assert seen(entry + APPROVED) == {"tribal-1", "tribal-2", "others", "nobody"}


def test_one_approval_is_not_another(seen: Callable[[str], set[str]]) -> None:
    assert seen(f'[[withheld]]\n{APPROVED}[[withheld]]\ngroup = "Tribal staff"\n') == {"others", "nobody"}


def test_what_is_withheld_is_neither_indexed_nor_public(
    corpus: Callable[..., Path], row: Callable[..., Any], tmp_path: Path
) -> None:
    rows = [row(id="q1", text="One.", affinity_group="Tribal staff"), row(id="q2", text="Two.")]
    library = load_library([corpus(quotes=rows, toml=TOML + '[[withheld]]\ngroup = "Tribal staff"\n')])
    built = build(library, WordEmbedder(), tmp_path / "index", tmp_path / "cache")
    assert open_index(tmp_path / "index", library, WordEmbedder()).quotes == ("q2",)
    assert built.manifest.counts["withheld"] == 1
    assert {quote.id for quote in library.public} == {"q2"}


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        (
            'group = "Tribal Staff"',
            "withheld[1].group: no quote has the group 'Tribal Staff'. Did you mean 'Tribal staff'?",
        ),
        ('region = "Nowhere"', "withheld[1].region: no quote has the region 'Nowhere'."),
        ("approved_on = 2026-01-31", "withheld[1].approved_by: an approval without a name."),
        ('approved_by = "A steward"', "withheld[1].approved_on: an approval without a day."),
        ('approved_by = "A steward"\napproved_on = "soon"', "withheld[1].approved_on: not a day: 'soon'."),
        ("approved_by = 3", "withheld[1].approved_by: not a text."),
        ('groups = "Tribal staff"', "withheld[1]: unknown entry 'groups'. Did you mean 'group'?"),
    ],
)
def test_a_wrong_entry_is_named_with_what_to_do(
    problems: Callable[..., list[str]], row: Callable[..., Any], entry: str, problem: str
) -> None:
    found = problems(quotes=[row(affinity_group="Tribal staff")], toml=f"{TOML}[[withheld]]\n{entry}\n")
    assert [one for one in found if one.startswith(f"corpus.toml: {problem}")], found


def test_an_approval_of_tomorrow_does_not_hold_today(problems: Callable[..., list[str]]) -> None:
    tomorrow = date.today() + timedelta(days=1)
    found = problems(toml=f'{TOML}[[withheld]]\napproved_by = "A steward"\napproved_on = {tomorrow}\n')
    assert found == [
        f"corpus.toml: withheld[1].approved_on: {tomorrow} is in the future. "
        "Write the day of the approval once it is given."
    ]
