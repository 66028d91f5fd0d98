"""What the two processes are started with."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from ppwi_bot.errors import SettingsError
from ppwi_bot.settings import Settings
from ppwi_bot.stack import launch, rasa
from ppwi_bot.stack.launch import address, settings_as_environment, web_part
from ppwi_bot.stack.rasa import RasaMissingError, rasa_part

TOKEN = "open sesame"  # a made-up one


@pytest.fixture
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with what Rasa needs: an interpreter to run and a trained model."""
    monkeypatch.chdir(tmp_path)
    python = tmp_path / "bot/.venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\n")
    python.chmod(0o755)
    rasa.MODEL.parent.mkdir()
    rasa.MODEL.touch()
    return tmp_path


def test_rasa_listens_on_loopback_only(at_home: Path) -> None:
    command = list(rasa_part(Settings(host="0.0.0.0", rasa_port=5999), TOKEN).command)
    assert command[command.index("-i") + 1] == "127.0.0.1"
    assert command[command.index("-p") + 1] == "5999"


def test_rasa_is_told_where_the_actions_are_and_nothing_else_of_ours(
    at_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PPWI_SECRET", "for the door alone")
    monkeypatch.setenv("PYTHONHOME", "/of/another/python")
    environment = rasa_part(Settings(actions_port=5998, var=Path("v")), TOKEN).environment
    assert {name: value for name, value in environment.items() if name.startswith("PPWI_")} == {
        "PPWI_ACTIONS_PORT": "5998",
        "PPWI_ACTIONS_TOKEN": TOKEN,
        "PPWI_VAR": "v",
    }
    assert "PYTHONHOME" not in environment


def test_no_token_stands_in_a_command_line_where_every_account_could_read_it(at_home: Path) -> None:
    settings = Settings(secret=SecretStr("for the door alone"))
    for part in (web_part(settings, TOKEN), rasa_part(settings, TOKEN)):
        assert not [argument for argument in part.command if TOKEN in argument or "for the door" in argument]
        assert TOKEN in part.hidden


def test_a_missing_environment_names_the_command_that_makes_it(at_home: Path) -> None:
    with pytest.raises(RasaMissingError, match=r"nowhere/python.*`make run`"):
        rasa_part(Settings(rasa_python=Path("nowhere/python")), TOKEN)


def test_a_missing_model_names_the_command_that_trains_it(at_home: Path) -> None:
    rasa.MODEL.unlink()
    with pytest.raises(RasaMissingError, match="`make run`"):
        rasa_part(Settings(), TOKEN)


def test_the_web_process_sees_what_was_set_on_the_command_line(at_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = Settings(port=8123, data=(Path("data/a"), Path("data/b")), smallest_group=7, rasa_timeout=1.5)
    for name, value in settings_as_environment(given).items():
        monkeypatch.setenv(name, value)
    assert Settings() == given


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://127.0.0.1:8000"),
        ("::1", "http://[::1]:8000"),
        ("chat.example", "http://chat.example:8000"),
    ],
)
def test_the_address_shown_can_be_opened_on_this_machine(host: str, expected: str) -> None:
    assert address(Settings(host=host)) == expected


def test_nothing_is_started_where_conversations_cannot_be_kept(at_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "check_ports", lambda places: None)
    (at_home / "var").write_text("a file, not a folder")
    said: list[str] = []
    with pytest.raises(SettingsError, match="PPWI_VAR"):
        launch.launch(Settings(), said.append)
    assert not said
