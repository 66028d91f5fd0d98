"""What visitors ask: noted after the answer, masked, without who asked or when to the hour, and gone after some days."""

import json
import logging
import sqlite3
import stat
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from tests.slack.workplace import eventually
from tests.small_world import library, quote
from tests.web.conftest import Opened
from tests.web.made_door import DECLINE, SUPPORT, House, pay_plan

from ppwi_bot.answers.answer import Answer, Kind
from ppwi_bot.answers.fill import fill
from ppwi_bot.answers.plan import AnswerPlan, Reason
from ppwi_bot.channels import recording
from ppwi_bot.channels.asked import FILE, Asked, AskedError, AskedFile, Entrance, unanswered
from ppwi_bot.channels.recording import LONGEST, OrdinaryWords, Recorder
from ppwi_bot.channels.records import today
from ppwi_bot.channels.web import Keeping
from ppwi_bot.cli import main
from ppwi_bot.corpus.library import Library
from ppwi_bot.corpus.protecting import knowledge
from ppwi_bot.corpus.protecting.masking import masked

SITE = "https://example.org"
DAYS = 90
NLU = Path(__file__).parents[2] / "bot/data/nlu"
PLAIN = frozenset(["what", "do", "they", "say", "about", "pay", "and", "rest", "dogs", "do", "like"])


def asked(question: str = "what about pay", *, ago: int = 0, kind: Kind = Kind.ANSWER, reason: str = "") -> Asked:
    """A question as it is kept, asked some days ago."""
    day = (today() - timedelta(days=ago)).isoformat()
    return Asked(day, Entrance.CHAT, kind, reason, "0123456789abcdef", ("pay",), question)


def answer(plan: AnswerPlan | None = None) -> Answer:
    """An answer as it comes from behind the door."""
    return fill(plan or pay_plan("real"), House().voices)


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The word lists take seconds to read, and here nobody has read them when the first question comes."""
    monkeypatch.setattr(recording, "CLOSING_SECONDS", 120.0)


@pytest.fixture
def file(tmp_path: Path) -> AskedFile:
    return AskedFile(tmp_path, DAYS)


@pytest.fixture
def noted(file: AskedFile) -> Callable[..., tuple[Asked, ...]]:
    """Notes a question as the door does, and gives what is kept then."""

    def note(text: str, plan: AnswerPlan | None = None) -> tuple[Asked, ...]:
        recorder = Recorder(file, lambda: PLAIN)
        recorder.note(Entrance.CHAT, text, answer(plan))
        recorder.close()
        return file.all()

    return note


# At the door


@pytest.mark.parametrize(
    ("headers", "entrance"),
    [
        ({"Origin": "http://localhost"}, Entrance.CHAT),
        ({"Origin": "http://behind.a.proxy", "Sec-Fetch-Site": "same-origin"}, Entrance.CHAT),
        ({"Origin": SITE, "Sec-Fetch-Site": "cross-site"}, Entrance.WIDGET),
        ({}, Entrance.PROGRAM),
    ],
)
def test_a_message_is_noted_with_where_it_was_typed(
    house: House, opened: Opened, headers: dict[str, str], entrance: Entrance
) -> None:
    house.origins = frozenset({SITE})
    response = opened().post("/api/messages", json={"text": "what about pay"}, headers=headers)
    [(where, text, given)] = house.noted
    assert (where, text, given.id) == (entrance, "what about pay", response.json["answer"]["id"])


def test_so_is_a_question_on_the_page_without_script(client: FlaskClient, house: House) -> None:
    client.get("/ask?q=what+about+pay")
    [(where, text, _)] = house.noted
    assert (where, text) == (Entrance.PAGE, "what about pay")


def test_what_is_refused_or_fails_or_was_never_asked_is_not_noted(client: FlaskClient, house: House) -> None:
    client.get("/ask")
    client.post("/api/messages", json={"text": "x" * 2_000})
    house.failure = ValueError("broken")
    client.post("/api/messages", json={"text": "what about pay"})
    assert house.noted == []


# In the recorder


def test_a_question_is_kept_with_its_day_and_how_it_came_out(noted: Callable[..., tuple[Asked, ...]]) -> None:
    [one] = noted("what do they say about pay")
    given = answer()
    assert one == Asked(today().isoformat(), "chat", "answer", "", given.id, ("pay",), "what do they say about pay")


def test_names_never_reach_the_disk(noted: Callable[..., tuple[Asked, ...]], tmp_path: Path) -> None:
    [one] = noted("what do Jennifer Whitfield and jennifer@example.org say about pay, 360-555-0199")
    assert one.question == "what do [name] and [email] say about pay, [number]"
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"ennifer" not in held
    assert b"0199" not in held


def test_of_words_of_distress_only_that_there_were_some_is_kept(noted: Callable[..., tuple[Asked, ...]]) -> None:
    [one] = noted("they say about pay", SUPPORT)
    assert (one.reason, one.question) == ("support", "")


@pytest.mark.parametrize("reason", [Reason.GREET, Reason.THANKS, Reason.GOODBYE, Reason.EMPTY])
def test_small_talk_is_not_kept(noted: Callable[..., tuple[Asked, ...]], reason: Reason) -> None:
    assert noted("thanks", replace(SUPPORT, reason=reason)) == ()


def test_of_a_pasted_paragraph_the_beginning_is_kept(noted: Callable[..., tuple[Asked, ...]]) -> None:
    [one] = noted("what do they say about pay " * 40)
    assert len(one.question) <= LONGEST
    assert one.question.endswith("about pay …")


def test_what_is_cut_leaves_no_half_of_what_is_masked(noted: Callable[..., tuple[Asked, ...]]) -> None:
    [one] = noted("pay " * 73 + "someone.somewhere@example.org")
    assert "someone" not in one.question


def test_a_folder_that_cannot_be_written_costs_no_answer_and_is_told_once_without_words(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    recorder = Recorder(AskedFile(tmp_path / "nowhere", DAYS), lambda: PLAIN)
    for _ in range(3):
        recorder.note(Entrance.CHAT, "what about zebras", answer())
    recorder.close()
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert FILE in caplog.text
    assert "zebra" not in caplog.text


def test_nor_does_an_error_of_ours(
    file: AskedFile, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(text: str, ordinary: object) -> str:
        raise ValueError(f"cannot read {text}")

    monkeypatch.setattr(recording, "masked", broken)
    recorder = Recorder(file, lambda: PLAIN)
    recorder.note(Entrance.CHAT, "what about zebras", answer())
    recorder.close()
    assert "ValueError" in caplog.text
    assert "zebra" not in caplog.text
    assert file.all() == ()


def test_where_more_come_than_can_be_written_some_are_lost_and_nobody_waits(
    file: AskedFile, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "WAITING", 2)
    slow, go_on = Event(), Event()

    def wait(text: str, ordinary: object) -> str:
        slow.set()
        go_on.wait()
        return ""

    monkeypatch.setattr(recording, "masked", wait)
    recorder = Recorder(file, lambda: PLAIN)
    recorder.note(Entrance.CHAT, "what about pay", answer())
    slow.wait()
    for _ in range(5):
        recorder.note(Entrance.CHAT, "what about zebras", answer())
    go_on.set()
    recorder.close()
    assert len(file.all()) == 1 + 2
    assert len(caplog.records) == 1
    assert "zebra" not in caplog.text


def test_words_of_new_corpora_are_gathered_aside_and_nobody_waits_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    served, go_on = [library()], Event()
    gather = recording.ordinary_words
    words = OrdinaryWords(lambda: served[0], NLU)

    def wait(library: Library, texts: Iterable[str]) -> frozenset[str]:
        go_on.wait()
        return gather(library, texts)

    monkeypatch.setattr(recording, "ordinary_words", wait)
    served[0] = library(quote("new", "We zibbled all day.", "pay"))
    assert "zibbled" not in words()
    go_on.set()
    eventually(lambda: "zibbled" in words())


def test_every_word_list_is_read_before_anybody_says_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    knowledge._frequencies.cache_clear()
    words = OrdinaryWords(library, NLU)()

    def read(**language: str) -> None:
        raise AssertionError("A list was read on a visitor's way.")

    monkeypatch.setattr("spellchecker.SpellChecker", read)
    assert masked("ask jennifer whitfield, zibble, hola", words).startswith("ask [name]")


# In the file


def test_no_column_could_hold_who_asked_or_when_to_the_second_or_in_which_order(
    file: AskedFile, tmp_path: Path
) -> None:
    file.keep([asked(str(number)) for number in range(50)])
    database = sqlite3.connect(tmp_path / FILE)
    columns = [row[1] for row in database.execute("PRAGMA table_info(asked)")]
    in_file = [question for (question,) in database.execute("SELECT question FROM asked ORDER BY rowid")]
    database.close()
    assert columns == ["id", "day", "entrance", "kind", "reason", "answer", "codes", "question"]
    assert in_file != [str(number) for number in range(50)]
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize(("days", "left"), [(90, ["new", "89"]), (2, ["new"]), (1, ["new"]), (0, [])])
def test_what_was_kept_long_enough_is_deleted_from_the_disk(tmp_path: Path, days: int, left: list[str]) -> None:
    AskedFile(tmp_path, DAYS).keep([asked("new"), asked("89", ago=89), asked("zebras", ago=90)])
    file = AskedFile(tmp_path, days)
    file.forget_old()
    assert [one.question for one in file.all()] == left
    assert b"zebras" not in (tmp_path / FILE).read_bytes()


def test_where_nothing_was_asked_there_is_nothing_to_delete_and_no_file(file: AskedFile, tmp_path: Path) -> None:
    file.forget_old()
    assert file.all() == ()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_used_is_said_in_one_line(tmp_path: Path, file: AskedFile) -> None:
    (tmp_path / FILE).write_bytes(b"this is not a database, and never was one" * 100)
    for use in (file.all, file.forget_old, lambda: file.keep([asked()])):
        with pytest.raises(AskedError, match=FILE):
            use()


# Read by staff


def none(question: str) -> Asked:
    return asked(question, kind=Kind.DECLINE, reason=Reason.NO_EVIDENCE)


def test_what_was_declined_is_counted_by_reason_and_wording() -> None:
    elsewhere = asked("what about Guam", kind=Kind.DECLINE, reason=Reason.PLACE_ABSENT)
    groups = unanswered(
        [asked(), none("what about cats"), none("What about dogs?"), none("what about dogs"), elsewhere]
    )
    assert [(one.reason, one.question, one.times) for one in groups] == [
        ("no_evidence", "What about dogs?", 2),
        ("no_evidence", "what about cats", 1),
        ("place_absent", "what about Guam", 1),
    ]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    monkeypatch.setenv("PPWI_VAR", str(tmp_path))
    return lambda *arguments: CliRunner().invoke(main, ["asked", *arguments])


def test_staff_read_it_on_the_command_line(run: Callable[..., Any], file: AskedFile) -> None:
    assert "0 questions" in run().output
    file.keep([asked("first", ago=3), asked("second"), none("third"), asked("too old", ago=400)])
    shown = run().output
    assert shown.index("second") < shown.index("first")
    assert "decline: no_evidence" in shown
    assert "too old" not in shown
    assert len(json.loads(CliRunner().invoke(main, ["asked", "--json"]).stdout)) == 3
    assert "no_evidence: 1\n     1 x  third" in run("--declined").output
    [one] = json.loads(run("--declined", "--json").stdout)
    assert (one["reason"], one["question"], one["times"]) == ("no_evidence", "third", 1)


def test_where_nothing_is_noted_the_command_says_so(run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PPWI_KEEP_QUESTIONS_DAYS", "0")
    assert "keep_questions_days is 0" in run().output


# Said to visitors


def test_the_page_about_the_site_says_for_how_long_things_are_kept(house: House, opened: Opened) -> None:
    house.keeping = Keeping(questions_days=45, conversations_days=1, feedback_days=7)
    page = opened().get("/about").text
    assert "is deleted 1 day after you sent it" in page
    assert "deleted after 45 days" in page
    assert f"its first {LONGEST} characters" in page
    assert "We delete it after 7 days." in page
    assert "Before a question or a comment is noted, a program takes out names" in page


def test_it_does_not_speak_of_notes_where_none_are_made(house: House, opened: Opened) -> None:
    house.keeping = Keeping(questions_days=0, conversations_days=30, feedback_days=30)
    page = opened().get("/about").text
    assert "There is no list of what people ask." in page
    assert "noted" not in page
    assert "Before a comment is kept, a program takes out names" in page


def test_a_declined_question_keeps_no_topic(noted: Callable[..., tuple[Asked, ...]]) -> None:
    [one] = noted("what do they say about dogs", DECLINE)
    assert (one.kind, one.reason, one.codes) == ("decline", "no_evidence", ())
