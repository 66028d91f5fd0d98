"""Every question is answered exactly once, whatever happens on the way."""

import logging
import os
import random
import signal
import stat
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import httpx
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from tests.slack.workplace import ANA, BEN, BOT, CHANNEL, KEPT_DAYS, Workplace, eventually, shown
from tests.web.made_door import pay_plan

from ppwi_bot.channels.slack import answering, door, ledger
from ppwi_bot.channels.slack.ledger import FILE, Ledger, LedgerError
from ppwi_bot.channels.slack.web_api import UnreachableError, failure
from ppwi_bot.evaluation.slack_cloud import SlackCloud, events


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries again at once what the door would try again after seconds and minutes."""
    for module in (answering, door):
        monkeypatch.setattr(module, "WAITS", (0.05,) * 50)


# Once


def test_retries_and_duplicates_of_an_event_are_answered_once(work: Workplace) -> None:
    question = work.cloud.post_as(ANA, CHANNEL, f"{BOT} what about pay?")
    for retry in range(4):
        event = work.cloud.mention_event(question)
        assert work.cloud.event(work.url, event, event_id="Ev1", retry=retry).status_code == 200
    work.cloud.event(work.url, work.cloud.message_event(question), event_id="Ev2")
    work.answer(question)
    assert work.behind.texts == ["what about pay?"]


def test_a_retry_that_comes_after_a_restart_is_not_answered_again(work: Workplace) -> None:
    question = work.mention("what about pay?")
    work.answer(question)
    work.close()
    work.open()
    work.cloud.event(work.url, work.cloud.mention_event(question), retry=1)
    work.answer(question)
    assert len(work.behind.texts) == 1


def test_two_questions_at_once_in_one_thread_are_answered_one_after_the_other_in_order(work: Workplace) -> None:
    question = work.mention("one")
    under_way: list[str] = []
    most = []

    def planning(text: str) -> None:
        under_way.append(text)
        most.append(len(under_way))
        Event().wait(0.02)
        under_way.remove(text)

    work.behind.before_planning = planning
    for text in ("two", "three", "four"):
        work.write(f"{BOT} {text}", CHANNEL, thread=question.ts)
    work.cloud.wait_for(lambda: len(work.answers(question)) == 4)
    assert work.behind.texts == ["one", "two", "three", "four"]
    assert set(most) == {1}


def test_a_slow_answer_in_one_thread_holds_up_no_other(work: Workplace) -> None:
    free = Event()
    work.behind.before_planning = lambda text: None if text == "quick" else (free.wait(), None)[1]
    try:
        slow, quick = work.mention("slow"), work.mention("quick")
        work.cloud.wait_for(lambda: len(work.answers(quick)) == 1)
    finally:
        free.set()
    work.answer(slow)


# Killed in the middle


def left_behind(place: Workplace, text: str) -> tuple[Ledger, answering.Question]:
    """What a killed process leaves: a question in the ledger that was taken and no more."""
    message = place.cloud.post_as(ANA, CHANNEL, f"{BOT} {text}")
    question = answering.Question(
        id=f"{CHANNEL}/{message.ts}",
        text=text,
        team=place.cloud.team,
        channel=CHANNEL,
        user=ANA,
        way=answering.Way.MESSAGE,
        ts=message.ts,
        thread=message.ts,
    )
    kept = Ledger(place.folder, KEPT_DAYS)
    kept.take(question)
    return kept, question


def test_a_question_that_was_only_taken_down_is_answered_by_the_next_process(place: Workplace) -> None:
    kept, question = left_behind(place, "what about pay?")
    kept.close()
    place.open()
    place.answer(place.cloud.find(CHANNEL, question.ts))  # type: ignore[arg-type]
    assert place.behind.texts == ["what about pay?"]


def test_an_answer_that_was_planned_is_posted_by_the_next_process_without_another_turn(place: Workplace) -> None:
    kept, question = left_behind(place, "what about pay?")
    kept.planned(question, "", pay_plan("low-pay-2"))
    kept.close()
    place.open()
    answer = place.answer(place.cloud.find(CHANNEL, question.ts))  # type: ignore[arg-type]
    assert "The wages here are fine" in shown(answer)
    assert place.behind.texts == []


def test_an_answer_that_was_posted_is_found_by_the_next_process_and_not_posted_again(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying:
        dying.setattr(Ledger, "done", lambda *_: None)
        question = work.mention("what about pay?")
        work.answer(question)
        work.close()
    work.open()
    work.settle()
    work.answer(question)
    assert len(work.behind.texts) == 1
    assert work.door._ledger.unanswered() == []


def test_so_is_a_sentence_that_needed_no_plan(work: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as dying:
        dying.setattr(Ledger, "done", lambda *_: None)
        question = work.mention("word " * 1_000)
        work.answer(question)
        work.close()
    work.open()
    work.settle()
    work.answer(question)


def test_so_is_an_answer_far_down_a_long_thread(work: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    question = work.mention("what about pay?")
    first = work.answer(question)
    for number in range(120):
        work.cloud.post_as(BEN, CHANNEL, f"<@{ANA}> {number}", question.ts)
    with monkeypatch.context() as dying:
        dying.setattr(Ledger, "done", lambda *_: None)
        work.press(first, "ask:0")
        work.cloud.wait_for(lambda: len(work.answers(question)) == 2)
        work.close()
    work.open()
    work.settle()
    assert len(work.answers(question)) == 2


# Slack in trouble


@pytest.mark.parametrize("after_doing_it", [False, True])
def test_an_answer_whose_sending_broke_off_is_there_once(work: Workplace, after_doing_it: bool) -> None:
    work.cloud.fail("chat.postMessage", after_doing_it=after_doing_it)
    question = work.mention("what about pay?")
    work.answer(question)
    assert len(work.behind.texts) == 1


def test_while_slack_is_down_questions_wait(work: Workplace) -> None:
    work.cloud.fail("chat.postMessage", times=5)
    work.cloud.fail("conversations.replies", times=5)
    work.answer(work.mention("what about pay?"))
    assert len(work.behind.texts) == 1


def test_a_door_that_finds_slack_down_opens_when_it_is_back(place: Workplace) -> None:
    place.cloud.fail("auth.test", times=3)
    place.open()
    place.answer(place.mention("what about pay?"))


def test_a_page_in_place_of_slacks_answer_is_an_outage_and_not_a_refusal() -> None:
    data = {"ok": False, "error": "Received a response in a non-JSON format: <html>"}
    page = SlackResponse(client=None, http_verb="POST", api_url="", req_args={}, data=data, headers={}, status_code=200)
    error = failure("chat.postMessage", SlackApiError("", page))
    assert isinstance(error, UnreachableError)
    assert "html" not in str(error)


def test_a_rate_limit_is_waited_out_and_the_answer_posted_once(work: Workplace) -> None:
    work.cloud.rate_limit("chat.postMessage", retry_after=1, times=2)
    question = work.mention("what about pay?")
    work.answer(question)
    outcomes = [call.outcome for call in work.cloud.calls if call.method == "chat.postMessage"]
    assert outcomes == ["ratelimited", "ratelimited", "ok"]


# Edits


def test_an_edit_updates_the_answer_in_its_place(work: Workplace) -> None:
    question = work.mention("what about pay?")
    answer = work.answer(question)
    work.behind.plans["what about rest?"] = pay_plan("low-pay-3")
    edited = work.cloud.edit(question, f"{BOT} what about rest?")
    for _ in range(2):
        work.cloud.event(work.url, work.cloud.changed_event(question, edited))
    work.cloud.wait_for(lambda: bool(work.cloud.now(answer).edited))
    updated = work.answer(question)
    assert updated.ts == answer.ts
    assert "Money is why my best friend left." in shown(updated)
    assert work.behind.texts == ["what about pay?", "what about rest?"]


def test_an_edit_while_the_answer_is_on_its_way_updates_it(work: Workplace) -> None:
    work.cloud.rate_limit("chat.postMessage", retry_after=1)
    question = work.mention("what about pay?")
    edited = work.cloud.edit(question, f"{BOT} what about rest?")
    work.cloud.event(work.url, work.cloud.changed_event(question, edited))
    work.answer(question)
    assert work.behind.texts == ["what about pay?", "what about rest?"]


def test_links_that_slack_unfolds_are_no_edit(work: Workplace) -> None:
    question = work.mention("what about https://example.org?")
    answer = work.answer(question)
    work.cloud.event(work.url, events.changed_event(work.cloud, question, question))
    work.settle()
    assert work.cloud.now(answer) == answer


@pytest.mark.parametrize("first", ["changed", "mention"])
def test_a_mention_added_by_an_edit_is_answered_once_though_slack_tells_of_it_twice(
    work: Workplace, first: str
) -> None:
    message = work.write("what about pay?", CHANNEL)
    work.settle()
    edited = work.cloud.edit(message, f"{BOT} what about pay?")
    told = [work.cloud.changed_event(message, edited), work.cloud.mention_event(edited)]
    for event in told if first == "changed" else told[::-1]:
        work.cloud.event(work.url, event)
    work.answer(message)
    assert work.behind.texts == ["what about pay?"]


def test_edits_of_what_was_not_for_us_are_not_for_us_and_are_not_kept(work: Workplace) -> None:
    message = work.write("lunch?", CHANNEL)
    work.cloud.event(work.url, work.cloud.changed_event(message, work.cloud.edit(message, "lunch at noon?")))
    work.settle()
    assert work.behind.texts == []
    assert work.answers(message) == []


# Deletions


def test_whoever_takes_their_question_down_is_asked_about_the_answer_and_it_goes(work: Workplace) -> None:
    question = work.mention("what about pay?")
    answer = work.answer(question)
    work.cloud.event(work.url, work.cloud.deleted_event(question))
    offer = work.whisper()
    assert "Shall I take down my answer as well?" in shown(offer)
    assert work.whispered(BEN) == []
    work.press(offer, "remove")
    work.cloud.wait_for(lambda: work.cloud.now(answer).deleted)
    work.settle()
    assert work.whispered() == []
    assert work.door._ledger.answers_to(CHANNEL, question.ts) == []


def test_an_answer_may_stay_though_its_question_went(work: Workplace) -> None:
    question = work.mention("what about pay?")
    answer = work.answer(question)
    work.cloud.event(work.url, work.cloud.deleted_event(question))
    work.press(work.whisper(), "keep")
    work.cloud.wait_for(lambda: work.whispered() == [])
    assert not work.cloud.now(answer).deleted


def test_in_a_direct_message_removal_is_offered_as_well(work: Workplace) -> None:
    question = work.write("what about pay?")
    work.cloud.wait_for(lambda: len(work.said()) == 1)
    work.cloud.event(work.url, work.cloud.deleted_event(question))
    work.press(work.whisper(), "remove")
    work.cloud.wait_for(lambda: work.said() == [])


def test_a_deletion_that_slack_tells_of_twice_is_asked_about_once(work: Workplace) -> None:
    question = work.mention("what about pay?")
    work.answer(question)
    event = work.cloud.deleted_event(question)
    for retry in range(2):
        work.cloud.event(work.url, event, event_id="Ev1", retry=retry)
    work.whisper()


def test_taking_down_what_we_did_not_answer_changes_nothing(work: Workplace) -> None:
    message = work.write("lunch?", CHANNEL)
    work.cloud.event(work.url, work.cloud.deleted_event(message))
    work.settle()
    assert work.whispered() == []


# Bots


def test_bots_are_never_answered(work: Workplace) -> None:
    other = work.cloud.post_as("U0OTHER", CHANNEL, f"{BOT} what about pay?", bot_id="B0OTHER")
    old = work.cloud.post_as("U0OLD", CHANNEL, f"{BOT} what about pay?", bot_id="B0OLD", subtype="bot_message")
    ours = work.cloud.post_as("U0BOT", CHANNEL, f"{BOT} what about pay?", bot_id="B0BOT")
    for message in (other, old, ours):
        for event in (work.cloud.mention_event(message), work.cloud.message_event(message)):
            assert work.cloud.event(work.url, event).status_code == 200
    work.settle()
    assert work.behind.texts == []


# Access lost


def closed_line(caplog: pytest.LogCaptureFixture) -> str:
    """The one error in the log."""
    [line] = [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR]
    return line


def test_a_revoked_token_closes_this_door_with_one_line_and_leaves_the_web_door_open(
    work: Workplace, caplog: pytest.LogCaptureFixture
) -> None:
    work.cloud.revoke()
    for number in range(6):
        work.cloud.event(
            work.url,
            work.cloud.message_event(
                work.cloud.post_as(f"U0{number}X", work.cloud.direct_message(f"U0{number}X").id, "pay?")
            ),
        )
    eventually(lambda: not work.door.is_open)
    work.settle()
    assert closed_line(caplog) == (
        "The Slack door is closed. Slack does not accept the bot token (token_revoked). "
        "See docs/slack.md, and start the bot again afterwards."
    )
    assert httpx.get(f"{work.site}/chat").text == "the web door"
    assert work.cloud.event(work.url, work.cloud.home_opened_event(ANA)).status_code == 503


def test_questions_left_unanswered_by_a_revoked_token_are_answered_at_the_next_start(work: Workplace) -> None:
    work.cloud.revoke()
    question = work.mention_once("what about pay?")
    eventually(lambda: not work.door.is_open)
    work.close()
    work.cloud.revoked = False
    work.open()
    work.answer(question)
    assert len(work.behind.texts) == 1


def test_a_token_revoked_before_the_start_leaves_the_door_closed_with_one_line(
    place: Workplace, caplog: pytest.LogCaptureFixture
) -> None:
    place.cloud.revoke()
    place.start()
    eventually(lambda: bool(caplog.records))
    assert "token_revoked" in closed_line(caplog)
    assert not place.door.is_open
    assert httpx.get(f"{place.site}/chat").text == "the web door"


@pytest.mark.parametrize(
    "event",
    [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": ["U0BOT"]}}],
    ids=["app", "token"],
)
def test_word_that_our_access_is_gone_closes_the_door(
    work: Workplace, caplog: pytest.LogCaptureFixture, event: dict[str, object]
) -> None:
    work.cloud.event(work.url, event)
    eventually(lambda: not work.door.is_open)
    assert closed_line(caplog).startswith("The Slack door is closed. The workspace has ")


def test_tokens_of_people_that_are_revoked_are_none_of_ours(work: Workplace) -> None:
    work.cloud.event(work.url, {"type": "tokens_revoked", "tokens": {"oauth": [ANA], "bot": []}})
    work.answer(work.mention("what about pay?"))


def test_a_call_that_slack_refuses_is_logged_and_does_not_hold_up_the_next(
    work: Workplace, caplog: pytest.LogCaptureFixture
) -> None:
    work.cloud.scopes.remove("chat:write")
    work.mention("what about pay?")
    work.settle()
    assert closed_line(caplog) == "slack question not answered: Slack refused chat.postMessage: missing_scope."
    work.cloud.scopes.add("chat:write")
    work.answer(work.mention("what about rest?"))


def test_a_ledger_that_fails_is_logged_and_its_question_left_for_the_next_start(
    work: Workplace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as failing:

        def full(*_: object) -> None:
            raise LedgerError("The disk is full.")

        failing.setattr(Ledger, "done", full)
        question = work.mention("what about pay?")
        work.answer(question)
        work.close()
    assert closed_line(caplog).endswith("left for the next start: The disk is full.")
    work.open()
    work.settle()
    work.answer(question)
    assert work.door._ledger.unanswered() == []


# The ledger


def test_the_ledger_is_for_its_owner_only(work: Workplace) -> None:
    work.answer(work.mention("what about pay?"))
    for file in work.folder.glob(f"{FILE}*"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def on_disk(work: Workplace) -> bytes:
    """Everything that the ledger's files hold."""
    return b"".join(file.read_bytes() for file in work.folder.glob(f"{FILE}*"))


def test_once_answered_no_asker_and_no_word_but_ones_recent_questions_is_left_on_the_disk(work: Workplace) -> None:
    for number in range(20):
        work.answer(work.mention(f"zebrafinch embroidery {number}"))
    work.settle()
    assert ANA.encode() not in on_disk(work)
    assert work.door._ledger._rows("SELECT * FROM questions WHERE question IS NOT NULL OR asked <> ''") == []
    assert b"zebrafinch" in on_disk(work)
    work.cloud.event(work.url, work.cloud.home_opened_event(ANA))
    work.cloud.wait_for(lambda: ANA in work.cloud.homes)
    work.press(work.cloud.homes[ANA], "clear_recent")
    work.cloud.wait_for(lambda: "zebrafinch" not in shown(work.cloud.homes[ANA]))
    work.settle()
    assert b"zebrafinch" not in on_disk(work)


def test_a_file_that_is_no_ledger_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"something else, and quite long " * 50)
    with pytest.raises(LedgerError, match=r"slack\.db cannot be used: .* Move it away to start a new one\."):
        Ledger(tmp_path, KEPT_DAYS)


def test_what_buttons_need_goes_after_the_days_set_also_while_the_process_runs(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = work.mention("what about pay?")
    work.answer(question)
    later = time.time() + (KEPT_DAYS + 1) * 24 * 60 * 60
    monkeypatch.setattr(ledger.time, "time", lambda: later)
    ledger.forget_old(work.folder, KEPT_DAYS)
    assert work.door._ledger.kept(f"{CHANNEL}/{question.ts}") is None
    assert work.door._ledger._rows("SELECT * FROM recent") == []


def test_a_question_of_yesterday_is_given_up(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, _ = left_behind(place, "what about pay?")
    kept.close()
    later = time.time() + 25 * 60 * 60
    monkeypatch.setattr(ledger.time, "time", lambda: later)
    place.open()
    place.settle()
    assert place.behind.texts == []


# A thousand events, and a kill in the middle

QUESTIONS = 600
"""With 30 % duplicates and 10 % retries on top, about a thousand events are sent."""


def running(cloud: SlackCloud, folder: Path) -> tuple[subprocess.Popen[str], str]:
    """The door in a process of its own, once it is open, and its address."""
    secrets = {"TOKEN": cloud.bot_token, "SIGNING": cloud.signing_secret, "API": cloud.api_url, "FOLDER": str(folder)}
    script = Path(__file__).with_name("door.py")
    root = Path(__file__).parents[2]
    env = {**os.environ, **secrets, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}"}
    process = subprocess.Popen([sys.executable, str(script)], env=env, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    return process, process.stdout.readline().strip()


def test_a_thousand_events_with_duplicates_retries_and_a_kill_are_each_answered_exactly_once(
    cloud: SlackCloud, tmp_path: Path
) -> None:
    chance = random.Random(4)
    messages = [
        cloud.post_as(f"U0{number % 40:02}P", CHANNEL, f"{BOT} question {number}") for number in range(QUESTIONS)
    ]
    sent = [(message, 0) for message in messages]
    sent += [(one, 0) for one in chance.sample(messages, QUESTIONS * 50 // 100)]
    sent += [(one, 1) for one in chance.sample(messages, QUESTIONS * 17 // 100)]
    chance.shuffle(sent)
    assert len(sent) >= 1_000
    process, url = running(cloud, tmp_path)
    address = [url]
    alive = Event()
    alive.set()

    def deliver(one: tuple[object, int]) -> int:
        """Send an event until it is acknowledged, as Slack does; how often it was sent."""
        message, retry = one
        for times in range(retry, 200):
            alive.wait(60)
            try:
                event = cloud.mention_event(message)  # type: ignore[arg-type]
                if cloud.event(address[0], event, event_id=f"Ev{message.ts}", retry=times).status_code == 200:  # type: ignore[attr-defined]
                    return times
            except httpx.TransportError:
                Event().wait(0.05)
        raise AssertionError("never acknowledged")

    with ThreadPoolExecutor(8) as slack:
        first = [slack.submit(deliver, one) for one in sent[: len(sent) // 2]]
        cloud.wait_for(lambda: sum(one.bot_id == cloud.bot_id for one in cloud.messages) >= 100)
        alive.clear()
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()  # type: ignore[union-attr]
        process, address[0] = running(cloud, tmp_path)
        alive.set()
        for future in [*first, *(slack.submit(deliver, one) for one in sent[len(sent) // 2 :])]:
            future.result()
    try:
        cloud.wait_for(lambda: sum(one.bot_id == cloud.bot_id for one in cloud.messages) >= QUESTIONS, 120)
        answers = Counter(one.thread_ts for one in cloud.messages if one.bot_id == cloud.bot_id)
        assert answers == Counter(message.ts for message in messages)
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()  # type: ignore[union-attr]
