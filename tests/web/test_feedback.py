"""What people say about an answer: kept masked for some days, with nothing about who they are, and read by staff."""

import json
import re
import sqlite3
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from tests.web.conftest import Opened
from tests.web.made_door import House, error_of

from ppwi_bot.channels import feedback
from ppwi_bot.channels.feedback import FILE, Feedback, FeedbackError, FeedbackFile, keep_masked
from ppwi_bot.channels.records import today
from ppwi_bot.cli import main

PATH = "/api/feedback"
ANSWER = "0123456789abcdef"
LONGEST = 500
DAYS = 90
PLAIN = frozenset(["nothing", "about", "rent", "please", "ask"])


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """From now on it is so many days ago."""
    return lambda ago: monkeypatch.setattr(feedback, "today", lambda: today() - timedelta(days=ago))


@pytest.mark.parametrize("helpful", [True, False])
def test_a_judgment_is_kept_with_the_id_of_the_answer(client: FlaskClient, house: House, helpful: bool) -> None:
    response = client.post(PATH, json={"answer": ANSWER, "helpful": helpful, "comment": " more\x00 please \n"})
    assert (response.status_code, response.data) == (204, b"")
    assert house.feedback == [Feedback(ANSWER, helpful, "more please")]


def test_the_id_that_came_with_an_answer_can_be_judged(client: FlaskClient, house: House) -> None:
    answer = client.post("/api/messages", json={"text": "pay"}).json["answer"]["id"]
    assert client.post(PATH, json={"answer": answer, "helpful": True}).status_code == 204
    assert house.feedback == [Feedback(answer, True)]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "answer"),
        ({"answer": "x", "helpful": True}, "answer"),
        ({"answer": 7, "helpful": True}, "answer"),
        ({"answer": ANSWER.upper(), "helpful": True}, "answer"),
        ({"answer": ANSWER}, "helpful"),
        ({"answer": ANSWER, "helpful": 1}, "helpful"),
        ({"answer": ANSWER, "helpful": "yes"}, "helpful"),
        ({"answer": ANSWER, "helpful": True, "comment": None}, "comment"),
    ],
)
def test_a_missing_or_wrong_field_is_named(client: FlaskClient, house: House, body: object, field: str) -> None:
    response = client.post(PATH, json=body)
    assert response.status_code == 400
    assert f'"{field}"' in error_of(response)["message"]
    assert house.feedback == []


def test_a_line_has_an_end(client: FlaskClient) -> None:
    bodies = [{"answer": ANSWER, "helpful": True, "comment": "x" * size} for size in (LONGEST, LONGEST + 1)]
    assert [client.post(PATH, json=body).status_code for body in bodies] == [204, 413]


def test_one_visitor_cannot_fill_the_disk(opened: Opened) -> None:
    client = opened()
    statuses = [client.post(PATH, json={"answer": ANSWER, "helpful": True}).status_code for _ in range(12)]
    assert statuses == [204] * 10 + [429] * 2


def test_what_is_kept_can_be_read_back_the_newest_day_first(tmp_path: Path, at: Callable[[int], None]) -> None:
    file = FeedbackFile(tmp_path, DAYS)
    assert file.all() == ()
    for ago, comment in ((2, "first"), (1, "second; DROP TABLE feedback"), (3, "earlier")):
        at(ago)
        file.keep(Feedback(ANSWER, True, comment))
    assert [one.comment for one in file.all()] == ["second; DROP TABLE feedback", "first", "earlier"]


def test_in_which_order_judgments_came_on_a_day_is_not_to_be_seen(tmp_path: Path) -> None:
    file = FeedbackFile(tmp_path, DAYS)
    said = [str(number) for number in range(50)]
    for comment in said:
        file.keep(Feedback(ANSWER, True, comment))
    assert [one.comment for one in file.all()] not in (said, said[::-1])


def test_a_file_of_an_earlier_version_is_gone_on_with(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE)) as database, database:
        database.execute("CREATE TABLE feedback (day TEXT, answer TEXT, helpful INTEGER, comment TEXT)")
        database.execute("INSERT INTO feedback VALUES ('2020-02-29', ?, 1, 'before')", (ANSWER,))
    file = FeedbackFile(tmp_path, DAYS)
    file.keep(Feedback(ANSWER, True, "now"))
    assert [one.comment for one in file.all()] == ["now", "before"]
    file.forget_old()
    assert [one.comment for one in file.all()] == ["now"]


def test_names_in_a_comment_never_reach_the_disk(tmp_path: Path) -> None:
    file = FeedbackFile(tmp_path, DAYS)
    said = "please ask Jennifer Whitfield about rent, 360-555-0199"
    keep_masked(file, lambda: PLAIN, Feedback(ANSWER, False, said))
    [one] = file.all()
    assert (one.answer, one.helpful, one.comment) == (ANSWER, False, "please ask [name] about rent, [number]")
    assert b"ennifer" not in (tmp_path / FILE).read_bytes()


def test_words_of_distress_in_a_comment_are_not_kept(tmp_path: Path) -> None:
    file = FeedbackFile(tmp_path, DAYS)
    keep_masked(file, lambda: PLAIN, Feedback(ANSWER, False, "I want to kill myself"))
    assert [(one.helpful, one.comment) for one in file.all()] == [(False, "")]


@pytest.mark.parametrize(("days", "left"), [(90, ["new", "89"]), (1, ["new"])])
def test_what_was_kept_long_enough_is_deleted_from_the_disk(
    tmp_path: Path, at: Callable[[int], None], days: int, left: list[str]
) -> None:
    file = FeedbackFile(tmp_path, days)
    for ago, comment in ((90, "zebras"), (89, "89"), (0, "new")):
        at(ago)
        file.keep(Feedback(ANSWER, True, comment))
    file.forget_old()
    assert [one.comment for one in file.all()] == left
    assert b"zebras" not in (tmp_path / FILE).read_bytes()


def test_where_nobody_said_anything_there_is_nothing_to_delete_and_no_file(tmp_path: Path) -> None:
    FeedbackFile(tmp_path, DAYS).forget_old()
    assert list(tmp_path.iterdir()) == []


def test_no_column_could_hold_who_said_it_or_when_to_the_second(tmp_path: Path) -> None:
    FeedbackFile(tmp_path, DAYS).keep(Feedback(ANSWER, True))
    database = sqlite3.connect(tmp_path / FILE)
    columns = [row[1] for row in database.execute("PRAGMA table_info(feedback)")]
    [(day,)] = database.execute("SELECT day FROM feedback").fetchall()
    database.close()
    assert columns == ["day", "answer", "helpful", "comment"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", day)


def test_only_the_owner_can_read_the_file(tmp_path: Path) -> None:
    FeedbackFile(tmp_path, DAYS).keep(Feedback(ANSWER, True))
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_many_at_once_lose_none(tmp_path: Path) -> None:
    file = FeedbackFile(tmp_path, DAYS)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: file.keep(Feedback(ANSWER, True, str(number))), range(40)))
    assert sorted(int(one.comment) for one in file.all()) == list(range(40))


def test_a_file_that_cannot_be_used_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"this is not a database, and never was one" * 100)
    with pytest.raises(FeedbackError, match=FILE):
        FeedbackFile(tmp_path, DAYS).all()
    with pytest.raises(FeedbackError, match=FILE):
        FeedbackFile(tmp_path / "nowhere", DAYS).keep(Feedback(ANSWER, True))


def test_staff_read_it_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: Callable[[int], None]
) -> None:
    monkeypatch.setenv("PPWI_VAR", str(tmp_path))
    assert "0 helpful, 0 not." in CliRunner().invoke(main, ["feedback"]).output
    at(DAYS)
    FeedbackFile(tmp_path, DAYS).keep(Feedback(ANSWER, False, "Too old."))
    at(0)
    FeedbackFile(tmp_path, DAYS).keep(Feedback(ANSWER, False, "Nothing about rent."))
    shown = CliRunner().invoke(main, ["feedback"]).output
    assert "Too old." not in shown
    assert ANSWER in shown
    assert "Nothing about rent." in shown
    [one] = json.loads(CliRunner().invoke(main, ["feedback", "--json"]).stdout)
    assert (one["answer"], one["helpful"], one["comment"]) == (ANSWER, False, "Nothing about rent.")
