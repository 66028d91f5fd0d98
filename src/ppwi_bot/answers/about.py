"""What a text is about: the words that can name a topic, without who is asked and how."""

import re
from collections.abc import Iterable

from ppwi_bot.answers import cues
from ppwi_bot.answers.names import WORD, Mention

_PREPOSITION = re.compile(r"\b(?:in|from|around|near|at|across|of)\s+(?:the\s+)?$", re.IGNORECASE)


def content_words(text: str) -> list[str]:
    """Words of a text that can name a topic, in lower case."""
    words = (match.group().casefold() for match in WORD.finditer(text))
    return [word for word in words if word not in cues.words("about", "empty")]


def without(text: str, mentions: Iterable[Mention]) -> str:
    """The text without what is mentioned."""
    return _cut(text, [(one.start, one.end) for one in mentions])


def about(text: str, people: Iterable[Mention], law: str) -> str:
    """The part of a question that says what it is about, without people and a law; no topic in it where it names none."""
    beside = [match.span() for name in ("dated", "real") for match in cues.pattern("sign", name).finditer(text)]
    at = text.find(law) if law else -1
    of_law = [(at, at + len(law))] if at >= 0 else []
    rest = " ".join(_cut(text, [*(_with_preposition(one, text) for one in people), *beside, *of_law]).split())
    return _without_beginnings(rest)


def _without_beginnings(text: str) -> str:
    """The text without the ways to begin a question, one before the other, as long as it still names a topic."""
    for pattern in cues.patterns("about", "beginnings"):
        shorter = pattern.sub("", text, count=1).strip()
        if shorter != text and content_words(shorter):
            return _without_beginnings(shorter)
    return text


def _with_preposition(mention: Mention, text: str) -> tuple[int, int]:
    """Where a name stands, with what ties a place to the sentence: "in Spokane"."""
    tie = _PREPOSITION.search(text, 0, mention.start) if mention.kind == "place" else None
    return (tie.start() if tie else mention.start, mention.end)


def _cut(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    return text
