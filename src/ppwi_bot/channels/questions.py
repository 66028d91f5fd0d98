"""A question on its way in, at any door: what is taken out of it, how long it may be, and what is logged about it."""

import logging
import re
import time
from collections.abc import Callable
from typing import Protocol, TypeVar

from ppwi_bot.answers.answer import Kind
from ppwi_bot.errors import BadRequestError, PpwiError

log = logging.getLogger(__name__)

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")

MAX_MESSAGE_CHARACTERS = 1_000
"""About 160 words: room for a pasted paragraph; a longer text asks several things at once."""

MAX_COMMENT_CHARACTERS = 500
"""A line or a short paragraph about an answer: enough to say what was missing."""

DURATIONS = ((0.1, "under 0.1 s"), (1.0, "under 1 s"), (5.0, "under 5 s"))
"""Classes in place of exact times: enough to see trouble, too coarse to match a line to a visitor."""


class MessageTooLongError(BadRequestError):
    """The message has too many characters."""

    status = 413
    code = "message_too_long"


def cleaned(text: str, most_characters: int) -> str:
    """The text without control characters and broken halves of characters, trimmed.

    Raises:
        MessageTooLongError: more than `most_characters` are left.
    """
    text = _LONE_SURROGATE.sub("\ufffd", _CONTROL.sub("", text)).strip()
    if len(text) > most_characters:
        raise MessageTooLongError(
            f"Your message has {len(text):,} characters. Please shorten it to {most_characters:,} or fewer."
        )
    return text


class Outcome(Protocol):
    """An answer or its plan: how the question came out, and why."""

    @property
    def kind(self) -> Kind:
        """How it came out."""

    @property
    def reason(self) -> str:
        """Why, empty for a plain answer."""


Answered = TypeVar("Answered", bound=Outcome)


def answered(ask: Callable[[], Answered]) -> Answered:
    """What `ask` gives; one log line says how it came out, never what was asked or by whom."""
    started = time.monotonic()
    try:
        answer = ask()
    except PpwiError as error:
        log.warning("question failed code=%s took=%s", error.code, _duration(started))
        raise
    log.info("question kind=%s reason=%s took=%s", answer.kind, answer.reason or "-", _duration(started))
    return answer


def _duration(started: float) -> str:
    seconds = time.monotonic() - started
    return next((name for below, name in DURATIONS if seconds < below), "5 s or more")
