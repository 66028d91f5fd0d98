"""What a message or view may hold: its text, blocks and metadata, checked before it is posted or shown."""

import json
import secrets
from collections.abc import Iterator
from typing import Any

from ppwi_bot.evaluation.slack_cloud.blocks import TEXT_TOTAL, problems, text_total
from ppwi_bot.evaluation.slack_cloud.messages import Json
from ppwi_bot.evaluation.slack_cloud.rules import RefusedError

TEXT_LIMIT = 40_000
UPDATE_TEXT_LIMIT = 4_000
METADATA_LIMIT = 8_000


def message_content(fields: Json, *, text_limit: int = TEXT_LIMIT) -> Json:
    """Text, blocks and metadata of a message to be posted, as far as they are given; anything amiss is refused."""
    content: Json = {}
    if fields.get("attachments"):
        raise RefusedError("invalid_attachments", "[ERROR] this stand-in knows no attachments: use blocks")
    if (text := fields.get("text")) is not None:
        if not isinstance(text, str):
            raise RefusedError("invalid_arguments", "[ERROR] must provide a string [json-pointer:/text]")
        if len(text) > text_limit:
            raise RefusedError("msg_too_long")
        content["text"] = text
    if (blocks := parsed(fields.get("blocks"), "invalid_blocks_format")) is not None:
        content["blocks"] = _blocks(blocks)
    if (metadata := parsed(fields.get("metadata"), "invalid_metadata_format")) is not None:
        content["metadata"] = _metadata(metadata)
    if not (content.get("text") or "").strip() and not content.get("blocks"):
        raise RefusedError("no_text")
    return content


def parsed(value: Any, error: str) -> Any:
    """A field that holds JSON: as it is in a JSON body, as text in a form."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        raise RefusedError(error) from None


def _blocks(blocks: Any) -> tuple[Json, ...]:
    if not isinstance(blocks, list):
        raise RefusedError("invalid_blocks_format")
    if found := problems("message", blocks, "/blocks"):
        raise RefusedError("invalid_blocks", *found)
    if text_total(blocks) > TEXT_TOTAL:
        raise RefusedError("msg_blocks_too_long")
    return tuple(with_ids(blocks))


def with_ids(blocks: list[Json]) -> Iterator[Json]:
    """The blocks with the ids that Slack makes up where there are none."""
    for block in blocks:
        yield {"block_id": secrets.token_urlsafe(4)} | block


def _metadata(metadata: Any) -> Json:
    match metadata:
        case {"event_type": str(name), "event_payload": dict()} if name and len(metadata) == 2:
            if len(json.dumps(metadata).encode()) > METADATA_LIMIT:
                raise RefusedError("metadata_too_large")
            return dict(metadata)
    raise RefusedError("invalid_metadata_format")
