"""A person goes through the list finding by finding: nothing decided is ever lost, and nothing is written over."""

import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from tests.protecting.conftest import QUOTES, names, write_corpus

from ppwi_bot.corpus.problems import report_on
from ppwi_bot.corpus.protecting.originals import originals_file, read_decided
from ppwi_bot.corpus.protecting.resuming import Found, open_sitting
from ppwi_bot.corpus.protecting.review_list import Decision, ReviewRow, read_list
from ppwi_bot.corpus.protecting.reviewing import apply
from ppwi_bot.corpus.protecting.sitting import (
    DecidedMeanwhileError,
    OutdatedError,
    ReplacementError,
    Sitting,
    said,
)
from ppwi_bot.corpus.reading import load_library
from ppwi_bot.errors import CorpusError

DAY = date(2026, 1, 2)


@pytest.fixture
def list_file(var: Path) -> Path:
    return var / "reviews" / "mine.csv"


@pytest.fixture
def sit(folder: Path, var: Path, list_file: Path) -> Callable[[], Sitting]:
    """Begins a sitting, or goes on with it, as a new run of the command would."""
    return lambda: open_sitting(folder, list_file, var, names, lambda found: found)


@pytest.fixture
def sitting(sit: Callable[[], Sitting]) -> Sitting:
    return sit()


def decide(sitting: Sitting, number: int, decision: Decision, replacement: str = "name") -> None:
    sitting.decide(number, decision, replacement, seen=said(sitting.rows[number - 1]))


def decisions(sitting: Sitting) -> list[str]:
    return [said(row) for row in sitting.rows]


def on_disk(list_file: Path) -> list[ReviewRow]:
    report = report_on(list_file)
    rows = read_list(list_file, report)
    assert report.problems == []
    return rows


def test_each_decision_is_on_the_disk_at_once(sitting: Sitting, list_file: Path) -> None:
    decide(sitting, 1, Decision.KEEP)
    assert [said(row) for row in on_disk(list_file)] == ["keep", "", "", ""]
    decide(sitting, 3, Decision.REPLACE, "a friend")
    assert [said(row) for row in on_disk(list_file)] == ["keep", "", "replace[a friend]", ""]


def test_the_list_can_be_applied_as_any_other(sitting: Sitting, folder: Path, var: Path, list_file: Path) -> None:
    decide(sitting, 4, Decision.REPLACE)
    assert apply(folder, list_file, var, DAY).replaced == 1


def test_the_list_and_its_folder_are_for_the_eyes_of_their_owner_only(sitting: Sitting, list_file: Path) -> None:
    decide(sitting, 1, Decision.KEEP)
    assert stat.S_IMODE(list_file.stat().st_mode) == 0o600
    assert [path.name for path in list_file.parent.iterdir()] == ["mine.csv"]


def test_what_was_stopped_goes_on_where_it_was_without_looking_again(
    sitting: Sitting, folder: Path, var: Path, list_file: Path
) -> None:
    decide(sitting, 1, Decision.KEEP)

    def look(_: str) -> list[object]:
        raise AssertionError("nothing is looked through again")

    again = open_sitting(folder, list_file, var, look, lambda found: found)  # type: ignore[arg-type]
    assert decisions(again) == ["keep", "", "", ""]
    assert again.opening.there
    assert again.next_open() == 2


def test_a_decision_that_cannot_be_written_is_not_made(sitting: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ppwi_bot.corpus.protecting.sitting.save_list", full)
    with pytest.raises(CorpusError, match=r"No space left on device\. This decision was not kept"):
        decide(sitting, 1, Decision.KEEP)
    assert decisions(sitting) == ["", "", "", ""]
    assert sitting.last is None


def test_a_decision_on_what_was_decided_meanwhile_is_refused(sitting: Sitting) -> None:
    decide(sitting, 1, Decision.KEEP)
    with pytest.raises(DecidedMeanwhileError, match="another window"):
        sitting.decide(1, Decision.WITHHOLD, seen="")
    assert decisions(sitting)[0] == "keep"


def test_decisions_of_several_windows_at_once_are_all_kept(tmp_path: Path, var: Path, list_file: Path) -> None:
    folder = write_corpus(tmp_path / "many" / "mine", QUOTES.replace("Nobody", " ".join(["Rosa"] * 40)))
    sitting = open_sitting(folder, list_file, var, names, lambda found: found)
    numbers = range(1, len(sitting.rows) + 1)
    with ThreadPoolExecutor(8) as windows:
        list(windows.map(lambda number: decide(sitting, number, Decision.REPLACE, f"name {number}"), numbers))
    assert [said(row) for row in on_disk(list_file)] == [f"replace[name {number}]" for number in numbers]


def test_the_same_decision_twice_is_one(sitting: Sitting) -> None:
    sitting.decide(1, Decision.KEEP, seen="")
    sitting.decide(1, Decision.KEEP, seen="")
    assert sitting.steps == 1


@pytest.mark.parametrize("written", ["a friend", "[a friend]", "  a\u00a0 friend ", "[ a friend ]"])
def test_brackets_are_put_around_the_replacement(sitting: Sitting, written: str) -> None:
    decide(sitting, 1, Decision.REPLACE, written)
    assert sitting.rows[0].replacement == "[a friend]"


@pytest.mark.parametrize("written", ["", "  ", "[]", "a [b] c", "a\x07b", "x" * 101])
def test_a_replacement_that_is_none_is_refused(sitting: Sitting, written: str) -> None:
    with pytest.raises(ReplacementError):
        decide(sitting, 1, Decision.REPLACE, written)
    assert decisions(sitting)[0] == ""


def test_to_withhold_a_quote_settles_its_open_findings_and_no_other(sitting: Sitting) -> None:
    decide(sitting, 1, Decision.KEEP)
    decide(sitting, 2, Decision.WITHHOLD)
    assert decisions(sitting) == ["keep", "withhold", "withhold", ""]
    assert sitting.next_open() == 4


def test_to_decide_otherwise_on_a_withheld_quote_asks_for_its_other_findings_again(sitting: Sitting) -> None:
    decide(sitting, 1, Decision.WITHHOLD)
    decide(sitting, 2, Decision.KEEP)
    assert decisions(sitting) == ["", "keep", "", ""]


def test_undo_takes_back_one_decision_after_the_other_with_all_that_came_with_it(
    sitting: Sitting, list_file: Path
) -> None:
    decide(sitting, 4, Decision.KEEP)
    decide(sitting, 2, Decision.WITHHOLD)
    assert sitting.undo(2) == 2
    assert decisions(sitting) == ["", "", "", "keep"]
    assert sitting.undo(1) == 4
    assert [said(row) for row in on_disk(list_file)] == ["", "", "", ""]


def test_undo_never_takes_back_what_the_person_did_not_see(sitting: Sitting) -> None:
    decide(sitting, 1, Decision.KEEP)
    decide(sitting, 2, Decision.KEEP)
    with pytest.raises(DecidedMeanwhileError):
        sitting.undo(1)
    assert decisions(sitting) == ["keep", "keep", "", ""]


@pytest.mark.parametrize("name", ["quotes.csv", "withdrawn.csv", "the list"])
def test_what_another_program_wrote_is_not_written_over(
    sitting: Sitting, folder: Path, list_file: Path, name: str
) -> None:
    path = list_file if name == "the list" else folder / name
    content = (path.read_bytes() if path.exists() else b"") + b"\r\n"
    path.write_bytes(content)
    with pytest.raises(OutdatedError, match="Stop the command with Ctrl-C and start it again"):
        decide(sitting, 1, Decision.KEEP)
    with pytest.raises(OutdatedError):
        sitting.apply(DAY)
    assert path.read_bytes() == content


def test_a_change_while_the_corpus_is_looked_through_is_noticed(folder: Path, var: Path, list_file: Path) -> None:
    def change(found: Found) -> Found:
        (folder / "quotes.csv").write_text(QUOTES.replace("I asked", "Nobody asked"))
        return found

    with pytest.raises(OutdatedError):
        open_sitting(folder, list_file, var, names, change).require_unchanged()


def test_applying_changes_the_corpus_and_deletes_the_list_which_holds_names(
    sitting: Sitting, folder: Path, list_file: Path
) -> None:
    decide(sitting, 4, Decision.REPLACE, "a colleague")
    done = sitting.apply(DAY)
    assert (done.replaced, done.still_open, done.quotes_changed) == (1, 3, 1)
    assert "said [a colleague]." in load_library([folder]).quotes["q2"].text
    assert not list_file.exists()
    assert sitting.apply(DAY) == done
    with pytest.raises(DecidedMeanwhileError, match="applied meanwhile"):
        decide(sitting, 1, Decision.KEEP)
    assert not list_file.exists()


def test_after_all_is_decided_and_applied_nothing_is_left_to_ask(sitting: Sitting, sit: Callable[[], Sitting]) -> None:
    decide(sitting, 1, Decision.WITHHOLD)
    decide(sitting, 4, Decision.KEEP)
    sitting.apply(DAY)
    assert sit().rows == ()


def test_a_quote_that_is_shown_again_is_asked_about_again(
    sitting: Sitting, sit: Callable[[], Sitting], folder: Path
) -> None:
    decide(sitting, 1, Decision.WITHHOLD)
    sitting.apply(DAY)
    path = folder / "quotes.csv"
    path.write_text(path.read_text().replace("withheld", "public"))
    assert [row.quote for row in sit().rows] == ["q1", "q1", "q1", "q2"]


def test_a_stop_between_applying_and_deleting_the_list_leads_to_a_new_one(
    sitting: Sitting, sit: Callable[[], Sitting], folder: Path, var: Path, list_file: Path
) -> None:
    decide(sitting, 1, Decision.REPLACE)
    decide(sitting, 4, Decision.KEEP)
    apply(folder, list_file, var, DAY)
    again = sit()
    assert [row.words for row in again.rows] == ["Rosa", "Omar"]
    assert (again.opening.lost, again.opening.aside) == (0, None)


def test_a_list_of_which_all_is_done_is_deleted(
    sitting: Sitting, sit: Callable[[], Sitting], folder: Path, var: Path, list_file: Path
) -> None:
    for number in (1, 2, 3, 4):
        decide(sitting, number, Decision.REPLACE)
    apply(folder, list_file, var, DAY)
    assert sit().rows == ()
    assert not list_file.exists()


def test_decisions_that_still_fit_survive_a_change_of_the_corpus(
    sitting: Sitting, sit: Callable[[], Sitting], folder: Path
) -> None:
    decide(sitting, 1, Decision.KEEP)
    decide(sitting, 4, Decision.REPLACE, "a colleague")
    path = folder / "quotes.csv"
    path.write_text(path.read_text().replace("Nobody asked us.", "Only Omar asked us."))
    assert decisions(sit()) == ["keep", "", "", "replace[a colleague]"]  # it still fits, so it goes on
    path.write_text(path.read_text().replace("I asked Rosa. Then Rosa", "I asked Rosa. And then Rosa"))
    again = sit()
    assert decisions(again) == ["keep", "", "", "replace[a colleague]", ""]
    assert (again.opening.lost, again.opening.aside) == (0, None)


def test_decisions_that_fit_no_more_are_kept_beside_and_told(
    sitting: Sitting, sit: Callable[[], Sitting], folder: Path, list_file: Path
) -> None:
    decide(sitting, 1, Decision.KEEP)
    decide(sitting, 4, Decision.KEEP)
    before = list_file.read_bytes()
    path = folder / "quotes.csv"
    path.write_text(path.read_text().replace("I asked Rosa.", "We asked."))
    again = sit()
    assert decisions(again) == ["", "", "keep"]
    assert again.opening.lost == 1
    assert again.opening.aside == list_file.with_name("mine.before-1.csv")
    assert again.opening.aside.read_bytes() == before


def test_the_list_of_another_corpus_of_the_same_name_is_kept_beside(
    sitting: Sitting, tmp_path: Path, var: Path, list_file: Path
) -> None:
    decide(sitting, 1, Decision.KEEP)
    other = write_corpus(tmp_path / "elsewhere" / "mine", QUOTES.replace("\nq", "\nx"))
    again = open_sitting(other, list_file, var, names, lambda found: found)
    assert decisions(again) == ["", "", "", ""]
    assert again.opening.aside
    assert said(on_disk(again.opening.aside)[0]) == "keep"


def test_rows_that_a_person_added_to_the_list_stay(
    sitting: Sitting, sit: Callable[[], Sitting], folder: Path, list_file: Path
) -> None:
    with list_file.open("a", encoding="utf-8") as file:
        file.write("q3,0,“Nobody”,name,“Nobody asked us.”,[name],replace,[someone]\r\n")
    path = folder / "quotes.csv"
    path.write_text(path.read_text().replace("I asked Rosa.", "We asked."))
    assert decisions(sit()) == ["", "", "", "replace[someone]"]


def test_a_list_with_slips_is_refused_with_their_places_and_left_alone(
    sitting: Sitting, sit: Callable[[], Sitting], list_file: Path
) -> None:
    list_file.write_text(list_file.read_text(encoding="utf-8-sig").replace("[name],,", "[name],kepe,", 1))
    before = list_file.read_bytes()
    with pytest.raises(CorpusError, match=r"mine.csv:2: decision: unknown decision 'kepe'"):
        sit()
    assert list_file.read_bytes() == before


def test_a_corpus_with_nothing_to_decide_gets_no_list(tmp_path: Path, var: Path, list_file: Path) -> None:
    quiet = write_corpus(tmp_path / "quiet" / "mine", QUOTES.replace("Rosa", "them").replace("Omar", "them"))
    assert open_sitting(quiet, list_file, var, names, lambda found: found).rows == ()
    assert not list_file.exists()


def test_findings_are_counted_while_they_are_found(folder: Path, var: Path, list_file: Path) -> None:
    counted = []

    def count(found: Found) -> Found:
        for one in found:
            counted.append(one)
            yield one

    open_sitting(folder, list_file, var, names, count)
    assert len(counted) == 4


def test_the_record_of_decisions_is_as_with_a_spreadsheet(sitting: Sitting, folder: Path, var: Path) -> None:
    decide(sitting, 1, Decision.REPLACE, "a friend")
    sitting.apply(DAY)
    [record] = read_decided(originals_file(var, folder))
    assert (record.day, record.quote, record.words, record.replacement) == ("2026-01-02", "q1", "Rosa", "[a friend]")
