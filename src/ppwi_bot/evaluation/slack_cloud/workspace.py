"""One Slack workspace in memory: its channels, people and messages, and what the stand-in was asked to do.

Everything is read and changed under `changed`, which is notified at every change.
"""

import secrets
import time
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Condition
from typing import Any

from ppwi_bot.errors import PpwiError
from ppwi_bot.evaluation.slack_cloud.messages import Channel, Json, Message

SCOPES = (
    *("app_mentions:read", "channels:history", "channels:read", "chat:write", "commands", "groups:history"),
    *("groups:read", "im:history", "im:read", "im:write", "reactions:write", "users:read"),
)
"""What the bot token may do at first: all that the methods and events here ask for."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Web API; `outcome` is "ok", Slack's error code, "ratelimited" or "dropped"."""

    method: str
    fields: Json
    outcome: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """What the next call of a method meets: "ratelimited", "dropped", or "answer lost" after it was done."""

    kind: str
    retry_after: int = 0


@dataclass(slots=True)
class ResponseUrl:
    """Where an app may answer an interaction: `original` is the message it came from, if any."""

    channel: str
    user: str
    until: float
    original: Message | None = None
    uses_left: int = 5


@dataclass(slots=True, eq=False)
class Workspace:
    """The state of the stand-in. Tests read and change it between calls."""

    team: str = "T0TEAM"
    bot_user: str = "U0BOT"
    bot_id: str = "B0BOT"
    app_id: str = "A0APP"
    bot_token: str = field(default_factory=lambda: f"xoxb-{secrets.token_hex(12)}", repr=False)
    app_token: str = field(default_factory=lambda: f"xapp-1-A0APP-{secrets.token_hex(12)}", repr=False)
    api_url: str = ""
    link_url: str = ""
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    scopes: set[str] = field(default_factory=lambda: set(SCOPES))
    app_scopes: set[str] = field(default_factory=lambda: {"connections:write"})
    channels: dict[str, Channel] = field(
        default_factory=lambda: {
            channel.id: channel
            for channel in (
                Channel("C0PAY", "pay"),
                Channel("C0EXT", "with-partners", is_ext_shared=True),
                Channel("D0ANA", is_im=True, user="U0ANA"),
            )
        }
    )
    people: set[str] = field(default_factory=lambda: {"U0ANA", "U0BEN"})
    guests: set[str] = field(default_factory=set)
    members: dict[str, set[str]] = field(
        default_factory=lambda: {"C0PAY": {"U0ANA", "U0BEN"}, "C0EXT": {"U0ANA", "U0BEN"}}
    )
    messages: list[Message] = field(default_factory=list)
    homes: dict[str, Json] = field(default_factory=dict)
    modals: list[Json] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    responses: list[Json] = field(default_factory=list)
    acks: list[Json] = field(default_factory=list)
    triggers: dict[str, float] = field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    tickets: set[str] = field(default_factory=set)
    troubles: dict[str, deque[Trouble]] = field(default_factory=dict)
    revoked: bool = False
    changed: Condition = field(default_factory=Condition)
    clock: float = 0.0
    """Seconds that tests let pass: trigger ids and response_urls age by it alone, so a slow machine breaks no test."""
    _last_ts: int = 0

    def new_ts(self) -> str:
        """A time stamp that no message has: later than all given before."""
        with self.changed:
            self._last_ts = max(self._last_ts + 1, time.time_ns() // 1000)
            return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06}"

    def find(self, channel: str, ts: str) -> Message | None:
        """The message of that time in that channel, as it stands; deleted ones too."""
        with self.changed:
            return next((one for one in self.messages if one.channel == channel and one.ts == ts), None)

    def now(self, message: Message) -> Message:
        """The message as it stands by now."""
        if (found := self.find(message.channel, message.ts)) is None:
            raise PpwiError(f"No message {message.ts} in {message.channel}.")
        return found

    def add(self, message: Message) -> Message:
        """Post a message."""
        with self.changed:
            self.messages.append(message)
            self.changed.notify_all()
        return message

    def put(self, message: Message, **changes: Any) -> Message:
        """Put a changed message in place of what it was."""
        with self.changed:
            new = replace(self.now(message), **changes)
            self.messages[self.messages.index(self.now(message))] = new
            self.changed.notify_all()
        return new

    def replies(self, message: Message) -> list[Message]:
        """What stands in the thread under a message, seen by all."""
        with self.changed:
            return [
                one
                for one in self.messages
                if one.channel == message.channel
                and one.thread_ts == message.ts
                and one.ts != message.ts
                and not (one.deleted or one.ephemeral_to)
            ]

    def direct_message(self, user: str) -> Channel:
        """The direct message with a person, opened if need be."""
        with self.changed:
            for channel in self.channels.values():
                if channel.is_im and channel.user == user:
                    return channel
            opened = Channel(f"D0{user[2:] or user}", is_im=True, user=user)
            self.channels[opened.id] = opened
            return opened

    def meet(self, user: str, channel: str = "") -> None:
        """From now on a person is known, and is in the channel."""
        with self.changed:
            if channel and channel not in self.channels:
                raise PpwiError(f"No channel {channel}: put it into `channels`, or take that of `direct_message`.")
            self.people.add(user)
            if channel and not self.channels[channel].is_im:
                self.members.setdefault(channel, set()).add(user)

    def is_in(self, user: str, channel: Channel) -> bool:
        """Whether a person is in a channel."""
        return channel.user == user if channel.is_im else user in self.members.get(channel.id, ())

    def new_response_url(self, channel: str, user: str, original: Message | None = None) -> str:
        """An address where the app may answer five times within half an hour."""
        id = secrets.token_urlsafe(16)
        with self.changed:
            self.response_urls[id] = ResponseUrl(channel, user, self.clock + 1800, original)
        return f"{self.api_url.removesuffix('api/')}response/{id}"

    def new_trigger(self) -> str:
        """A trigger id, good once and for three seconds."""
        trigger = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        with self.changed:
            self.triggers[trigger] = self.clock + 3
        return trigger

    def wait_for(self, condition: Callable[[], bool], seconds: float = 30) -> None:
        """Wait until the condition holds; it is looked at whenever something changes.

        Raises:
            PpwiError: it never came to hold; the text lists the last calls.
        """
        with self.changed:
            if self.changed.wait_for(condition, seconds):
                return
            last = "\n".join(f"  {call.method}: {call.outcome}" for call in self.calls[-20:]) or "  none"
            raise PpwiError(
                f"What was waited for never came in {seconds:g} s. The last of {len(self.calls)} calls:\n{last}"
            )


def typed(workspace: Workspace, user: str, channel: str, text: str, thread_ts: str = "", **fields: Any) -> Message:
    """What a person (or, with `bot_id`, a bot) has written, not posted yet."""
    by_person: Json = {} if fields.get("bot_id") else {"client_msg_id": str(uuid.uuid4())}
    return Message(channel, workspace.new_ts(), user, text, thread_ts=thread_ts, **(by_person | fields))
