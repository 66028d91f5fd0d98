"""What was said long ago is deleted from Rasa's store of conversations, while Rasa uses it or not."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from ppwi_bot.dialogue import expiry
from ppwi_bot.dialogue.expiry import FILE, ExpiryError, forget_old

DAYS = 30

# As Rasa 3.6 makes it.
TABLE = """
CREATE TABLE events (
    id INTEGER NOT NULL, sender_id VARCHAR(255) NOT NULL, type_name VARCHAR(255) NOT NULL, timestamp FLOAT,
    intent_name VARCHAR(255), action_name VARCHAR(255), data TEXT, PRIMARY KEY (id)
);
CREATE INDEX ix_events_sender_id ON events (sender_id);
"""


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expiry, "PAUSE_SECONDS", 0.0)


def store(folder: Path, *said: tuple[str, float, str]) -> Path:
    """A store with what was said: by whom, how many days ago, and the words."""
    with closing(sqlite3.connect(folder / FILE)) as database, database:
        database.executescript(TABLE)
        for sender, ago, words in said:
            at = time.time() - ago * 24 * 60 * 60
            database.execute("INSERT INTO events VALUES (NULL, ?, 'user', ?, NULL, NULL, ?)", (sender, at, words))
    return folder / FILE


def left(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        return [words for (words,) in database.execute("SELECT data FROM events ORDER BY id")]


def test_old_conversations_go_as_a_whole_and_others_lose_what_is_old(tmp_path: Path) -> None:
    path = store(tmp_path, ("a", 40, "one"), ("b", 35, "two"), ("a", 31, "three"), ("b", 29, "four"), ("c", 0, "five"))
    assert forget_old(tmp_path, DAYS) == 3
    assert left(path) == ["four", "five"]


def test_no_word_of_them_stays_on_the_disk(tmp_path: Path) -> None:
    path = store(tmp_path, ("a", 40, "zebrafinch " * 500), ("b", 1, "new"))
    forget_old(tmp_path, DAYS)
    assert b"zebrafinch" not in path.read_bytes()


def test_rasa_can_write_while_they_are_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = store(tmp_path, *(("a", 31 + number, str(number)) for number in range(10)))
    monkeypatch.setattr(expiry, "TOGETHER", 2)

    def write(_: float) -> None:
        with closing(sqlite3.connect(path, timeout=0)) as rasa, rasa:
            rasa.execute("INSERT INTO events VALUES (NULL, 'b', 'user', ?, NULL, NULL, 'new')", (time.time(),))

    monkeypatch.setattr(expiry.time, "sleep", write)
    assert forget_old(tmp_path, DAYS) == 10
    assert set(left(path)) == {"new"}


def test_many_are_deleted_some_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expiry, "TOGETHER", 2)
    monkeypatch.setattr(expiry, "LOOKED_UP", 3)
    path = store(tmp_path, *(("a", 31 + number, str(number)) for number in range(10)), ("b", 1, "new"))
    assert forget_old(tmp_path, DAYS) == 10
    assert left(path) == ["new"]


def test_where_rasa_has_stored_nothing_yet_nothing_happens(tmp_path: Path) -> None:
    assert forget_old(tmp_path, DAYS) == 0
    assert list(tmp_path.iterdir()) == []
    (tmp_path / FILE).touch()
    assert forget_old(tmp_path, DAYS) == 0


def test_a_store_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"this is not a database, and never was one" * 100)
    with pytest.raises(ExpiryError, match=FILE):
        forget_old(tmp_path, DAYS)
