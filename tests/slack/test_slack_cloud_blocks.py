"""The stand-in for Slack takes the blocks that Block Kit allows, and says of others where they are wrong."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ppwi_bot.evaluation.slack_cloud import SlackCloud
from ppwi_bot.evaluation.slack_cloud.blocks import problems
from ppwi_bot.evaluation.slack_cloud.content import message_content
from ppwi_bot.evaluation.slack_cloud.rules import RefusedError
from ppwi_bot.evaluation.slack_cloud.views import open_view

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "x", **more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(text)} | more


def button(id: str = "a", text: str = "Go", **more: Any) -> Json:
    return {"type": "button", "action_id": id, "text": plain(text)} | more


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements)} | more


def rich(*elements: Json, kind: str = "rich_text_quote", **more: Any) -> Json:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(elements)} | more]}


def option(value: str, **more: Any) -> Json:
    return {"text": plain(value), "value": value} | more


def overflow(number: int) -> Json:
    return {"type": "overflow", "action_id": "o", "options": [option(str(one)) for one in range(number)]}


def text(text: str, **style: bool) -> Json:
    return {"type": "text", "text": text} | ({"style": style} if style else {})


EVERYTHING = [
    {"type": "header", "text": {"type": "plain_text", "text": "h" * 150, "emoji": True}},
    section("s" * 3000, block_id="b" * 255, accessory=button("more", "b" * 75, style="primary")),
    {"type": "section", "fields": [mrkdwn("f" * 200)] * 10},
    {"type": "divider"},
    {
        "type": "context",
        "elements": [mrkdwn("c")] * 9 + [{"type": "image", "image_url": "https://a.b", "alt_text": "a"}],
    },
    {"type": "image", "image_url": "https://a.b/c.png", "alt_text": "a", "title": plain("t")},
    actions(*(button(f"a{number}", value="v" * 2000) for number in range(24)), overflow(5)),
    actions(
        button("link", url="https://example.org"),
        button("sure", confirm={"title": plain("a"), "text": mrkdwn("b"), "confirm": plain("c"), "deny": plain("d")}),
        {"type": "static_select", "action_id": "s", "placeholder": plain("p"), "options": [option("1")]},
    ),
    rich(text("said", bold=True, italic=True), {"type": "link", "url": "https://a.b", "text": "there"}, border=1),
    rich({"type": "emoji", "name": "wave"}, {"type": "user", "user_id": "U0ANA"}, text(" "), kind="rich_text_section"),
    rich(text("code"), kind="rich_text_preformatted"),
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_list",
                "style": "bullet",
                "indent": 1,
                "elements": [{"type": "rich_text_section", "elements": [text("one")]}],
            }
        ],
    },
]


def test_every_kind_of_block_is_taken_up_to_its_limits() -> None:
    assert problems("message", EVERYTHING, "/blocks") == []
    assert len(message_content({"blocks": EVERYTHING})["blocks"]) == len(EVERYTHING)


WRONG: list[tuple[list[Any], str]] = [
    ([{"type": "divider"}] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    ([{"type": "banner"}], "unsupported type: banner [json-pointer:/blocks/0/type]"),
    (["text"], "must provide an object [json-pointer:/blocks/0]"),
    ([{"type": ["section"]}], "unsupported type: ['section'] [json-pointer:/blocks/0/type]"),
    ([section("s" * 3001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    ([section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ([section(" \n")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ([{"type": "section"}], "missing required field: text [json-pointer:/blocks/0]"),
    ([section(colour="red")], "invalid additional property: colour [json-pointer:/blocks/0]"),
    ([{"type": "section", "text": mrkdwn("x") | {"emoji": True}}], "invalid additional property: emoji"),
    ([{"type": "section", "fields": [mrkdwn("x")] * 11}], "no more than 10 items allowed"),
    ([{"type": "section", "fields": [mrkdwn("x" * 2001)]}], "must be less than 2001 characters"),
    ([{"type": "header", "text": plain("h" * 151)}], "must be less than 151 characters"),
    ([{"type": "header", "text": mrkdwn("h")}], "must be of type plain_text [json-pointer:/blocks/0/text/type]"),
    ([{"type": "context", "elements": [mrkdwn("x")] * 11}], "no more than 10 items allowed"),
    ([{"type": "context", "elements": []}], "no fewer than 1 items allowed"),
    ([{"type": "context", "elements": [button()]}], "unsupported type: button"),
    ([actions(*(button(str(number)) for number in range(26)))], "no more than 25 items allowed"),
    ([actions(button(text="b" * 76))], "must be less than 76 characters"),
    ([actions(button() | {"text": mrkdwn("b")})], "must be of type plain_text"),
    ([actions(button(value="v" * 2001))], "must be less than 2001 characters"),
    ([actions(button(style="loud"))], "must be one of primary, danger"),
    ([actions(button("i" * 256))], "must be less than 256 characters"),
    ([actions(button(url="https://a.b/" + "u" * 3000))], "must be less than 3001 characters"),
    ([actions(button(url="here"))], "must be a valid URL"),
    ([actions(button("same")), actions(button("same"))], "action_id `same` already exists"),
    ([section(accessory=button("same")), actions(button("same"))], "action_id `same` already exists"),
    ([section(block_id="same"), section(block_id="same")], "block_id `same` already exists"),
    ([section(block_id="i" * 256)], "must be less than 256 characters"),
    ([actions(overflow(1))], "no fewer than 2 items allowed"),
    ([actions(overflow(6))], "no more than 5 items allowed"),
    ([actions(overflow(2) | {"options": [option("1"), option("2", text=plain("o" * 76))]})], "must be less than 76 characters"),
    ([{"type": "image", "image_url": "https://a.b"}], "missing required field: alt_text"),
    ([rich(text(""))], "must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]"),
    ([rich(text("x", loud=True))], "invalid additional property: loud"),
    ([rich(text("x") | {"style": "bold"})], "must provide an object"),
    ([rich({"type": "mrkdwn", "text": "x"})], "unsupported type: mrkdwn"),
    ([rich(text("x"), kind="rich_text_poem")], "unsupported type: rich_text_poem"),
    ([rich({"type": "user", "user_id": "U0ANA"}, kind="rich_text_preformatted")], "unsupported type: user"),
    ([rich(text("x"), kind="rich_text_list", style="bullet")], "unsupported type: text"),
    ([{"type": "input", "label": plain("l"), "element": {"type": "plain_text_input"}}], "unsupported type: input"),
]  # fmt: skip


@pytest.mark.parametrize(("blocks", "words"), WRONG, ids=[words for _, words in WRONG])
def test_a_wrong_block_is_refused_with_words_and_place(blocks: list[Any], words: str) -> None:
    with pytest.raises(RefusedError) as caught:
        message_content({"text": "x", "blocks": blocks})
    assert caught.value.error == "invalid_blocks"
    [message] = caught.value.more["response_metadata"]["messages"]
    assert words in message


@pytest.mark.parametrize("blocks", ["[", '{"type": "divider"}', {"type": "divider"}])
def test_what_is_no_list_of_blocks_is_refused(blocks: Any) -> None:
    with pytest.raises(RefusedError, match="invalid_blocks_format"):
        message_content({"text": "x", "blocks": blocks})


def test_more_text_than_a_message_can_hold_is_refused() -> None:
    with pytest.raises(RefusedError, match="msg_blocks_too_long"):
        message_content({"text": "x", "blocks": [section("s" * 3000)] * 5})


@settings(deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(
    st.sampled_from(["type", "text", "elements", "accessory", "fields", "block_id", "action_id", "options"]),
    inner | st.sampled_from(["section", "actions", "rich_text", "button", "mrkdwn", "text", "rich_text_section"]),
)))  # fmt: skip
def test_no_block_however_odd_makes_the_check_itself_fail(block: Any) -> None:
    problems("message", [block], "/blocks")


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("Ask"), "blocks": list(blocks)} | more


FIELD = {"type": "input", "label": plain("Why?"), "element": {"type": "plain_text_input", "action_id": "why"}}


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ({"type": "home", "blocks": []}, "must be a view of type modal"),
        (
            modal({"type": "divider"}, title=plain("t" * 25)),
            "must be less than 25 characters [json-pointer:/view/title",
        ),
        (modal(*[{"type": "divider"}] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
        (modal({"type": "divider"}, private_metadata="p" * 3001), "must be less than 3001 characters"),
        (modal(FIELD), "missing required field: submit"),
        (modal({"type": "divider"}, colour="red"), "invalid additional property: colour"),
    ],
)
def test_a_modal_that_slack_would_not_open_is_refused(view: Json, words: str) -> None:
    cloud = SlackCloud()
    with pytest.raises(RefusedError) as caught:
        open_view(cloud, {"trigger_id": cloud.new_trigger(), "view": view})
    assert words in caught.value.more["response_metadata"]["messages"][0]
    assert cloud.modals == []


def test_a_modal_with_a_field_and_a_way_to_send_it_opens() -> None:
    cloud = SlackCloud()
    open_view(cloud, {"trigger_id": cloud.new_trigger(), "view": modal(FIELD, submit=plain("Send"))})
    assert len(cloud.modals) == 1
