"""An `Answer` as a Slack message: blocks to look at, and the same in plain text for notifications and screen readers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from slack_sdk.models.blocks import Block, ButtonElement

from ppwi_bot.answers.answer import Answer, CallCard, CodeRef, Kind, QuoteCard, Side, Source, SourceKind
from ppwi_bot.answers.excerpt import excerpt
from ppwi_bot.answers.plan import Reason
from ppwi_bot.channels.slack.blocks import (
    BUTTONS_IN_A_ROW,
    MOST_BLOCKS,
    SHORT_LABEL,
    Part,
    asking,
    bullets,
    button,
    clipped,
    escaped,
    header,
    link,
    paragraph,
    person,
    quoted,
    rows,
    small_print,
    words,
)
from ppwi_bot.corpus.codebook import Code, Level
from ppwi_bot.corpus.quotes import Audience

LONGEST_QUOTE = 2_500
"""Characters of one quote: below Slack's limit for a text, with room to spare."""

MOST_WORDS = 9_000
"""Characters of all quotes of one message together; Slack refuses messages that are much longer as a whole."""

MOST_QUOTES = 12
MOST_LISTED = 40
MOST_CALLS = 20

FEW_CALLS = 700
"""Characters of calls to action that are shown at once; those beyond are folded behind a button."""

LONGEST_PLAIN = 3_500
"""Characters of the plain text: Slack advises 4,000 at most."""

ILLUSTRATIVE = "Illustrative: no participant said this"
REAL = "Participant’s words"
INTERNAL = "Internal, not for publication"

ASK = "ask"
CALLS = "calls"
SHARE = "share"
HELPFUL = "helpful"
NOT_HELPFUL = "not_helpful"


@dataclass(frozen=True, slots=True)
class Message:
    """A message ready to post. `text` is what notifications and screen readers get; blocks are JSON-ready."""

    text: str
    blocks: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Showing:
    """How an answer is shown.

    `key` names the question for the buttons. `site` is the address of the web door, empty where Slack's users cannot
    reach it. `asked` repeats the question where it does not stand in the channel. `shared_by` is the id of whoever shares
    an answer that only they had seen. `private` says that only the asker
    sees the answer; `unfolded` that all calls to action are shown.
    """

    key: str
    site: str = ""
    asked: str = ""
    shared_by: str = ""
    private: bool = False
    unfolded: bool = False


def rendered(answer: Answer, showing: Showing) -> Message:
    """The answer as a message within Slack's limits, whatever it holds."""
    tail = [*_sources(answer), *_follow_ups(answer), *rows(_buttons(answer, showing))]
    room = MOST_BLOCKS - len(tail)
    blocks = [*list(_blocks(answer, showing))[:room], *tail]
    return Message(plain_text(answer, showing), [block.to_dict() for block in blocks])


def _blocks(answer: Answer, showing: Showing) -> Iterator[Block]:
    if showing.shared_by:
        yield paragraph(words("Shared by "), person(showing.shared_by))
    if showing.asked:
        yield small_print(f"Asked: {showing.asked}")
    if answer.topics:
        yield header(_title(answer.topics))
    if answer.themes or answer.topics:
        yield paragraph(*_belongs(answer, showing.site))
    ours = [passage for passage in answer.lead if passage.source is not SourceKind.FIGURE]
    if ours:
        # In distress, each line is to be found at a glance.
        between = "\n" if answer.reason == Reason.SUPPORT else " "
        yield paragraph(words(between.join(passage.text for passage in ours)))
    figures = [passage for passage in answer.lead if passage.source is SourceKind.FIGURE]
    if figures:
        yield bullets(
            [words(f"{one.text} (illustrative)" if one.illustrative else one.text)] for one in figures[:MOST_LISTED]
        )
    for notice in answer.notices:
        yield small_print(notice.text)
    # Whoever asks what should be done reads that first, whoever asks what was said reads it last.
    first = any(passage.ref.startswith("answer.calls") for passage in answer.lead)
    if first:
        yield from _calls(answer, showing)
    for summary in answer.summary:
        # With one topic, the headline has said its name.
        name = answer.name_of(summary.ref) if len(answer.topics) > 1 else ""
        label = f"Summary: {name}" if name else "Summary"
        marked = f"{label} (illustrative)" if summary.illustrative else label
        yield paragraph(words(marked, bold=True), words(f"\n{summary.text}"))
    yield from _sides(answer, showing.site)
    if not first:
        yield from _calls(answer, showing)
    if answer.listing:
        yield bullets([code_link(code, showing.site)] for code in answer.listing[:MOST_LISTED])


def _title(topics: Sequence[CodeRef]) -> str:
    first, *others = [topic.name for topic in topics]
    return f"{first} and {len(others)} more" if len(others) > 1 else " and ".join([first, *others])


def _belongs(answer: Answer, site: str) -> list[Part]:
    """Where the answer belongs: its themes and topics, each with its page."""
    parts: list[Part] = []
    for label, codes in (("Theme", answer.themes), ("Topic", answer.topics)):
        if codes:
            parts.append(words(f" · {label}: " if parts else f"{label}: ", bold=True))
            parts += _listed([code_link(code, site) for code in codes])
    return parts


def _listed(parts: Sequence[Part]) -> list[Part]:
    """Parts with commas between them."""
    return [one for part in parts for one in (words(", "), part)][1:]


def code_link(code: Code | CodeRef, site: str) -> Part:
    """The name of a theme or topic, leading to its page where there is one to reach."""
    kind = "themes" if code.level == Level.THEME else "topics"
    return link(code.name, f"{site}/{kind}/{code.id}") if site else words(code.name)


def _sides(answer: Answer, site: str) -> Iterator[Block]:
    """The sides with their quotes, as many as fit into one message; what did not fit is said."""
    room, left_out = MOST_WORDS, 0
    most = MOST_QUOTES
    for side in answer.sides:
        yield from _head(side)
        for card in side.quotes:
            shown = _words_of(card, site)
            if len(shown) > min(room, LONGEST_QUOTE) or not most:
                left_out += 1
                continue
            room, most = room - len(shown), most - 1
            yield quoted(shown, list(_whose(card, shown, site)))
    if left_out:
        where = "It is" if left_out == 1 else "They are"
        rest = f"{left_out} more {'quote is' if left_out == 1 else 'quotes are'} too long for a message."
        yield small_print(f"{rest} {where} on the topic’s page." if site else rest)


def _head(side: Side) -> Iterator[Block]:
    if side.heading:
        yield paragraph(words(clipped(side.heading.text, LONGEST_QUOTE), bold=True))
    internal = any(card.audience == Audience.STAFF for card in side.quotes)
    for line in side.coverage:
        yield small_print(f"{line.text.text} Internal quotes are not counted." if internal else line.text.text)


def _words_of(card: QuoteCard, site: str) -> str:
    """The quote, shortened where its whole text is one click away or too long for Slack."""
    if _page(card, site):
        return card.excerpt
    return card.text if len(card.text) <= LONGEST_QUOTE else excerpt(card.text, LONGEST_QUOTE)


def _whose(card: QuoteCard, shown: str, site: str) -> Iterator[Part]:
    """The lines below a quote: who speaks; what kind of quote it is, and where it comes from."""
    yield words(f"— {card.attribution}\n")
    yield words(ILLUSTRATIVE if card.illustrative else REAL, italic=True)
    if card.audience == Audience.STAFF:
        yield words(f" · {INTERNAL}", bold=True)
    if page := _page(card, site):
        yield words(" · ")
        yield link("Whole quote" if shown != card.text else "Link to this quote", page)
    if _on_the_web(card.source):
        yield words(" · ")
        yield link("Source", card.source)


def _page(card: QuoteCard, site: str) -> str:
    """The page of a quote; one that is not for everyone has none."""
    return f"{site}/quotes/{card.id}" if site and card.audience == Audience.PUBLIC else ""


def _calls(answer: Answer, showing: Showing) -> Iterator[Block]:
    if shown := _calls_shown(answer.calls_to_action, unfolded=showing.unfolded):
        yield bullets(map(_call, shown), words("What is asked for", bold=True))


def _calls_shown(calls: Sequence[CallCard], *, unfolded: bool) -> Sequence[CallCard]:
    """All calls to action, or while they are folded, the first ones."""
    if unfolded:
        return calls[:MOST_CALLS]
    lengths = accumulate(len(clipped(call.text, FEW_CALLS)) for call in calls)
    return [call for call, length in zip(calls, lengths, strict=True) if length <= FEW_CALLS]


def _call(call: CallCard) -> list[Part]:
    actor = call.actor_name[:1].upper() + call.actor_name[1:]
    mark = [words(" (illustrative)")] if call.illustrative else []
    return [words(actor, bold=True), *mark, words(f": {clipped(call.text, FEW_CALLS)}")]


def _sources(answer: Answer) -> list[Block]:
    if not answer.sources:
        return []
    return [paragraph(words("Sources: ", bold=True), *_listed([_source(one) for one in answer.sources[:MOST_LISTED]]))]


def _source(source: Source) -> Part:
    title = f"{source.title} (illustrative)" if source.illustrative else source.title
    return link(title, source.url) if _on_the_web(source.url) else words(title)


def _on_the_web(address: str) -> bool:
    return address.startswith(("http://", "https://"))


def _follow_ups(answer: Answer) -> list[Block]:
    """Further questions that are too long for a button."""
    return [asking(text, action) for action, text in _further(answer) if len(text) > SHORT_LABEL]


def _further(answer: Answer) -> list[tuple[str, str]]:
    """Further questions, each with the id of its action."""
    asked = answer.follow_ups[:BUTTONS_IN_A_ROW]
    return [(f"{ASK}:{number}", one.text) for number, one in enumerate(asked)]


def _buttons(answer: Answer, showing: Showing) -> list[ButtonElement]:
    buttons = [button(text, action, text) for action, text in _further(answer) if len(text) <= SHORT_LABEL]
    calls = answer.calls_to_action
    if len(_calls_shown(calls, unfolded=showing.unfolded)) < len(calls) and not showing.unfolded:
        buttons.append(button(f"All {len(calls)} calls to action", CALLS, showing.key))
    if showing.private and answer.quotes:
        buttons.append(button("Share to channel", SHARE, showing.key, primary=True))
    if answer.kind is not Kind.INFORMATION:
        buttons += [button("Helpful", HELPFUL, answer.id), button("Not helpful", NOT_HELPFUL, answer.id)]
    return buttons


def plain_text(answer: Answer, showing: Showing) -> str:
    """The answer without layout, cut only between its parts: no quote is ever cut."""
    parts = [f"Asked: {showing.asked}"] if showing.asked else []
    parts += [passage.text for passage in (*answer.lead, *answer.notices)]
    parts += [f"Summary{' (illustrative)' if one.illustrative else ''}: {one.text}" for one in answer.summary]
    for side in answer.sides:
        parts += [side.heading.text] if side.heading else []
        parts += [line.text.text for line in side.coverage]
        parts += [_plain_quote(card, showing.site) for card in side.quotes]
    parts += [code.name for code in answer.listing[:MOST_LISTED]]
    text = ""
    for part in map(escaped, parts):
        if len(text) + len(part) + 1 <= LONGEST_PLAIN:
            text += f"\n{part}" if text else part
    return text or "An answer"


def _plain_quote(card: QuoteCard, site: str) -> str:
    marks = [card.attribution, ILLUSTRATIVE if card.illustrative else REAL]
    if card.audience == Audience.STAFF:
        marks.append(INTERNAL)
    return f"“{_words_of(card, site)}” — {' · '.join(marks)}"
