"""A question as it came in from Slack: what was asked, where, and how to answer it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self


class Way(StrEnum):
    """How a question is answered."""

    MESSAGE = "message"
    """By a message where it was asked: in the thread, or in the direct message."""
    PRIVATE = "private"
    """By a message that only the asker sees."""
    DIRECT = "direct"
    """By a direct message to the asker."""
    UPDATE = "update"
    """By replacing the answer to what was asked before the message was edited."""


def conversation_of(channel: str, thread: str) -> str:
    """What is said in a place: a thread, or a direct message."""
    return f"{channel}/{thread}"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to answer.

    `id` is the same however often Slack tells of it: a message goes by its place and time, everything else by its
    trigger. `team` is the workspace of whoever asks. `ts` is the message that asks, empty for a command or button.
    `thread` is the thread to answer in, empty outside of one. `overheard` is a message in a thread of ours that does
    not mention us. `unseen` says that the asker's words do not stand in the channel, so the answer repeats them.
    """

    id: str
    text: str
    team: str
    channel: str
    user: str
    way: Way
    ts: str = ""
    thread: str = ""
    response_url: str = ""
    overheard: bool = False
    unseen: bool = False

    @property
    def is_direct(self) -> bool:
        """Whether it was asked in a direct message."""
        return self.channel.startswith("D")

    @property
    def conversation(self) -> str:
        """What it belongs to: a thread or a direct message; where only the asker sees the answer, it is theirs alone."""
        if self.way is Way.DIRECT:
            return conversation_of(self.user, "")
        place = conversation_of(self.channel, self.thread)
        return f"{place}/{self.user}" if self.way is Way.PRIVATE else place

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Read what `to_dict` wrote."""
        return cls(**{**values, "way": Way(values["way"])})
