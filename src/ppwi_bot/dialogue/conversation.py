"""A turn of a conversation as a door sees it: a message in, an answer out, whatever happens to Rasa."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from ppwi_bot.answers.answer import Answer
from ppwi_bot.answers.declining import support
from ppwi_bot.answers.distress import in_distress
from ppwi_bot.answers.fill import fill
from ppwi_bot.answers.focus import Focus
from ppwi_bot.answers.plan import AnswerPlan, Reason, Said
from ppwi_bot.answers.respond import respond
from ppwi_bot.answers.scope import EVERYTHING, Scope
from ppwi_bot.answers.voices import Voices
from ppwi_bot.dialogue.client import converse
from ppwi_bot.errors import DialogueUnavailableError

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Conversations:
    """How doors hold conversations: through Rasa at `rasa_url`, waiting `timeout` seconds at most."""

    voices: Callable[[Scope], Voices]
    http: httpx.Client
    rasa_url: str
    timeout: float

    def talk(self, conversation: str, text: str, scope: Scope = EVERYTHING) -> Answer:
        """Answer a message within a conversation, keeping to `scope`."""
        return fill(self.plan(conversation, text, scope), self.voices(scope))

    def plan(self, conversation: str, text: str, scope: Scope = EVERYTHING) -> AnswerPlan:
        """Plan the answer to a message within a conversation, keeping to `scope`.

        Where the dialogue does not answer, retrieval does, and the answer says that it does not know what went before.
        """
        try:
            plan = converse(
                self.http,
                self.rasa_url,
                text=text,
                conversation=conversation,
                timeout=self.timeout,
                scope=scope,
            )
        except DialogueUnavailableError as error:
            logger.warning("Answering without the dialogue: %s", error)
            plan = self._alone(text, scope)
            # Someone in distress is told about the Lifeline and nothing about our machinery.
            if plan.reason is not Reason.SUPPORT:
                plan = plan.noting(Said("notice.without_context"))
        # Greetings and thanks are answered by Rasa alone, without an action: whatever it took the message for, distress
        # is met first.
        if in_distress(text):
            plan = support(Focus()).plan
        return plan

    def ask(self, text: str, scope: Scope = EVERYTHING) -> Answer:
        """Answer one question on its own, without the dialogue, keeping to `scope`."""
        return fill(self._alone(text, scope), self.voices(scope))

    def _alone(self, text: str, scope: Scope) -> AnswerPlan:
        return respond(text, Focus(), self.voices(scope)).plan
