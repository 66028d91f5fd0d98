"""The door over Socket Mode, for a workspace that cannot reach us over HTTP."""

import logging

import pytest
from tests.slack.workplace import ANA, BOT, CHANNEL, Workplace, eventually, quotes

from ppwi_bot.channels.slack import door


@pytest.fixture
def work(place: Workplace) -> Workplace:
    place.open(app_token=place.cloud.app_token, signing_secret="")
    return place


def test_a_mention_is_answered_and_acknowledged(work: Workplace) -> None:
    question = work.cloud.post_as(ANA, CHANNEL, f"{BOT} what about pay?")
    envelope = work.cloud.socket_event(work.cloud.mention_event(question))
    assert quotes(work.answer(question))
    work.cloud.wait_for(lambda: envelope in [ack["envelope_id"] for ack in work.cloud.acks])


def test_a_retry_is_answered_once(work: Workplace) -> None:
    question = work.cloud.post_as(ANA, CHANNEL, f"{BOT} what about pay?")
    event = work.cloud.mention_event(question)
    for retry in range(3):
        work.cloud.socket_event(event, event_id="Ev1", retry=retry)
    work.cloud.wait_for(lambda: len(work.cloud.acks) == 3)
    work.answer(question)
    assert len(work.behind.texts) == 1


def test_a_command_and_a_button_work(work: Workplace) -> None:
    work.cloud.socket_command(ANA, CHANNEL, "what about pay?")
    work.cloud.socket_press(ANA, work.whisper(), "share")
    work.cloud.wait_for(lambda: len(work.said(CHANNEL)) == 1)


def test_a_form_is_taken(work: Workplace) -> None:
    work.cloud.socket_command(ANA, CHANNEL, "what about pay?")
    work.cloud.socket_press(ANA, work.whisper(), "not_helpful")
    work.cloud.wait_for(lambda: bool(work.cloud.modals))
    values = {"comment": {"comment": {"type": "plain_text_input", "value": "More"}}}
    work.cloud.socket_submit(ANA, work.cloud.modals[0], values)
    eventually(lambda: [one.comment for one in work.behind.feedback] == ["More"])


def test_after_slack_asks_for_a_new_connection_questions_go_on_being_answered(work: Workplace) -> None:
    work.cloud.disconnect()
    question = work.cloud.post_as(ANA, CHANNEL, f"{BOT} what about pay?")
    work.cloud.socket_event(work.cloud.mention_event(question))
    work.answer(question)


def test_a_wrong_app_token_leaves_the_door_closed_with_one_clear_error(
    place: Workplace, caplog: pytest.LogCaptureFixture
) -> None:
    place.start(app_token="xapp-wrong")
    ours = lambda: [one.getMessage() for one in caplog.records if one.name.startswith("ppwi_bot")]  # noqa: E731
    eventually(lambda: bool(ours()))
    assert ours() == [
        "The Slack door is closed. Slack does not accept the app token (invalid_auth). "
        "See docs/slack.md, and start the bot again afterwards."
    ]
    assert [one for one in caplog.records if one.levelno >= logging.ERROR and not one.name.startswith("ppwi_bot")] == []
    assert not place.door.is_open


def test_an_app_token_without_its_scope_is_told_apart(place: Workplace, caplog: pytest.LogCaptureFixture) -> None:
    place.cloud.app_scopes.clear()
    place.start(app_token=place.cloud.app_token)
    eventually(lambda: "The Slack door is closed." in caplog.text)
    assert "Slack refused apps.connections.open: missing_scope." in caplog.text


def test_a_door_that_finds_socket_mode_down_opens_when_it_is_back(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "WAITS", (0.05,) * 50)
    place.cloud.fail("apps.connections.open", times=2)
    place.open(app_token=place.cloud.app_token)
    question = place.cloud.post_as(ANA, CHANNEL, f"{BOT} what about pay?")
    place.cloud.socket_event(place.cloud.mention_event(question))
    place.answer(question)


def test_a_revoked_token_closes_the_connection(work: Workplace) -> None:
    work.cloud.revoke()
    question = work.cloud.post_as(ANA, CHANNEL, f"{BOT} what about pay?")
    work.cloud.socket_event(work.cloud.mention_event(question))
    eventually(lambda: not work.door.is_open)
    work.cloud.wait_for(lambda: not work.cloud._link._connections)
