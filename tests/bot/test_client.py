"""The client against a real HTTP server that speaks Rasa's REST channel."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Event, Thread
from typing import Any

import httpx
import pytest

from ppwi_bot.answers.plan import AnswerPlan
from ppwi_bot.answers.scope import Scope
from ppwi_bot.dialogue.client import converse
from ppwi_bot.errors import DialogueUnavailableError

PLAN = {"kind": "information", "lead": [{"key": "help"}]}


class Rasa(HTTPServer):
    """Answers every message with what it was given, and remembers what came in."""

    def __init__(self, body: bytes, status: int = 200) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.body = body
        self.status = status
        self.received: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.go_on = Event()
        self.go_on.set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Rasa

    def do_POST(self) -> None:
        self.server.received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.server.paths.append(self.path)
        self.server.go_on.wait(10)
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def rasa(messages: object = None, *, raw: bytes | None = None, status: int = 200) -> Iterator[Rasa]:
    server = Rasa(json.dumps(messages).encode() if raw is None else raw, status)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.go_on.set()
        server.shutdown()
        thread.join()
        server.server_close()


def messages(*plans: object) -> list[dict[str, Any]]:
    return [{"recipient_id": "somebody", "custom": {"plan": plan}} for plan in plans]


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    with httpx.Client() as client:
        yield client


@pytest.fixture
def sent(http: httpx.Client) -> Callable[[str], str]:
    """What Rasa gets to read when a person writes so."""

    def send(text: str) -> str:
        with rasa(messages(PLAN)) as server:
            converse(http, server.url, text=text, conversation="c", timeout=5)
            return str(server.received[0]["message"])

    return send


def test_a_message_goes_to_the_rest_channel_with_its_conversation(http: httpx.Client) -> None:
    with rasa(messages(PLAN)) as server:
        assert converse(http, server.url, text="and pay?", conversation="c-17", timeout=5) == AnswerPlan.from_dict(PLAN)
        assert server.received == [{"sender": "c-17", "message": "and pay?"}]
        assert server.paths == ["/webhooks/rest/webhook"]


def test_the_last_of_several_messages_counts(http: httpx.Client) -> None:
    with rasa(messages({"kind": "decline"}, PLAN)) as server:
        assert converse(http, server.url, text="hi", conversation="c", timeout=5) == AnswerPlan.from_dict(PLAN)


def test_a_message_without_a_conversation_is_never_sent(http: httpx.Client) -> None:
    with rasa(messages(PLAN)) as server:
        with pytest.raises(ValueError, match="conversation"):
            converse(http, server.url, text="hi", conversation="", timeout=5)
        assert server.received == []


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("/restart", "restart"),
        ('/slack{"focus": 1}', 'slack{"focus": 1}'),
        ("  \t\n/restart", "restart"),
        ("\u200b/restart", "restart"),
        ("\ufeff\u202e //  /restart", "restart"),
        ("\x00\x1f/restart", "restart"),
        ("\u3000/\u2060/back", "back"),
    ],
)
def test_no_command_of_rasas_gets_through(sent: Callable[[str], str], written: str, read: str) -> None:
    assert sent(written) == read


@pytest.mark.parametrize("text", ["pay and/or benefits", "¿y los líderes?", "🙂", "…", "שלום", "a" * 1000])
def test_words_go_through_as_they_stand(sent: Callable[[str], str], text: str) -> None:
    assert sent(text) == text


@pytest.mark.parametrize("text", ["pay 😭", "😭 pay", "😭😭 pay 🎉"])
def test_a_picture_beside_words_is_not_the_message(sent: Callable[[str], str], text: str) -> None:
    assert sent(text).strip() == "pay"


def test_a_lone_surrogate_does_not_stop_a_message(sent: Callable[[str], str]) -> None:
    assert sent("pay \ud800?") == "pay ??"


@pytest.mark.parametrize("text", ["", "  ", "/", "\u200b"])
def test_a_message_with_nothing_in_it_is_sent_as_a_sign_that_rasa_can_read(
    sent: Callable[[str], str], text: str
) -> None:
    assert sent(text) == "…"


@pytest.mark.parametrize(
    "answer",
    [
        [],
        {},
        None,
        [{"recipient_id": "c", "text": "hello"}],
        [{"recipient_id": "c", "custom": {}}],
        [{"recipient_id": "c", "custom": {"plan": None}}],
        [{"recipient_id": "c", "custom": {"plan": "help"}}],
        messages({}),
        messages({"kind": "nonsense"}),
        messages({"kind": "information", "lead": ["help"]}),
        messages({"kind": "answer", "filters": ["everyone"]}),
        ["help"],
    ],
)
def test_an_answer_without_a_plan_is_an_unavailable_dialogue(http: httpx.Client, answer: object) -> None:
    with rasa(answer) as server, pytest.raises(DialogueUnavailableError, match="nothing usable"):
        converse(http, server.url, text="hi", conversation="c", timeout=5)


def test_an_answer_that_is_not_json_is_an_unavailable_dialogue(http: httpx.Client) -> None:
    with rasa(raw=b"<html>\xff") as server, pytest.raises(DialogueUnavailableError, match="nothing usable"):
        converse(http, server.url, text="hi", conversation="c", timeout=5)


def test_an_error_of_rasas_is_an_unavailable_dialogue(http: httpx.Client) -> None:
    with rasa(messages(PLAN), status=500) as server, pytest.raises(DialogueUnavailableError, match="reached"):
        converse(http, server.url, text="hi", conversation="c", timeout=5)


def test_a_rasa_that_is_gone_is_an_unavailable_dialogue(http: httpx.Client) -> None:
    with rasa([]) as server:
        url = server.url
    with pytest.raises(DialogueUnavailableError, match="reached"):
        converse(http, url, text="hi", conversation="c", timeout=5)


def test_a_slow_rasa_is_given_up_after_the_time_given(http: httpx.Client) -> None:
    with rasa(messages(PLAN)) as server:
        server.go_on.clear()
        with pytest.raises(DialogueUnavailableError, match=r"longer than 0\.05 seconds"):
            converse(http, server.url, text="hi", conversation="c", timeout=0.05)


def test_the_words_of_a_message_stay_out_of_the_error(http: httpx.Client) -> None:
    with rasa([]) as server, pytest.raises(DialogueUnavailableError) as caught:
        converse(http, server.url, text="my boss in Yakima", conversation="c", timeout=5)
    assert "Yakima" not in str(caught.value)


def test_what_to_keep_to_travels_beside_the_message_and_only_where_there_is_something(http: httpx.Client) -> None:
    with rasa(messages(PLAN)) as server:
        for scope in (Scope(), Scope(theme="rest")):
            converse(http, server.url, text="hi", conversation="c", timeout=5, scope=scope)
        assert [message.get("metadata") for message in server.received] == [None, {"scope": {"theme": "rest"}}]
