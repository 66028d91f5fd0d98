"""Whom a question leaves out: "everyone except administrators", "people outside of Spokane"."""

from collections.abc import Sequence
from dataclasses import replace

from ppwi_bot.answers import cues
from ppwi_bot.answers.names import PEOPLE, Mention


def left_out(mentions: Sequence[Mention], text: str) -> tuple[Mention, ...]:
    """The mentions of those left out, in order; each begins at the words that leave it out."""
    found: list[Mention] = []
    for mention in mentions:
        if mention.kind in PEOPLE and (start := _start(mention, found, text)) is not None:
            found.append(replace(mention, start=start))
    return tuple(found)


def _start(mention: Mention, found: Sequence[Mention], text: str) -> int | None:
    """Where the words begin that leave it out; None where none do."""
    before = text[: mention.start]
    match = cues.pattern("leaving_out", "people").search(before)
    if not match and mention.kind == "place":
        match = cues.pattern("leaving_out", "places").search(before)
    if match:
        return max(match.start(), match.end("all") if "all" in match.groupdict() else -1)
    # Those joined to one that is left out share its fate: "except administrators and home visitors".
    ends = [one.end for one in found if one.end <= mention.start]
    joined = ends and cues.pattern("leaving_out", "joined").match(text[max(ends) : mention.start])
    return max(ends) if joined else None
