"""The methods of the Web API that the stand-in knows. Each takes its fields and gives what Slack answers beside `ok`."""

import secrets
from collections.abc import Callable, Sequence
from typing import Any

from ppwi_bot.evaluation.slack_cloud.content import UPDATE_TEXT_LIMIT, message_content
from ppwi_bot.evaluation.slack_cloud.messages import Json, Message
from ppwi_bot.evaluation.slack_cloud.rules import RefusedError, check_scope, joined, visible, writable
from ppwi_bot.evaluation.slack_cloud.shapes import channel_json, message_json
from ppwi_bot.evaluation.slack_cloud.views import open_view, publish_view
from ppwi_bot.evaluation.slack_cloud.workspace import Workspace

PAGE = 1000
"""Messages that one call gives at most."""


def _api_test(workspace: Workspace, fields: Json) -> Json:
    if fields.get("error"):
        raise RefusedError(str(fields["error"]), args=fields)
    return {"args": fields}


def _auth_test(workspace: Workspace, fields: Json) -> Json:
    return {
        "url": "https://example.slack.com/",
        "team": "Example",
        "user": "voices",
        "team_id": workspace.team,
        "user_id": workspace.bot_user,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


def _open_connection(workspace: Workspace, fields: Json) -> Json:
    ticket = secrets.token_urlsafe(16)
    workspace.tickets.add(ticket)
    return {"url": f"{workspace.link_url}?ticket={ticket}&app_id={workspace.app_id}"}


def _post_message(workspace: Workspace, fields: Json) -> Json:
    id = str(fields["channel"])
    channel = workspace.direct_message(id) if id in workspace.people else writable(workspace, id)
    if fields.keys() & {"username", "icon_url", "icon_emoji"}:
        check_scope(workspace, "chat:write.customize")
    thread = _thread(workspace, channel.id, fields)
    message = workspace.add(_by_bot(workspace, channel.id, thread, **message_content(fields)))
    return {"channel": channel.id, "ts": message.ts, "message": message_json(workspace, message, metadata=True)}


def _thread(workspace: Workspace, channel: str, fields: Json) -> str:
    if not (ts := str(fields.get("thread_ts") or "")):
        return ""
    parent = workspace.find(channel, ts)
    if parent is None or parent.ephemeral_to:
        raise RefusedError("thread_not_found")
    if parent.thread_ts not in ("", parent.ts):
        # Slack would post it where nobody sees it, and tells apps to name the parent.
        raise RefusedError("cannot_reply_to_message")
    return ts


def _by_bot(workspace: Workspace, channel: str, thread: str, **content: Any) -> Message:
    return Message(
        channel, workspace.new_ts(), workspace.bot_user, thread_ts=thread, bot_id=workspace.bot_id, **content
    )


def _post_ephemeral(workspace: Workspace, fields: Json) -> Json:
    channel, user = joined(workspace, str(fields["channel"])), str(fields["user"])
    if not workspace.is_in(user, channel):
        raise RefusedError("user_not_in_channel")
    content = message_content(fields)
    thread = _thread(workspace, channel.id, fields)
    message = workspace.add(_by_bot(workspace, channel.id, thread, ephemeral_to=user, **content))
    return {"message_ts": message.ts}


def _update(workspace: Workspace, fields: Json) -> Json:
    message = _own(workspace, fields, "cant_update_message")
    # What is left out stays: to be rid of old blocks, an app sends an empty list.
    kept: Json = {} if fields.get("blocks") is not None or not message.blocks else {"blocks": list(message.blocks)}
    content = message_content(kept | fields, text_limit=UPDATE_TEXT_LIMIT)
    new = workspace.put(message, **content, edited=workspace.new_ts())
    return {"channel": new.channel, "ts": new.ts, "text": new.text, "message": message_json(workspace, new)}


def _delete(workspace: Workspace, fields: Json) -> Json:
    message = _own(workspace, fields, "cant_delete_message")
    workspace.put(message, deleted=True)
    return {"channel": message.channel, "ts": message.ts}


def _own(workspace: Workspace, fields: Json, otherwise: str) -> Message:
    channel = visible(workspace, str(fields["channel"]))
    message = _seen(workspace, channel.id, str(fields["ts"]))
    if message.bot_id != workspace.bot_id:
        raise RefusedError(otherwise)
    return message


def _seen(workspace: Workspace, channel: str, ts: str, otherwise: str = "message_not_found") -> Message:
    message = workspace.find(channel, ts)
    if message is None or message.ephemeral_to or message.deleted:
        raise RefusedError(otherwise)
    return message


def _channel_info(workspace: Workspace, fields: Json) -> Json:
    channel = visible(workspace, str(fields["channel"]))
    check_scope(workspace, f"{channel.kind}:read")
    return {"channel": channel_json(workspace, channel)}


def _channel_members(workspace: Workspace, fields: Json) -> Json:
    channel = visible(workspace, str(fields["channel"]))
    check_scope(workspace, f"{channel.kind}:read")
    people = {channel.user} if channel.is_im else workspace.members.get(channel.id, set())
    part, following = _part(sorted(people | ({workspace.bot_user} if channel.is_member else set())), fields)
    return {"members": part, "response_metadata": {"next_cursor": following}}


def _replies(workspace: Workspace, fields: Json) -> Json:
    channel = _history_of(workspace, fields)
    parent = workspace.find(channel, str(fields["ts"]))
    if parent is None or parent.ephemeral_to or (parent.deleted and not workspace.replies(parent)):
        raise RefusedError("thread_not_found")
    return _page(workspace, [parent, *workspace.replies(parent)], fields)


def _history(workspace: Workspace, fields: Json) -> Json:
    channel = _history_of(workspace, fields)
    shown = [
        one
        for one in workspace.messages
        if one.channel == channel
        and one.thread_ts in ("", one.ts)
        and not one.ephemeral_to
        and not (one.deleted and not workspace.replies(one))
    ]
    return _page(workspace, shown[::-1], fields)


def _history_of(workspace: Workspace, fields: Json) -> str:
    channel = visible(workspace, str(fields["channel"]))
    check_scope(workspace, f"{channel.kind}:history")
    return joined(workspace, channel.id).id


def _page(workspace: Workspace, messages: list[Message], fields: Json) -> Json:
    """Messages between `oldest` and `latest`, `limit` at a time."""
    oldest, latest = str(fields.get("oldest") or "0"), str(fields.get("latest") or "9")
    inclusive, metadata = truth(fields.get("inclusive")), truth(fields.get("include_all_metadata"))
    within = [one for one in messages if oldest < one.ts < latest or (inclusive and one.ts in (oldest, latest))]
    part, following = _part(within, fields)
    shown: Json = {
        "messages": [message_json(workspace, one, metadata=metadata) for one in part],
        "has_more": bool(following),
    }
    return shown | ({"response_metadata": {"next_cursor": following}} if following else {})


def _part(listed: Sequence[Any], fields: Json) -> tuple[Sequence[Any], str]:
    """`limit` of what is listed, from `cursor` on, which is a position; and the cursor of what follows, if anything does."""
    try:
        start, limit = int(str(fields.get("cursor") or 0)), int(str(fields.get("limit") or PAGE))
    except ValueError:
        raise RefusedError("invalid_cursor" if fields.get("cursor") else "invalid_limit") from None
    if not 1 <= limit <= PAGE:
        raise RefusedError("invalid_limit")
    end = start + limit
    return listed[start:end], str(end) if end < len(listed) else ""


def truth(value: Any) -> bool:
    """A yes or no as forms and JSON bodies write it."""
    return value in (True, 1, "1", "true")


def _open_direct_message(workspace: Workspace, fields: Json) -> Json:
    if not (user := str(fields.get("users") or "")):
        raise RefusedError("users_list_not_supplied")
    if user == workspace.bot_user:
        raise RefusedError("cannot_dm_bot")
    if user not in workspace.people:
        raise RefusedError("user_not_found")
    return {"channel": {"id": workspace.direct_message(user).id}}


def _user_info(workspace: Workspace, fields: Json) -> Json:
    user = str(fields["user"])
    if user not in workspace.people | {workspace.bot_user}:
        raise RefusedError("user_not_found")
    return {"user": _user_json(workspace, user)}


def _users(workspace: Workspace, fields: Json) -> Json:
    part, following = _part(sorted(workspace.people | {workspace.bot_user}), fields)
    return {
        "members": [_user_json(workspace, user) for user in part],
        "response_metadata": {"next_cursor": following},
    }


def _user_json(workspace: Workspace, user: str) -> Json:
    name = user[2:].lower()
    return {
        "id": user,
        "team_id": workspace.team,
        "name": name,
        "real_name": name.title(),
        "deleted": False,
        "is_bot": user == workspace.bot_user,
        "is_app_user": False,
        "is_restricted": user in workspace.guests,
        "is_ultra_restricted": False,
        "tz": "America/Los_Angeles",
        "profile": {"real_name": name.title(), "display_name": name, "team": workspace.team},
    }


def _react(workspace: Workspace, fields: Json) -> Json:
    channel = joined(workspace, str(fields["channel"]))
    message, name = _seen(workspace, channel.id, str(fields["timestamp"])), str(fields["name"]).strip(":")
    if not name.replace("_", "").replace("-", "").replace("+", "").isalnum():
        raise RefusedError("invalid_name")
    if (name, workspace.bot_user) in message.reactions:
        raise RefusedError("already_reacted")
    workspace.put(message, reactions=(*message.reactions, (name, workspace.bot_user)))
    return {}


METHODS: dict[str, Callable[[Workspace, Json], Json]] = {
    "api.test": _api_test,
    "auth.test": _auth_test,
    "apps.connections.open": _open_connection,
    "chat.postMessage": _post_message,
    "chat.postEphemeral": _post_ephemeral,
    "chat.update": _update,
    "chat.delete": _delete,
    "conversations.info": _channel_info,
    "conversations.members": _channel_members,
    "conversations.replies": _replies,
    "conversations.history": _history,
    "conversations.open": _open_direct_message,
    "views.publish": publish_view,
    "views.open": open_view,
    "users.info": _user_info,
    "users.list": _users,
    "reactions.add": _react,
}
