"""The Rasa server as a part of the house: its own Python, loopback only, few of our settings."""

import os
from collections.abc import Mapping
from pathlib import Path

import httpx

from ppwi_bot.errors import PpwiError
from ppwi_bot.settings import Settings
from ppwi_bot.stack.part import Part
from ppwi_bot.stack.ready import answers

BOT = Path("bot")
MODEL = BOT / "models" / "ppwi.tar.gz"


class RasaMissingError(PpwiError):
    """Rasa's environment or its trained model is not there."""

    status = 503
    code = "dialogue"


def rasa_part(settings: Settings, token: str) -> Part:
    """Describe the Rasa process; `token` is what it shows to the actions webhook.

    Raises:
        RasaMissingError: its environment or model has not been made yet.
    """
    if not os.access(settings.rasa_python, os.X_OK):
        raise RasaMissingError(f"Rasa's environment is missing ({settings.rasa_python}): say `make run`.")
    if not MODEL.is_file():
        raise RasaMissingError(f"The dialogue has not been trained yet ({MODEL}): say `make run`.")
    return Part(
        name="Rasa",
        command=_command(settings),
        environment=_environment(settings, token, os.environ),
        ready=lambda: is_ready(settings.rasa_url),
        hidden=(token,),
    )


def rasa_client(settings: Settings) -> httpx.Client:
    """Make the client for messages to Rasa; it keeps a connection for each request served at the same time."""
    # trust_env off: a proxy set for the outside world would get every message, and cannot reach Rasa.
    return httpx.Client(limits=httpx.Limits(max_connections=settings.threads), trust_env=False)


def is_ready(rasa_url: str) -> bool:
    """Whether Rasa has loaded its model and takes messages."""
    return answers(f"{rasa_url}/webhooks/rest/")


def _command(settings: Settings) -> tuple[str, ...]:
    where = ("-i", "127.0.0.1", "-p", str(settings.rasa_port))
    files = ("--endpoints", str(BOT / "endpoints.yml"), "--credentials", str(BOT / "credentials.yml"))
    # Not resolved: behind the link is the Python that the environment was made from.
    return (
        str(settings.rasa_python.absolute()),
        str(BOT / "quiet_rasa.py"),
        "run",
        "-m",
        str(MODEL),
        *where,
        *files,
    )


def _environment(settings: Settings, token: str, ours: Mapping[str, str]) -> dict[str, str]:
    kept = {
        name: value
        for name, value in ours.items()
        if not name.startswith(("PPWI_", "PYTHON")) and name != "VIRTUAL_ENV"
    }
    return kept | {
        "PYTHONUNBUFFERED": "1",
        # One message at a time is worked on; more threads would only take the cores from the search.
        "OMP_NUM_THREADS": "1",
        "PPWI_ACTIONS_PORT": str(settings.actions_port),
        "PPWI_ACTIONS_TOKEN": token,
        "PPWI_VAR": str(settings.var),
    }
