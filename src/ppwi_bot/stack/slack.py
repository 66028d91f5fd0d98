"""The Slack door by the settings: how it may be opened, and what is wrong where it cannot be."""

import re
from pathlib import Path

from ruamel.yaml import YAML

from ppwi_bot.channels.slack.access import Access
from ppwi_bot.channels.slack.web_api import call, web_client
from ppwi_bot.errors import PpwiError, SettingsError
from ppwi_bot.settings import Settings

MANIFEST = Path("bot/slack-manifest.yaml")

_SIGNING_SECRET = re.compile(r"[0-9a-f]{32}")


def slack_access(settings: Settings) -> Access | None:
    """What Slack gave us, or nothing where the settings know no token of Slack.

    Raises:
        SettingsError: something is missing, or is not what it should be. No secret is in the text.
    """
    bot_token, signing_secret, app_token = (
        secret.get_secret_value().strip()
        for secret in (settings.slack_bot_token, settings.slack_signing_secret, settings.slack_app_token)
    )
    if not (bot_token or signing_secret or app_token):
        return None
    if not bot_token.startswith("xoxb-"):
        raise SettingsError('PPWI_SLACK_BOT_TOKEN must hold the bot token, which begins with "xoxb-".')
    if app_token and not app_token.startswith("xapp-"):
        raise SettingsError('PPWI_SLACK_APP_TOKEN must hold an app-level token, which begins with "xapp-".')
    if signing_secret and not _SIGNING_SECRET.fullmatch(signing_secret):
        raise SettingsError(
            "PPWI_SLACK_SIGNING_SECRET must hold the signing secret: 32 digits and letters from a to f."
        )
    if not (signing_secret or app_token):
        raise SettingsError(
            "Slack cannot reach us: set PPWI_SLACK_APP_TOKEN (Socket Mode) or PPWI_SLACK_SIGNING_SECRET (HTTP) as well."
        )
    return Access(
        bot_token,
        signing_secret,
        app_token,
        url=settings.slack_url,
        staff_workspaces=frozenset(settings.slack_staff_workspaces),
        staff_channels=frozenset(settings.slack_staff_channels),
    )


def examine_slack(settings: Settings) -> str:
    """Ask Slack whether it knows our tokens and grants what the app needs; a sentence on how it stands.

    Whether the signing secret is the right one, only a request from Slack can show.

    Raises:
        PpwiError: something is wrong; the text says what to do.
    """
    access = slack_access(settings)
    if access is None:
        return "not set up (see docs/slack.md)."
    known = call(web_client(access.bot_token, access.url).auth_test)
    granted = {scope.strip() for scope in known.headers.get("x-oauth-scopes", "").split(",")}
    if missing := sorted(needed_scopes() - granted):
        raise PpwiError(
            f"The app lacks the scopes {', '.join(missing)}. Add them under OAuth & Permissions, and install it again."
        )
    if access.app_token:
        call(web_client(access.app_token, access.url).apps_connections_open, app_token=access.app_token)
    ways = [way for way, there in (("Socket Mode", access.app_token), ("HTTP", access.signing_secret)) if there]
    return f"known to the workspace {known['team']} ({known['team_id']}), reached by {' and '.join(ways)}."


def require_socket_mode(settings: Settings) -> str:
    """Make sure that Slack can be reached by Socket Mode with all that the app needs; a sentence on how it stands.

    Raises:
        PpwiError: it cannot; the text says what to do.
    """
    access = slack_access(settings)
    if access is None or not access.app_token:
        raise SettingsError(
            "For Socket Mode, set PPWI_SLACK_BOT_TOKEN and PPWI_SLACK_APP_TOKEN. docs/slack.md tells where they are."
        )
    return examine_slack(settings)


def needed_scopes() -> set[str]:
    """The scopes of the bot token that the app's manifest asks for."""
    manifest = YAML(typ="safe").load(MANIFEST)
    return set(manifest["oauth_config"]["scopes"]["bot"])
