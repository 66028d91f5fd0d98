"""Who may read in a place of Slack: staff, or everyone."""

from dataclasses import dataclass

from slack_sdk import WebClient

from ppwi_bot.answers.scope import EVERYTHING, Scope
from ppwi_bot.channels.slack.web_api import RefusedError, call
from ppwi_bot.corpus.quotes import Audience

STAFF = Scope(audience=Audience.STAFF)


@dataclass(frozen=True, slots=True)
class Rooms:
    """Where staff are among themselves: in these workspaces, and if channels are named, in these channels only."""

    client: WebClient
    workspaces: frozenset[str]
    channels: frozenset[str] = frozenset()

    def scope(self, workspace: str, channel: str) -> Scope:
        """What may be shown to somebody of `workspace` in `channel`.

        Slack is asked each time: a channel may have been opened to another organisation a minute ago. Whatever it does
        not tell us of is a public place.

        Raises:
            AccessLostError: the token is not valid.
            UnreachableError: Slack did not answer.
        """
        named = workspace in self.workspaces and (not self.channels or channel in self.channels)
        return STAFF if named and self._inside(channel) else EVERYTHING

    def _inside(self, channel: str) -> bool:
        try:
            info = call(self.client.conversations_info, channel=channel)["channel"]
        except RefusedError:
            return False
        return not any(info.get(open_) for open_ in ("is_ext_shared", "is_pending_ext_shared", "is_org_shared"))
