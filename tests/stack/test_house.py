"""The whole house, as `ppwi-bot serve` runs it: what is open to whom, and what a death inside it does."""

from collections.abc import Iterator

import httpx
import psutil
import pytest
from tests.slack.workplace import eventually

from ppwi_bot.channels.asked import FILE, AskedFile
from ppwi_bot.evaluation.house import Stack, Visitor

pytestmark = pytest.mark.stack

MOST_MEMORY = 1.6e9
"""Bytes for both parts together: what a small rented machine can spare."""


@pytest.fixture
def visitor(stack: Stack) -> Iterator[Visitor]:
    with httpx.Client(timeout=30) as http:
        yield Visitor(stack, http)


def ids(codes: object) -> list[str]:
    assert isinstance(codes, list)
    return [code["id"] for code in codes]


def listening(process: psutil.Process) -> set[tuple[str, int]]:
    return {
        (place.laddr.ip, place.laddr.port)
        for place in process.net_connections("inet")
        if place.status == psutil.CONN_LISTEN
    }


def port(url: str) -> int:
    return int(url.rpartition(":")[2])


def test_rasa_and_the_actions_are_reached_from_this_machine_only(stack: Stack) -> None:
    assert listening(stack.part("rasa")) == {("127.0.0.1", port(stack.rasa_url))}
    assert ("127.0.0.1", port(stack.actions_url)) in listening(stack.part("web"))


def test_the_actions_turn_away_whoever_has_no_token(stack: Stack) -> None:
    body = {"next_action": "action_answer", "sender_id": "x", "tracker": {}}
    assert httpx.post(f"{stack.actions_url}/webhook", json=body).status_code == 401


def test_a_start_shows_no_warnings_that_nobody_can_act_on(stack: Stack) -> None:
    start = stack.printed[: stack.wait_for("Ready after")]
    assert [line for line in start if " | " in line and " | INFO " not in line] == []


@pytest.mark.parametrize(("part", "name"), [("rasa", "Rasa"), ("web", "Web")])
def test_a_conversation_goes_on_after_a_part_was_killed(stack: Stack, visitor: Visitor, part: str, name: str) -> None:
    before = visitor.say("what do providers say about pay")
    printed = len(stack.printed)
    stack.part(part).kill()
    stack.wait_for(f"{name} was killed by SIGKILL; starting it again", after=printed)
    stack.wait_for(f"{name} is ready again", after=printed)
    after = visitor.say("and administrators?")
    assert ids(after["topics"]) == ids(before["topics"])
    assert after["filters"] == {"perspectives": ["administrator"]}


def test_a_question_is_answered_while_rasa_is_down(stack: Stack, visitor: Visitor) -> None:
    printed = len(stack.printed)
    stack.part("rasa").kill()
    answer = visitor.say("what do providers say about pay")
    assert answer["kind"] == "answer"
    assert answer["notices"]
    stack.wait_for("Rasa is ready again", after=printed)


def test_a_turn_that_is_given_up_leaves_no_words_in_the_log(stack: Stack) -> None:
    printed = len(stack.printed)
    web = stack.part("web")
    web.suspend()  # its actions do not answer, so Rasa waits until we hang up
    try:
        body = {"sender": "somebody", "message": "what about the marmalade"}
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{stack.rasa_url}/webhooks/rest/webhook", json=body, timeout=2)
        stack.wait_for("rest.message.received", after=printed)
    finally:
        web.resume()
    assert not [line for line in stack.printed if "marmalade" in line]


def test_what_is_asked_is_noted_without_the_names_in_it(stack: Stack, visitor: Visitor) -> None:
    visitor.say("what does jennifer whitfield of 12 main street say about pay")
    file = AskedFile(stack.var, days=90)
    eventually(lambda: any(one.question == "what does [name] of [address] say about pay" for one in file.all()))
    assert b"whitfield" not in (stack.var / FILE).read_bytes()


def test_both_parts_fit_into_a_small_machine(stack: Stack, visitor: Visitor) -> None:
    visitor.say("what do providers say about pay")
    assert stack.memory() < MOST_MEMORY
