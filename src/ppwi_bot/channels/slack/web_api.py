"""Calling Slack's Web API: one client, and three ways in which a call can fail."""

import re
from collections.abc import Callable, Iterator
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

from ppwi_bot.errors import PpwiError

TIMEOUT_SECONDS = 10
RATE_LIMITED_TRIES = 5
"""How often a call is made again after the wait that Slack asked for."""

_ACCESS = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"})
_TROUBLE = frozenset(
    {"fatal_error", "internal_error", "ratelimited", "request_timeout", "service_unavailable", "team_added_to_org"}
)
_REASON = re.compile(r"\A[a-z0-9_]+\Z")
_OK, _SERVER_ERROR = 200, 500


class SlackError(PpwiError):
    """A call to Slack failed."""

    status = 503
    code = "slack"


class AccessLostError(SlackError):
    """Slack does not know our token, or not any more: every further call would fail as well."""


class RefusedError(SlackError):
    """Slack refuses this call; the same call would be refused again. `reason` is Slack's own word for it."""

    def __init__(self, method: str, reason: str) -> None:
        super().__init__(f"Slack refused {method}: {reason}.")
        self.reason = reason


class UnreachableError(SlackError):
    """Slack could not be reached or did not say how it went: the call may have been carried out or not."""


def web_client(token: str, url: str) -> WebClient:
    """A client that waits when Slack says so, and makes no call twice for any other reason: that could post twice."""
    return WebClient(token=token, base_url=url, timeout=TIMEOUT_SECONDS, retry_handlers=_patience())


def call(method: Callable[..., SlackResponse], **fields: Any) -> SlackResponse:
    """Call a method of the client.

    Raises:
        AccessLostError: the token is not valid.
        RefusedError: Slack says no to this call.
        UnreachableError: no answer came, or Slack has trouble of its own.
    """
    name = method.__name__.replace("_", ".", 1)
    try:
        return method(**fields)
    except SlackApiError as error:
        raise failure(name, error) from None
    except (OSError, HTTPException) as error:
        raise UnreachableError(f"Slack did not answer {name} ({type(error).__name__}).") from None


def pages(method: Callable[..., SlackResponse], **fields: Any) -> Iterator[SlackResponse]:
    """All pages of what a method lists, each asked for when it is wanted.

    Raises:
        AccessLostError, RefusedError, UnreachableError: as with `call`.
    """
    following: str | None = ""
    while following is not None:
        page = call(method, cursor=following or None, **fields)
        yield page
        following = (page.get("response_metadata") or {}).get("next_cursor") or None


def failure(method: str, error: SlackApiError, sent: str = "bot token") -> SlackError:
    """Which of the three it is that Slack says; `sent` is the kind of token that was sent."""
    response = error.response
    # In an outage, what comes is a page and no word of Slack's.
    reason = next(iter(_REASON.findall(str(response.get("error")))), f"status {response.status_code}")
    if reason in _ACCESS:
        return AccessLostError(f"Slack does not accept the {sent} ({reason}).")
    if reason in _TROUBLE or reason.startswith("status"):
        return UnreachableError(f"Slack could not carry out {method} ({reason}).")
    return RefusedError(method, reason)


def respond(url: str, **fields: Any) -> None:
    """Send a message to the address that came with a command or a press of a button.

    Raises:
        RefusedError: the address has been used up or is too old.
        UnreachableError: no answer came.
    """
    try:
        response = WebhookClient(url, timeout=TIMEOUT_SECONDS, retry_handlers=_patience()).send_dict(fields)
    except (OSError, HTTPException) as error:
        raise UnreachableError(f"Slack did not answer a response ({type(error).__name__}).") from None
    if response.status_code >= _SERVER_ERROR:
        raise UnreachableError(f"Slack could not take a response ({response.status_code}).")
    if response.status_code != _OK:
        raise RefusedError("response_url", response.body)


def _patience() -> list[Any]:
    return [RateLimitErrorRetryHandler(max_retry_count=RATE_LIMITED_TRIES)]
