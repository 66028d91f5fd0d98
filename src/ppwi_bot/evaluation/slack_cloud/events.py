"""The events that Slack sends, shaped as it shapes them."""

import secrets
import string
import time
from typing import Any

from ppwi_bot.errors import PpwiError
from ppwi_bot.evaluation.slack_cloud.messages import Json, Message
from ppwi_bot.evaluation.slack_cloud.shapes import message_json
from ppwi_bot.evaluation.slack_cloud.workspace import Workspace

LETTERS = string.ascii_uppercase + string.digits
VERIFICATION_TOKEN = "an-old-way-to-verify"  # noqa: S105 (Slack still sends such a token; nobody should look at it)


def message_event(workspace: Workspace, message: Message) -> Json:
    """A message was posted."""
    inner = message_json(workspace, message)
    # What was posted is told as it was then: without replies and reactions that came later.
    for later in ("reply_count", "reply_users_count", "reply_users", "latest_reply", "is_locked", "subscribed"):
        inner.pop(later, None)
    if message.thread_ts in ("", message.ts):
        inner.pop("thread_ts", None)
    inner.pop("reactions", None)
    return inner | _where(workspace, message, message.ts)


def mention_event(workspace: Workspace, message: Message) -> Json:
    """The bot was mentioned; Slack tells so beside the message event, with an event id of its own."""
    inner = message_event(workspace, message) | {"type": "app_mention"}
    del inner["channel_type"]
    return inner


def changed_event(workspace: Workspace, old: Message, new: Message) -> Json:
    """A message was edited."""
    now = workspace.new_ts()
    return {
        "type": "message",
        "subtype": "message_changed",
        "message": message_json(workspace, new),
        "previous_message": message_json(workspace, old),
        "hidden": True,
        "ts": now,
    } | _where(workspace, new, now)


def deleted_event(workspace: Workspace, message: Message) -> Json:
    """A message was deleted: if it has replies, Slack tells of a change into a tombstone instead."""
    deleted = workspace.now(message)
    if workspace.replies(message):
        return changed_event(workspace, message, deleted)
    now = workspace.new_ts()
    return {
        "type": "message",
        "subtype": "message_deleted",
        "previous_message": message_json(workspace, message),
        "deleted_ts": message.ts,
        "hidden": True,
        "ts": now,
    } | _where(workspace, message, now)


def home_opened_event(workspace: Workspace, user: str) -> Json:
    """A person opened the home tab; `view` is what they see, if anything was ever published."""
    inner = {
        "type": "app_home_opened",
        "user": user,
        "channel": workspace.direct_message(user).id,
        "tab": "home",
        "event_ts": workspace.new_ts(),
    }
    return inner | ({"view": workspace.homes[user]} if user in workspace.homes else {})


def _where(workspace: Workspace, message: Message, event_ts: str) -> Json:
    channel = workspace.channels[message.channel]
    return {"channel": channel.id, "event_ts": event_ts, "channel_type": channel.type}


def envelope(workspace: Workspace, event: Json, event_id: str | None = None, **more: Any) -> Json:
    """An event as it is sent; the same `event_id` makes it a duplicate.

    Raises:
        PpwiError: Slack would not send it, as the app lacks the scope or is not in the channel.
    """
    _check_subscribed(workspace, event)
    channel = workspace.channels.get(event.get("channel", ""))
    authorization = {
        "enterprise_id": None,
        "team_id": workspace.team,
        "user_id": workspace.bot_user,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": workspace.team,
        "context_team_id": workspace.team,
        "context_enterprise_id": None,
        "api_app_id": workspace.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id or "Ev" + "".join(secrets.choice(LETTERS) for _ in range(9)),
        "event_time": int(float(event.get("event_ts", time.time()))),
        "authorizations": [authorization],
        "is_ext_shared_channel": bool(channel and channel.is_ext_shared),
        "event_context": f"4-{secrets.token_urlsafe(24)}",
    } | more


def _check_subscribed(workspace: Workspace, event: Json) -> None:
    channel = workspace.channels.get(event.get("channel", ""))
    needed = ""
    if event.get("type") == "app_mention":
        needed = "app_mentions:read"
    elif event.get("type") == "message" and channel:
        needed = f"{channel.kind}:history"
    if needed and needed not in workspace.scopes:
        raise PpwiError(f"Slack would not send this event: the app lacks the scope {needed}.")
    if channel and not channel.is_member:
        raise PpwiError(f"Slack would not send this event: the app is not in {channel.id}.")
