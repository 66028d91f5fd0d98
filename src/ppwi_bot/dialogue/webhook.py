"""The actions as a small web application: Rasa calls it, on loopback and with a token, to plan a turn."""

import asyncio
import hmac
import logging
from collections.abc import Sequence
from typing import Any

from flask import Flask, request
from flask.typing import ResponseReturnValue
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import (
    ActionExecutionRejection,
    ActionMissingDomainException,
    ActionNotFoundException,
)

from ppwi_bot.errors import traced

logger = logging.getLogger(__name__)

_REFUSALS: dict[type[Exception], int] = {
    ActionExecutionRejection: 400,
    ActionNotFoundException: 404,
    ActionMissingDomainException: 449,
}
"""What Rasa expects to hear of each (as in rasa_sdk.endpoint)."""


def create_webhook(actions: Sequence[Action], token: str) -> Flask:
    """Make the application that runs `actions` for whoever shows `token` as `Authorization: Bearer …`.

    `POST /webhook` is Rasa's action server protocol. Serve it on loopback only.

    Raises:
        ValueError: the token is empty.
    """
    if not token:
        raise ValueError("The actions need a token.")
    executor = ActionExecutor()
    for action in actions:
        executor.register_action(action)
    expected = f"Bearer {token}".encode()
    app = Flask("ppwi_bot.dialogue.webhook", static_folder=None)

    @app.before_request
    def check_token() -> ResponseReturnValue | None:
        shown = request.headers.get("Authorization", "").encode("utf-8", "replace")
        if hmac.compare_digest(shown, expected):
            return None
        return _refusal("The token is missing or wrong.", 401)

    @app.post("/webhook")
    def webhook() -> ResponseReturnValue:
        call = request.get_json(force=True, silent=True)
        if not isinstance(call, dict) or not isinstance(call.get("next_action"), str):
            return _refusal("The body is not an action call in JSON.", 400)
        return _run(executor, call)

    return app


def _run(executor: ActionExecutor, call: dict[str, Any]) -> ResponseReturnValue:
    name = call["next_action"]
    try:
        result = asyncio.run(executor.run(call))
    except tuple(_REFUSALS) as refusal:
        logger.error("Action %s did not run: %s", name, refusal)
        return _refusal(str(refusal), _REFUSALS[type(refusal)], name)
    except Exception as error:  # noqa: BLE001 - the outermost edge: Rasa is told, and the person still gets an answer
        logger.error("Action %s failed. %s", name, traced(error))
        return _refusal("The action failed.", 500, name)
    return result.model_dump() if result else {}


def _refusal(message: str, status: int, action: str = "") -> ResponseReturnValue:
    return {"error": message, "action_name": action}, status
