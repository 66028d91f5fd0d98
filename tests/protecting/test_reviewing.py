"""A person decides on each finding, and the corpus becomes what was decided: whole, or not at all."""

import csv
import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.protecting.conftest import names

from ppwi_bot.corpus.protecting.originals import originals_file, read_decided
from ppwi_bot.corpus.protecting.review_list import write_list
from ppwi_bot.corpus.protecting.reviewing import Applied, apply, undecided
from ppwi_bot.corpus.reading import load_library
from ppwi_bot.errors import CorpusError

DAY = date(2026, 1, 2)
Decided = Callable[..., Path]


def do(folder: Path, filled: Path, var: Path) -> Applied:
    return apply(folder, filled, var, DAY)


def texts(folder: Path) -> dict[str, str]:
    return {quote.id: quote.text for quote in load_library([folder]).quotes.values()}


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_list_shows_words_and_sentence_and_leaves_the_decision_to_a_person(folder: Path, decided: Decided) -> None:
    with decided().open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["quote"], row["words"], row["sentence"], row["decision"]) for row in rows] == [
        ("q1", "“Rosa”", "“I asked Rosa.”", ""),
        ("q1", "“Rosa”", '“Then Rosa asked Omar, and "that was that".”', ""),
        ("q1", "“Omar”", '“Then Rosa asked Omar, and "that was that".”', ""),
        ("q2", "“Omar”", "“said Omar.”", ""),
    ]


def test_the_list_is_for_the_eyes_of_its_owner_only(folder: Path, var: Path, tmp_path: Path) -> None:
    write_list(tmp_path / "list.csv", undecided(folder, var, names))
    assert stat.S_IMODE((tmp_path / "list.csv").stat().st_mode) == 0o600


def test_a_list_that_may_hold_decisions_is_never_written_over(folder: Path, var: Path, decided: Decided) -> None:
    filled = decided((0, "keep", ""))
    before = filled.read_bytes()
    with pytest.raises(CorpusError, match="may hold decisions"):
        write_list(filled, undecided(folder, var, names))
    assert filled.read_bytes() == before


def test_replaced_words_stand_in_brackets_and_no_other_letter_changes(
    folder: Path, var: Path, decided: Decided
) -> None:
    before = texts(folder)
    done = do(folder, decided((0, "replace", ""), (2, "Replace ", "[a friend]"), (3, "replace", "")), var)
    assert (done.replaced, done.still_open, done.quotes_changed) == (3, 1, 2)
    assert texts(folder) == {
        "q1": 'I asked [name]. Then Rosa asked [a friend], and "that was that".',
        "q2": before["q2"].replace("Omar", "[name]"),
        "q3": before["q3"],
    }


def test_a_quote_can_be_withheld_instead(folder: Path, var: Path, decided: Decided) -> None:
    done = do(folder, decided((3, "withhold", "")), var)
    assert done.withheld == 1
    assert {quote.id: quote.audience.value for quote in load_library([folder]).quotes.values()}["q2"] == "withheld"
    assert "Omar" in texts(folder)["q2"]


def test_original_words_lie_outside_the_corpus_and_nobody_else_may_read_them(
    folder: Path, var: Path, decided: Decided
) -> None:
    before = texts(folder)["q1"]
    do(folder, decided((0, "replace", ""), (1, "keep", "")), var)
    path = originals_file(var, folder)
    assert path == var / "originals" / "mine.csv"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    replaced, kept = read_decided(path)
    assert (replaced.day, replaced.quote, replaced.words, replaced.replacement) == (
        "2026-01-02",
        "q1",
        "Rosa",
        "[name]",
    )
    assert before[int(replaced.at) :].startswith(replaced.words)
    assert (kept.decision, kept.words) == ("keep", "Rosa")
    assert not any(b"Rosa" in content for name, content in files(folder).items() if name != "quotes.csv")


def test_what_was_decided_to_be_kept_is_not_asked_again(folder: Path, var: Path, decided: Decided) -> None:
    do(folder, decided((3, "keep", "")), var)
    assert {quote for quote, _, _ in undecided(folder, var, names)} == {"q1"}


def test_the_same_list_a_second_time_is_refused_and_changes_nothing(folder: Path, var: Path, decided: Decided) -> None:
    filled = decided((0, "replace", ""))
    do(folder, filled, var)
    before, record = files(folder), read_decided(originals_file(var, folder))
    with pytest.raises(CorpusError, match=rf"{filled.name}:2: words: .*applied before.*Make the list afresh"):
        do(folder, filled, var)
    assert files(folder) == before
    assert read_decided(originals_file(var, folder)) == record


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ((0, "replcae", ""), r":2: decision: unknown decision 'replcae'. Did you mean 'replace'\?"),
        ((0, "replace", "Maria"), r":2: replacement: 'Maria' is not bracketed"),
        ((0, "replace", "[]"), r":2: replacement: '\[\]' is not bracketed"),
        ((1, "keep", "[name]"), r":3: replacement: there is a replacement, and the decision is 'keep'"),
    ],
)
def test_a_slip_is_named_with_file_row_and_field_and_changes_nothing(
    folder: Path, var: Path, decided: Decided, row: tuple[int, str, str], complaint: str
) -> None:
    filled, before = decided((3, "replace", ""), row), files(folder)
    with pytest.raises(CorpusError, match=filled.name + complaint):
        do(folder, filled, var)
    assert files(folder) == before
    assert not var.exists()


def test_a_quote_that_was_changed_since_makes_the_list_unfit(folder: Path, var: Path, decided: Decided) -> None:
    filled = decided((0, "replace", ""))
    path = folder / "quotes.csv"
    path.write_text(path.read_text().replace("I asked Rosa", "I never asked Rosa"))
    with pytest.raises(CorpusError, match="do not stand there any more"):
        do(folder, filled, var)


def test_a_quote_that_was_taken_out_makes_the_list_unfit(folder: Path, var: Path, decided: Decided) -> None:
    filled = decided((0, "replace", ""))
    path = folder / "quotes.csv"
    path.write_text("".join(line for line in path.read_text().splitlines(keepends=True) if not line.startswith("q1,")))
    with pytest.raises(CorpusError, match=r"quote: there is no quote 'q1' in the corpus"):
        do(folder, filled, var)


def test_words_in_two_rows_are_not_replaced_twice(folder: Path, var: Path, decided: Decided) -> None:
    filled = decided((0, "replace", ""))
    lines = filled.read_text(encoding="utf-8").splitlines(keepends=True)
    filled.write_text("".join([*lines, lines[1]]), encoding="utf-8")
    with pytest.raises(CorpusError, match="in another row as well"):
        do(folder, filled, var)


def test_if_the_corpus_cannot_be_written_the_record_is_as_before(
    folder: Path, var: Path, decided: Decided, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise CorpusError("Another import is writing.")

    monkeypatch.setattr("ppwi_bot.corpus.protecting.reviewing.write_folder", refuse)
    before = files(folder)
    with pytest.raises(CorpusError, match="Another import"):
        do(folder, decided((0, "replace", "")), var)
    assert files(folder) == before
    assert read_decided(originals_file(var, folder)) == ()


def test_original_words_are_never_put_into_the_corpus(folder: Path) -> None:
    with pytest.raises(CorpusError, match="must not lie in the corpus"):
        originals_file(folder / "var", folder)
