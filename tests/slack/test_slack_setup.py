"""Setting up the Slack door: what an administrator is told, and that the papers agree with the code."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

from ppwi_bot.channels.slack.app import COMMAND, SHORTCUT
from ppwi_bot.cli import main
from ppwi_bot.errors import PpwiError, SettingsError
from ppwi_bot.evaluation.slack_cloud import SlackCloud
from ppwi_bot.settings import Settings
from ppwi_bot.stack.slack import MANIFEST, examine_slack, needed_scopes, require_socket_mode, slack_access

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/slack.md").read_text()


@pytest.fixture
def cloud() -> Iterator[SlackCloud]:
    with SlackCloud() as cloud:
        cloud.scopes |= needed_scopes()
        yield cloud


def settings(cloud: SlackCloud, **changes: Any) -> Settings:
    tokens = {"slack_bot_token": cloud.bot_token, "slack_app_token": cloud.app_token}
    return Settings(slack_url=cloud.api_url, **{**tokens, **changes})


def test_no_token_is_no_slack_door_and_no_fault() -> None:
    assert slack_access(Settings()) is None
    assert examine_slack(Settings()).startswith("not set up")


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"slack_bot_token": "xapp-1"}, "PPWI_SLACK_BOT_TOKEN"),
        ({"slack_app_token": "xapp-1"}, "PPWI_SLACK_BOT_TOKEN"),
        ({"slack_bot_token": "xoxb-1"}, "PPWI_SLACK_APP_TOKEN"),
        ({"slack_bot_token": "xoxb-1", "slack_app_token": "xoxb-1"}, "PPWI_SLACK_APP_TOKEN"),
        ({"slack_bot_token": "xoxb-1", "slack_signing_secret": "see below"}, "PPWI_SLACK_SIGNING_SECRET"),
    ],
)
def test_what_is_missing_or_in_the_wrong_place_is_named_without_showing_it(given: dict[str, Any], named: str) -> None:
    with pytest.raises(SettingsError, match=named) as refusal:
        slack_access(Settings(**given))
    assert "xapp-1" not in str(refusal.value)
    assert "see below" not in str(refusal.value)


def test_the_doctor_says_which_workspace_knows_us_and_how_slack_reaches_us(cloud: SlackCloud) -> None:
    assert re.fullmatch(
        r"known to the workspace .* \(T0TEAM\), reached by Socket Mode\.", examine_slack(settings(cloud))
    )


def test_the_doctor_names_each_scope_that_is_missing(cloud: SlackCloud) -> None:
    cloud.scopes -= {"im:write", "commands"}
    with pytest.raises(PpwiError, match="lacks the scopes commands, im:write"):
        examine_slack(settings(cloud))


def test_the_doctor_says_that_a_token_is_not_accepted_without_showing_it(cloud: SlackCloud) -> None:
    for wrong in ({"slack_bot_token": "xoxb-wrong"}, {"slack_app_token": "xapp-wrong"}):
        with pytest.raises(PpwiError, match="invalid_auth") as refusal:
            examine_slack(settings(cloud, **wrong))
        assert "wrong" not in str(refusal.value)


def test_the_doctor_says_that_slack_cannot_be_reached(cloud: SlackCloud) -> None:
    cloud.fail("auth.test")
    with pytest.raises(PpwiError, match=r"did not answer auth\.test"):
        examine_slack(settings(cloud))


def test_the_command_for_socket_mode_does_not_start_without_both_tokens(cloud: SlackCloud) -> None:
    with pytest.raises(SettingsError, match="PPWI_SLACK_APP_TOKEN"):
        require_socket_mode(settings(cloud, slack_app_token="", slack_signing_secret="0" * 32))
    assert "Socket Mode" in require_socket_mode(settings(cloud))


def test_the_manifest_offers_the_command_and_the_shortcut_that_the_code_answers() -> None:
    manifest = YAML(typ="safe").load(ROOT / MANIFEST)
    assert [one["command"] for one in manifest["features"]["slash_commands"]] == [COMMAND]
    assert [one["callback_id"] for one in manifest["features"]["shortcuts"]] == [SHORTCUT]


def test_the_guide_gives_a_reason_for_each_scope_and_asks_for_no_other() -> None:
    table = GUIDE.partition("| scope | for |")[2].partition("\n\n")[0]
    explained = re.findall(r"`([a-z_]+:[a-z]+|commands)`", "".join(row.split("|")[1] for row in table.splitlines()[2:]))
    assert sorted(explained) == sorted({*needed_scopes(), "connections:write"})


def test_the_command_says_in_one_line_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BOT_TOKEN", "APP_TOKEN", "SIGNING_SECRET"):
        monkeypatch.delenv(f"PPWI_SLACK_{name}", raising=False)
    outcome = CliRunner().invoke(main, ["slack"])
    assert outcome.exit_code == 1
    assert re.fullmatch(r"ppwi-bot: For Socket Mode, set .*docs/slack\.md.*\n", outcome.output)
