"""Puts the pieces of the web process together."""

import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ppwi_bot.answers.scope import Parts
from ppwi_bot.answers.voices import LatestVoices
from ppwi_bot.channels.asked import AskedFile
from ppwi_bot.channels.feedback import FeedbackFile, keep_masked
from ppwi_bot.channels.recording import OrdinaryWords, Recorder
from ppwi_bot.channels.slack import ledger
from ppwi_bot.channels.slack.door import SlackDoor
from ppwi_bot.channels.slack.house import House
from ppwi_bot.channels.slack.serving import slack_blueprint
from ppwi_bot.channels.web.app import create_app
from ppwi_bot.channels.web.door import Door, Keeping, Limits
from ppwi_bot.dialogue import expiry
from ppwi_bot.dialogue.actions import all_actions
from ppwi_bot.dialogue.conversation import Conversations
from ppwi_bot.dialogue.webhook import create_webhook
from ppwi_bot.settings import Settings
from ppwi_bot.stack.forgetting import Forgetting
from ppwi_bot.stack.rasa import is_ready, rasa_client
from ppwi_bot.stack.slack import slack_access

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Wired:
    """The web process put together: what is public, what Rasa calls, and what is to be done at the end."""

    public: "WSGIApplication"
    webhook: "WSGIApplication"
    close: Callable[[], None]


def wire(settings: Settings) -> Wired:
    """Open the index, load the model, and make the public application and the actions webhook.

    Raises:
        PpwiError: something they need is missing; the text says what to do.
    """
    voices = LatestVoices(settings)
    # The first question would otherwise wait for the model.
    voices().searcher.embedder.question("warm")
    http = rasa_client(settings)
    parts_of_voices = Parts(voices)
    conversations = Conversations(parts_of_voices, http, settings.rasa_url, settings.rasa_timeout)

    def parts() -> Mapping[str, bool]:
        # Without Slack: where its door is shut, this one is as ready as ever.
        return {"index": True, "dialogue": is_ready(settings.rasa_url)}

    secret = _secret(settings)
    ordinary = OrdinaryWords(lambda: voices().library, settings.nlu)
    feedback = FeedbackFile(settings.var, settings.keep_feedback_days)
    keep = partial(keep_masked, feedback, ordinary)
    house = House(conversations.plan, parts_of_voices, keep, secret, settings.public_url.rstrip("/"))
    access = slack_access(settings)
    slack = SlackDoor(access, house, settings.var, settings.keep_conversations_days) if access else None
    asked = AskedFile(settings.var, settings.keep_questions_days)
    recorder = Recorder(asked, ordinary) if settings.keep_questions_days else None
    door = Door(
        talk=conversations.talk,
        ask=conversations.ask,
        voices=parts_of_voices,
        keep=keep,
        note=recorder.note if recorder else lambda *_: None,
        keeping=Keeping(settings.keep_questions_days, settings.keep_conversations_days, settings.keep_feedback_days),
        parts=parts,
        secret=secret,
        origins=frozenset(settings.allowed_origins),
        limits=Limits(requests_per_minute=settings.requests_per_minute, trusted_proxies=settings.trusted_proxies),
    )
    app = create_app(door, [slack_blueprint(slack)] if slack and slack.hears_http else [])
    closing = ExitStack()
    closing.callback(http.close)
    if slack:
        slack.open()
        closing.callback(slack.close)
    if recorder:
        closing.callback(recorder.close)
    days = settings.keep_conversations_days
    forgetting = Forgetting(
        [
            asked.forget_old,
            feedback.forget_old,
            partial(expiry.forget_old, settings.var, days),
            partial(ledger.forget_old, settings.var, days),
        ]
    )
    closing.callback(forgetting.close)
    webhook = create_webhook(all_actions(parts_of_voices), settings.actions_token.get_secret_value())
    return Wired(app, webhook, closing.close)


def _secret(settings: Settings) -> bytes:
    """What signs conversation ids: the setting, or one made once and kept, so that a restart keeps conversations."""
    if given := settings.secret.get_secret_value():
        return given.encode()
    path = settings.var / "secret"
    try:
        # Exclusive and private from its first moment.
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_hex(SECRET_BYTES).encode())
    except FileExistsError:
        pass
    return Path(path).read_bytes()
