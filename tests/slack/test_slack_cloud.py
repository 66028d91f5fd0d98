"""The stand-in for Slack refuses what Slack refuses, with Slack's words, and does what Slack does with the rest."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.error import URLError

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from ppwi_bot.errors import PpwiError
from ppwi_bot.evaluation.slack_cloud import Channel, SlackCloud


@pytest.fixture
def cloud() -> Iterator[SlackCloud]:
    with SlackCloud() as cloud:
        yield cloud


@pytest.fixture
def bot(cloud: SlackCloud) -> WebClient:
    return WebClient(cloud.bot_token, base_url=cloud.api_url, retry_handlers=[])


def refused(call: Callable[..., Any], /, *args: Any, **fields: Any) -> dict[str, Any]:
    with pytest.raises(SlackApiError) as caught:
        call(*args, **fields)
    data: dict[str, Any] = caught.value.response.data
    assert data["ok"] is False
    return data


# Tokens and scopes


def test_a_token_says_who_it_is_and_what_it_may_do(cloud: SlackCloud, bot: WebClient) -> None:
    answer = bot.auth_test()
    assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == ("T0TEAM", "U0BOT", "B0BOT")
    assert set(answer.headers["x-oauth-scopes"].split(",")) == cloud.scopes


@pytest.mark.parametrize(("token", "error"), [(None, "not_authed"), ("xoxb-wrong", "invalid_auth")])
def test_a_missing_or_unknown_token_is_refused(cloud: SlackCloud, token: str | None, error: str) -> None:
    assert refused(WebClient(token, base_url=cloud.api_url).auth_test)["error"] == error


def test_a_revoked_token_is_refused_from_then_on(cloud: SlackCloud, bot: WebClient) -> None:
    bot.auth_test()
    cloud.revoke()
    assert refused(bot.chat_postMessage, channel="C0PAY", text="hi")["error"] == "token_revoked"


def test_each_kind_of_token_opens_its_own_methods_only(cloud: SlackCloud, bot: WebClient) -> None:
    app = WebClient(cloud.app_token, base_url=cloud.api_url)
    assert refused(app.chat_postMessage, channel="C0PAY", text="hi")["error"] == "not_allowed_token_type"
    assert refused(bot.apps_connections_open, app_token=cloud.bot_token)["error"] == "not_allowed_token_type"
    assert app.apps_connections_open(app_token=cloud.app_token)["url"].startswith("ws://127.0.0.1:")
    cloud.app_scopes.clear()
    assert refused(app.apps_connections_open, app_token=cloud.app_token)["needed"] == "connections:write"


@pytest.mark.parametrize(
    ("scope", "method", "fields"),
    [
        ("chat:write", "chat.postMessage", {"channel": "C0PAY", "text": "hi"}),
        ("channels:read", "conversations.info", {"channel": "C0PAY"}),
        ("channels:read", "conversations.members", {"channel": "C0PAY"}),
        ("im:read", "conversations.info", {"channel": "D0ANA"}),
        ("groups:read", "conversations.info", {"channel": "G0"}),
        ("channels:history", "conversations.history", {"channel": "C0PAY"}),
        ("im:history", "conversations.replies", {"channel": "D0ANA", "ts": "1.0"}),
        ("im:write", "conversations.open", {"users": "U0ANA"}),
        ("users:read", "users.info", {"user": "U0ANA"}),
        ("users:read", "users.list", {}),
        ("reactions:write", "reactions.add", {"channel": "C0PAY", "name": "eyes", "timestamp": "1.0"}),
    ],
)
def test_a_call_without_its_scope_is_told_which_one_it_needs(
    cloud: SlackCloud, bot: WebClient, scope: str, method: str, fields: dict[str, Any]
) -> None:
    cloud.channels["G0"] = Channel("G0", "closed", is_private=True)
    cloud.scopes.remove(scope)
    answer = refused(bot.api_call, method, params=fields)
    assert (answer["error"], answer["needed"]) == ("missing_scope", scope)
    assert scope not in answer["provided"].split(",")


def test_a_token_is_never_kept_with_the_calls(cloud: SlackCloud) -> None:
    fields = {"token": cloud.bot_token, "channel": "C0PAY", "text": "hi"}
    for headers in ({}, {"Authorization": f"Bearer {cloud.bot_token}"}):
        httpx.post(f"{cloud.api_url}chat.postMessage", data=fields, headers=headers)
    assert [call.outcome for call in cloud.calls] == ["ok", "ok"]
    assert cloud.bot_token not in repr(cloud.calls)
    assert cloud.bot_token not in repr(cloud)


# Calls


def test_an_unknown_method_is_refused(bot: WebClient) -> None:
    assert refused(bot.api_call, "chat.shout") == {"ok": False, "error": "unknown_method", "req_method": "chat.shout"}


def test_a_missing_field_is_named(bot: WebClient) -> None:
    answer = refused(bot.api_call, "chat.postMessage", json={"text": "hi"})
    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: channel"]


def test_methods_that_read_take_no_json_body(bot: WebClient) -> None:
    assert refused(bot.api_call, "conversations.info", json={"channel": "C0PAY"})["error"] == "invalid_arguments"
    assert bot.conversations_info(channel="C0PAY")["channel"]["name"] == "pay"


def test_a_rate_limited_call_says_when_to_come_back_and_then_works(cloud: SlackCloud, bot: WebClient) -> None:
    cloud.rate_limit("chat.postMessage", retry_after=7)
    with pytest.raises(SlackApiError) as caught:
        bot.chat_postMessage(channel="C0PAY", text="hi")
    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "7")
    bot.chat_postMessage(channel="C0PAY", text="hi")
    assert [call.outcome for call in cloud.calls] == ["ratelimited", "ok"]


def test_slack_sdk_reads_the_rate_limit_as_it_reads_slacks(cloud: SlackCloud) -> None:
    cloud.rate_limit("auth.test", retry_after=0)
    patient = WebClient(cloud.bot_token, base_url=cloud.api_url, retry_handlers=[RateLimitErrorRetryHandler()])
    assert patient.auth_test()["ok"]


@pytest.mark.parametrize(("after_doing_it", "posted"), [(False, 0), (True, 1)])
def test_a_connection_breaks_before_or_after_the_message_is_posted(
    cloud: SlackCloud, bot: WebClient, after_doing_it: bool, posted: int
) -> None:
    cloud.fail("chat.postMessage", after_doing_it=after_doing_it)
    with pytest.raises((URLError, ConnectionError)):
        bot.chat_postMessage(channel="C0PAY", text="hi")
    assert len(cloud.messages) == posted


def test_waiting_in_vain_says_what_was_called(cloud: SlackCloud, bot: WebClient) -> None:
    bot.auth_test()
    with pytest.raises(PpwiError, match=r"auth\.test: ok"):
        cloud.wait_for(lambda: False, seconds=0)


# Messages


def test_a_posted_message_is_there_with_blocks_thread_and_metadata(cloud: SlackCloud, bot: WebClient) -> None:
    question = cloud.post_as("U0ANA", "C0PAY", "<@U0BOT> what about pay?")
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "Pay"}}
    data = {"event_type": "answer", "event_payload": {"id": "1"}}
    answer = bot.chat_postMessage(channel="C0PAY", text="Pay", thread_ts=question.ts, blocks=[section], metadata=data)
    [posted] = cloud.replies(question)
    assert (posted.ts, posted.thread_ts, posted.user) == (answer["ts"], question.ts, "U0BOT")
    assert posted.metadata == data
    [block] = answer["message"]["blocks"]
    assert block.pop("block_id")
    assert block == section


def test_messages_never_share_a_time(cloud: SlackCloud, bot: WebClient) -> None:
    times = [bot.chat_postMessage(channel="C0PAY", text="hi")["ts"] for _ in range(20)]
    assert times == sorted(set(times))


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"channel": "C0NONE", "text": "hi"}, "channel_not_found"),
        ({"channel": "pay", "text": "hi"}, "channel_not_found"),
        ({"channel": "C0OUT", "text": "hi"}, "not_in_channel"),
        ({"channel": "G0OUT", "text": "hi"}, "channel_not_found"),
        ({"channel": "C0PAY", "text": " "}, "no_text"),
        ({"channel": "C0PAY", "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": "C0PAY", "text": "hi", "thread_ts": "1.000001"}, "thread_not_found"),
        ({"channel": "C0PAY", "text": "hi", "metadata": {"event_type": "a"}}, "invalid_metadata_format"),
        (
            {"channel": "C0PAY", "text": "hi", "metadata": {"event_type": "a", "event_payload": {"x": "y" * 8000}}},
            "metadata_too_large",
        ),
        ({"channel": "C0PAY", "text": "hi", "username": "Somebody"}, "missing_scope"),
    ],
)
def test_a_message_that_slack_would_not_post_is_refused(
    cloud: SlackCloud, bot: WebClient, fields: dict[str, Any], error: str
) -> None:
    cloud.channels["C0OUT"] = Channel("C0OUT", "elsewhere", is_member=False)
    cloud.channels["G0OUT"] = Channel("G0OUT", "closed", is_private=True, is_member=False)
    assert refused(bot.api_call, "chat.postMessage", json=fields)["error"] == error
    assert cloud.messages == []


def test_a_public_channel_takes_messages_from_outside_with_the_scope_for_it(cloud: SlackCloud, bot: WebClient) -> None:
    cloud.channels["C0OUT"] = Channel("C0OUT", "elsewhere", is_member=False)
    cloud.scopes.add("chat:write.public")
    assert bot.chat_postMessage(channel="C0OUT", text="hi")["ok"]


def test_a_reply_under_a_reply_is_refused(cloud: SlackCloud, bot: WebClient) -> None:
    question = cloud.post_as("U0ANA", "C0PAY", "What?")
    reply = cloud.post_as("U0BEN", "C0PAY", "Yes, what?", thread_ts=question.ts)
    answer = refused(bot.chat_postMessage, channel="C0PAY", text="hi", thread_ts=reply.ts)
    assert answer["error"] == "cannot_reply_to_message"


def test_posting_to_a_person_opens_their_direct_message(cloud: SlackCloud, bot: WebClient) -> None:
    assert bot.chat_postMessage(channel="U0ANA", text="hi")["channel"] == "D0ANA"
    opened = bot.conversations_open(users="U0BEN")["channel"]["id"]
    assert bot.chat_postMessage(channel="U0BEN", text="hi")["channel"] == opened
    assert refused(bot.conversations_open, users="U0NOBODY")["error"] == "user_not_found"


def test_a_message_for_one_is_seen_by_nobody_else(cloud: SlackCloud, bot: WebClient) -> None:
    ts = bot.chat_postEphemeral(channel="C0PAY", user="U0ANA", text="psst")["message_ts"]
    assert cloud.messages[0].ephemeral_to == "U0ANA"
    assert bot.conversations_history(channel="C0PAY")["messages"] == []
    assert refused(bot.chat_update, channel="C0PAY", ts=ts, text="louder")["error"] == "message_not_found"
    answer = refused(bot.chat_postEphemeral, channel="C0PAY", user="U0NOBODY", text="psst")
    assert answer["error"] == "user_not_in_channel"


def test_an_update_leaves_the_blocks_unless_told_otherwise(cloud: SlackCloud, bot: WebClient) -> None:
    ts = bot.chat_postMessage(channel="C0PAY", text="a", blocks=[{"type": "divider"}])["ts"]
    bot.chat_update(channel="C0PAY", ts=ts, text="b")
    assert (cloud.messages[0].text, len(cloud.messages[0].blocks)) == ("b", 1)
    bot.chat_update(channel="C0PAY", ts=ts, text="c", blocks=[])
    assert (cloud.messages[0].text, cloud.messages[0].blocks) == ("c", ())
    assert refused(bot.chat_update, channel="C0PAY", ts=ts, text="x" * 4001)["error"] == "msg_too_long"


def test_nobody_elses_message_can_be_changed_or_deleted(cloud: SlackCloud, bot: WebClient) -> None:
    message = cloud.post_as("U0ANA", "C0PAY", "Mine.")
    there = {"channel": "C0PAY", "ts": message.ts}
    assert refused(bot.chat_update, **there, text="Ours.")["error"] == "cant_update_message"
    assert refused(bot.chat_delete, **there)["error"] == "cant_delete_message"
    assert refused(bot.chat_delete, channel="C0PAY", ts="1.000001")["error"] == "message_not_found"


def test_a_deleted_message_is_gone(cloud: SlackCloud, bot: WebClient) -> None:
    ts = bot.chat_postMessage(channel="C0PAY", text="hi")["ts"]
    bot.chat_delete(channel="C0PAY", ts=ts)
    assert cloud.messages[0].deleted
    assert bot.conversations_history(channel="C0PAY")["messages"] == []
    assert refused(bot.chat_delete, channel="C0PAY", ts=ts)["error"] == "message_not_found"


def test_who_is_in_a_channel_and_who_is_a_guest_is_told_page_by_page(cloud: SlackCloud, bot: WebClient) -> None:
    cloud.guests.add("U0BEN")
    in_channel = [one for page in bot.conversations_members(channel="C0PAY", limit=2) for one in page["members"]]
    everyone = [one for page in bot.users_list(limit=2) for one in page["members"]]
    assert in_channel == ["U0ANA", "U0BEN", "U0BOT"]
    assert bot.conversations_members(channel="D0ANA")["members"] == ["U0ANA", "U0BOT"]
    assert [one["id"] for one in everyone if one["is_restricted"]] == ["U0BEN"]
    assert len(everyone) == 3


def test_a_thread_is_read_page_by_page_with_metadata_only_if_asked(cloud: SlackCloud, bot: WebClient) -> None:
    question = cloud.post_as("U0ANA", "C0PAY", "What?")
    data = {"event_type": "answer", "event_payload": {}}
    for text in ("one", "two"):
        bot.chat_postMessage(channel="C0PAY", text=text, thread_ts=question.ts, metadata=data)
    first = bot.conversations_replies(channel="C0PAY", ts=question.ts, limit=2)
    assert [message["text"] for message in first["messages"]] == ["What?", "one"]
    assert first["messages"][0]["reply_count"] == 2
    assert "metadata" not in first["messages"][1]
    cursor = first["response_metadata"]["next_cursor"]
    last = bot.conversations_replies(channel="C0PAY", ts=question.ts, cursor=cursor, include_all_metadata=True)
    assert [message["metadata"] for message in last["messages"]] == [data]
    assert not last["has_more"]
    assert refused(bot.conversations_replies, channel="C0PAY", ts="1.000001")["error"] == "thread_not_found"


def test_a_deleted_question_leaves_a_tombstone_above_its_replies(cloud: SlackCloud, bot: WebClient) -> None:
    question = cloud.post_as("U0ANA", "C0PAY", "What?")
    bot.chat_postMessage(channel="C0PAY", text="That.", thread_ts=question.ts)
    cloud.remove(question)
    tombstone, reply = bot.conversations_replies(channel="C0PAY", ts=question.ts)["messages"]
    assert (tombstone["subtype"], tombstone["text"]) == ("tombstone", "This message was deleted.")
    assert reply["text"] == "That."


def test_a_reaction_is_added_once(cloud: SlackCloud, bot: WebClient) -> None:
    message = cloud.post_as("U0ANA", "C0PAY", "What?")
    bot.reactions_add(channel="C0PAY", name="eyes", timestamp=message.ts)
    assert cloud.messages[0].reactions == (("eyes", "U0BOT"),)
    again = refused(bot.reactions_add, channel="C0PAY", name="eyes", timestamp=message.ts)
    assert again["error"] == "already_reacted"


def test_what_pings_people_is_seen_wherever_it_hides(cloud: SlackCloud, bot: WebClient) -> None:
    elements = [{"type": "broadcast", "range": "here"}, {"type": "text", "text": "<!everyone> as mere text"}]
    blocks = [
        {"type": "section", "text": {"type": "mrkdwn", "text": "to <!channel>, not to &lt;!here&gt;"}},
        {"type": "header", "text": {"type": "plain_text", "text": "<!channel> as mere text"}},
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]},
    ]
    bot.chat_postMessage(channel="C0PAY", text="for <@U0ANA>", blocks=blocks)
    assert cloud.messages[0].pings == ["@U0ANA", "!channel", "!here"]


# Views


def test_a_home_tab_is_shown_to_the_person(cloud: SlackCloud, bot: WebClient) -> None:
    view = {"type": "home", "blocks": [{"type": "divider"}]}
    published = bot.views_publish(user_id="U0ANA", view=view)["view"]
    assert cloud.homes["U0ANA"] == published
    assert published["blocks"][0]["type"] == "divider"
    assert refused(bot.views_publish, user_id="U0ANA", view=view, hash="old")["error"] == "hash_conflict"
    assert refused(bot.views_publish, user_id="U0NOBODY", view=view)["error"] == "user_not_found"


def test_a_trigger_opens_one_modal_within_three_seconds(cloud: SlackCloud, bot: WebClient) -> None:
    view = {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Ask"},
        "blocks": [{"type": "divider"}],
    }
    trigger, late = cloud.new_trigger(), cloud.new_trigger()
    bot.views_open(trigger_id=trigger, view=view)
    assert [modal["trigger_id"] for modal in cloud.modals] == [trigger]
    assert refused(bot.views_open, trigger_id=trigger, view=view)["error"] == "invalid_trigger_id"
    cloud.let_pass(4)
    assert refused(bot.views_open, trigger_id=late, view=view)["error"] == "expired_trigger_id"
