"""What people say about an answer: kept whole, with nothing about who they are, and read by staff."""

import json
import re
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from tests.web.conftest import Opened
from tests.web.made_door import House, error_of

from ppwi_bot.channels.feedback import FILE, Feedback, FeedbackError, FeedbackFile
from ppwi_bot.cli import main

PATH = "/api/feedback"
ANSWER = "0123456789abcdef"
LONGEST = 500


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


def test_what_is_kept_can_be_read_back_newest_first(tmp_path: Path) -> None:
    file = FeedbackFile(tmp_path)
    assert file.all() == ()
    for comment in ("first", "second; DROP TABLE feedback"):
        file.keep(Feedback(ANSWER, True, comment))
    assert [one.comment for one in file.all()] == ["second; DROP TABLE feedback", "first"]


def test_no_column_could_hold_who_said_it_or_when_to_the_second(tmp_path: Path) -> None:
    FeedbackFile(tmp_path).keep(Feedback(ANSWER, True))
    database = sqlite3.connect(tmp_path / FILE)
    columns = [row[1] for row in database.execute("PRAGMA table_info(feedback)")]
    [(day,)] = database.execute("SELECT day FROM feedback").fetchall()
    database.close()
    assert columns == ["day", "answer", "helpful", "comment"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", day)


def test_only_the_owner_can_read_the_file(tmp_path: Path) -> None:
    FeedbackFile(tmp_path).keep(Feedback(ANSWER, True))
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_many_at_once_lose_none(tmp_path: Path) -> None:
    file = FeedbackFile(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: file.keep(Feedback(ANSWER, True, str(number))), range(40)))
    assert sorted(int(one.comment) for one in file.all()) == list(range(40))


def test_a_file_that_cannot_be_used_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"this is not a database, and never was one" * 100)
    with pytest.raises(FeedbackError, match=FILE):
        FeedbackFile(tmp_path).all()
    with pytest.raises(FeedbackError, match=FILE):
        FeedbackFile(tmp_path / "nowhere").keep(Feedback(ANSWER, True))


def test_staff_read_it_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PPWI_VAR", str(tmp_path))
    assert "0 helpful, 0 not." in CliRunner().invoke(main, ["feedback"]).output
    FeedbackFile(tmp_path).keep(Feedback(ANSWER, False, "Nothing about rent."))
    shown = CliRunner().invoke(main, ["feedback"]).output
    assert ANSWER in shown
    assert "Nothing about rent." in shown
    [one] = json.loads(CliRunner().invoke(main, ["feedback", "--json"]).output)
    assert (one["answer"], one["helpful"], one["comment"]) == (ANSWER, False, "Nothing about rent.")
