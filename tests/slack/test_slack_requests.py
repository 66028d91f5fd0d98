"""Requests at the address for Slack: what is not signed by Slack, or is no request of its, does nothing."""

import json
import logging
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from tests.slack.workplace import ANA, CHANNEL, Workplace

from ppwi_bot.channels.slack.serving import LARGEST_BODY
from ppwi_bot.evaluation.slack_cloud import SlackCloud, events, interactions
from ppwi_bot.evaluation.slack_cloud.cloud import FORM
from ppwi_bot.evaluation.slack_cloud.signing import signature_headers

SECRET_WORDS = "what about my pay, says Ana"
JSON = "application/json"
FIVE_MINUTES = 60 * 5 + 5


def question(cloud: SlackCloud) -> bytes:
    """The body of an event with a question."""
    message = cloud.post_as(ANA, CHANNEL, f"<@U0BOT> {SECRET_WORDS}")
    return json.dumps(events.envelope(cloud, cloud.mention_event(message))).encode()


def refused(work: Workplace, caplog: pytest.LogCaptureFixture, response: httpx.Response, status: int) -> None:
    """The request did nothing: it got this status and left a line that counts it, and no word of what it held."""
    assert response.status_code == status
    work.settle()
    assert work.behind.texts == []
    assert work.door._ledger.unanswered() == []
    [line] = [one.getMessage() for one in caplog.records if one.name.startswith("ppwi_bot") and one.levelno > 20]
    assert line == f"slack request refused status={status}, 1 so far"
    assert "pay" not in caplog.text


def test_a_signed_request_is_answered(work: Workplace) -> None:
    body = question(work.cloud)
    assert work.cloud.signed(work.url, body, JSON).status_code == 200
    work.settle()
    assert work.behind.texts == [SECRET_WORDS]


def test_a_wrong_secret_is_refused(work: Workplace, caplog: pytest.LogCaptureFixture) -> None:
    response = work.cloud.signed(work.url, question(work.cloud), JSON, secret="wrong")
    refused(work, caplog, response, 401)


@pytest.mark.parametrize("age", [FIVE_MINUTES, -FIVE_MINUTES])
def test_a_request_of_five_minutes_ago_or_ahead_is_refused(
    work: Workplace, caplog: pytest.LogCaptureFixture, age: float
) -> None:
    refused(work, caplog, work.cloud.signed(work.url, question(work.cloud), JSON, age=age), 401)


def test_an_altered_body_is_refused(work: Workplace, caplog: pytest.LogCaptureFixture) -> None:
    body = question(work.cloud)
    headers = {"Content-Type": JSON} | signature_headers(work.cloud.signing_secret, body)
    response = httpx.post(work.url, content=body.replace(b"Ana", b"Ben"), headers=headers)
    refused(work, caplog, response, 401)


@pytest.mark.parametrize(
    "missing",
    [("X-Slack-Signature",), ("X-Slack-Request-Timestamp",), ("X-Slack-Signature", "X-Slack-Request-Timestamp")],
)
def test_a_request_without_its_signature_or_time_is_refused(
    work: Workplace, caplog: pytest.LogCaptureFixture, missing: tuple[str, ...]
) -> None:
    body = question(work.cloud)
    signed = signature_headers(work.cloud.signing_secret, body)
    headers = {name: value for name, value in signed.items() if name not in missing}
    refused(work, caplog, httpx.post(work.url, content=body, headers={"Content-Type": JSON} | headers), 401)


@pytest.mark.parametrize("time", ["yesterday", "", "1e9", "١٢٣", "9" * 5_000])
def test_a_time_that_is_no_time_is_refused(work: Workplace, caplog: pytest.LogCaptureFixture, time: str) -> None:
    body = question(work.cloud)
    signed = signature_headers(work.cloud.signing_secret, body) | {"X-Slack-Request-Timestamp": time.encode()}
    response = httpx.post(work.url, content=body, headers=[("Content-Type", JSON), *signed.items()])
    refused(work, caplog, response, response.status_code)
    assert response.status_code in (400, 401)


def test_a_door_without_a_signing_secret_takes_no_request_over_http(
    place: Workplace, caplog: pytest.LogCaptureFixture
) -> None:
    place.open(signing_secret="")
    refused(place, caplog, place.cloud.signed(place.url, question(place.cloud), JSON, secret=""), 401)


def test_asking_whether_the_address_uses_encryption_is_no_way_around_the_signature(
    work: Workplace, caplog: pytest.LogCaptureFixture
) -> None:
    fields = interactions.command(work.cloud, ANA, CHANNEL, SECRET_WORDS) | {"ssl_check": "1"}
    refused(work, caplog, httpx.post(work.url, data=fields), 401)


BROKEN = [
    (JSON, b"{"),
    (JSON, b"[]"),
    (JSON, b'"text"'),
    (JSON, b"5"),
    (JSON, b"null"),
    (JSON, b'{"team": 5, "user": [], "event": "x"}'),
    (JSON, b"\xff\xfe"),
    (JSON, b"[" * 100_000),
    (JSON, b'{"event":' * 100_000),
    (FORM, b"payload=%7B"),
    (FORM, b"payload=%5B%5D"),
    (FORM, b"payload=null"),
    (FORM, b"payload=" + b"%5B" * 100_000),
    (FORM, b"\xff\xfe=\xff"),
]


@pytest.mark.parametrize(("kind", "body"), BROKEN, ids=range(len(BROKEN)))
def test_a_malformed_body_is_refused_though_it_is_signed(
    work: Workplace, caplog: pytest.LogCaptureFixture, kind: str, body: bytes
) -> None:
    response = work.cloud.signed(work.url, body, kind)
    assert response.status_code in (400, 401, 404), response.status_code
    assert "Traceback" not in caplog.text + response.text


@pytest.mark.parametrize(("kind", "body"), BROKEN, ids=range(len(BROKEN)))
def test_a_malformed_body_that_is_not_signed_is_refused(
    work: Workplace, caplog: pytest.LogCaptureFixture, kind: str, body: bytes
) -> None:
    response = httpx.post(work.url, content=body, headers={"Content-Type": kind})
    assert response.status_code in (400, 401)
    refused(work, caplog, response, response.status_code)


def test_a_body_over_the_limit_is_refused(work: Workplace, caplog: pytest.LogCaptureFixture) -> None:
    body = json.dumps({"type": "event_callback", "filler": "x" * LARGEST_BODY}).encode()
    refused(work, caplog, work.cloud.signed(work.url, body, JSON), 413)


def test_a_message_as_long_as_slack_allows_is_within_the_limit(work: Workplace) -> None:
    message = work.cloud.post_as(ANA, CHANNEL, "<@U0BOT> " + "🙂&lt;" * 8_000)
    assert work.cloud.event(work.url, work.cloud.mention_event(message)).status_code == 200
    assert "Please shorten it" in work.answer(message).text


def test_refused_requests_are_counted(work: Workplace, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(3):
        work.cloud.signed(work.url, b"{}", JSON, secret="wrong")
    lines = [one.getMessage() for one in caplog.records if "refused" in one.getMessage()]
    assert lines == [f"slack request refused status=401, {number} so far" for number in (1, 2, 3)]


def test_only_posting_is_allowed(work: Workplace) -> None:
    assert httpx.get(work.url).status_code == 405


# Replayed


def test_a_replayed_event_is_answered_once(work: Workplace) -> None:
    body = question(work.cloud)
    for _ in range(3):
        assert work.cloud.signed(work.url, body, JSON).status_code == 200
    work.settle()
    assert len(work.behind.texts) == 1


def test_a_replayed_command_and_a_replayed_press_are_answered_once(work: Workplace) -> None:
    work.twice(lambda: work.command("what about pay?"))
    whisper = work.whisper()
    work.twice(lambda: work.press(whisper, "ask:0"))
    work.whisper(number=2)
    assert len(work.behind.texts) == 2


# Slack's own questions


def test_slacks_challenge_is_answered(work: Workplace) -> None:
    response = work.cloud.verify(work.url)
    assert response.status_code == 200
    assert response.json()["challenge"]


def test_an_unsigned_challenge_is_refused(work: Workplace, caplog: pytest.LogCaptureFixture) -> None:
    body = {"type": "url_verification", "challenge": "x"}
    refused(work, caplog, httpx.post(work.url, json=body), 401)


# What we do not know


def line(caplog: pytest.LogCaptureFixture) -> str:
    """The one warning in the log."""
    [line] = [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING]
    return line


def test_an_unknown_button_gets_a_polite_reply(work: Workplace, caplog: pytest.LogCaptureFixture) -> None:
    work.cloud.post_as(ANA, CHANNEL, "hello")
    element = {
        "type": "button",
        "action_id": "of_last_year",
        "text": {"type": "plain_text", "text": "x"},
        "value": SECRET_WORDS,
    }
    old = work.cloud.post_as(
        "U0BOT", CHANNEL, "", bot_id="B0BOT", blocks=({"type": "actions", "block_id": "b", "elements": [element]},)
    )
    work.press(old, "of_last_year")
    assert "Please ask again" in work.whisper().text
    assert line(caplog) == "slack sent an unknown command or interaction"
    assert SECRET_WORDS not in caplog.text


def test_an_unknown_shortcut_gets_a_polite_reply(work: Workplace, caplog: pytest.LogCaptureFixture) -> None:
    message = work.cloud.post_as(ANA, CHANNEL, SECRET_WORDS)
    assert work.cloud.shortcut(work.url, ANA, message, "of_last_year").status_code == 200
    assert "Please ask again" in work.whisper().text
    assert line(caplog) == "slack sent an unknown command or interaction"
    assert SECRET_WORDS not in caplog.text


def test_an_unknown_command_gets_a_polite_reply(work: Workplace, caplog: pytest.LogCaptureFixture) -> None:
    assert work.cloud.command(work.url, ANA, CHANNEL, SECRET_WORDS, "/of-last-year").status_code == 200
    assert "Please ask again" in work.whisper().text
    assert line(caplog) == "slack sent an unknown command or interaction"
    assert SECRET_WORDS not in caplog.text


@pytest.mark.parametrize("type", ["view_submission", "view_closed"])
def test_an_unknown_form_is_closed(work: Workplace, caplog: pytest.LogCaptureFixture, type: str) -> None:
    user = {"id": ANA, "team_id": work.cloud.team}
    payload: dict[str, Any] = {"type": type, "team": {"id": work.cloud.team}, "user": user, "api_app_id": "A0APP"}
    payload["view"] = {"id": "V1", "type": "modal", "callback_id": "of_last_year", "private_metadata": SECRET_WORDS}
    body = urlencode({"payload": json.dumps(payload)}).encode()
    assert work.cloud.signed(work.url, body, FORM).status_code == 200
    assert line(caplog) == "slack sent an unknown command or interaction"


def test_an_event_of_a_kind_we_do_not_know_is_taken_note_of_and_no_more(
    work: Workplace, caplog: pytest.LogCaptureFixture
) -> None:
    event = {"type": "reaction_added", "user": ANA, "reaction": "eyes", "event_ts": "1.0"}
    assert work.cloud.event(work.url, event).status_code == 200
    work.settle()
    assert SECRET_WORDS not in caplog.text
    assert work.cloud.messages == []


# What is logged


def test_no_line_of_the_log_holds_what_was_asked_or_a_secret(
    place: Workplace, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    place.open()
    place.answer(place.mention(SECRET_WORDS))
    place.command(SECRET_WORDS)
    place.press(place.whisper(), "share")
    place.cloud.rate_limit("chat.postMessage", retry_after=0)
    place.write(SECRET_WORDS)
    place.cloud.wait_for(lambda: bool(place.said()))
    place.close()
    ours = "\n".join(one.getMessage() for one in caplog.records if one.name != "werkzeug")
    for secret in ("my pay", ANA, place.cloud.bot_token, place.cloud.signing_secret):
        assert secret not in ours
    assert "question kind=answer" in ours


def test_no_secret_is_logged_even_where_everything_is(place: Workplace, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    place.open(app_token=place.cloud.app_token)
    place.cloud.socket_command(ANA, CHANNEL, "what about pay?")
    place.whisper()
    place.cloud.signed(place.url, b"{}", JSON, secret="wrong")
    place.close()
    for secret in (place.cloud.bot_token, place.cloud.app_token, place.cloud.signing_secret):
        assert secret not in caplog.text


def test_an_error_behind_the_door_is_told_kindly_and_logged_without_the_question(
    work: Workplace, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(text: str) -> None:
        raise RuntimeError("the index is on fire")

    work.behind.before_planning = fail
    answer = work.answer(work.mention(SECRET_WORDS))
    assert answer.text.startswith("Something went wrong on our side.")
    assert "the index is on fire" in caplog.text
    assert SECRET_WORDS not in caplog.text
