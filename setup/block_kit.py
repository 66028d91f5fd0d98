"""Draws Slack's blocks as HTML with a look of our own: near enough to judge a message by, and it says that it is a preview."""

import html
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from ppwi_bot.errors import PpwiError

TEMPLATE = Path(__file__).with_name("block_kit.html")
HONEST = "Preview drawn from the message’s blocks; Slack’s own look may differ"


class NotDrawnError(PpwiError):
    """A picture would lack something that the blocks hold."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message: with blocks if it is an app's, else with the text that a person typed. `who` is a user's id."""

    who: str
    time: str
    text: str = ""
    blocks: tuple[dict[str, Any], ...] = ()
    only_to_you: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """What one picture shows, from top to bottom: messages, and views as the Web API takes them.

    `place` is the line above them. In a thread, the others answer the first message. `names` has the names of users by id.
    """

    place: str
    shown: tuple[Said | dict[str, Any], ...]
    names: dict[str, str]
    in_thread: bool = False


def page(picture: Picture) -> str:
    """A picture as an HTML page.

    Raises:
        NotDrawnError: a block, or a part of one, is of a kind that the template does not know.
    """
    return _template().render(picture=picture)


@cache
def _template() -> Template:
    environment = Environment(loader=FileSystemLoader(TEMPLATE.parent), autoescape=True, undefined=StrictUndefined)
    environment.globals.update(spoken=_spoken, not_drawn=_not_drawn, honest=HONEST)
    return environment.get_template(TEMPLATE.name)


def _spoken(text: str) -> list[str]:
    """A typed text in turns: words, the id of whoever is mentioned there, words, and so on."""
    return [html.unescape(part) for part in re.split(r"<@(\w+)>", text)]


def _not_drawn(what: str, kind: object) -> NoReturn:
    raise NotDrawnError(f"No picture: {TEMPLATE.name} does not draw the {what} {kind!r}. Add it there.")
