"""The way to Rasa and back: a person's words go in, the plan of an answer comes out."""

import unicodedata
from typing import Any

import httpx

from ppwi_bot.answers.plan import AnswerPlan
from ppwi_bot.answers.scope import EVERYTHING, Scope
from ppwi_bot.errors import DialogueUnavailableError

_REST = "/webhooks/rest/webhook"
_SILENCE = "…"
"""Stands for a message with nothing in it, which Rasa's pipeline cannot classify; the actions know it for what it is."""


def converse(
    http: httpx.Client,
    rasa_url: str,
    *,
    text: str,
    conversation: str,
    timeout: float,
    scope: Scope = EVERYTHING,
) -> AnswerPlan:
    """Send one message of a conversation to Rasa; the plan it comes back with (ids only).

    `scope` is what the actions keep to; it travels as the message's metadata.

    `http` is shared between requests, so that connections are kept. `timeout` is in seconds, for each of
    connecting, sending and waiting. A turn that is cut short by it leaves the conversation as it was.

    Raises:
        ValueError: `conversation` is empty. Rasa would put everyone without an id into one conversation.
        DialogueUnavailableError: Rasa is gone or slow, or came back with nothing usable (as it does when an
            action failed).
    """
    if not conversation:
        raise ValueError("A message needs its conversation's id.")
    body: dict[str, Any] = {"sender": conversation, "message": _as_words(text)}
    if scope != EVERYTHING:
        body["metadata"] = {"scope": scope.to_dict()}
    try:
        response = http.post(rasa_url + _REST, json=body, timeout=timeout)
        response.raise_for_status()
        return _plan(response.json())
    except httpx.TimeoutException as error:
        raise DialogueUnavailableError(f"The dialogue took longer than {timeout:g} seconds.") from error
    except httpx.HTTPError as error:
        raise DialogueUnavailableError("The dialogue cannot be reached.") from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise DialogueUnavailableError("The dialogue came back with nothing usable.") from error


def _as_words(text: str) -> str:
    """Make sure that Rasa reads `text` as words.

    Rasa takes a message that begins with "/" for a command: "/restart" forgets the conversation, others set
    what they like. Whatever cannot be seen before the "/" goes too, so that no later trimming uncovers it.
    """
    if any(character.isalnum() for character in text):
        # Beside words, a picture is a mood and not the message: "pay 😭" is about pay.
        text = "".join(" " if unicodedata.category(character) == "So" else character for character in text)
    start = next((place for place, character in enumerate(text) if not _is_prefix(character)), len(text))
    return text[start:].encode("utf-8", "replace").decode("utf-8") or _SILENCE


def _is_prefix(character: str) -> bool:
    return character == "/" or character.isspace() or unicodedata.category(character) in {"Cc", "Cf", "Zs"}


def _plan(messages: Any) -> AnswerPlan:
    return AnswerPlan.from_dict(messages[-1]["custom"]["plan"])
