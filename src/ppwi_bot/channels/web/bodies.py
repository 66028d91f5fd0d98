"""What comes in with a request: fields of the right kind, or a refusal that names what is wrong."""

import json
from typing import Any

from flask import request

from ppwi_bot.answers.scope import Scope
from ppwi_bot.channels.web.refusals import BadFieldError, BadJsonError, WrongContentTypeError


def json_object() -> dict[str, Any]:
    """The JSON object in this request's body.

    Raises:
        WrongContentTypeError: it is not declared as JSON.
        BadJsonError: it is not a JSON object in UTF-8.
    """
    if not request.is_json:
        raise WrongContentTypeError("Send the message as JSON, as Content-Type: application/json.")
    try:
        parsed = json.loads(request.get_data().decode("utf-8"))
    except (ValueError, RecursionError):  # RecursionError: thousands of opening brackets
        raise BadJsonError("The body is not valid JSON in UTF-8.") from None
    if not isinstance(parsed, dict):
        raise BadJsonError('The body must be a JSON object such as {"text": "What about pay?"}.')
    return parsed


def text_field(body: dict[str, Any], name: str, meaning: str) -> str:
    """A field that must hold text.

    Raises:
        BadFieldError: it is missing or no text; the message says what belongs there.
    """
    value = body.get(name)
    if not isinstance(value, str):
        raise BadFieldError(f'The field "{name}" must be there and hold {meaning} as a string.')
    return value


def optional_text(body: dict[str, Any], name: str, meaning: str) -> str:
    """A field that may be left out, but holds text if it is there; empty where it is left out.

    Raises:
        BadFieldError: it is there and empty or no text.
    """
    value = body.get(name, "")
    if not isinstance(value, str) or (name in body and not value):
        raise BadFieldError(f'The field "{name}" must be {meaning}, or left out.')
    return value


def scope_in(body: dict[str, Any]) -> Scope:
    """What the answer shall keep to.

    Raises:
        BadFieldError: a field is there and no id.
    """
    return Scope(
        corpus=optional_text(body, "corpus", "the id of a corpus"),
        theme=optional_text(body, "theme", "the id of a theme or topic"),
    )


def scope_of_query() -> Scope:
    """What to keep to, as the address says."""
    return Scope(corpus=request.args.get("corpus", ""), theme=request.args.get("theme", ""))
