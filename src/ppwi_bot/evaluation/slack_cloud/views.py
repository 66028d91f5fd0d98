"""Home tabs and modals: what views may hold, and showing them."""

import json
import secrets
from typing import Any

from ppwi_bot.evaluation.slack_cloud.blocks import problems
from ppwi_bot.evaluation.slack_cloud.content import parsed, with_ids
from ppwi_bot.evaluation.slack_cloud.messages import Json
from ppwi_bot.evaluation.slack_cloud.rules import RefusedError
from ppwi_bot.evaluation.slack_cloud.workspace import Workspace

VIEW_LIMIT = 250_000
"""Bytes of a view."""


def publish_view(workspace: Workspace, fields: Json) -> Json:
    """views.publish: show a home tab."""
    user = str(fields["user_id"])
    if user not in workspace.people:
        raise RefusedError("user_not_found")
    view = _checked(fields["view"], "home")
    before = workspace.homes.get(user)
    if fields.get("hash") and before and fields["hash"] != before["hash"]:
        raise RefusedError("hash_conflict")
    workspace.homes[user] = _shown(workspace, view, before["id"] if before else "")
    return {"view": workspace.homes[user]}


def open_view(workspace: Workspace, fields: Json) -> Json:
    """views.open: show a modal, once for each trigger id and within its three seconds."""
    view, trigger = _checked(fields["view"], "modal"), str(fields["trigger_id"])
    if (until := workspace.triggers.pop(trigger, None)) is None:
        raise RefusedError("invalid_trigger_id")
    if workspace.clock > until:
        raise RefusedError("expired_trigger_id")
    shown = _shown(workspace, view, "")
    workspace.modals.append(shown | {"trigger_id": trigger})
    return {"view": shown}


def _checked(given: Any, type: str) -> Json:
    view = parsed(given, "invalid_arguments")
    if not isinstance(view, dict) or view.get("type") != type:
        raise RefusedError("invalid_arguments", f"[ERROR] must be a view of type {type} [json-pointer:/view/type]")
    found = problems(type, view, "/view")
    if not found and "submit" not in view and any(block["type"] == "input" for block in view["blocks"]):
        found = ["[ERROR] missing required field: submit [json-pointer:/view]"]
    if found:
        raise RefusedError("invalid_arguments", *found)
    if len(json.dumps(view).encode()) > VIEW_LIMIT:
        raise RefusedError("view_too_large")
    return view


def _shown(workspace: Workspace, view: Json, id: str) -> Json:
    """A view with what Slack adds to it."""
    id = id or f"V{secrets.token_hex(5).upper()}"
    return (
        {"private_metadata": "", "callback_id": "", "external_id": ""}
        | view
        | {
            "id": id,
            "team_id": workspace.team,
            "blocks": list(with_ids(view["blocks"])),
            "state": {"values": {}},
            "hash": f"{workspace.new_ts()}{secrets.token_hex(3)}",
            "root_view_id": id,
            "previous_view_id": None,
            "app_id": workspace.app_id,
            "app_installed_team_id": workspace.team,
            "bot_id": workspace.bot_id,
        }
    )
