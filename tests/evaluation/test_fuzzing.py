"""Readers are attacked with damaged files; `ppwi_bot.evaluation.fuzzing` does it for minutes, and this for a moment."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from ppwi_bot.evaluation import fuzzing
from ppwi_bot.evaluation.fuzzing import TOKENS, Outcome, attack, damaged, sound_files

Attack = Callable[..., Outcome]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzzing")


@pytest.fixture(scope="module")
def sound(folder: Path) -> dict[str, bytes]:
    return sound_files(folder)


@pytest.fixture
def attacked(sound: dict[str, bytes], folder: Path) -> Iterator[Attack]:
    """Attacks the reader of one kind of file in a copy of this process, with what is replaced in it."""
    with ProcessPoolExecutor(1, get_context("fork")) as apart:
        yield lambda kind, seconds: apart.submit(attack, kind, sound[kind], folder, 1, seconds).result()


@pytest.mark.parametrize("kind", TOKENS)
def test_a_damaged_file_is_read_or_refused(kind: str, attacked: Attack) -> None:
    outcome = attacked(kind, 0.5)
    assert list(outcome.faults) == []
    assert outcome.read + outcome.refused > 0


@pytest.mark.parametrize("kind", TOKENS)
def test_a_file_is_damaged_in_another_way_each_time(kind: str, sound: dict[str, bytes]) -> None:
    chance = random.Random(1)
    assert len({damaged(kind, sound[kind], chance) for _ in range(20)} - {sound[kind]}) > 10


def test_a_crash_is_told_with_its_place(attacked: Attack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzzing, "read_mapping", lambda path: {}[path.suffix])
    [fault] = attacked("toml", 0).faults
    assert fault.startswith("KeyError in test_fuzzing.py, line ")


def test_a_reader_that_comes_to_no_end_is_stopped(attacked: Attack, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(path: Path) -> None:
        while path:
            pass

    monkeypatch.setattr(fuzzing, "read_mapping", endless)
    monkeypatch.setattr(fuzzing, "PATIENCE", 1)
    [fault] = attacked("toml", 0).faults
    assert fault.startswith("Hang in test_fuzzing.py, line ")


@pytest.mark.parametrize("way", ["write", "rename", "mkdir", "link", "remove"])
def test_whatever_is_changed_outside_is_told(
    way: str, attacked: Attack, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside, outside = folder / f"for {way}", tmp_path / "outside"
    (outside if way == "remove" else inside).write_text("")
    ways = {
        "write": lambda path: outside.write_text(""),
        "rename": lambda path: inside.rename(outside),
        "mkdir": lambda path: outside.mkdir(),
        "link": lambda path: outside.symlink_to(inside),
        "remove": lambda path: outside.unlink(),
    }
    monkeypatch.setattr(fuzzing, "read_mapping", ways[way])
    [fault] = attacked("toml", 0).faults
    assert fault.startswith("written outside: ")
    assert fault.endswith(str(outside))
