"""The sides of an answer in Slack: how widely it came up, and the quotes, each with whose it is."""

from collections.abc import Iterator

from slack_sdk.models.blocks import Block

from ppwi_bot.answers.answer import Answer, QuoteCard, Side
from ppwi_bot.answers.excerpt import excerpt
from ppwi_bot.channels.slack.blocks import (
    Part,
    clipped,
    link,
    on_the_web,
    paragraph,
    quoted,
    small_print,
    text_length,
    words,
)
from ppwi_bot.corpus.quotes import Audience

LONGEST_QUOTE = 2_500
"""Characters of one quote: below Slack's limit for a text, with room to spare."""

LONGEST_ATTRIBUTION = 300
LONGEST_COVERAGE = 1_500

ILLUSTRATIVE = "Illustrative: no participant said this"
REAL = "Participant’s words"
INTERNAL = "Internal, not for publication"


def side_blocks(answer: Answer, site: str, room: int, most: int) -> list[Block]:
    """The sides with their quotes, as many as fit into so many characters and blocks; what did not fit is said."""
    closing = _left_out(len(answer.quotes), site)
    room, most, left_out = room - text_length(closing), most - 1, 0
    blocks: list[Block] = []
    for side in answer.sides:
        about = list(_about(side))
        for card in side.quotes:
            shown = _words_of(card, site)
            quote = quoted(shown, list(_whose(card, shown, site))) if len(shown) <= LONGEST_QUOTE else None
            added = [*about, quote] if quote else []
            if not quote or len(added) > most or (needed := sum(map(text_length, added))) > room:
                left_out += 1
                continue
            blocks += added
            room, most, about = room - needed, most - len(added), []
        # A side without quotes still says how widely it came up.
        if about and not side.quotes and len(about) <= most and (needed := sum(map(text_length, about))) <= room:
            blocks += about
            room, most = room - needed, most - len(about)
    return [*blocks, _left_out(left_out, site)] if left_out else blocks


def _left_out(quotes: int, site: str) -> Block:
    rest = f"{quotes} more {'quote does' if quotes == 1 else 'quotes do'} not fit into a message."
    where = "It is" if quotes == 1 else "They are"
    return small_print(f"{rest} {where} on the topic’s page." if site else rest)


def _about(side: Side) -> Iterator[Block]:
    if side.heading:
        yield paragraph(words(clipped(side.heading.text, LONGEST_ATTRIBUTION), bold=True))
    internal = any(card.audience == Audience.STAFF for card in side.quotes)
    for line in side.coverage:
        coverage = clipped(line.text.text, LONGEST_COVERAGE)
        yield small_print(f"{coverage} Internal quotes are not counted." if internal else coverage)


def _words_of(card: QuoteCard, site: str) -> str:
    """The quote, shortened where its whole text is one click away or too long for Slack."""
    if _page(card, site):
        return card.excerpt
    return card.text if len(card.text) <= LONGEST_QUOTE else excerpt(card.text, LONGEST_QUOTE)


def _whose(card: QuoteCard, shown: str, site: str) -> Iterator[Part]:
    """The lines below a quote: who speaks; what kind of quote it is, and where it comes from."""
    yield words(f"— {clipped(card.attribution, LONGEST_ATTRIBUTION)}\n")
    yield words(ILLUSTRATIVE if card.illustrative else REAL, italic=True)
    if card.audience == Audience.STAFF:
        yield words(f" · {INTERNAL}", bold=True)
    if page := _page(card, site):
        yield words(" · ")
        yield link("Whole quote" if shown != card.text else "Link to this quote", page)
    if on_the_web(card.source) and card.audience == Audience.PUBLIC:
        yield words(" · ")
        yield link("Source", card.source)


def _page(card: QuoteCard, site: str) -> str:
    """The page of a quote; one that is not for everyone has none."""
    return f"{site}/quotes/{card.id}" if site and card.audience == Audience.PUBLIC else ""


def plain_quote(card: QuoteCard, site: str) -> str:
    """A quote in plain text, with whose it is."""
    marks = [card.attribution, ILLUSTRATIVE if card.illustrative else REAL]
    if card.audience == Audience.STAFF:
        marks.append(INTERNAL)
    return f"“{_words_of(card, site)}” — {' · '.join(marks)}"
