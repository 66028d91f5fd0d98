"""Where Slack's requests come in over HTTP."""

import logging
import re
from itertools import count

from flask import Blueprint, Response, make_response, request
from slack_bolt.adapter.flask import SlackRequestHandler
from werkzeug.exceptions import RequestEntityTooLarge

from ppwi_bot.channels.slack.door import SlackDoor

log = logging.getLogger(__name__)

PATH = "/slack/events"

LARGEST_BODY = 1024 * 1024
"""Bytes. A message of 40,000 characters is about 250 KB as Slack sends it: twice, escaped, and in blocks."""

_TIME = re.compile("[0-9]{1,20}")
"""When Slack says that it signed a request. Anything else would be an error within Bolt, not a refusal."""

_UNAUTHORIZED, _BAD_REQUEST, _TOO_LARGE, _UNAVAILABLE = 401, 400, 413, 503


def slack_blueprint(door: SlackDoor) -> Blueprint:
    """The address that an app's events, commands and interactions are sent to."""
    blueprint = Blueprint("slack", __name__)
    refused = count(1)

    @blueprint.post(PATH)
    def slack() -> Response:
        """Hand a request of Slack on; what is not signed by Slack leaves no trace but a count."""
        request.max_content_length = LARGEST_BODY
        if (bolt := door.bolt) is None:
            # Slack tries again, a few times within the hour.
            return make_response("", _UNAVAILABLE)
        try:
            response: Response = (
                SlackRequestHandler(bolt).handle(request)
                if _TIME.fullmatch(request.headers.get("X-Slack-Request-Timestamp", ""))
                else make_response("", _UNAUTHORIZED)
            )
        except RequestEntityTooLarge:
            response = make_response("", _TOO_LARGE)
        except (ValueError, RecursionError, AttributeError, TypeError):
            # No JSON or form, or of a shape that Bolt does not expect. It reads them before it looks at the signature.
            response = make_response("", _BAD_REQUEST)
        if response.status_code in (_UNAUTHORIZED, _BAD_REQUEST, _TOO_LARGE):
            log.warning("slack request refused status=%d, %d so far", response.status_code, next(refused))
        return response

    return blueprint
