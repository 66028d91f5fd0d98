"""What somebody typed in Slack, as plain words: Slack sends its own markup for mentions, channels and links."""

import re

_MARKUP = re.compile(r"<(?P<kind>[@#!]?)(?P<target>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")


def plain_words(text: str) -> str:
    """The words of a message: mentions left out, channels and links by their names, control characters as typed."""
    text = _MARKUP.sub(_named, text)
    return " ".join(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").split())


def mentions(text: str) -> frozenset[str]:
    """Who is called: ids of people, and groups or everyone as Slack writes them."""
    return frozenset(match["target"] for match in _MARKUP.finditer(text) if match["kind"] in ("@", "!"))


def _named(match: re.Match[str]) -> str:
    if match["kind"] in ("@", "!"):
        return " "
    return match["label"] or match["target"]
