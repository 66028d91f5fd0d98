"""What the stand-in for Slack sends is what apps built with Slack's own libraries take: over HTTP, and in Socket Mode."""

import json
from collections.abc import Callable, Iterator
from queue import SimpleQueue
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from flask import Flask, request
from slack_bolt import App, Say
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.webhook import WebhookClient
from werkzeug.serving import make_server

from ppwi_bot.errors import PpwiError
from ppwi_bot.evaluation.slack_cloud import Message, SlackCloud
from ppwi_bot.evaluation.slack_cloud.server import Handler

Json = dict[str, Any]
BUTTON = {"type": "button", "action_id": "more", "text": {"type": "plain_text", "text": "More"}, "value": "page 2"}
BLOCKS = [{"type": "actions", "block_id": "below", "elements": [BUTTON]}]


@pytest.fixture
def cloud() -> Iterator[SlackCloud]:
    with SlackCloud() as cloud:
        yield cloud


@pytest.fixture
def bot(cloud: SlackCloud) -> WebClient:
    return WebClient(cloud.bot_token, base_url=cloud.api_url, retry_handlers=[])


def serving(flask: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, flask, threaded=True, request_handler=Handler)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/slack"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def app(cloud: SlackCloud, bot: WebClient) -> App:
    return App(client=bot, signing_secret=cloud.signing_secret)


@pytest.fixture
def bolt(app: App) -> Iterator[str]:
    """The address of an app made with Bolt."""
    flask, handler = Flask("bolt"), SlackRequestHandler(app)
    flask.post("/slack")(lambda: handler.handle(request))
    yield from serving(flask)


@pytest.fixture
def got() -> list[tuple[dict[str, str], str]]:
    """Headers and bodies that the plain app below was sent."""
    return []


@pytest.fixture
def plain(got: list[tuple[dict[str, str], str]]) -> Iterator[str]:
    """The address of an app that keeps what it gets and says nothing."""
    flask = Flask("plain")

    @flask.post("/slack")
    def take() -> str:
        got.append((dict(request.headers), request.get_data(as_text=True)))
        return ""

    yield from serving(flask)


def payload(body: str) -> Json:
    made: Json = json.loads(parse_qs(body)["payload"][0])
    return made


# Over HTTP


def test_bolt_answers_a_mention_in_its_thread(cloud: SlackCloud, app: App, bolt: str) -> None:
    @app.event("app_mention")
    def answer(event: Json, say: Say) -> None:
        say(text="Pay came up often.", thread_ts=event["ts"])

    question = cloud.post_as("U0ANA", "C0PAY", "<@U0BOT> what about pay?")
    assert cloud.event(bolt, cloud.mention_event(question)).status_code == 200
    cloud.wait_for(lambda: len(cloud.replies(question)) == 1)
    assert cloud.replies(question)[0].text == "Pay came up often."


def test_bolt_takes_only_what_is_freshly_signed_with_its_secret(cloud: SlackCloud, app: App, bolt: str) -> None:
    app.event("app_mention")(lambda: None)
    body = json.dumps({"type": "url_verification", "challenge": "c"}).encode()
    send: Callable[..., httpx.Response] = cloud.signed
    assert send(bolt, body, "application/json").json() == {"challenge": "c"}
    assert send(bolt, body, "application/json", secret="0" * 32).status_code == 401
    assert send(bolt, body, "application/json", age=301).status_code == 401
    signed = send(bolt, body, "application/json").request.headers
    assert httpx.post(bolt, content=body.replace(b'"c"', b'"d"'), headers=signed).status_code == 401


def test_bolt_passes_the_challenge(cloud: SlackCloud, bolt: str) -> None:
    assert cloud.verify(bolt).status_code == 200


def test_bolt_answers_a_command_for_the_person_alone(cloud: SlackCloud, app: App, bolt: str) -> None:
    @app.command("/voices")
    def answer(ack: Callable[..., None], respond: Callable[..., None], command: Json) -> None:
        ack()
        respond(text=f"About {command['text']}", blocks=BLOCKS)

    assert cloud.command(bolt, "U0ANA", "C0PAY", "pay").status_code == 200
    cloud.wait_for(lambda: bool(cloud.messages))
    [message] = cloud.messages
    assert (message.text, message.ephemeral_to, message.channel) == ("About pay", "U0ANA", "C0PAY")


def test_an_answer_in_the_response_to_a_command_is_shown_too(cloud: SlackCloud, app: App, bolt: str) -> None:
    @app.command("/voices")
    def answer(ack: Callable[..., None]) -> None:
        ack(response_type="in_channel", text="Hello all")

    cloud.command(bolt, "U0ANA", "C0PAY", "")
    assert [(message.text, message.ephemeral_to) for message in cloud.messages] == [("Hello all", "")]


def test_bolt_takes_a_pressed_button_and_replaces_the_message(
    cloud: SlackCloud, bot: WebClient, app: App, bolt: str
) -> None:
    @app.action("more")
    def more(ack: Callable[..., None], respond: Callable[..., None], action: Json) -> None:
        ack()
        respond(text=f"This is {action['value']}", replace_original=True)

    bot.chat_postMessage(channel="C0PAY", text="This is page 1", blocks=BLOCKS)
    cloud.press(bolt, "U0ANA", cloud.messages[0], "more")
    cloud.wait_for(lambda: cloud.messages[0].text == "This is page 2")
    assert cloud.messages[0].blocks == ()


def test_bolt_takes_a_shortcut_and_opens_a_modal_that_is_sent_off(cloud: SlackCloud, app: App, bolt: str) -> None:
    why = {"type": "plain_text_input", "action_id": "why"}
    label, title = {"type": "plain_text", "text": "Why?"}, {"type": "plain_text", "text": "Ask"}
    form = {"type": "input", "block_id": "form", "label": label, "element": why}
    sent: SimpleQueue[Json] = SimpleQueue()

    @app.shortcut("said")
    def open_modal(ack: Callable[..., None], client: WebClient, body: Json) -> None:
        ack()
        view = {"type": "modal", "callback_id": "ask", "title": title, "submit": title, "blocks": [form]}
        client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.view("ask")
    def take(ack: Callable[..., None], view: Json) -> None:
        ack()
        sent.put(view["state"]["values"])

    cloud.shortcut(bolt, "U0ANA", cloud.post_as("U0BEN", "C0PAY", "So tired."), "said")
    cloud.wait_for(lambda: bool(cloud.modals))
    values = {"form": {"why": {"type": "plain_text_input", "value": "rest"}}}
    cloud.submit(bolt, "U0ANA", cloud.modals[0], values)
    assert sent.get(timeout=30) == values


def test_an_event_sent_again_says_so_and_keeps_its_id(cloud: SlackCloud, plain: str, got: list[Any]) -> None:
    event = cloud.message_event(cloud.post_as("U0ANA", "D0ANA", "pay &amp; rest?"))
    cloud.event(plain, event, event_id="Ev1")
    cloud.event(plain, event, event_id="Ev1", retry=1)
    (first_headers, first), (headers, again) = got
    assert json.loads(first)["event_id"] == json.loads(again)["event_id"] == "Ev1"
    assert "X-Slack-Retry-Num" not in first_headers
    assert (headers["X-Slack-Retry-Num"], headers["X-Slack-Retry-Reason"]) == ("1", "http_timeout")


def test_a_typed_message_comes_escaped_and_as_rich_text(cloud: SlackCloud) -> None:
    question = cloud.post_as("U0ANA", "C0PAY", "<@U0BOT> pay &amp; rest <https://a.b|there>")
    event = cloud.message_event(question)
    assert (event["channel_type"], event["text"]) == ("channel", question.text)
    assert event["blocks"][0]["elements"][0]["elements"] == [
        {"type": "user", "user_id": "U0BOT"},
        {"type": "text", "text": " pay & rest "},
        {"type": "link", "url": "https://a.b", "text": "there"},
    ]
    assert "thread_ts" not in event
    mention = cloud.mention_event(question)
    assert mention["type"] == "app_mention"
    assert "channel_type" not in mention


def test_a_bots_message_says_that_a_bot_wrote_it(cloud: SlackCloud) -> None:
    event = cloud.message_event(cloud.post_as("U0OTHERBOT", "C0PAY", "beep", bot_id="B0OTHER"))
    assert event["bot_id"] == "B0OTHER"
    assert "client_msg_id" not in event


def test_an_edited_message_comes_with_what_it_was(cloud: SlackCloud) -> None:
    old = cloud.post_as("U0ANA", "C0PAY", "pya?")
    event = cloud.changed_event(old, cloud.edit(old, "pay?"))
    assert (event["subtype"], event["hidden"]) == ("message_changed", True)
    assert (event["previous_message"]["text"], event["message"]["text"]) == ("pya?", "pay?")
    assert event["message"]["ts"] == old.ts != event["ts"]


def test_a_deleted_message_comes_as_a_deletion_or_as_a_tombstone_above_replies(
    cloud: SlackCloud, bot: WebClient
) -> None:
    alone, asked = (cloud.post_as("U0ANA", "C0PAY", text) for text in ("Never mind.", "What?"))
    bot.chat_postMessage(channel="C0PAY", text="That.", thread_ts=asked.ts)
    event = cloud.deleted_event(alone)
    assert (event["subtype"], event["deleted_ts"]) == ("message_deleted", alone.ts)
    assert event["previous_message"]["text"] == "Never mind."
    event = cloud.deleted_event(asked)
    assert (event["subtype"], event["message"]["subtype"]) == ("message_changed", "tombstone")
    assert event["previous_message"]["text"] == "What?"


def test_an_event_that_slack_would_not_send_is_an_error_of_the_test(cloud: SlackCloud, plain: str) -> None:
    event = cloud.message_event(cloud.post_as("U0ANA", "D0ANA", "pay?"))
    cloud.scopes.remove("im:history")
    with pytest.raises(PpwiError, match="im:history"):
        cloud.event(plain, event)


def test_a_button_seen_by_one_person_comes_without_the_message(
    cloud: SlackCloud, bot: WebClient, plain: str, got: list[Any]
) -> None:
    bot.chat_postEphemeral(channel="C0PAY", user="U0ANA", text="psst", blocks=BLOCKS)
    bot.chat_postMessage(channel="C0PAY", text="all", blocks=BLOCKS)
    for message in list(cloud.messages):
        cloud.press(plain, "U0ANA", message, "more", "page 2")
    ephemeral, public = (payload(body) for _, body in got)
    assert "message" not in ephemeral
    assert ephemeral["container"]["is_ephemeral"] is True
    assert public["message"]["text"] == "all"
    assert public["actions"][0]["value"] == "page 2"
    assert public["actions"][0]["block_id"] == "below"


def test_a_button_that_is_not_there_cannot_be_pressed(cloud: SlackCloud, bot: WebClient, plain: str) -> None:
    bot.chat_postMessage(channel="C0PAY", text="all", blocks=BLOCKS)
    with pytest.raises(PpwiError, match="there are: more='page 2'"):
        cloud.press(plain, "U0ANA", cloud.messages[0], "less")
    with pytest.raises(PpwiError):
        cloud.press(plain, "U0ANA", cloud.messages[0], "more", "page 3")


def test_a_button_of_the_home_tab_comes_with_the_view(
    cloud: SlackCloud, bot: WebClient, plain: str, got: list[Any]
) -> None:
    bot.views_publish(user_id="U0ANA", view={"type": "home", "blocks": BLOCKS})
    cloud.press(plain, "U0ANA", cloud.homes["U0ANA"], "more")
    pressed = payload(got[0][1])
    assert pressed["container"] == {"type": "view", "view_id": cloud.homes["U0ANA"]["id"]}
    assert "response_url" not in pressed
    assert cloud.home_opened_event("U0ANA")["view"] == cloud.homes["U0ANA"]
    assert "view" not in cloud.home_opened_event("U0BEN")


def response_url(cloud: SlackCloud, message: Message | None = None) -> WebhookClient:
    return WebhookClient(cloud.new_response_url("C0PAY", "U0ANA", message), retry_handlers=[])


def test_a_response_url_takes_five_answers(cloud: SlackCloud) -> None:
    url = response_url(cloud)
    assert [url.send(text="hi").status_code for _ in range(6)] == [200] * 5 + [404]
    assert "used_url" in url.send(text="hi").body
    assert [message.ephemeral_to for message in cloud.messages] == ["U0ANA"] * 5


def test_a_response_url_is_good_for_half_an_hour(cloud: SlackCloud) -> None:
    url = response_url(cloud)
    cloud.let_pass(1801)
    answer = url.send(text="hi")
    assert (answer.status_code, json.loads(answer.body)["error"]) == (404, "expired_url")
    assert cloud.messages == []


def test_a_response_url_refuses_wrong_blocks_and_keeps_its_uses(cloud: SlackCloud) -> None:
    url = response_url(cloud)
    answer = url.send(text="hi", blocks=[{"type": "banner"}])
    assert (answer.status_code, json.loads(answer.body)["error"]) == (400, "invalid_blocks")
    assert [url.send(text="hi").status_code for _ in range(5)] == [200] * 5


def test_a_message_for_one_can_be_taken_away_by_its_response_url(cloud: SlackCloud, bot: WebClient) -> None:
    bot.chat_postEphemeral(channel="C0PAY", user="U0ANA", text="psst", blocks=BLOCKS)
    response_url(cloud, cloud.messages[0]).send(delete_original=True)
    assert cloud.messages[0].deleted


# In Socket Mode


Linked = tuple[SlackCloud, SocketModeClient, SimpleQueue[SocketModeRequest]]


@pytest.fixture(scope="module")
def connected() -> Iterator[tuple[SlackCloud, SocketModeClient]]:
    """Slack's own client, connected; closing it takes seconds, so the tests share it."""
    with SlackCloud() as cloud:
        client = SocketModeClient(cloud.app_token, web_client=WebClient(cloud.app_token, base_url=cloud.api_url))
        client.connect()
        yield cloud, client
        client.close()


@pytest.fixture
def linked(connected: tuple[SlackCloud, SocketModeClient]) -> Linked:
    """The stand-in, the client, and the requests that reach the client, which acknowledges each."""
    cloud, client = connected
    taken: SimpleQueue[SocketModeRequest] = SimpleQueue()

    def take(client: Any, request: SocketModeRequest) -> None:
        answer = {"text": f"About {request.payload['text']}"} if request.type == "slash_commands" else None
        client.send_socket_mode_response(SocketModeResponse(request.envelope_id, answer))
        taken.put(request)

    client.socket_mode_request_listeners[:] = [take]
    return cloud, client, taken


def test_an_envelope_reaches_the_client_and_its_acknowledgement_comes_back(linked: Linked) -> None:
    cloud, _, taken = linked
    event = cloud.message_event(cloud.post_as("U0ANA", "D0ANA", "pay?"))
    id = cloud.socket_event(event, event_id="Ev1", retry=2)
    request = taken.get(timeout=30)
    assert (request.type, request.envelope_id, request.retry_attempt) == ("events_api", id, 2)
    assert (request.payload["event_id"], request.payload["event"]["text"]) == ("Ev1", "pay?")
    cloud.wait_for(lambda: any(ack["envelope_id"] == id for ack in cloud.acks))


def test_a_command_may_be_answered_in_its_acknowledgement(linked: Linked) -> None:
    cloud, _, _ = linked
    cloud.socket_command("U0ANA", "C0PAY", "pay")
    cloud.wait_for(lambda: ("About pay", "U0ANA") in [(one.text, one.ephemeral_to) for one in cloud.messages])


def test_a_pressed_button_comes_as_an_interactive_envelope(linked: Linked) -> None:
    cloud, _, taken = linked
    shown = cloud.post_as(cloud.bot_user, "C0PAY", "all", bot_id=cloud.bot_id, blocks=tuple(BLOCKS))
    cloud.socket_press("U0ANA", shown, "more")
    request = taken.get(timeout=30)
    assert (request.type, request.payload["actions"][0]["action_id"]) == ("interactive", "more")


def test_a_client_told_to_come_back_opens_a_new_connection(linked: Linked) -> None:
    cloud, _, taken = linked
    before = len(cloud.calls)
    cloud.disconnect()
    cloud.socket_event(cloud.home_opened_event("U0ANA"))
    assert taken.get(timeout=30).payload["event"]["type"] == "app_home_opened"
    assert ("apps.connections.open", "ok") in [(call.method, call.outcome) for call in cloud.calls[before:]]


def test_a_ticket_opens_one_connection_only(linked: Linked) -> None:
    cloud, client, _ = linked
    assert cloud.tickets == set()
    assert client.wss_uri is not None
    headers = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    assert httpx.get(client.wss_uri.replace("ws:", "http:"), headers=headers).status_code == 403
