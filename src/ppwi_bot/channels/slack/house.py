"""What the Slack door needs from the rest of the house, and what it knows of the workspace it stands in."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass

from ppwi_bot.answers.plan import AnswerPlan
from ppwi_bot.answers.scope import Scope
from ppwi_bot.answers.voices import Voices
from ppwi_bot.channels.feedback import Feedback


@dataclass(frozen=True, slots=True)
class House:
    """How the door reaches the rest of the house.

    `plan` plans the answer to a message within a conversation (id, text, what to keep to). `voices` gives the snapshot
    being served now. `keep` stores feedback. `secret` turns the ids of people and places into keys that do not tell
    them. `site` is the address of the web door as Slack's users reach it, or empty.
    """

    plan: Callable[[str, str, Scope], AnswerPlan]
    voices: Callable[[Scope], Voices]
    keep: Callable[[Feedback], None]
    secret: bytes
    site: str = ""

    def key(self, *parts: str) -> str:
        """A key for a person or a conversation, always the same, that nobody can turn back."""
        return "slack-" + hmac.new(self.secret, "/".join(parts).encode(), hashlib.sha256).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who we are in Slack: the workspace that installed us, and our own user there."""

    team: str
    bot_user: str
