"""What the web door needs from the rest of the house, and the limits it keeps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, cast

from flask import current_app

from ppwi_bot.answers.answer import Answer
from ppwi_bot.answers.scope import EVERYTHING, Scope
from ppwi_bot.answers.voices import Voices
from ppwi_bot.channels.asked import Entrance
from ppwi_bot.channels.feedback import Feedback
from ppwi_bot.channels.questions import MAX_MESSAGE_CHARACTERS

MAX_BODY_BYTES = 16 * 1024
"""1,000 characters take at most 12,000 bytes of JSON (an emoji as two escapes), an id about 70."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one visitor may ask.

    `requests_per_minute` counts questions; reading pages is allowed `PAGES_PER_QUESTION` times as often.
    `trusted_proxies` is the number of reverse proxies in front whose X-Forwarded-For is believed.
    """

    requests_per_minute: int = 60
    max_body_bytes: int = MAX_BODY_BYTES
    max_message_characters: int = MAX_MESSAGE_CHARACTERS
    trusted_proxies: int = 0


@dataclass(frozen=True, slots=True)
class Keeping:
    """For how many days what visitors say is kept: the noted questions (0 for not at all), conversations and feedback."""

    questions_days: int
    conversations_days: int
    feedback_days: int


class Snapshot(Protocol):
    """Gives the voices being served now, whole or in part."""

    def __call__(self, scope: Scope = EVERYTHING) -> Voices:
        """The voices within `scope`."""


@dataclass(frozen=True)
class Door:
    """How the web door reaches the rest of the house, with no knowledge of its workings.

    `talk` answers a message within a conversation (id, text, what to keep to); `ask` answers one question (text, what to
    keep to) without memory. `voices` gives the snapshot being served now. `keep` stores feedback. `note` takes down
    what was asked, where, and how it came out; `keeping` says for how long. `parts` tells which parts are up. `secret`
    signs the ids of conversations. `origins` are the other sites that may embed the chat.
    """

    talk: Callable[[str, str, Scope], Answer]
    ask: Callable[[str, Scope], Answer]
    voices: Snapshot
    keep: Callable[[Feedback], None]
    note: Callable[[Entrance, str, Answer], None]
    keeping: Keeping
    parts: Callable[[], Mapping[str, bool]]
    secret: bytes
    origins: frozenset[str] = frozenset()
    limits: Limits = field(default_factory=Limits)


EXTENSION = "ppwi_door"


def current_door() -> Door:
    """The door of the application that handles this request."""
    return cast(Door, current_app.extensions[EXTENSION])
