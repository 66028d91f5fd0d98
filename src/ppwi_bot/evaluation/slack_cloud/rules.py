"""What Slack refuses before it looks at the details: tokens, scopes, missing fields, channels out of reach."""

from typing import Any

from ppwi_bot.evaluation.slack_cloud.messages import Channel, Json
from ppwi_bot.evaluation.slack_cloud.workspace import Workspace

APP_LEVEL = frozenset({"apps.connections.open"})
NO_TOKEN = frozenset({"api.test"})
SCOPE_OF = {
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.update": "chat:write",
    "chat.delete": "chat:write",
    "conversations.open": "im:write",
    "users.info": "users:read",
    "users.list": "users:read",
    "reactions.add": "reactions:write",
    "apps.connections.open": "connections:write",
}
"""Methods that read a channel ask for the scope of its kind: see `reach`."""
REQUIRED = {
    "chat.postMessage": ("channel",),
    "chat.postEphemeral": ("channel", "user"),
    "chat.update": ("channel", "ts"),
    "chat.delete": ("channel", "ts"),
    "conversations.info": ("channel",),
    "conversations.members": ("channel",),
    "conversations.replies": ("channel", "ts"),
    "conversations.history": ("channel",),
    "views.publish": ("user_id", "view"),
    "views.open": ("trigger_id", "view"),
    "users.info": ("user",),
    "reactions.add": ("channel", "name", "timestamp"),
}


class RefusedError(Exception):
    """Slack says no: its error code, and what else it tells."""

    def __init__(self, error: str, *messages: str, **more: Any) -> None:
        """`messages` go where Slack says in detail what is wrong."""
        super().__init__(error)
        self.error = error
        self.more = more | ({"response_metadata": {"messages": list(messages)}} if messages else {})


def check_token(workspace: Workspace, method: str, token: str | None) -> None:
    """Refuse a call without a token, with an unknown or revoked one, or with the wrong of the two kinds."""
    if method in NO_TOKEN:
        return
    if not token:
        raise RefusedError("not_authed")
    if token not in (workspace.bot_token, workspace.app_token):
        raise RefusedError("invalid_auth")
    if workspace.revoked:
        raise RefusedError("token_revoked")
    if (token == workspace.app_token) is not (method in APP_LEVEL):
        raise RefusedError("not_allowed_token_type")


def check_scope(workspace: Workspace, needed: str) -> None:
    """Refuse what the token has no scope for."""
    granted = workspace.app_scopes if needed == "connections:write" else workspace.scopes
    if needed not in granted:
        raise RefusedError("missing_scope", needed=needed, provided=",".join(sorted(granted)))


def check_required(method: str, fields: Json) -> None:
    """Refuse a call that leaves out what the method cannot do without."""
    missing = [name for name in REQUIRED.get(method, ()) if fields.get(name) in (None, "")]
    if missing:
        raise RefusedError("invalid_arguments", *(f"[ERROR] missing required field: {name}" for name in missing))


def visible(workspace: Workspace, id: str) -> Channel:
    """The channel, if the bot may know of it: a private one that it is not in looks as if it were not there."""
    channel = workspace.channels.get(id)
    if channel is None or (channel.is_private and not channel.is_member):
        raise RefusedError("channel_not_found")
    return channel


def joined(workspace: Workspace, id: str) -> Channel:
    """The channel, if the bot is in it."""
    channel = visible(workspace, id)
    if not channel.is_member:
        raise RefusedError("not_in_channel")
    return channel


def writable(workspace: Workspace, id: str) -> Channel:
    """The channel, if the bot may post there."""
    channel = visible(workspace, id)
    if not channel.is_member and "chat:write.public" not in workspace.scopes:
        raise RefusedError("not_in_channel")
    return channel
