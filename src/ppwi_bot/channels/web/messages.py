"""The API of a conversation: one message in, one answer out, and what people say about the answer."""

import re
from dataclasses import dataclass

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from ppwi_bot.answers.scope import Scope
from ppwi_bot.channels.asked import Entrance
from ppwi_bot.channels.feedback import Feedback
from ppwi_bot.channels.questions import MAX_COMMENT_CHARACTERS, answered, cleaned
from ppwi_bot.channels.web.bodies import json_object, optional_text, scope_in, text_field
from ppwi_bot.channels.web.conversations import Conversations
from ppwi_bot.channels.web.door import Limits, current_door
from ppwi_bot.channels.web.origins import from_another_site
from ppwi_bot.channels.web.refusals import BadFieldError
from ppwi_bot.channels.web.rendering import alone

blueprint = Blueprint("messages", __name__)

_ANSWER_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Message:
    """What a visitor sent. `conversation` is empty for the first message of a conversation."""

    text: str
    conversation: str
    scope: Scope


@blueprint.post("/api/messages")
def post_message() -> ResponseReturnValue:
    """Answer a message."""
    door = current_door()
    conversations = Conversations(door.secret)
    message = read_message(door.limits)
    conversation = message.conversation or conversations.new()
    key = conversations.key(conversation)
    door.voices(message.scope)  # an unknown theme is refused before anything is asked
    answer = answered(lambda: door.talk(key, message.text, message.scope))
    door.note(entrance(), message.text, answer)
    return jsonify(conversation=conversation, answer=answer.to_dict(), alone=alone(answer))


def read_message(limits: Limits) -> Message:
    """The message in this request.

    Raises:
        WrongContentTypeError: it is not declared as JSON.
        BadJsonError: it is not a JSON object.
        BadFieldError: `text` is missing, or a field is not text.
        MessageTooLongError: the text is too long.
    """
    body = json_object()
    conversation = optional_text(body, "conversation", "the id of an earlier answer")
    scope = scope_in(body)
    return Message(cleaned(text_field(body, "text", "the message"), limits.max_message_characters), conversation, scope)


def entrance() -> Entrance:
    """Where the message in this request was typed. Browsers say which page sends it; programs do not."""
    if "Origin" not in request.headers:
        return Entrance.PROGRAM
    return Entrance.WIDGET if from_another_site() else Entrance.CHAT


@blueprint.post("/api/feedback")
def post_feedback() -> ResponseReturnValue:
    """Keep what somebody says about an answer."""
    current_door().keep(read_feedback())
    return "", 204


def read_feedback() -> Feedback:
    """The feedback in this request.

    Raises:
        WrongContentTypeError: it is not declared as JSON.
        BadJsonError: it is not a JSON object.
        BadFieldError: a field is missing or of the wrong kind.
        MessageTooLongError: the comment is too long.
    """
    body = json_object()
    answer = text_field(body, "answer", "the id of an answer")
    if not _ANSWER_ID.fullmatch(answer):
        raise BadFieldError('The field "answer" must hold the id of an answer.')
    helpful = body.get("helpful")
    if not isinstance(helpful, bool):
        raise BadFieldError('The field "helpful" must be there and be true or false.')
    comment = text_field(body, "comment", "a line of text") if "comment" in body else ""
    return Feedback(answer, helpful, cleaned(comment, MAX_COMMENT_CHARACTERS))
