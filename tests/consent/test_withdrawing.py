"""A quote taken back is gone from every running door at the next request, and does not come back."""

import codecs
import csv
import io
import json
import logging
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from tests.consent.conftest import SAID, build_again

from ppwi_bot import cli
from ppwi_bot.answers.fill import fill
from ppwi_bot.answers.focus import Focus
from ppwi_bot.answers.plan import AnswerPlan
from ppwi_bot.answers.respond import respond
from ppwi_bot.answers.scope import Parts, Scope
from ppwi_bot.answers.voices import LatestVoices
from ppwi_bot.corpus.quotes import Audience
from ppwi_bot.corpus.reading import load_library
from ppwi_bot.corpus.withdrawing import withdraw
from ppwi_bot.corpus.withdrawn_file import WITHDRAWN_FILE, WithdrawnIds
from ppwi_bot.dialogue.actions import all_actions
from ppwi_bot.dialogue.webhook import create_webhook
from ppwi_bot.errors import CorpusError
from ppwi_bot.settings import Settings

GONE = SAID["q1"]
OLD_PLAN = AnswerPlan.from_dict(
    {"kind": "answer", "codes": ["low-wages"], "sides": [
        {"filters": {}, "codes": ["low-wages"], "quotes": ["q1", "q2"], "heading": None}]}
)  # fmt: skip


def take_back(settings: Settings, quote: str = "q1") -> None:
    withdraw(settings.data, quote, "The participant asked for it.", "Ada")


def record(settings: Settings) -> list[dict[str, str]]:
    with (settings.data[0] / WITHDRAWN_FILE).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


# On every running door, before any index is built anew


def test_its_page_says_in_one_sentence_that_it_was_withdrawn(client: FlaskClient, settings: Settings) -> None:
    assert client.get("/quotes/q1").status_code == 200
    take_back(settings)
    response = client.get("/quotes/q1")
    assert response.status_code == 410
    assert "This quote was withdrawn and is no longer shown." in response.text
    assert GONE not in response.text


def test_a_program_gets_the_same_as_json(client: FlaskClient, settings: Settings) -> None:
    take_back(settings)
    response = client.get("/quotes/q1", headers={"Accept": "application/json"})
    assert response.status_code == 410
    assert response.get_json() == {
        "error": {"code": "withdrawn", "message": "This quote was withdrawn and is no longer shown."}
    }


@pytest.mark.parametrize("address", ["/topics/low-wages", "/topics/pay", "/themes/systems", "/ask?q=paycheck"])
def test_no_page_shows_it_and_others_stay(client: FlaskClient, settings: Settings, address: str) -> None:
    before = client.get(address).text
    take_back(settings)
    after = client.get(address).text
    assert GONE in before or address.startswith("/themes")
    assert GONE not in after
    assert (SAID["q2"] in after) == (SAID["q2"] in before)


@pytest.mark.parametrize("scope", [{}, {"theme": "pay"}, {"corpus": "small"}])
def test_the_api_and_the_widget_show_it_no_more(client: FlaskClient, settings: Settings, scope: dict[str, str]) -> None:
    body = {"text": "Low wages?", **scope}
    assert GONE in json.dumps(client.post("/api/messages", json=body).get_json())
    take_back(settings)
    answer = client.post("/api/messages", json=body).get_json()["answer"]
    assert {quote["id"] for quote in answer["quotes"]} == {"q2", "q3"}
    assert answer["coverage"][0]["quotes"] == 2


def test_it_is_counted_nowhere(client: FlaskClient, settings: Settings) -> None:
    take_back(settings)
    assert client.get("/api/counts/low-wages").get_json()["quotes"]["illustrative"] == 2
    assert client.get("/api/welcome").get_json()["quotes"]["illustrative"] == 3


@pytest.mark.parametrize("scope", [Scope(), Scope(theme="pay"), Scope(audience=Audience.STAFF)])
def test_an_answer_planned_before_and_filled_again_as_slack_does_leaves_it_out(
    running: LatestVoices, settings: Settings, scope: Scope
) -> None:
    house = Parts(running)
    assert [card.id for card in fill(OLD_PLAN, house(scope)).sides[0].quotes] == ["q1", "q2"]
    take_back(settings)
    assert [card.id for card in fill(OLD_PLAN, house(scope)).sides[0].quotes] == ["q2"]


def test_search_finds_it_no_more(running: LatestVoices, settings: Settings) -> None:
    take_back(settings)
    voices = running()
    plan = respond("paycheck", Focus(), voices).plan
    assert "q1" not in plan.quotes
    assert plan.quotes


def test_what_is_left_is_made_once_and_not_at_each_question(running: LatestVoices, settings: Settings) -> None:
    take_back(settings)
    assert running() is running()


def test_the_new_index_is_served_once_it_is_built(running: LatestVoices, settings: Settings) -> None:
    take_back(settings)
    meanwhile = running()
    build_again(settings)
    assert running() is not meanwhile
    assert set(running().library.quotes) == {"q2", "q3", "q4"}
    assert running().library.withdrawn == {"q1"}


def test_all_quotes_can_be_taken_back(client: FlaskClient, settings: Settings) -> None:
    for quote in SAID:
        take_back(settings, quote)
    assert client.get("/topics/low-wages").status_code == 200
    assert client.post("/api/messages", json={"text": "Low wages?"}).get_json()["answer"]["quotes"] == []
    assert not load_library(settings.data).quotes


def test_a_record_that_is_spoilt_while_the_server_runs_still_holds(
    running: LatestVoices, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    take_back(settings)
    running()
    (settings.data[0] / WITHDRAWN_FILE).write_text("spoilt\n", encoding="utf-8")
    assert "q1" not in running().library.quotes
    assert "withdrawn.csv" in caplog.text


# Nothing holds its words


def test_the_record_holds_no_word_of_it(settings: Settings) -> None:
    take_back(settings)
    assert [(row["id"], row["by"], row["reason"]) for row in record(settings)] == [
        ("q1", "Ada", "The participant asked for it.")
    ]
    assert GONE not in "".join(path.read_text(encoding="utf-8") for path in settings.data[0].iterdir())


def test_no_log_line_holds_words_of_a_quote(
    client: FlaskClient, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client.post("/api/messages", json={"text": "Low wages?"})
    client.get("/quotes/q1")
    take_back(settings)
    client.post("/api/messages", json={"text": "Low wages?"})
    client.get("/quotes/q1")
    build_again(settings)
    client.get("/topics/pay")
    assert caplog.text
    assert not [text for text in SAID.values() if text in caplog.text]


@pytest.mark.parametrize("action", ["action_answer", "action_more", "action_compare", "action_calls_to_action"])
def test_the_dialogue_and_so_its_tracker_gets_ids_and_no_words(running: LatestVoices, action: str) -> None:
    parts = Parts(running)
    names = [one.name() for one in all_actions(parts)]
    assert action in names
    webhook = create_webhook(all_actions(parts), "a-token").test_client()
    text = "Low wages?"
    tracker: dict[str, Any] = {
        "sender_id": "somebody", "slots": {"focus": None}, "events": [],
        "latest_message": {"text": text, "intent": {"name": "ask", "confidence": 1.0}, "entities": [], "metadata": {}},
    }  # fmt: skip
    body = {"next_action": action, "sender_id": "somebody", "tracker": tracker, "domain": {}}
    reply = webhook.post("/webhook", json=body, headers={"Authorization": "Bearer a-token"})
    assert reply.status_code == 200
    assert action == "action_more" or "q2" in reply.text
    assert not [said for said in SAID.values() if said in reply.text]


# In the corpus folder


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('\n\r,;"\t')).filter(str.strip)


@effort(deadline=None)
@given(
    texts=st.lists(WORDS, min_size=1, max_size=6),
    ends=st.sampled_from(["\n", "\r\n"]),
    mark=st.booleans(),
    last=st.booleans(),
    empty=st.lists(st.integers(0, 6), max_size=2),
    data=st.data(),
)
def test_all_other_rows_stay_byte_for_byte(
    texts: list[str], ends: str, mark: bool, last: bool, empty: list[int], data: st.DataObject
) -> None:
    rows = []
    for at, text in enumerate(texts):
        line = io.StringIO(newline="")
        csv.writer(line, lineterminator=ends, quoting=csv.QUOTE_ALL).writerow(
            [f"q{at}", text, "pay", "", "", "", "", "", ""]
        )
        rows.append(line.getvalue().encode())
    gone = data.draw(st.integers(0, len(rows) - 1))
    header = (codecs.BOM_UTF8 if mark else b"") + (
        f"id,text,topics,perspective,affinity_group,region,audience,language,source{ends}".encode()
    )
    # Empty lines between rows are no part of any row.
    before = [ends.encode() * empty.count(at) for at in range(len(rows))]
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "quotes.csv"
        whole = header + b"".join(blank + row for blank, row in zip(before, rows, strict=True))
        path.write_bytes(whole if last else whole.removesuffix(ends.encode()))
        withdraw([Path(place)], f"q{gone}", "asked", "Ada")
        kept = header + b"".join(
            blank + (b"" if at == gone else row) for at, (blank, row) in enumerate(zip(before, rows, strict=True))
        )
        cut = not last and gone != len(rows) - 1
        assert path.read_bytes() == (kept.removesuffix(ends.encode()) if cut else kept)
        assert sorted(each.name for each in Path(place).iterdir()) == ["quotes.csv", "withdrawn.csv"]


def test_an_old_copy_of_quotes_csv_cannot_bring_it_back(settings: Settings) -> None:
    quotes = settings.data[0] / "quotes.csv"
    old = quotes.read_bytes()
    take_back(settings)
    quotes.write_bytes(old)
    with pytest.raises(CorpusError, match=r"quotes.csv:2: id: 'q1' was withdrawn on .* Delete the row"):
        load_library(settings.data)


def test_a_running_door_is_not_moved_by_an_old_copy_either(running: LatestVoices, settings: Settings) -> None:
    quotes = settings.data[0] / "quotes.csv"
    old = quotes.read_bytes()
    take_back(settings)
    build_again(settings)
    quotes.write_bytes(old)
    assert "q1" not in running().library.quotes


def test_whoever_takes_the_row_out_of_the_record_lets_it_come_back(settings: Settings) -> None:
    quotes = settings.data[0] / "quotes.csv"
    old = quotes.read_bytes()
    take_back(settings)
    quotes.write_bytes(old)
    (settings.data[0] / WITHDRAWN_FILE).unlink()
    assert "q1" in load_library(settings.data).quotes


def test_the_record_only_grows(settings: Settings) -> None:
    take_back(settings, "q1")
    before = (settings.data[0] / WITHDRAWN_FILE).read_bytes()
    take_back(settings, "q2")
    take_back(settings, "q2")
    assert (settings.data[0] / WITHDRAWN_FILE).read_bytes().startswith(before)
    assert [row["id"] for row in record(settings)] == ["q1", "q2"]


def test_what_was_interrupted_is_finished_by_doing_it_again(settings: Settings) -> None:
    quotes = settings.data[0] / "quotes.csv"
    old = quotes.read_bytes()
    take_back(settings)
    quotes.write_bytes(old)
    assert withdraw(settings.data, "q1", "again", "Bo").recorded_before
    assert "q1" not in load_library(settings.data).quotes
    assert len(record(settings)) == 1


def test_an_id_that_no_corpus_has_is_refused_with_the_nearest_and_changes_nothing(settings: Settings) -> None:
    before = {path: path.read_bytes() for path in settings.data[0].iterdir()}
    with pytest.raises(CorpusError, match=r"no quote 'q11'.*Did you mean 'q1'"):
        take_back(settings, "q11")
    assert {path: path.read_bytes() for path in settings.data[0].iterdir()} == before


def test_a_reason_is_needed(settings: Settings) -> None:
    with pytest.raises(CorpusError, match="Say why"):
        withdraw(settings.data, "q1", " \n", "Ada")
    assert not (settings.data[0] / WITHDRAWN_FILE).exists()


def test_other_problems_of_the_corpus_do_not_delay_it(corpus: Callable[..., Path], row: Callable[..., Any]) -> None:
    folder = corpus(quotes=[row(id="q1", topics="unheard-of"), row(id="q2", text="")], toml="title = ")
    withdraw([folder], "q1", "asked", "Ada")
    assert "q1" not in (folder / "quotes.csv").read_text()


def test_where_the_row_cannot_be_taken_out_it_is_withdrawn_all_the_same(
    corpus: Callable[..., Path], row: Callable[..., Any]
) -> None:
    folder = corpus(quotes=[row(id="q1"), row(id="q2")])
    with (folder / "quotes.csv").open("a") as file:
        file.write('q3,"never closed')
    with pytest.raises(CorpusError, match=r"'q1' is withdrawn, .* delete it"):
        withdraw([folder], "q1", "asked", "Ada")
    assert WithdrawnIds([folder])() == {"q1"}


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("no id,2026-01-31,Ada,asked", "withdrawn.csv:2: id: 'no id' is no id of a quote"),
        ("q9,31.1.2026,Ada,asked", "withdrawn.csv:2: day: not a day: '31.1.2026'. Write it as 2026-01-31."),
        ("q9,2026-01-31,Ada,", "withdrawn.csv:2: reason: the reason is empty"),
    ],
)
def test_a_wrong_record_is_named_by_line_and_field(problems: Callable[..., list[str]], row: str, problem: str) -> None:
    [found] = problems(**{WITHDRAWN_FILE: f"id,day,by,reason\n{row}\n"})
    assert found.startswith(problem)


# On the command line


def test_the_command_records_it_takes_it_out_and_builds_the_index(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = []
    monkeypatch.setattr(cli, "build_index", lambda settings, progress: built.append(load_library(settings.data)))
    monkeypatch.setattr(cli, "report_index", lambda build, folders, as_json: None)
    where = ["--data", str(settings.data[0])]
    done = CliRunner().invoke(cli.main, ["quote", "withdraw", "q1", "--reason", "asked", "--by", "Ada", *where])
    assert done.exit_code == 0, done.output
    assert done.output.startswith("q1 is withdrawn: recorded in ")
    assert GONE not in done.output
    assert [set(library.quotes) for library in built] == [{"q2", "q3", "q4"}]


def test_it_says_so_where_the_index_cannot_be_built(settings: Settings) -> None:
    (settings.data[0] / "corpus.toml").write_text("title = ")
    where = ["--data", str(settings.data[0])]
    done = CliRunner().invoke(cli.main, ["quote", "withdraw", "q1", "--reason", "asked", *where])
    assert done.exit_code == 1
    assert "q1 is withdrawn, and no door shows it, but the index could not be built anew" in done.output
