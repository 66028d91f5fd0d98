"""Commands, pressed buttons, shortcuts and submitted forms, shaped as Slack shapes them."""

from collections.abc import Iterator
from typing import Any

from ppwi_bot.errors import PpwiError
from ppwi_bot.evaluation.slack_cloud.events import VERIFICATION_TOKEN
from ppwi_bot.evaluation.slack_cloud.messages import Channel, Json, Message
from ppwi_bot.evaluation.slack_cloud.shapes import message_json
from ppwi_bot.evaluation.slack_cloud.workspace import Workspace

DOMAIN = "example"


def command(workspace: Workspace, user: str, channel: str, text: str, command: str = "/voices") -> Json:
    """The fields of a slash command."""
    _needs_commands(workspace)
    workspace.meet(user, channel)
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": workspace.team,
        "team_domain": DOMAIN,
        "channel_id": channel,
        "channel_name": _name(workspace.channels[channel]),
        "user_id": user,
        "user_name": user.lower(),
        "command": command,
        "text": text,
        "api_app_id": workspace.app_id,
        "is_enterprise_install": "false",
        "response_url": workspace.new_response_url(channel, user),
        "trigger_id": workspace.new_trigger(),
    }


def shortcut(workspace: Workspace, user: str, message: Message, callback_id: str) -> Json:
    """A message shortcut, used on any message that the person sees."""
    _needs_commands(workspace)
    workspace.meet(user)
    return _common(workspace, user, "message_action") | {
        "callback_id": callback_id,
        "action_ts": workspace.new_ts(),
        "trigger_id": workspace.new_trigger(),
        "response_url": workspace.new_response_url(message.channel, user),
        "channel": {"id": message.channel, "name": _name(workspace.channels[message.channel])},
        "message_ts": message.ts,
        "message": message_json(workspace, message),
    }


def press(workspace: Workspace, user: str, shown: Message | Json, action_id: str, value: str | None = None) -> Json:
    """A button pressed, or an option chosen by its value, in a message or a view.

    Raises:
        PpwiError: nothing there has this action and value.
    """
    workspace.meet(user)
    message = workspace.now(shown) if isinstance(shown, Message) else None
    blocks = message.blocks if message else shown["blocks"]  # type: ignore[index]
    action = _action(blocks, action_id, value) | {"action_ts": workspace.new_ts()}
    payload = _common(workspace, user, "block_actions") | {
        "trigger_id": workspace.new_trigger(),
        "actions": [action],
        "state": {"values": {}},
    }
    if message is None:
        return payload | {"container": {"type": "view", "view_id": shown["id"]}, "view": shown}  # type: ignore[index]
    return payload | _in_message(workspace, user, message)


def submit(workspace: Workspace, user: str, view: Json, values: Json) -> Json:
    """A modal sent off with these values: by block id, then action id."""
    workspace.meet(user)
    return _common(workspace, user, "view_submission") | {
        "trigger_id": workspace.new_trigger(),
        "view": {name: part for name, part in view.items() if name != "trigger_id"} | {"state": {"values": values}},
        "response_urls": [],
    }


def dismissal(workspace: Workspace, user: str, view: Json) -> Json:
    """A modal closed without sending it off.

    Raises:
        PpwiError: Slack would not tell of it, as the view does not ask for that.
    """
    if not view.get("notify_on_close"):
        raise PpwiError("Slack would not send this: the view has no notify_on_close.")
    shown = {name: part for name, part in view.items() if name != "trigger_id"}
    return _common(workspace, user, "view_closed") | {"view": shown, "is_cleared": False}


def _common(workspace: Workspace, user: str, type: str) -> Json:
    return {
        "type": type,
        "token": VERIFICATION_TOKEN,
        "api_app_id": workspace.app_id,
        "team": {"id": workspace.team, "domain": DOMAIN},
        "user": {"id": user, "username": user.lower(), "name": user.lower(), "team_id": workspace.team},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _in_message(workspace: Workspace, user: str, message: Message) -> Json:
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": bool(message.ephemeral_to),
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload = {
        "container": container,
        "channel": {"id": message.channel, "name": _name(workspace.channels[message.channel])},
        "response_url": workspace.new_response_url(message.channel, user, message),
    }
    if message.ephemeral_to:
        # Slack keeps no copy of these, so the app is not told what stood there.
        return payload
    return payload | {"message": message_json(workspace, message)}


def _action(blocks: Any, action_id: str, value: str | None) -> Json:
    for block, element in _elements(blocks):
        if element.get("action_id") != action_id:
            continue
        found = {"action_id": action_id, "block_id": block["block_id"], "type": element["type"]}
        if element["type"] == "button":
            if value in (None, element.get("value")):
                return found | {name: element[name] for name in ("text", "value", "style", "url") if name in element}
        elif chosen := next((one for one in element.get("options", ()) if one.get("value") == value), None):
            return found | {"selected_option": chosen}
    there = [f"{element['action_id']}={element.get('value', '')!r}" for _, element in _elements(blocks)]
    raise PpwiError(f"Nothing to press with action id {action_id!r} and value {value!r}; there are: {', '.join(there)}")


def _elements(blocks: Any) -> Iterator[tuple[Json, Json]]:
    for block in blocks:
        for element in (*block.get("elements", ()), block.get("accessory"), block.get("element")):
            if element and "action_id" in element:
                yield block, element


def _name(channel: Channel) -> str:
    return "directmessage" if channel.is_im else "privategroup" if channel.is_private else channel.name


def _needs_commands(workspace: Workspace) -> None:
    if "commands" not in workspace.scopes:
        raise PpwiError("Slack would not send this: the app lacks the scope commands.")
