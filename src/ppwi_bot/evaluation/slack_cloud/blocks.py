"""Whether blocks and views are what Block Kit allows, said in the words and with the pointers that Slack uses."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend
from ruamel.yaml import YAML

from ppwi_bot.evaluation.slack_cloud.messages import Json

TEXT_TOTAL = 13_200
"""Characters in all texts of a message's blocks together. Slack gives no figure; this one has been met in practice."""
TEXT_TYPES = ("plain_text", "mrkdwn")
ELEMENT_LISTS = ("elements", "accessory", "element")


def problems(surface: str, shown: Any, at: str) -> list[str]:
    """What is wrong with a message's blocks or with a view, each with the place of it.

    Args:
        surface: "message", "home" or "modal".
        shown: the list of blocks, or the view.
        at: the pointer to `shown`, such as "/blocks".
    """
    found = dict.fromkeys(
        f"[ERROR] {words} [json-pointer:{at}{''.join(f'/{part}' for part in error.absolute_path)}]"
        for error in _validator(surface).iter_errors(shown)
        for words in _in_slacks_words(error)
    )
    # Doubles are looked for in what has a sound shape only.
    return list(found) or [f"[ERROR] {words} [json-pointer:{at}]" for words in _doubles(_blocks(surface, shown))]


def text_total(blocks: list[Json]) -> int:
    """Characters in all texts of the blocks together."""
    return sum(len(text) for text in _texts(blocks))


def _blocks(surface: str, shown: Any) -> list[Json]:
    blocks: list[Json] = shown if surface == "message" else shown["blocks"]
    return blocks


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for one in part:
            yield from _texts(one)
    elif isinstance(part, dict):
        if isinstance(part.get("text"), str):
            yield part["text"]
        for one in part.values():
            yield from _texts(one)


def _doubles(blocks: list[Json]) -> Iterator[str]:
    """Ids that occur twice: of blocks, and of actions in the whole message, so that each can be told apart."""
    seen: set[tuple[str, str]] = set()
    for kind, id in _ids(blocks):
        if (kind, id) in seen:
            yield f"{kind} `{id}` already exists"
        seen.add((kind, id))


def _ids(blocks: list[Json]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        if "block_id" in block:
            yield "block_id", block["block_id"]
        for name in ELEMENT_LISTS:
            held = block.get(name, [])
            for element in held if isinstance(held, list) else [held]:
                if "action_id" in element:
                    yield "action_id", element["action_id"]


@cache
def _validator(surface: str) -> Validator:
    schemas = YAML(typ="safe").load(Path(__file__).with_name("block_kit.yaml"))
    own = {"plainText": _plain_text, "anyText": _any_text, "byType": _by_type}
    made: Validator = extend(Draft202012Validator, own)(schemas["surfaces"][surface])  # type: ignore[no-untyped-call]
    return made


def _by_type(validator: Any, schemas: Json, part: Any, schema: Json) -> Iterator[ValidationError]:
    if not isinstance(part, dict):
        yield ValidationError("must provide an object")
    elif not isinstance(part.get("type"), str) or part["type"] not in schemas:
        yield ValidationError(f"unsupported type: {part.get('type')}", path=("type",))
    else:
        yield from validator.descend(part, schemas[part["type"]])


def _plain_text(validator: Any, limit: int, part: Any, schema: Json) -> Iterator[ValidationError]:
    if isinstance(part, dict) and part.get("type") == "mrkdwn":
        yield ValidationError("must be of type plain_text", path=("type",))
    else:
        yield from _any_text(validator, limit, part, schema)


def _any_text(validator: Any, limit: int, part: Any, schema: Json) -> Iterator[ValidationError]:
    if not isinstance(part, dict):
        yield ValidationError("must provide an object")
        return
    if (type := part.get("type")) not in TEXT_TYPES:
        yield ValidationError(f"unsupported type: {type}", path=("type",))
    text = part.get("text")
    if not isinstance(text, str):
        yield ValidationError("must provide a string", path=("text",))
    elif not text.strip():
        yield ValidationError("must be more than 0 characters", path=("text",))
    elif len(text) > limit:
        yield ValidationError(f"must be less than {limit + 1} characters", path=("text",))
    flag = "emoji" if type == "plain_text" else "verbatim"
    for name in part.keys() - {"type", "text", flag}:
        yield ValidationError(f"invalid additional property: {name}")
    if not isinstance(part.get(flag, True), bool):
        yield ValidationError("must provide a boolean", path=(flag,))


def _in_slacks_words(error: ValidationError) -> Iterator[str]:
    limit: Any = error.validator_value
    match error.validator:
        case "required":
            yield from (f"missing required field: {name}" for name in limit if name not in cast(Json, error.instance))
        case "additionalProperties":
            known = cast(Json, error.schema)["properties"]
            yield from (
                f"invalid additional property: {name}" for name in cast(Json, error.instance) if name not in known
            )
        case "anyOf":
            yield "missing required field: text"
        case "maxLength":
            yield f"must be less than {limit + 1} characters"
        case "minLength":
            yield f"must be more than {limit - 1} characters"
        case "maxItems":
            yield f"no more than {limit} items allowed"
        case "minItems":
            yield f"no fewer than {limit} items allowed"
        case "enum":
            yield f"must be one of {', '.join(map(str, limit))}"
        case "type":
            yield f"must provide {'an' if limit[0] in 'aeiou' else 'a'} {limit}"
        case "pattern":
            yield "must be a valid URL"
        case _:
            yield error.message
