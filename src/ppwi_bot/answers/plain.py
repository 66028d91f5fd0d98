"""An answer as plain text, for a terminal."""

import textwrap
from collections.abc import Iterator

from ppwi_bot.answers.answer import Answer, QuoteCard, Side

WIDTH = 88


def plain(answer: Answer) -> str:
    """The whole answer as lines of text, each part with its source."""
    return "\n".join(_lines(answer)).strip() + "\n"


def _lines(answer: Answer) -> Iterator[str]:
    for passage in answer.lead:
        yield from textwrap.wrap(passage.text, WIDTH)
    if answer.topics or answer.themes:
        topics = ", ".join(topic.name for topic in answer.topics)
        themes = ", ".join(theme.name for theme in answer.themes)
        yield f"Topic: {topics or '-'}   Theme: {themes}"
    if answer.calls_first:
        yield from _calls(answer)
    for passage in answer.summary:
        yield ""
        yield f"Summary: {answer.name_of(passage.ref)}{_mark(passage.illustrative)}"
        yield from textwrap.wrap(passage.text, WIDTH, initial_indent="  ", subsequent_indent="  ")
    for side in answer.sides:
        yield from _side(side)
    if not answer.calls_first:
        yield from _calls(answer)
    if answer.listing:
        yield ""
        yield from (f"{'  ' if code.level == 'topic' else ''}- {code.name} ({code.id})" for code in answer.listing)
    for passage in answer.notices:
        yield ""
        yield from textwrap.wrap(f"Note: {passage.text}", WIDTH)
    if answer.sources:
        yield ""
        yield from (
            f"Source: {source.title} ({source.collected_by}){_mark(source.illustrative)}" for source in answer.sources
        )
    if answer.follow_ups:
        yield ""
        yield "You could ask:"
        yield from (f"  {passage.text}" for passage in answer.follow_ups)


def _calls(answer: Answer) -> Iterator[str]:
    if not answer.calls_to_action:
        return
    yield ""
    yield "Calls to action:"
    for call in answer.calls_to_action:
        yield from textwrap.wrap(
            f"- {call.actor_name.capitalize()}{_mark(call.illustrative)}: {call.text}", WIDTH, subsequent_indent="  "
        )


def _side(side: Side) -> Iterator[str]:
    yield ""
    if side.heading:
        yield side.heading.text
    for line in side.coverage:
        yield from textwrap.wrap(line.text.text, WIDTH)
    for card in side.quotes:
        yield from _quote(card)


def _quote(card: QuoteCard) -> Iterator[str]:
    yield ""
    # A quote keeps its own line breaks and spaces: only the terminal wraps it.
    yield f"  “{card.text}”"
    yield f"   — {card.attribution}{_mark(card.illustrative)} · {card.corpus}/{card.id}"


def _mark(illustrative: bool) -> str:
    return " [illustrative]" if illustrative else ""
