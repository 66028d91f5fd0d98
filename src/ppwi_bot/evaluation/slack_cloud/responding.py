"""Answers to interactions: through a response_url, or in the response to a command."""

from typing import Any

from ppwi_bot.evaluation.slack_cloud.content import message_content
from ppwi_bot.evaluation.slack_cloud.messages import Message
from ppwi_bot.evaluation.slack_cloud.rules import RefusedError
from ppwi_bot.evaluation.slack_cloud.workspace import ResponseUrl, Workspace


def respond(workspace: Workspace, id: str, body: Any) -> None:
    """Take in what came to a response_url: five times within half an hour."""
    with workspace.changed:
        given = workspace.response_urls.get(id)
        if given is None or workspace.clock > given.until:
            raise RefusedError("expired_url")
        if given.uses_left == 0:
            raise RefusedError("used_url")
        show(workspace, given, body)
        given.uses_left -= 1


def show(workspace: Workspace, given: ResponseUrl, body: Any) -> None:
    """Post, replace or delete what the app answered."""
    if not isinstance(body, dict):
        raise RefusedError("invalid_payload")
    workspace.responses.append(body)
    if body.get("delete_original"):
        workspace.put(_original(workspace, given), deleted=True)
        return
    content = message_content(body)
    if body.get("replace_original"):
        # Unlike chat.update, this leaves nothing of what was there.
        anew = {"text": "", "blocks": (), "metadata": None} | content
        workspace.put(_original(workspace, given), **anew, edited=workspace.new_ts())
        return
    if (type := body.get("response_type", "ephemeral")) not in ("ephemeral", "in_channel"):
        raise RefusedError("invalid_response_type", type=type)
    workspace.add(
        Message(
            given.channel,
            workspace.new_ts(),
            workspace.bot_user,
            bot_id=workspace.bot_id,
            thread_ts=str(body.get("thread_ts") or ""),
            ephemeral_to=given.user if type == "ephemeral" else "",
            **content,
        )
    )


def _original(workspace: Workspace, given: ResponseUrl) -> Message:
    """The app's own message that the interaction came from."""
    if given.original is None:
        raise RefusedError("invalid_payload", "[ERROR] there is no original message")
    message = workspace.now(given.original)
    if message.deleted or message.bot_id != workspace.bot_id:
        raise RefusedError("message_not_found")
    return message
