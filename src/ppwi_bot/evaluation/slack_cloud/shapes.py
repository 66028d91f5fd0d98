"""How Slack writes messages, channels and what people type: the JSON that apps read."""

import html
import re
from typing import Any

from ppwi_bot.evaluation.slack_cloud.messages import Channel, Json, Message
from ppwi_bot.evaluation.slack_cloud.workspace import Workspace

MARKED = re.compile(r"<([^<>]+)>")
DELETED = "This message was deleted."


def rich_text(text: str, block_id: str = "typed") -> Json:
    """The block that Slack makes of what a person types; people, links and broadcasts become elements of their own."""
    elements = [
        _marked(part) if number % 2 else {"type": "text", "text": html.unescape(part)}
        for number, part in enumerate(MARKED.split(text))
        if part
    ]
    return {
        "type": "rich_text",
        "block_id": block_id,
        "elements": [{"type": "rich_text_section", "elements": elements}],
    }


def _marked(inside: str) -> Json:
    target, _, label = inside.partition("|")
    match target[:1]:
        case "@":
            return {"type": "user", "user_id": target[1:]}
        case "#":
            return {"type": "channel", "channel_id": target[1:]}
        case "!":
            return {"type": "broadcast", "range": target[1:]}
    return {"type": "link", "url": html.unescape(target)} | ({"text": html.unescape(label)} if label else {})


def message_json(workspace: Workspace, message: Message, *, metadata: bool = False) -> Json:
    """A message as methods and events give it; metadata only where asked for."""
    replies = workspace.replies(message)
    shown: Json = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts}
    if message.deleted:
        shown |= {"subtype": "tombstone", "user": "USLACKBOT", "text": DELETED, "hidden": True}
    else:
        shown |= _whole(workspace, message, metadata)
    if message.thread_ts and message.thread_ts != message.ts:
        parent = workspace.find(message.channel, message.thread_ts)
        shown |= {"thread_ts": message.thread_ts, "parent_user_id": parent.user if parent else ""}
    if replies:
        users = list(dict.fromkeys(one.user for one in replies))
        shown |= {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users_count": len(users),
            "reply_users": users,
            "latest_reply": replies[-1].ts,
            "is_locked": False,
            "subscribed": False,
        }
    return shown


def _whole(workspace: Workspace, message: Message, metadata: bool) -> Json:
    blocks = list(message.blocks) or ([] if message.bot_id else [rich_text(message.text)])
    shown: Json = {"team": workspace.team} | ({"blocks": blocks} if blocks else {})
    if message.client_msg_id:
        shown["client_msg_id"] = message.client_msg_id
    if message.subtype:
        shown["subtype"] = message.subtype
    if message.bot_id:
        app = workspace.app_id if message.bot_id == workspace.bot_id else "A0OTHER"
        profile = {"id": message.bot_id, "app_id": app, "name": "bot", "deleted": False, "team_id": workspace.team}
        shown |= {"bot_id": message.bot_id, "app_id": app, "bot_profile": profile}
    if message.edited:
        shown["edited"] = {"user": message.user, "ts": message.edited}
    if message.metadata and metadata:
        shown["metadata"] = message.metadata
    if message.reactions:
        names = dict.fromkeys(name for name, _ in message.reactions)
        shown["reactions"] = [_reaction(name, message) for name in names]
    return shown


def _reaction(name: str, message: Message) -> Json:
    users = [user for one, user in message.reactions if one == name]
    return {"name": name, "users": users, "count": len(users)}


def channel_json(workspace: Workspace, channel: Channel) -> Json:
    """A channel as conversations.info gives it."""
    common: dict[str, Any] = {
        "id": channel.id,
        "created": 1_700_000_000,
        "is_archived": False,
        "is_im": channel.is_im,
        "is_org_shared": False,
        "context_team_id": workspace.team,
    }
    if channel.is_im:
        return common | {"user": channel.user, "is_user_deleted": False, "is_open": True, "latest": None}
    return common | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_general": False,
        "is_member": channel.is_member,
        "is_shared": channel.is_ext_shared,
        "is_ext_shared": channel.is_ext_shared,
        "is_pending_ext_shared": False,
        "shared_team_ids": [workspace.team] + (["T0PARTNER"] if channel.is_ext_shared else []),
        "creator": "U0ANA",
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }
