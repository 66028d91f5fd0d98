"""The pieces that messages are made of, each within Slack's limits by construction.

Everything is plain text or rich text, which Slack shows as it stands. Nothing is mrkdwn: there, words of a quote such
as "<!channel>" or "*so*" would ping people or change the layout.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    HeaderBlock,
    PlainTextObject,
    RichTextBlock,
    RichTextElement,
    RichTextElementParts,
    RichTextListElement,
    RichTextQuoteElement,
    RichTextSectionElement,
    SectionBlock,
)

Part = RichTextElementParts.Text | RichTextElementParts.Link | RichTextElementParts.User

LONGEST_TEXT = 3_000
LONGEST_HEADER = 150
LONGEST_LABEL = 75
SHORT_LABEL = 30
"""Characters of a button that are sure to be seen; Slack may cut what goes beyond."""

LONGEST_QUESTION = 300
"""Characters of a further question; ours have fewer than 200."""

LONGEST_VALUE = 2_000
MOST_BLOCKS = 50
BUTTONS_IN_A_ROW = 5

_ELLIPSIS = "…"


def words(text: str, *, bold: bool = False, italic: bool = False) -> Part:
    """Text as it stands, with a style for all of it; ours is clipped where it is too long for Slack."""
    style = RichTextElementParts.TextStyle(bold=bold or None, italic=italic or None) if bold or italic else None
    return RichTextElementParts.Text(text=clipped(text, LONGEST_TEXT), style=style)


def link(text: str, url: str) -> Part:
    """A link with its own words."""
    return RichTextElementParts.Link(url=url, text=clipped(text, LONGEST_TEXT))


def person(user: str) -> Part:
    """Somebody's name, by their id. Slack tells them that they were named."""
    return RichTextElementParts.User(user_id=user)


def paragraph(*parts: Part) -> Block:
    """One paragraph of text."""
    return RichTextBlock(elements=[RichTextSectionElement(elements=list(parts))])


def quoted(text: str, below: Sequence[Part]) -> Block:
    """Somebody's words, set apart as a quote, and a line below it that says whose they are."""
    quote = RichTextQuoteElement(elements=[RichTextElementParts.Text(text=text)])
    return RichTextBlock(elements=[quote, RichTextSectionElement(elements=list(below))])


def bullets(lines: Iterable[Sequence[Part]], heading: Part | None = None) -> Block:
    """A list with a bullet before each line, and a heading if there is one."""
    items: list[RichTextElement] = [RichTextSectionElement(elements=list(line)) for line in lines]
    listed = RichTextListElement(style="bullet", elements=items)
    above = [RichTextSectionElement(elements=[heading])] if heading else []
    return RichTextBlock(elements=[*above, listed])


def header(text: str) -> Block:
    """A headline."""
    return HeaderBlock(text=_plain(text, LONGEST_HEADER))


def small_print(text: str) -> Block:
    """A remark in small letters."""
    return ContextBlock(elements=[_plain(text, LONGEST_TEXT)])


def button(label: str, action: str, value: str, *, primary: bool = False, aloud: str = "") -> ButtonElement:
    """A button. `action` must be its own within a message; `value` comes back when it is pressed.

    `aloud` is what screen readers say instead of a label that only makes sense to the eye.
    """
    return ButtonElement(
        text=_plain(label, LONGEST_LABEL),
        action_id=action,
        value=clipped(value, LONGEST_VALUE),
        style="primary" if primary else None,
        accessibility_label=clipped(aloud, LONGEST_LABEL) or None,
    )


def asking(question: str, action: str) -> Block:
    """A question to be read in full, with a button beside it that asks it."""
    return SectionBlock(
        text=_plain(question, LONGEST_QUESTION), accessory=button("Ask", action, question, aloud=f"Ask: {question}")
    )


def rows(buttons: Sequence[ButtonElement]) -> list[Block]:
    """Buttons in rows."""
    starts = range(0, len(buttons), BUTTONS_IN_A_ROW)
    return [ActionsBlock(elements=list(buttons[at : at + BUTTONS_IN_A_ROW])) for at in starts]


def clipped(text: str, longest: int) -> str:
    """The text, cut with a visible ellipsis where it is longer. Never used on a quote."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + _ELLIPSIS


def on_the_web(address: str) -> bool:
    """Whether an address can be linked to."""
    return address.startswith(("http://", "https://"))


def escaped(text: str) -> str:
    """Text for a field that Slack reads as markup: its three control characters written out, as Slack asks for."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def text_length(block: Block) -> int:
    """Characters of all texts of a block together."""
    return sum(map(len, _texts(block.to_dict())))


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for one in part:
            yield from _texts(one)
    elif isinstance(part, dict):
        for name, one in part.items():
            if name == "text" and isinstance(one, str):
                yield one
            else:
                yield from _texts(one)


def _plain(text: str, longest: int) -> PlainTextObject:
    return PlainTextObject(text=clipped(text, longest), emoji=False)
