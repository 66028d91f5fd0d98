"""What Slack gave us to get in with."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Access:
    """What Slack gave us. With an app token the door uses Socket Mode; the signing secret is for requests over HTTP."""

    bot_token: str = field(repr=False)
    signing_secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    url: str = "https://slack.com/api/"
    staff_workspaces: frozenset[str] = frozenset()
    staff_channels: frozenset[str] = frozenset()
