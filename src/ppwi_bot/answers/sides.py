"""How a question sets things side by side: what is compared, and sides that nobody here belongs to."""

import re
from collections.abc import Iterable

from ppwi_bot.answers import cues
from ppwi_bot.answers.about import content_words
from ppwi_bot.answers.names import WORD, Mention
from ppwi_bot.corpus.quotes import Perspective

_KNOWN = "§"
"""Stands for a name that is known, so that patterns can tell it from one that is not."""


def trimmed(about: str) -> str:
    """The text without words at both ends that only tie a comparison together ("compare and *burnout* for")."""
    tying = cues.words("about", "comparing") | cues.words("about", "tying")
    words = list(WORD.finditer(about))
    kept = [at for at, word in enumerate(words) if word.group().casefold() not in tying]
    return about[words[kept[0]].start() : words[kept[-1]].end()] if kept else ""


def parts(about: str, *, compared: bool) -> tuple[str, ...]:
    """The things a text names one beside the other, or compares: "pay, training or time off", "pay versus burnout"."""
    pieces = map(trimmed, cues.pattern("comparing", "compared" if compared else "listed").split(about))
    return tuple(dict.fromkeys(piece for piece in pieces if piece))


def staff_side(text: str, named: Iterable[Mention]) -> tuple[Mention, ...]:
    """Direct service providers, where "staff" stands beside the one other role that a comparison names."""
    roles = {one.name for one in named if one.kind == "perspective"}
    match = cues.pattern("comparing", "staff").search(text)
    if not match or len(roles) != 1 or Perspective.DIRECT_SERVICE_PROVIDER in roles:
        return ()
    start, end = match.span("second" if match["second"] else "first")
    return (Mention("perspective", Perspective.DIRECT_SERVICE_PROVIDER.value, start, end),)


def absent_sides(text: str, speakers: Iterable[Mention]) -> tuple[str, ...]:
    """Sides of a comparison with people or places that no name is known of, as the question calls them."""
    marked, said = _marked(text, speakers)
    if not said:
        return ()
    found = []
    for pattern in cues.patterns("comparing", "sides"):
        for match in pattern.finditer(marked):
            side = match["side"].strip()
            if content_words(side) and not cues.pattern("comparing", "no_side").match(side):
                found.append(_unmarked(side, said[marked[: match.start("side")].count(_KNOWN) :]))
    return tuple(dict.fromkeys(found))


def _marked(text: str, speakers: Iterable[Mention]) -> tuple[str, list[str]]:
    """The text with a sign for each known name, and these names as said, in order."""
    text = text.replace(_KNOWN, " ")
    spans = sorted({(one.start, one.end) for one in speakers})
    said = [text[start:end] for start, end in spans]
    for start, end in reversed(spans):
        text = text[:start] + _KNOWN + text[end:]
    return text, said


def _unmarked(side: str, said: list[str]) -> str:
    for name in said:
        side = side.replace(_KNOWN, name, 1)
    return re.sub(r"^(?:the|those|these|our)\s+", "", side, flags=re.IGNORECASE)
