"""A workplace with Slack: the stand-in for its cloud, our door behind a real HTTP server, and a house behind the door."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event, Thread
from typing import Any, cast

from flask import Flask
from tests.web.made_door import NoSearcher, library, pay_plan
from werkzeug.serving import WSGIRequestHandler, make_server

from ppwi_bot.answers.intents import Intents
from ppwi_bot.answers.plan import AnswerPlan
from ppwi_bot.answers.scope import Parts, Scope
from ppwi_bot.answers.voices import Voices
from ppwi_bot.channels.feedback import Feedback
from ppwi_bot.channels.slack.door import Access, SlackDoor
from ppwi_bot.channels.slack.house import House
from ppwi_bot.channels.slack.serving import PATH, slack_blueprint
from ppwi_bot.evaluation.slack_cloud import Message, SlackCloud

SITE = "https://bot.example"
PAY = pay_plan("real", "low-pay-1", "low-pay-2")
ANA, BEN = "U0ANA", "U0BEN"
KEPT_DAYS = 30
CHANNEL, SHARED_CHANNEL = "C0PAY", "C0EXT"
BOT = "<@U0BOT>"


def eventually(condition: Callable[[], bool]) -> None:
    """Wait for something that is not to be seen in Slack."""
    for _ in range(3_000):
        if condition():
            return
        Event().wait(0.01)
    raise AssertionError("What was waited for never came.")


@dataclass
class Behind:
    """What stands behind the door: it gives `plan`, or what `plans` has for a text, and remembers what it heard."""

    plan: AnswerPlan = PAY
    plans: dict[str, AnswerPlan] = field(default_factory=dict)
    before_planning: Callable[[str], None] = lambda text: None
    keys: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    scopes: list[Scope] = field(default_factory=list)
    feedback: list[Feedback] = field(default_factory=list)
    voices: Voices = field(
        default_factory=lambda: Voices(
            library(), cast(Any, NoSearcher()), smallest_group=1, intents=cast(Intents, None)
        )
    )

    def house(self, site: str) -> House:
        """The house as the door knows it."""
        return House(self._plan, Parts(lambda: self.voices), self.feedback.append, b"x" * 32, site)

    def withdraw(self, quote: str) -> None:
        """A participant takes a quote back."""
        quotes = {id: one for id, one in self.voices.library.quotes.items() if id != quote}
        self.voices = replace(self.voices, library=replace(self.voices.library, quotes=quotes))

    def _plan(self, key: str, text: str, scope: Scope) -> AnswerPlan:
        self.before_planning(text)
        self.keys.append(key)
        self.texts.append(text)
        self.scopes.append(scope)
        return self.plans.get(text, self.plan)


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


class Workplace:
    """One workspace with our door in it. A door that is opened again finds the folder of the one before."""

    def __init__(self, cloud: SlackCloud, folder: Path) -> None:
        self.cloud = cloud
        self.folder = folder
        self.behind = Behind()
        self.door: SlackDoor = cast(SlackDoor, None)
        self._stop: Callable[[], None] = lambda: None

    @property
    def access(self) -> Access:
        """What Slack gave us for HTTP."""
        return Access(self.cloud.bot_token, self.cloud.signing_secret, url=self.cloud.api_url)

    def start(self, site: str = SITE, **access: Any) -> SlackDoor:
        """Open a door, and an HTTP server in front of it, without waiting until Slack has let it in."""
        door = self.door = SlackDoor(replace(self.access, **access), self.behind.house(site), self.folder, KEPT_DAYS)
        app = Flask("workplace")
        app.register_blueprint(slack_blueprint(door))
        app.add_url_rule("/chat", view_func=lambda: "the web door")
        server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
        serving = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        serving.start()
        self.site = f"http://127.0.0.1:{server.server_port}"
        self.url = self.site + PATH

        def stop() -> None:
            door.close()
            server.shutdown()
            serving.join()
            server.server_close()

        self._stop = stop
        door.open()
        return door

    def open(self, site: str = SITE, **access: Any) -> SlackDoor:
        """Open a door and wait until it is open."""
        door = self.start(site, **access)
        eventually(lambda: door.is_open)
        return door

    def close(self) -> None:
        """Close the door and its server."""
        stop, self._stop = self._stop, lambda: None
        stop()

    def settle(self) -> None:
        """Wait until everything that came in is dealt with."""
        eventually(lambda: not self.door._desk._waiting)

    # What people do

    def write(self, text: str, channel: str = "", user: str = ANA, thread: str = "", **fields: Any) -> Message:
        """A person writes, in the direct message with us if no channel is named, and Slack tells us."""
        channel = channel or self.cloud.direct_message(user).id
        message = self.cloud.post_as(user, channel, text, thread, **fields)
        assert self.cloud.event(self.url, self.cloud.message_event(message)).status_code == 200
        return message

    def mention(self, text: str, channel: str = CHANNEL, user: str = ANA, thread: str = "", **fields: Any) -> Message:
        """A person mentions us in a channel, and Slack tells us twice, as it does."""
        message = self.cloud.post_as(user, channel, f"{BOT} {text}", thread, **fields)
        for event in (self.cloud.mention_event(message), self.cloud.message_event(message)):
            assert self.cloud.event(self.url, event).status_code == 200
        return message

    def mention_once(self, text: str, channel: str = CHANNEL, user: str = ANA) -> Message:
        """A person mentions us, and Slack tells of the mention alone."""
        message = self.cloud.post_as(user, channel, f"{BOT} {text}")
        assert self.cloud.event(self.url, self.cloud.mention_event(message)).status_code == 200
        return message

    def command(self, text: str, channel: str = CHANNEL, user: str = ANA) -> None:
        """A person types our command."""
        assert self.cloud.command(self.url, user, channel, text).status_code == 200

    def press(self, shown: Message | dict[str, Any], action: str, user: str = ANA) -> None:
        """A person presses a button."""
        assert self.cloud.press(self.url, user, shown, action).status_code == 200

    def twice(self, act: Callable[[], None]) -> None:
        """Do something of which Slack tells us twice, each time with the very same request."""
        once = self.cloud.signed
        self.cloud.signed = lambda *sent, **more: (once(*sent, **more), once(*sent, **more))[1]  # type: ignore[method-assign]
        try:
            act()
        finally:
            self.cloud.signed = once  # type: ignore[method-assign]

    # What people see

    def answers(self, message: Message) -> list[Message]:
        """What we answered in the thread of a message."""
        return [one for one in self.cloud.replies(message) if one.bot_id == self.cloud.bot_id]

    def answer(self, message: Message) -> Message:
        """Our one answer in the thread of a message, once it is there."""
        self.cloud.wait_for(lambda: bool(self.answers(message)))
        self.settle()
        [only] = self.answers(message)
        return only

    def said(self, channel: str = "", user: str = ANA) -> list[Message]:
        """What we said to everyone in a channel, or in the direct message with a person; threads apart."""
        channel = channel or self.cloud.direct_message(user).id
        return [
            one
            for one in self.cloud.messages
            if one.channel == channel and one.bot_id == self.cloud.bot_id and not (one.deleted or one.ephemeral_to)
        ]

    def whispered(self, user: str = ANA) -> list[Message]:
        """What only one person sees."""
        return [one for one in self.cloud.messages if one.ephemeral_to == user and not one.deleted]

    def whisper(self, user: str = ANA, number: int = 1) -> Message:
        """The last of so many messages that only one person sees."""
        self.cloud.wait_for(lambda: len(self.whispered(user)) >= number)
        self.settle()
        found = self.whispered(user)
        assert len(found) == number
        return found[-1]


def texts(part: Any) -> Iterator[str]:
    """Every text in blocks, each as it stands."""
    if isinstance(part, list | tuple):
        for one in part:
            yield from texts(one)
    elif isinstance(part, dict):
        if isinstance(part.get("text"), str):
            yield part["text"]
        for one in part.values():
            yield from texts(one)


def shown(message: Message | dict[str, Any]) -> str:
    """Everything that a message or view shows, in one text."""
    return "\n".join(texts(message.blocks if isinstance(message, Message) else message["blocks"]))


def buttons(message: Message | dict[str, Any]) -> dict[str, str]:
    """The buttons of a message or view: their labels by action; of a button beside a question, the question."""
    blocks = message.blocks if isinstance(message, Message) else message["blocks"]
    labels = {
        element["action_id"]: element["text"]["text"]
        for block in blocks
        if block["type"] == "actions"
        for element in block["elements"]
    }
    beside = {one["accessory"]["action_id"]: one["text"]["text"] for one in blocks if one["type"] == "section"}
    return labels | beside


def quotes(message: Message) -> list[str]:
    """The quotes that a message shows."""
    return [
        "".join(texts(element["elements"]))
        for block in message.blocks
        if block["type"] == "rich_text"
        for element in block["elements"]
        if element["type"] == "rich_text_quote"
    ]
