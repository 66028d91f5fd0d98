"""Channels and messages as they stand at one moment."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

PING = re.compile(r"<(@[^<>|]+|!(?:here|channel|everyone|subteam)[^<>|]*)")


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel or direct message; `user` is the person of a direct message."""

    id: str
    name: str = ""
    is_im: bool = False
    is_private: bool = False
    is_member: bool = True
    is_ext_shared: bool = False
    user: str = ""

    @property
    def kind(self) -> str:
        """The first half of the scopes that it takes."""
        return "im" if self.is_im else "groups" if self.is_private else "channels"

    @property
    def type(self) -> str:
        """What events call it."""
        return "im" if self.is_im else "group" if self.is_private else "channel"


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stands; a change makes a new one in its place.

    `text` is as Slack keeps it: `&`, `<` and `>` escaped, people as `<@U0ANA>`. `edited` is the time of the last edit.
    `reactions` holds name and user.
    """

    channel: str
    ts: str
    user: str
    text: str = ""
    thread_ts: str = ""
    blocks: tuple[Json, ...] = ()
    metadata: Json | None = None
    ephemeral_to: str = ""
    bot_id: str = ""
    subtype: str = ""
    client_msg_id: str = ""
    edited: str = ""
    deleted: bool = False
    reactions: tuple[tuple[str, str], ...] = ()

    @property
    def pings(self) -> list[str]:
        """Whom it calls: "!channel", "@U0ANA" and the like in its text and mrkdwn, broadcasts and people in rich text."""
        return PING.findall(self.text) + list(_pings(list(self.blocks)))


def _pings(part: Any) -> Iterator[str]:
    match part:
        case list():
            for one in part:
                yield from _pings(one)
        case {"type": "mrkdwn", "text": str(text)}:
            yield from PING.findall(text)
        case {"type": "broadcast", "range": range}:
            yield f"!{range}"
        case {"type": "user", "user_id": user}:
            yield f"@{user}"
        case {"type": "usergroup", "usergroup_id": group}:
            yield f"!subteam^{group}"
        case dict():
            yield from _pings(list(part.values()))
