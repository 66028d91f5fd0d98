"""The stand-in as a whole: started and stopped, told what goes wrong, and sending what Slack sends."""

import json
from collections import deque
from threading import Thread
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

import httpx
from werkzeug.serving import BaseWSGIServer, make_server

from ppwi_bot.evaluation.slack_cloud import events, interactions
from ppwi_bot.evaluation.slack_cloud.link import Link
from ppwi_bot.evaluation.slack_cloud.messages import Json, Message
from ppwi_bot.evaluation.slack_cloud.responding import show
from ppwi_bot.evaluation.slack_cloud.server import Handler, web_app
from ppwi_bot.evaluation.slack_cloud.signing import signature_headers
from ppwi_bot.evaluation.slack_cloud.workspace import ResponseUrl, Trouble, Workspace, typed

FORM = "application/x-www-form-urlencoded"
POLL = 0.02
"""Seconds between looks of the server at whether it should stop; a test starts and stops one."""


class SlackCloud(Workspace):
    """A workspace with its servers running, for as long as a `with` block lasts."""

    def __enter__(self) -> Self:
        """Start on free ports of the loopback address."""
        self._http = httpx.Client(timeout=60)
        self._server: BaseWSGIServer = make_server(
            "127.0.0.1", 0, web_app(self), threaded=True, request_handler=Handler
        )
        self.api_url = f"http://127.0.0.1:{self._server.server_port}/api/"
        self._link = Link(self)
        self.link_url = self._link.url
        self._thread = Thread(target=self._server.serve_forever, args=(POLL,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self._link.stop()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self._http.close()

    # What people do

    def post_as(self, user: str, channel: str, text: str, thread_ts: str = "", **fields: Any) -> Message:
        """A person posts, or a bot with `bot_id`; the app is told only by `event`."""
        if not fields.get("bot_id"):
            self.meet(user, channel)
        return self.add(typed(self, user, channel, text, thread_ts, **fields))

    def edit(self, message: Message, text: str) -> Message:
        """A person edits a message of theirs."""
        return self.put(message, text=text, edited=self.new_ts())

    def remove(self, message: Message) -> Message:
        """A person deletes a message of theirs."""
        return self.put(message, deleted=True)

    # What goes wrong

    def rate_limit(self, method: str, retry_after: int, times: int = 1) -> None:
        """Answer the next calls of a method with 429 and Retry-After, in seconds."""
        self._plan(method, Trouble("ratelimited", retry_after), times)

    def fail(self, method: str, times: int = 1, *, after_doing_it: bool = False) -> None:
        """Hang up on the next calls of a method: before anything is done, or when it is done."""
        self._plan(method, Trouble("answer lost" if after_doing_it else "dropped"), times)

    def _plan(self, method: str, trouble: Trouble, times: int) -> None:
        with self.changed:
            self.troubles.setdefault(method, deque()).extend([trouble] * times)

    def revoke(self) -> None:
        """From now on both tokens are refused."""
        self.revoked = True

    def let_pass(self, seconds: float) -> None:
        """Let time pass for trigger ids (3 s) and response_urls (30 min)."""
        self.clock += seconds

    # Events

    def message_event(self, message: Message, **changes: Any) -> Json:
        """The event that a message was posted."""
        return events.message_event(self, message) | changes

    def mention_event(self, message: Message, **changes: Any) -> Json:
        """The event that the bot was mentioned."""
        return events.mention_event(self, message) | changes

    def changed_event(self, old: Message, new: Message, **changes: Any) -> Json:
        """The event that a message was edited, which is done here if it was not before."""
        if self.now(old) == old:
            new = self.put(old, **{name: getattr(new, name) for name in ("text", "blocks")}, edited=self.new_ts())
        return events.changed_event(self, old, new) | changes

    def deleted_event(self, message: Message, **changes: Any) -> Json:
        """The event that a message was deleted, which is done here if it was not before; `message` as it was."""
        self.remove(message)
        return events.deleted_event(self, message) | changes

    def home_opened_event(self, user: str, **changes: Any) -> Json:
        """The event that a person opened the home tab."""
        return events.home_opened_event(self, user) | changes

    # Sent over HTTP

    def event(
        self, url: str, event: Json, *, event_id: str | None = None, retry: int = 0, **envelope: Any
    ) -> httpx.Response:
        """Send an event; `retry` counts the times it was sent before without an answer."""
        headers: dict[str, Any] = (
            {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"} if retry else {}
        )
        body = events.envelope(self, event, event_id, **envelope)
        return self.signed(url, json.dumps(body).encode(), "application/json", **headers)

    def verify(self, url: str) -> httpx.Response:
        """Send the challenge by which Slack looks whether an address is the app's."""
        body = {"token": events.VERIFICATION_TOKEN, "challenge": self.new_ts(), "type": "url_verification"}
        return self.signed(url, json.dumps(body).encode(), "application/json")

    def command(self, url: str, user: str, channel: str, text: str, command: str = "/voices") -> httpx.Response:
        """A person types a slash command; what the app answers at once is shown as Slack shows it.

        Raises:
            RefusedError: the app answered with what Slack would not show.
        """
        response = self.signed(url, _form(interactions.command(self, user, channel, text, command)), FORM)
        if response.status_code == 200:
            self._show(channel, user, response)
        return response

    def _show(self, channel: str, user: str, response: httpx.Response) -> None:
        if not response.content.strip():
            return
        is_json = response.headers.get("Content-Type", "").startswith("application/json")
        body = response.json() if is_json else {"text": response.text}
        with self.changed:
            show(self, ResponseUrl(channel, user, self.clock), body)

    def press(
        self, url: str, user: str, shown: Message | Json, action_id: str, value: str | None = None
    ) -> httpx.Response:
        """A person presses a button, or chooses an option by its value, in a message or a view."""
        return self._interact(url, interactions.press(self, user, shown, action_id, value))

    def shortcut(self, url: str, user: str, message: Message, callback_id: str) -> httpx.Response:
        """A person uses a message shortcut."""
        return self._interact(url, interactions.shortcut(self, user, message, callback_id))

    def submit(self, url: str, user: str, view: Json, values: Json) -> httpx.Response:
        """A person sends off a modal."""
        return self._interact(url, interactions.submit(self, user, view, values))

    def dismiss(self, url: str, user: str, view: Json) -> httpx.Response:
        """A person closes a modal without sending it off."""
        return self._interact(url, interactions.dismissal(self, user, view))

    def _interact(self, url: str, payload: Json) -> httpx.Response:
        return self.signed(url, _form({"payload": json.dumps(payload)}), FORM)

    def signed(
        self, url: str, body: bytes, content_type: str, *, secret: str | None = None, age: float = 0, **headers: Any
    ) -> httpx.Response:
        """Send a body signed as Slack signs it; with another `secret`, or an `age` in seconds, to be refused."""
        signature = signature_headers(self.signing_secret if secret is None else secret, body, age=age)
        own = {"Content-Type": content_type, "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)"}
        return self._http.post(url, content=body, headers=own | signature | headers)

    # Sent over Socket Mode; each gives the id of its envelope

    def socket_event(self, event: Json, *, event_id: str | None = None, retry: int = 0, **envelope: Any) -> str:
        """Send an event to the newest connection."""
        return self._link.send("events_api", events.envelope(self, event, event_id, **envelope), retry=retry)

    def socket_command(self, user: str, channel: str, text: str, command: str = "/voices") -> str:
        """A person types a slash command; an answer in the acknowledgement is shown."""
        payload = interactions.command(self, user, channel, text, command)
        return self._link.send("slash_commands", payload, answers=ResponseUrl(channel, user, self.clock))

    def socket_press(self, user: str, shown: Message | Json, action_id: str, value: str | None = None) -> str:
        """A person presses a button, or chooses an option."""
        return self._link.send("interactive", interactions.press(self, user, shown, action_id, value))

    def socket_shortcut(self, user: str, message: Message, callback_id: str) -> str:
        """A person uses a message shortcut."""
        return self._link.send("interactive", interactions.shortcut(self, user, message, callback_id))

    def socket_submit(self, user: str, view: Json, values: Json) -> str:
        """A person sends off a modal."""
        return self._link.send("interactive", interactions.submit(self, user, view, values))

    def disconnect(self) -> None:
        """Ask the app to open a new connection, and close the old one."""
        self._link.disconnect()


def _form(fields: Json) -> bytes:
    return urlencode(fields).encode()
