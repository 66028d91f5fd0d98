"""The API: one message in, one answer out; and whether the service is up."""

import json
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue

from ppwi_bot.channels.web.conversations import Conversations
from ppwi_bot.channels.web.door import Limits, current_door
from ppwi_bot.channels.web.questions import answered, cleaned
from ppwi_bot.channels.web.refusals import BadFieldError, BadJsonError, WrongContentTypeError

blueprint = Blueprint("messages", __name__)

CONVERSATION_HEADER = "X-Conversation"
"""Carries the conversation id where the body is HTML and has no room for it."""


@dataclass(frozen=True, slots=True)
class Message:
    """What a visitor sent. `conversation` is None for the first message of a conversation."""

    text: str
    conversation: str | None


@blueprint.post("/api/messages")
def post_message() -> ResponseReturnValue:
    """Answer a message; as JSON, or as the HTML the chat page shows."""
    door = current_door()
    conversations = Conversations(door.secret)
    message = read_message(door.limits)
    conversation = message.conversation or conversations.new()
    key = conversations.key(conversation)
    answer = answered(lambda: door.talk(key, message.text))
    if _wants_html():
        response = make_response(render_template("fragment.html", answer=answer))
    else:
        response = jsonify(conversation=conversation, answer=answer.to_dict())
    response.headers[CONVERSATION_HEADER] = conversation
    response.vary.add("Accept")
    return response


def read_message(limits: Limits) -> Message:
    """The message in this request.

    Raises:
        WrongContentTypeError: it is not declared as JSON.
        BadJsonError: it is not a JSON object.
        BadFieldError: `text` is missing, or a field is not text.
        MessageTooLongError: the text is too long.
    """
    if not request.is_json:
        raise WrongContentTypeError("Send the message as JSON, as Content-Type: application/json.")
    body = _parsed(request.get_data())
    conversation = body.get("conversation")
    if "conversation" in body and (not isinstance(conversation, str) or not conversation):
        raise BadFieldError('The field "conversation" must be the id of an earlier answer, or left out.')
    text = body.get("text")
    if not isinstance(text, str):
        raise BadFieldError('The field "text" must be there and hold the message as a string.')
    return Message(cleaned(text, limits.max_message_characters), conversation)


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):  # RecursionError: thousands of opening brackets
        raise BadJsonError("The body is not valid JSON in UTF-8.") from None
    if not isinstance(parsed, dict):
        raise BadJsonError('The body must be a JSON object such as {"text": "What about pay?"}.')
    return parsed


def _wants_html() -> bool:
    return request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html"


@blueprint.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Say that the process is up."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Say which parts are up; 503 while one is not."""
    parts = dict(current_door().parts())
    ready = all(parts.values())
    return jsonify(ready=ready, parts=parts), 200 if ready else 503


@blueprint.get("/openapi.yaml")
def openapi() -> Response:
    """Give the description of this API."""
    with current_app.open_resource("openapi.yaml") as file:
        return Response(file.read(), mimetype="application/yaml")
