"""The home tab: how to ask, questions to start with, one's own recent ones, and the themes."""

from collections.abc import Iterator, Sequence
from typing import Any

from slack_sdk.models.blocks import Block, DividerBlock

from ppwi_bot.answers.voices import Voices
from ppwi_bot.channels.slack.blocks import asking, bullets, button, header, paragraph, rows, small_print, words
from ppwi_bot.channels.slack.rendering import ASK, code_link
from ppwi_bot.channels.starters import starting_questions
from ppwi_bot.corpus.codebook import Level
from ppwi_bot.corpus.library import Library

CLEAR = "clear_recent"

MOST_THEMES = 12
MOST_TOPICS = 30

_WAYS = (
    ("Here, in Messages", "write as you would to a colleague, and go on: “and administrators?”, “show me more”."),
    ("In a channel", "mention me. I answer in a thread, and there you need not mention me again."),
    ("/voices and a question", "only you see the answer, until you share it."),
    ("On any message", "open its menu and choose “What did the community say about this?”"),
)


def home_view(voices: Voices, recent: Sequence[str], site: str) -> dict[str, Any]:
    """The home tab of one person, as Slack's `views.publish` takes it."""
    return {"type": "home", "blocks": [block.to_dict() for block in _blocks(voices.library, recent, site)]}


def _blocks(library: Library, recent: Sequence[str], site: str) -> Iterator[Block]:
    yield header("Ask the Workforce")
    yield paragraph(
        words("Ask what people who care for infants, young children and their families said about their work.")
    )
    yield bullets([words(way, bold=True), words(f": {what}")] for way, what in _WAYS)
    yield header("Questions to start with")
    yield from _asking(starting_questions(library), "start")
    if recent:
        yield header("What you asked lately")
        yield from _asking(recent, "recent")
        yield from rows([button("Clear the list", CLEAR, CLEAR)])
    yield header("Themes")
    for theme in library.codebook.at(Level.THEME)[:MOST_THEMES]:
        topics = library.codebook.children(theme.id)[:MOST_TOPICS]
        name = code_link(theme, site)
        yield bullets([[code_link(topic, site)] for topic in topics], name) if topics else paragraph(name)
    if (left_out := len(library.codebook.at(Level.THEME)) - MOST_THEMES) > 0:
        yield small_print(f"And {left_out} more {'theme' if left_out == 1 else 'themes'}.")
    yield DividerBlock()
    if any(corpus.illustrative for corpus in library.corpora.values()):
        yield small_print("Quotes marked “Illustrative” were written for demonstration. No participant said them.")
    yield small_print("I show what was said word for word. I never write what people think, and never say who said it.")


def _asking(questions: Sequence[str], row: str) -> list[Block]:
    return [asking(question, f"{ASK}:{row}:{number}") for number, question in enumerate(questions)]
