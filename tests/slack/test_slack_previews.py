"""The previews draw every block that the bot posts, add nothing of their own, and leave nothing out in silence."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from setup.block_kit import HONEST, NotDrawnError, Picture, Said, page
from slack_sdk.models.blocks import Block, DividerBlock

from ppwi_bot.channels.slack import blocks

NAMES = {"U0ANA": "Ana", "U0BOT": "Ask the Workforce"}
HOSTILE = '<script>alert("1")</script> & <!channel> *so* `code`'
ESCAPED = "&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt; &amp; &lt;!channel&gt; *so* `code`"


def drawn(*shown: Said | dict[str, Any], in_thread: bool = False) -> str:
    return page(Picture("#pay", shown, NAMES, in_thread)).partition("<main>")[2]


def message(*given: Block | dict[str, Any], only_to_you: bool = False) -> str:
    """A message of the bot, drawn."""
    as_json = tuple(one.to_dict() if isinstance(one, Block) else one for one in given)
    return drawn(Said("U0BOT", "10:15 AM", blocks=as_json, only_to_you=only_to_you))


@pytest.mark.parametrize(
    "block",
    [
        blocks.header(HOSTILE),
        blocks.small_print(HOSTILE),
        blocks.paragraph(blocks.words(HOSTILE, bold=True), blocks.link(HOSTILE, "https://example.org/?a=<b>&c")),
        blocks.quoted(HOSTILE, [blocks.words("Ana", italic=True)]),
        blocks.bullets([[blocks.words(HOSTILE)]], blocks.words("Heading", bold=True)),
        blocks.asking(HOSTILE, "ask:0"),
        *blocks.rows([blocks.button(HOSTILE, "ask:0", "value", primary=True)]),
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_preformatted", "elements": [{"type": "text", "text": HOSTILE}]}],
        },
    ],
    ids=["header", "context", "paragraph", "quote", "list", "question", "button", "preformatted"],
)
def test_what_a_block_says_is_drawn_as_it_stands_and_never_becomes_markup(block: Block) -> None:
    html = message(block)
    assert ESCAPED in html
    assert "<script>" not in html


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_a_typed_message_never_becomes_markup(typed: str) -> None:
    tags = re.findall(r"<[a-z]+", drawn(Said("U0ANA", "10:15 AM", typed.replace("<@", "< @"))))
    assert tags == re.findall(r"<[a-z]+", drawn(Said("U0ANA", "10:15 AM", "pay")))


def test_a_person_is_drawn_by_name_where_they_are_mentioned() -> None:
    assert '<span class="mention">@Ana</span>' in message(blocks.paragraph(blocks.person("U0ANA")))
    assert '<span class="mention">@Ask the Workforce</span> pay?' in drawn(Said("U0ANA", "10:15 AM", "<@U0BOT> pay?"))


def test_an_app_is_marked_and_a_person_is_not() -> None:
    assert ">APP<" in message(DividerBlock())
    assert ">APP<" not in drawn(Said("U0ANA", "10:15 AM", "pay?"))


def test_a_private_answer_says_that_nobody_else_sees_it() -> None:
    assert "Only visible to you" in message(DividerBlock(), only_to_you=True)
    assert "Only visible to you" not in message(DividerBlock())


def test_a_thread_counts_its_replies_below_the_first_message() -> None:
    first, second = Said("U0ANA", "10:15 AM", "first"), Said("U0BOT", "10:16 AM", blocks=(DividerBlock().to_dict(),))
    assert re.search("first.*1 reply.*Ask the Workforce", drawn(first, second, in_thread=True), re.DOTALL)
    assert "repl" not in drawn(first, second)


def test_a_home_tab_and_a_form_are_drawn() -> None:
    assert "Themes" in drawn({"type": "home", "blocks": [blocks.header("Themes").to_dict()]})
    form = {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Not helpful"},
        "submit": {"type": "plain_text", "text": "Send"},
        "close": {"type": "plain_text", "text": "Skip"},
        "blocks": [
            {
                "type": "input",
                "label": {"type": "plain_text", "text": "What was missing?"},
                "element": {"type": "plain_text_input"},
                "optional": True,
            }
        ],
    }
    for words in ("Not helpful", "Send", "Skip", "What was missing?</b> (optional)"):
        assert words in drawn(form)


def test_every_picture_says_that_it_is_a_preview() -> None:
    assert HONEST in message(DividerBlock())


@pytest.mark.parametrize(
    "block",
    [
        {"type": "video"},
        {"type": "section", "text": {"type": "mrkdwn", "text": "*bold*"}},
        {"type": "actions", "elements": [{"type": "datepicker"}]},
        {"type": "rich_text", "elements": [{"type": "rich_text_table", "elements": []}]},
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "emoji", "name": "wave"}]}],
        },
    ],
    ids=["block", "markup", "control", "rich text", "part of a text"],
)
def test_what_cannot_be_drawn_is_refused(block: dict[str, Any]) -> None:
    with pytest.raises(NotDrawnError, match="does not draw"):
        message(block)
