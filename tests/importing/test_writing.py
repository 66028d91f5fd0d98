"""A corpus folder is the old one or the new one, whole, whatever happens while it is written."""

import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from ppwi_bot.corpus import withdrawing
from ppwi_bot.corpus.check import check
from ppwi_bot.corpus.importing import writing
from ppwi_bot.corpus.importing.writing import write_folder
from ppwi_bot.errors import CorpusError

THEMES = b"themes:\n  - {id: pay, name: Pay}\n"
TOML = b'title = "T"\ncollected_by = "us"\nillustrative = false\n'
HEADER = "id,text,topics,perspective,affinity_group,region,audience,language,source"


def files(words: str) -> dict[str, bytes]:
    """A sound corpus whose three files all say which version they are of."""
    return {
        "corpus.toml": TOML.replace(b'"T"', f'"{words}"'.encode()),
        "themes.yaml": THEMES.replace(b"Pay", words.encode()),
        "quotes.csv": f"{HEADER}\nq1,{words},pay,,,,,,\n".encode(),
    }


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "mine"
    write_folder(folder, files("Old"), {})
    (folder / "notes.txt").write_text("mine")
    return folder


def test_what_is_not_written_stays(folder: Path) -> None:
    write_folder(folder, {**files("New"), "imports/report.txt": b"told"}, files("Old"))
    assert contents(folder) == {**files("New"), "imports/report.txt": b"told", "notes.txt": b"mine"}
    assert [path.name for path in folder.parent.iterdir()] == ["mine"]


def test_a_corpus_with_problems_is_never_put_in_place(folder: Path) -> None:
    before = contents(folder)
    with pytest.raises(CorpusError, match=r"mine/quotes\.csv:2: topics"):
        write_folder(folder, {"quotes.csv": f"{HEADER}\nq1,Words,pya,,,,,,\n".encode()}, files("Old"))
    assert contents(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == ["mine"]


def test_what_somebody_changed_meanwhile_is_not_lost(folder: Path) -> None:
    (folder / "quotes.csv").write_bytes(files("By hand")["quotes.csv"])
    with pytest.raises(CorpusError, match="was changed while the import was at work"):
        write_folder(folder, files("New"), files("Old"))
    assert (folder / "quotes.csv").read_bytes() == files("By hand")["quotes.csv"]


def test_two_imports_at_once_do_not_mix(folder: Path) -> None:
    with writing._alone(folder), pytest.raises(CorpusError, match="Another import"):
        write_folder(folder, files("New"), files("Old"))


def test_an_import_and_a_withdrawal_keep_out_of_each_others_way(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = []

    def record(*_: object) -> None:
        with pytest.raises(CorpusError, match="withdrawal is writing"):
            write_folder(folder, files("New"), files("Old"))
        refused.append(True)

    monkeypatch.setattr(withdrawing, "_record", record)
    withdrawing.withdraw([folder], "q1", "asked", "me")
    assert refused == [True]


def test_a_record_of_withdrawals_that_appears_meanwhile_is_not_lost(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = "id,day,by,reason\nq1,2026-01-01,me,asked\n"
    monkeypatch.setattr(writing, "_check", lambda *_: (folder / "withdrawn.csv").write_text(record))
    with pytest.raises(CorpusError, match=r"withdrawn\.csv was changed"):
        write_folder(folder, files("New"), files("Old"))
    assert (folder / "withdrawn.csv").read_text() == record


def test_a_folder_behind_a_link_is_written_where_it_is(folder: Path) -> None:
    link = folder.parent / "link"
    link.symlink_to(folder)
    write_folder(link, files("New"), files("Old"))
    assert link.is_symlink()
    assert (folder / "corpus.toml").read_bytes() == files("New")["corpus.toml"]


def test_where_folders_cannot_be_exchanged_a_half_done_swap_is_mended_by_the_next_import(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_exchange", lambda one, other: False)
    folder.rename(folder.with_name(".mine.before-import"))  # killed between the two renames
    write_folder(folder, files("New"), files("Old"))
    assert contents(folder) == {**files("New"), "notes.txt": b"mine"}
    assert [path.name for path in folder.parent.iterdir()] == ["mine"]


KILLED = """
import os, signal, sys
from pathlib import Path
from ppwi_bot.corpus.importing import writing
from tests.importing.test_writing import files
countdown = int(sys.argv[2])
def tracing(frame, event, arg):
    global countdown
    if frame.f_code.co_filename == writing.__file__ or frame.f_code.co_filename.endswith("shutil.py"):
        countdown -= 1
        if countdown == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    return tracing
sys.settrace(tracing)
writing.write_folder(Path(sys.argv[1]), files("New"), files("Old"))
"""


def test_kill_9_at_any_step_leaves_the_old_corpus_or_the_new_one(folder: Path) -> None:
    """Killed after so many lines of the writing, at ever later ones, until one run gets through."""
    whole = [{**files(words), "notes.txt": b"mine"} for words in ("Old", "New")]
    seen = set()
    for countdown in [1, *range(40, 5000, 60)]:
        run = [sys.executable, "-c", textwrap.dedent(KILLED), str(folder), str(countdown)]
        ended = subprocess.run(run, capture_output=True, cwd=Path(__file__).parents[2], check=False)
        assert ended.returncode in (0, -signal.SIGKILL), ended.stderr
        found = contents(folder)
        assert found in whole
        assert check([folder]) == []
        seen.add(whole.index(found))
        if found == whole[1] and ended.returncode == 0:
            break
        if found == whole[1]:
            write_folder(folder, files("Old"), files("New"))
    assert seen == {0, 1}
    write_folder(folder, files("Old"), files("New"))
    assert [path.name for path in folder.parent.iterdir()] == ["mine"], "what killed runs left is cleared away"
