"""The actions as Rasa calls them."""

import logging
from typing import Any

import pytest
from flask.testing import FlaskClient
from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection

from ppwi_bot.dialogue.webhook import create_webhook

TOKEN = "a-token"
SAID = "my boss in Yakima"
AUTHORIZED = {"Authorization": f"Bearer {TOKEN}"}


class Plan(Action):  # type: ignore[misc]
    """Hands the message back as its plan, and keeps it as the focus."""

    def name(self) -> str:
        return "action_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        text = tracker.latest_message["text"]
        if text == "fail":
            raise RuntimeError(SAID)
        if text == "reject":
            raise ActionExecutionRejection(self.name(), "not now")
        dispatcher.utter_message(json_message={"plan": {"text": text}})
        return [SlotSet("focus", {"text": text})]


@pytest.fixture
def rasa() -> FlaskClient:
    return create_webhook([Plan()], TOKEN).test_client()


def call(text: str, action: str = "action_answer") -> dict[str, Any]:
    tracker = {"sender_id": "c", "slots": {}, "latest_message": {"text": text}, "events": [], "paused": False}
    return {"next_action": action, "sender_id": "c", "tracker": tracker, "domain": {}, "version": "3.6.21"}


def test_an_action_answers_with_its_message_and_its_events(rasa: FlaskClient) -> None:
    response = rasa.post("/webhook", json=call("pay"), headers=AUTHORIZED)
    assert response.status_code == 200
    assert response.json is not None
    assert [message["custom"] for message in response.json["responses"]] == [{"plan": {"text": "pay"}}]
    assert [(event["event"], event["name"], event["value"]) for event in response.json["events"]] == [
        ("slot", "focus", {"text": "pay"})
    ]


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer another"}, {"Authorization": TOKEN}, {"Authorization": "Bearer ü"}],
    ids=["none", "another", "bare", "not ASCII"],
)
def test_nobody_gets_in_without_the_token(rasa: FlaskClient, headers: dict[str, str]) -> None:
    assert rasa.post("/webhook", json=call("pay"), headers=headers).status_code == 401


def test_the_token_is_not_taken_from_the_address(rasa: FlaskClient) -> None:
    assert rasa.post(f"/webhook?token={TOKEN}", json=call("pay")).status_code == 401


def test_a_page_that_is_not_there_is_not_told_apart_without_the_token(rasa: FlaskClient) -> None:
    assert rasa.get("/anything").status_code == 401
    assert rasa.get("/anything", headers=AUTHORIZED).status_code == 404


def test_a_webhook_without_a_token_is_not_made() -> None:
    with pytest.raises(ValueError, match="token"):
        create_webhook([Plan()], "")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"{}", b'{"next_action": 3}', b"\xff\x00"])
def test_a_body_that_is_no_action_call_is_refused(rasa: FlaskClient, body: bytes) -> None:
    response = rasa.post("/webhook", data=body, content_type="application/json", headers=AUTHORIZED)
    assert response.status_code == 400


def test_an_unknown_action_is_named(rasa: FlaskClient) -> None:
    response = rasa.post("/webhook", json=call("pay", "action_unheard_of"), headers=AUTHORIZED)
    assert response.status_code == 404
    assert response.json is not None
    assert response.json["action_name"] == "action_unheard_of"


def test_an_action_may_leave_the_turn_to_another(rasa: FlaskClient) -> None:
    response = rasa.post("/webhook", json=call("reject"), headers=AUTHORIZED)
    assert response.status_code == 400
    assert response.json == {"action_name": "action_answer", "error": "not now"}


def test_an_action_that_fails_is_logged_by_name_and_tells_rasa_no_more(
    rasa: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        response = rasa.post("/webhook", json=call("fail"), headers=AUTHORIZED)
    assert response.status_code == 500
    assert response.json == {"action_name": "action_answer", "error": "The action failed."}
    assert "Action action_answer failed. RuntimeError" in caplog.text
    assert "in run" in caplog.text
    assert SAID not in caplog.text
