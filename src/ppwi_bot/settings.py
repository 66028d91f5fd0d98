"""Every setting once: the environment (`PPWI_…`) first, then `ppwi.toml` in the working directory, then the default."""

import os
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from ppwi_bot.errors import SettingsError

Port = Annotated[int, Field(ge=1, le=65535)]


class Settings(BaseSettings):
    """What can be set. Paths are relative to the working directory."""

    model_config = SettingsConfigDict(env_prefix="PPWI_", toml_file="ppwi.toml", extra="forbid", frozen=True)

    data: Annotated[tuple[Path, ...], NoDecode] = Field(
        (Path("data/ppwi"), Path("data/sample")),
        description="Corpus folders to load, separated by ':' in the environment.",
    )
    index: Path = Field(Path("index"), description="Where the built index is kept.")
    cache: Path = Field(Path(".cache"), description="Prepared model and embeddings; may be deleted at any time.")
    var: Path = Field(Path("var"), description="What must survive a restart: conversations and feedback.")
    model: str = Field(
        "all-MiniLM-L6-v2",
        description="Embedding model: this name for the packaged one, or a folder or name sentence-transformers can load.",
    )
    host: str = Field("127.0.0.1", description="Address the web door listens on.")
    port: Port = Field(8000, description="Port of the web door.")
    actions_port: Port = Field(5055, description="Loopback port of the actions webhook.")
    rasa_port: Port = Field(5005, description="Loopback port of the Rasa server.")
    rasa_python: Path = Field(Path("bot/.venv/bin/python"), description="Python of Rasa's own environment.")
    nlu: Path = Field(
        Path("bot/data/nlu"),
        description="Examples of what people mean, which Rasa and the reading of questions learn from.",
    )
    rasa_timeout: float = Field(
        4.0,
        gt=0,
        description="Seconds to wait for the dialogue before answering without the conversation's context.",
    )
    threads: int = Field(8, ge=1, le=64, description="Requests served at the same time.")
    smallest_group: int = Field(
        10,
        ge=1,
        description="Attributes shared by fewer people than this are not shown (see docs/architecture.md).",
    )
    keep_questions_days: int = Field(
        90, ge=0, description="Days for which what visitors ask is noted, without address or name; 0 notes nothing."
    )
    keep_conversations_days: int = Field(
        30, ge=1, description="Days for which what is said in a conversation is stored, so that it can go on."
    )
    keep_feedback_days: int = Field(
        90, ge=1, description="Days for which what people say about answers is kept, without address or name."
    )
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Other websites that may embed the chat, such as https://example.org, with spaces between them."
    )
    requests_per_minute: int = Field(60, ge=1, description="Questions one visitor may ask in a minute.")
    trusted_proxies: int = Field(
        0, ge=0, description="Number of reverse proxies in front whose X-Forwarded-For is believed."
    )
    actions_token: SecretStr = Field(
        SecretStr(""), description="Token between Rasa and the actions; made at each start if empty."
    )
    secret: SecretStr = Field(SecretStr(""), description="Signs conversation ids; made once and kept in var/ if empty.")

    public_url: str = Field(
        "",
        description="Address under which people reach the web door, for links in Slack; without it, none are made.",
    )
    slack_bot_token: SecretStr = Field(SecretStr(""), description="Opens the Slack door (see docs/slack.md).")
    slack_signing_secret: SecretStr = Field(
        SecretStr(""), description="Tells Slack's requests from anybody else's, where they come in over HTTP."
    )
    slack_app_token: SecretStr = Field(
        SecretStr(""), description="Lets the Slack door use Socket Mode, which needs no public address."
    )
    slack_staff_workspaces: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Ids of workspaces in which staff quotes may be shown, though not to guests, with spaces between them.",
    )
    slack_staff_channels: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Ids of the only channels there in which they may; with none, all without guests and not shared outside.",
    )
    slack_url: str = Field("https://slack.com/api/", description="Address of Slack's Web API; GovSlack has its own.")

    @field_validator("data", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(value.split(os.pathsep)) if isinstance(value, str) else value

    @field_validator("allowed_origins", "slack_staff_workspaces", "slack_staff_channels", mode="before")
    @classmethod
    def _split_words(cls, value: object) -> object:
        return tuple(value.split()) if isinstance(value, str) else value

    @field_validator("public_url", "slack_url")
    @classmethod
    def _only_addresses(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and not (parts.scheme in ("http", "https") and parts.hostname):
            raise ValueError(f"{value!r} is not an address such as https://bot.example.org")
        return value

    @field_validator("allowed_origins")
    @classmethod
    def _only_origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(_origin, value))

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then the environment, then the TOML file."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def rasa_url(self) -> str:
        """Where the Rasa server is, from this machine."""
        return f"http://127.0.0.1:{self.rasa_port}"


def _origin(text: str) -> str:
    """The origin as browsers write it: lower case, no slash at the end, no port that goes without saying."""
    try:
        parts = urlsplit(text.strip().lower())
        usual = {"http": 80, "https": 443}.get(parts.scheme)
        whole = (
            usual and parts.hostname and parts.path in ("", "/") and not (parts.query or parts.fragment or "@" in text)
        )
        if not whole or any(character in text for character in "*;,'\""):
            raise ValueError
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        return f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port not in (None, usual) else "")
    except ValueError:
        raise ValueError(f"{text!r} is not the address of a website, such as https://example.org") from None


def load_settings(**overrides: object) -> Settings:
    """Read the settings.

    Raises:
        SettingsError: a value is missing, malformed or unknown; the text names it and never shows a secret.
    """
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}" for problem in error.errors(include_input=False)
        )
        raise SettingsError(f"Settings cannot be used: {problems}. Mend ppwi.toml or the PPWI_… variable.") from None
