"""An `Answer` as a Slack message: blocks to look at, and the same in plain text for notifications and screen readers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from slack_sdk.models.blocks import Block, ButtonElement

from ppwi_bot.answers.answer import Answer, CallCard, CodeRef, Kind, Source, SourceKind
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
    on_the_web,
    paragraph,
    person,
    rows,
    small_print,
    text_length,
    words,
)
from ppwi_bot.channels.slack.sides import plain_quote, side_blocks
from ppwi_bot.corpus.codebook import Code, Level

MOST_TEXT = 12_500
"""Characters of all texts of one message together; Slack refuses messages that are much longer as a whole."""

HEAD_TEXT, HEAD_BLOCKS = 3_000, 12
SUMMARIES_TEXT, SUMMARIES = 3_200, 4
CALLS_TEXT, LISTING_TEXT = 2_500, 1_500
"""What stands above and below the quotes has at most so much, so that quotes always find room."""

LONGEST_SUMMARY = 1_500
LONGEST_NAME = 100

MOST_NAMED = 10
MOST_LISTED = 40

FEW_CALLS = 700
"""Characters of calls to action that are shown at once; those beyond are folded behind a button."""

LONGEST_PLAIN = 3_500
"""Characters of the plain text: Slack advises 4,000 at most."""


NOTHING = "An answer"
"""What a message says that would else be empty."""

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
    head = _fitting(_head(answer, showing), HEAD_TEXT, HEAD_BLOCKS)
    summaries = _fitting(_summaries(answer), SUMMARIES_TEXT, SUMMARIES)
    calls, listing = _calls(answer, showing), _listing(answer, showing)
    tail = [*_sources(answer), *_follow_ups(answer), *rows(_buttons(answer, showing))]
    around = [*head, *summaries, *calls, *listing, *tail]
    sides = side_blocks(answer, showing.site, MOST_TEXT - sum(map(text_length, around)), MOST_BLOCKS - len(around))
    body = [*calls, *summaries, *sides] if answer.calls_first else [*summaries, *sides, *calls]
    blocks = [*head, *body, *listing, *tail] or [paragraph(words(NOTHING))]
    return Message(plain_text(answer, showing), [block.to_dict() for block in blocks])


def _fitting(blocks: Iterable[Block], most_text: int, most: int) -> list[Block]:
    """As many of the blocks as fit, in order."""
    fitting: list[Block] = []
    for block in blocks:
        if len(fitting) < most and text_length(block) <= most_text:
            fitting.append(block)
            most_text -= text_length(block)
    return fitting


def _head(answer: Answer, showing: Showing) -> Iterator[Block]:
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
            [words(f"{clipped(one.text, LONGEST_NAME)}{' (illustrative)' if one.illustrative else ''}")]
            for one in figures[:MOST_LISTED]
        )
    for notice in answer.notices:
        yield small_print(notice.text)


def _summaries(answer: Answer) -> Iterator[Block]:
    for summary in answer.summary:
        # With one topic, the headline has said its name.
        name = answer.name_of(summary.ref) if len(answer.topics) > 1 else ""
        label = f"Summary: {name}" if name else "Summary"
        marked = f"{label} (illustrative)" if summary.illustrative else label
        yield paragraph(words(marked, bold=True), words(f"\n{clipped(summary.text, LONGEST_SUMMARY)}"))


def _calls(answer: Answer, showing: Showing) -> list[Block]:
    shown = _calls_shown(answer.calls_to_action, unfolded=showing.unfolded)
    heading = words("What is asked for", bold=True)
    return [_listed_within(CALLS_TEXT, list(map(_call, shown)), heading)] if shown else []


def _calls_shown(calls: Sequence[CallCard], *, unfolded: bool) -> Sequence[CallCard]:
    """All calls to action, or while they are folded, the first ones."""
    if unfolded:
        return calls
    lengths = accumulate(len(clipped(call.text, FEW_CALLS)) for call in calls)
    return [call for call, length in zip(calls, lengths, strict=True) if length <= FEW_CALLS]


def _listing(answer: Answer, showing: Showing) -> list[Block]:
    lines = [[code_link(code, showing.site)] for code in answer.listing]
    return [_listed_within(LISTING_TEXT, lines)] if lines else []


def _listed_within(room: int, lines: Sequence[Sequence[Part]], heading: Part | None = None) -> Block:
    """The first lines that fit into so many characters, and how many did not."""
    lengths = (sum(len(str(part.to_dict().get("text", ""))) for part in line) for line in lines)
    fitting = min(sum(end <= room for end in accumulate(lengths)), MOST_LISTED)
    left_out = len(lines) - fitting
    more = [[words(f"and {left_out} more")]] if left_out else []
    return bullets([*lines[:fitting], *more], heading)


def _title(topics: Sequence[CodeRef]) -> str:
    first, *others = [topic.name for topic in topics]
    return f"{first} and {len(others)} more" if len(others) > 1 else " and ".join([first, *others])


def _belongs(answer: Answer, site: str) -> list[Part]:
    """Where the answer belongs: its themes and topics, each with its page."""
    parts: list[Part] = []
    for label, codes in (("Theme", answer.themes), ("Topic", answer.topics)):
        if codes:
            parts.append(words(f" · {label}: " if parts else f"{label}: ", bold=True))
            parts += _listed([code_link(code, site) for code in codes[:MOST_NAMED]])
            if len(codes) > MOST_NAMED:
                parts.append(words(f" and {len(codes) - MOST_NAMED} more"))
    return parts


def _listed(parts: Sequence[Part]) -> list[Part]:
    """Parts with commas between them."""
    return [one for part in parts for one in (words(", "), part)][1:]


def code_link(code: Code | CodeRef, site: str) -> Part:
    """The name of a theme or topic, leading to its page where there is one to reach."""
    kind = "themes" if code.level == Level.THEME else "topics"
    name = clipped(code.name, LONGEST_NAME)
    return link(name, f"{site}/{kind}/{code.id}") if site else words(name)


def _call(call: CallCard) -> list[Part]:
    actor = clipped(call.actor_name[:1].upper() + call.actor_name[1:], LONGEST_NAME)
    mark = [words(" (illustrative)")] if call.illustrative else []
    return [words(actor, bold=True), *mark, words(f": {clipped(call.text, FEW_CALLS)}")]


def _called(call: CallCard) -> str:
    return f"To {call.actor_name}{' (illustrative)' if call.illustrative else ''}"


def _sources(answer: Answer) -> list[Block]:
    if not answer.sources:
        return []
    return [paragraph(words("Sources: ", bold=True), *_listed([_source(one) for one in answer.sources[:MOST_NAMED]]))]


def _source(source: Source) -> Part:
    title = clipped(source.title, LONGEST_NAME)
    title = f"{title} (illustrative)" if source.illustrative else title
    return link(title, source.url) if on_the_web(source.url) else words(title)


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
    if len(_calls_shown(calls, unfolded=showing.unfolded)) < len(calls):
        buttons.append(button(f"All {len(calls)} calls to action", CALLS, f"{showing.key} {showing.shared_by}".strip()))
    if showing.private and answer.quotes:
        buttons.append(button("Share to channel", SHARE, showing.key, primary=True))
    if answer.kind is not Kind.INFORMATION:
        buttons += [button("Helpful", HELPFUL, answer.id), button("Not helpful", NOT_HELPFUL, answer.id)]
    return buttons


def plain_text(answer: Answer, showing: Showing) -> str:
    """The answer without layout, cut only between its parts: no quote is ever cut."""
    parts = [f"Asked: {showing.asked}"] if showing.asked else []
    parts += [passage.text for passage in (*answer.lead, *answer.notices)]
    calls = [f"{_called(call)}: {call.text}" for call in answer.calls_to_action]
    said = [f"Summary{' (illustrative)' if one.illustrative else ''}: {one.text}" for one in answer.summary]
    for side in answer.sides:
        said += [side.heading.text] if side.heading else []
        said += [line.text.text for line in side.coverage]
        said += [plain_quote(card, showing.site) for card in side.quotes]
    parts += [*calls, *said] if answer.calls_first else [*said, *calls]
    parts += [code.name for code in answer.listing[:MOST_LISTED]]
    text = ""
    for part in map(escaped, parts):
        if len(text) + len(part) + 1 <= LONGEST_PLAIN:
            text += f"\n{part}" if text else part
    return text or NOTHING
