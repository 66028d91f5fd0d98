"""Who may read in a place of Slack: staff, or everyone."""

from collections.abc import Set
from dataclasses import dataclass

from slack_sdk import WebClient

from ppwi_bot.answers.scope import EVERYTHING, Scope
from ppwi_bot.channels.slack.members import Members
from ppwi_bot.channels.slack.web_api import RefusedError, call, pages
from ppwi_bot.corpus.quotes import Audience

STAFF = Scope(audience=Audience.STAFF)

PAGE = 1_000
"""Members of a channel that one call lists at most."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """Where staff are among themselves: in these workspaces, and if channels are named, in these channels only."""

    client: WebClient
    members: Members
    workspaces: frozenset[str]
    channels: frozenset[str] = frozenset()

    def scope(self, workspace: str, channel: str, person: str, *, alone: bool) -> Scope:
        """What may be shown to a person of `workspace` in `channel`, who will see it alone or with everyone there.

        Slack is asked each time: a channel may have been opened to another organisation, or to a guest, a minute ago.
        Whatever it does not tell us of is a public place.

        Raises:
            AccessLostError: the token is not valid.
            UnreachableError: Slack did not answer.
        """
        named = workspace in self.workspaces and (not self.channels or channel in self.channels)
        return STAFF if named and self._among_staff(channel, person, alone) else EVERYTHING

    def _among_staff(self, channel: str, person: str, alone: bool) -> bool:
        try:
            return self._inside(channel) and self.members.are_full({person} | (set() if alone else self._in(channel)))
        except RefusedError:
            return False

    def _inside(self, channel: str) -> bool:
        info = call(self.client.conversations_info, channel=channel)["channel"]
        return not any(info.get(open_) for open_ in ("is_ext_shared", "is_pending_ext_shared", "is_org_shared"))

    def _in(self, channel: str) -> Set[str]:
        listed = pages(self.client.conversations_members, channel=channel, limit=PAGE)
        return {person for page in listed for person in page["members"]}
