"""The API: what comes in, what goes on into the house, what comes out."""

import json
import logging
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.conftest import Opened
from tests.web.made_door import COMPARISON, DECLINE, House, error_of, pay_plan

from ppwi_bot.answers.plan import AnswerPlan, Said
from ppwi_bot.answers.scope import Scope
from ppwi_bot.channels.questions import MAX_MESSAGE_CHARACTERS
from ppwi_bot.retrieval.filters import Filters

PATH = "/api/messages"


def test_a_message_is_answered_with_the_conversation_to_go_on_with(client: FlaskClient) -> None:
    response = client.post(PATH, json={"text": "What do providers say about pay?"})
    assert response.status_code == 200
    assert set(response.json) == {"conversation", "answer", "alone"}
    assert response.json["answer"]["kind"] == "answer"
    assert [quote["id"] for quote in response.json["answer"]["quotes"]] == ["real", "low-pay-1", "low-pay-2"]


def test_the_id_that_came_back_leads_into_the_same_conversation(client: FlaskClient, house: House) -> None:
    conversation = client.post(PATH, json={"text": "pay"}).json["conversation"]
    again = client.post(PATH, json={"text": "more", "conversation": conversation}).json["conversation"]
    assert again == conversation
    assert [text for _, text in house.heard] == ["pay", "more"]
    assert len({key for key, _ in house.heard}) == 1


def test_the_house_never_sees_the_signed_id(client: FlaskClient, house: House) -> None:
    conversation = client.post(PATH, json={"text": "pay"}).json["conversation"]
    [(key, _)] = house.heard
    assert key != conversation
    assert len(key) >= 20


def test_everyone_gets_a_conversation_of_their_own(client: FlaskClient) -> None:
    ids = {client.post(PATH, json={"text": "pay"}).json["conversation"] for _ in range(20)}
    assert len(ids) == 20


@pytest.mark.parametrize("forged", ["me", "a.b", "default", "x" * 5000, "\x00", "é.ü", "\ud800", "."])
def test_a_made_up_conversation_is_refused_before_anything_is_asked(
    client: FlaskClient, house: House, forged: str
) -> None:
    response = client.post(PATH, json={"text": "pay", "conversation": forged})
    assert response.status_code == 400
    assert error_of(response)["code"] == "bad_conversation"
    assert house.heard == []


def test_an_id_signed_with_another_secret_is_refused(client: FlaskClient, opened: Opened) -> None:
    foreign = opened(secret=b"another secret of enough length").post(PATH, json={"text": "pay"}).json
    response = client.post(PATH, json={"text": "pay", "conversation": foreign["conversation"]})
    assert error_of(response)["code"] == "bad_conversation"


def test_a_changed_id_is_refused(client: FlaskClient) -> None:
    conversation = client.post(PATH, json={"text": "pay"}).json["conversation"]
    changed = ("A" if conversation[0] != "A" else "B") + conversation[1:]
    assert error_of(client.post(PATH, json={"text": "pay", "conversation": changed}))["code"] == "bad_conversation"


def test_an_empty_message_goes_to_the_dialogue(client: FlaskClient, house: House) -> None:
    assert client.post(PATH, json={"text": ""}).status_code == 200
    assert [text for _, text in house.heard] == [""]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"message": "pay"}, "text"),
        ({"text": None}, "text"),
        ({"text": 7}, "text"),
        ({"text": ["pay"]}, "text"),
        ({"text": "pay", "conversation": None}, "conversation"),
        ({"text": "pay", "conversation": 7}, "conversation"),
        ({"text": "pay", "conversation": ""}, "conversation"),
        ({"text": "pay", "conversation": {"$ne": ""}}, "conversation"),
        ({"text": "pay", "theme": ""}, "theme"),
        ({"text": "pay", "theme": 7}, "theme"),
        ({"text": "pay", "corpus": None}, "corpus"),
    ],
)
def test_a_missing_or_wrong_field_is_named(client: FlaskClient, body: object, field: str) -> None:
    response = client.post(PATH, json=body)
    assert response.status_code == 400
    assert error_of(response)["code"] == "bad_field"
    assert f'"{field}"' in error_of(response)["message"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"pay",
        b"[]",
        b"null",
        b'"pay"',
        b"\xff\xfe",
        '{"text": "é"}'.encode("latin-1"),
        b"[" * 9000,
    ],
)
def test_a_body_that_is_no_json_object_is_refused(client: FlaskClient, body: bytes) -> None:
    response = client.post(PATH, data=body, content_type="application/json")
    assert response.status_code == 400
    assert error_of(response)["code"] == "bad_json"


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "", "nonsense"])
def test_a_body_not_declared_as_json_is_refused(client: FlaskClient, content_type: str) -> None:
    response = client.post(PATH, data=b'{"text": "pay"}', content_type=content_type)
    assert response.status_code == 415
    assert error_of(response)["code"] == "wrong_content_type"


@pytest.mark.parametrize("character", ["a", "é", "🙂"])
def test_a_thousand_characters_fit_and_one_more_does_not(client: FlaskClient, character: str) -> None:
    assert client.post(PATH, json={"text": character * MAX_MESSAGE_CHARACTERS}).status_code == 200
    response = client.post(PATH, json={"text": character * (MAX_MESSAGE_CHARACTERS + 1)})
    assert response.status_code == 413
    assert error_of(response)["code"] == "message_too_long"
    assert "1,001" in error_of(response)["message"]


@pytest.mark.parametrize("size", [17 * 1024, 5 * 1024 * 1024])
def test_a_body_too_large_is_not_read(client: FlaskClient, house: House, size: int) -> None:
    response = client.post(PATH, data=b'{"text": "' + b"x" * size + b'"}', content_type="application/json")
    assert response.status_code == 413
    assert error_of(response)["code"] == "body_too_large"
    assert house.heard == []


@pytest.mark.parametrize(
    ("sent", "heard"),
    [
        ("pa\x00y", "pay"),
        ("\x1b[31mpay\x7f\x85", "[31mpay"),
        ("  pay\n", "pay"),
        ("one\ntwo\tthree", "one\ntwo\tthree"),
        ("pay \ud83d", "pay \ufffd"),
        ("\u202eyap\u202c مرحبا 🙂", "\u202eyap\u202c مرحبا 🙂"),
        ("/restart", "/restart"),
    ],
)
def test_control_characters_and_broken_ones_do_not_go_further(
    client: FlaskClient, house: House, sent: str, heard: str
) -> None:
    assert client.post(PATH, json={"text": sent}).status_code == 200
    assert [text for _, text in house.heard] == [heard]


def opening_with(key: str, *calls: str, filters: Filters | None = None) -> AnswerPlan:
    """An answer about pay that opens otherwise, with these calls to action, of these people."""
    lead = (Said(key, {"topic": "pay", "actor": "government_agencies"}),)
    return replace(pay_plan("real"), lead=lead, calls=calls, filters=filters or Filters())


ADMINISTRATORS = Filters(perspectives=("administrator",))


@pytest.mark.parametrize(
    ("plan", "alone"),
    [
        (pay_plan("real"), "What do people say about Pay?"),
        (opening_with("answer.calls_all", "made/pay/1", "made/pay/2"), "What should be done about Pay?"),
        (opening_with("answer.calls", "made/pay/2"), "What should government agencies do about Pay?"),
        (
            opening_with("answer.calls", "made/pay/2", filters=ADMINISTRATORS),
            "What do administrators want government agencies to do about Pay?",
        ),
        (opening_with("answer.more"), ""),
        (DECLINE, ""),
        (COMPARISON, ""),
    ],
)
def test_an_answer_comes_with_a_question_that_leads_to_it_again(
    client: FlaskClient, house: House, plan: AnswerPlan, alone: str
) -> None:
    house.plan = plan
    assert client.post(PATH, json={"text": "and administrators?"}).json["alone"] == alone


def test_what_to_keep_to_goes_on_into_the_house(client: FlaskClient, house: House) -> None:
    client.post(PATH, json={"text": "pay"})
    client.post(PATH, json={"text": "pay", "corpus": "page", "theme": "pay"})
    assert house.scopes == [Scope(), Scope(corpus="page", theme="pay")]


def test_nobody_can_make_themselves_staff_by_asking(client: FlaskClient, house: House) -> None:
    client.post("/api/messages", json={"text": "pay", "audience": "staff", "scope": {"audience": "staff"}})
    assert house.scopes == [Scope()]


@pytest.mark.parametrize("scope", [{"theme": "moon"}, {"corpus": "moon"}, {"theme": "<script>"}])
def test_an_unknown_theme_or_corpus_is_refused_before_anything_is_asked(
    client: FlaskClient, house: House, scope: dict[str, str]
) -> None:
    response = client.post(PATH, json={"text": "pay", **scope})
    assert response.status_code == 400
    assert error_of(response)["code"] == "unknown_scope"
    assert house.heard == []


def test_the_log_says_how_it_came_out_and_neither_what_was_asked_nor_by_whom(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post(PATH, json={"text": "Where does Zebulon work?"}, environ_base={"REMOTE_ADDR": "203.0.113.9"})
    [line] = [record.getMessage() for record in caplog.records if record.name.startswith("ppwi_bot")]
    assert line.startswith("question kind=answer reason=- took=under")
    assert "Zebulon" not in caplog.text
    assert "203.0.113.9" not in caplog.text


anything = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
    max_leaves=12,
)


def assert_answered_or_refused(response: object) -> None:
    status = response.status_code  # type: ignore[attr-defined]
    assert status == 200 or 400 <= status < 500
    if status != 200:
        error_of(response)


@anything
@given(body=st.binary(max_size=300))
def test_any_bytes_are_answered_or_refused_in_the_one_shape(client: FlaskClient, body: bytes) -> None:
    assert_answered_or_refused(client.post(PATH, data=body, content_type="application/json"))


@anything
@given(body=json_values)
def test_any_json_is_answered_or_refused_in_the_one_shape(client: FlaskClient, body: object) -> None:
    assert_answered_or_refused(client.post(PATH, data=json.dumps(body), content_type="application/json"))


@anything
@given(text=st.text(st.characters(), max_size=1100), conversation=st.none() | st.text(st.characters()))
def test_any_text_is_answered_or_refused_in_the_one_shape(
    client: FlaskClient, house: House, text: str, conversation: str | None
) -> None:
    body = {"text": text} if conversation is None else {"text": text, "conversation": conversation}
    house.heard.clear()
    assert_answered_or_refused(client.post(PATH, json=body))
    for _, heard in house.heard:
        heard.encode()  # whole characters only
        assert "\x00" not in heard
        assert len(heard) <= MAX_MESSAGE_CHARACTERS
