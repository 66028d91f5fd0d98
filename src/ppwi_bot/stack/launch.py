"""Starts the whole house from the settings."""

import os
import secrets
import sys
from pathlib import Path

from pydantic import SecretStr

from ppwi_bot.errors import SettingsError
from ppwi_bot.settings import Settings
from ppwi_bot.stack.part import Part
from ppwi_bot.stack.ports import Listening, check_ports, web_places
from ppwi_bot.stack.rasa import rasa_part
from ppwi_bot.stack.ready import answers
from ppwi_bot.stack.slack import slack_access
from ppwi_bot.stack.supervisor import Say, supervise

EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 - compared with, not bound to


def launch(settings: Settings, say: Say) -> int:
    """Run the web door and Rasa until asked to stop; see `supervise` for `say` and the exit code.

    Raises:
        SettingsError: a port is taken, the folder for conversations cannot be written, or Slack is half set up.
        RasaMissingError: Rasa's environment or its model has not been made yet.
    """
    check_house_ports(settings)
    slack_access(settings)
    token = settings.actions_token.get_secret_value() or secrets.token_urlsafe(32)
    parts = (web_part(settings, token), rasa_part(settings, token))
    _make_folder(settings.var)
    say("Starting the web door and the dialogue; this takes 15 to 30 seconds …")
    return supervise(parts, say, address(settings))


def check_house_ports(settings: Settings) -> None:
    """Make sure that every port of the house is free.

    Raises:
        SettingsError: names the port and the setting to change.
    """
    check_ports((*web_places(settings), Listening("127.0.0.1", settings.rasa_port, "PPWI_RASA_PORT")))


def web_part(settings: Settings, token: str) -> Part:
    """Describe the web process: the door and the actions, with `token` to tell Rasa from anybody else."""
    return Part(
        name="Web",
        command=(sys.executable, "-m", "ppwi_bot.stack.web"),
        environment=os.environ
        | settings_as_environment(settings)
        # One question is embedded at a time; more threads per question would only fight Rasa for the cores (see `make bench`).
        | {"OMP_NUM_THREADS": "1"}
        # Nothing is fetched at run time, not even to look whether there is something newer.
        | {"HF_HUB_OFFLINE": "1"}
        | {"PPWI_ACTIONS_TOKEN": token, "PYTHONUNBUFFERED": "1"},
        ready=lambda: answers(f"{address(settings)}/healthz"),
        hidden=(token, *(value.get_secret_value() for _, value in settings if isinstance(value, SecretStr))),
    )


def address(settings: Settings) -> str:
    """Where the door is, for a browser on this machine."""
    host = "127.0.0.1" if settings.host in EVERYWHERE else settings.host
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def settings_as_environment(settings: Settings) -> dict[str, str]:
    """Write the settings as the variables they are read from: a part sees what the command line was given."""
    return {f"PPWI_{name}".upper(): _written(value) for name, value in settings}


def _written(value: object) -> str:
    if isinstance(value, tuple):
        between = os.pathsep if all(isinstance(one, Path) for one in value) else " "
        return between.join(map(str, value))
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"{folder} cannot be made ({error.strerror}); set PPWI_VAR.") from None
    if not os.access(folder, os.W_OK):
        raise SettingsError(f"{folder} cannot be written; set PPWI_VAR to a folder of yours.")
