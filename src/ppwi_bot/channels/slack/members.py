"""Who is a full member of a workspace and who its guest."""

import time
from collections.abc import Set

from slack_sdk import WebClient

from ppwi_bot.channels.slack.web_api import pages

KNOWN_SECONDS = 10 * 60
"""So long we go by what Slack said of somebody; to ask each time could take longer than Slack allows in a big workspace."""

PAGE = 1_000
"""People that one call lists at most."""

_GUEST = ("is_restricted", "is_ultra_restricted", "is_stranger")


class Members:
    """Those of our own workspace, by id."""

    def __init__(self, client: WebClient) -> None:
        """Take the client; Slack is asked when somebody has to be known."""
        self._client = client
        self._full: dict[str, bool] = {}
        self._until = 0.0

    def are_full(self, people: Set[str]) -> bool:
        """Whether each of these is a full member. Whoever Slack does not list is none.

        Raises:
            SlackError: Slack does not tell us.
        """
        full = self._full
        if time.monotonic() >= self._until:
            full = {}
        if not full or not people <= full.keys():
            # Those not listed are remembered as well: strangers must not make us ask at every question.
            full = self._full = dict.fromkeys(people | full.keys(), False) | self._listed()
            self._until = time.monotonic() + KNOWN_SECONDS
        return all(full[one] for one in people)

    def _listed(self) -> dict[str, bool]:
        return {
            one["id"]: not any(one.get(sign) for sign in _GUEST)
            for page in pages(self._client.users_list, limit=PAGE)
            for one in page["members"]
        }
