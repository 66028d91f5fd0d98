"""What Slack may tell us of, each led to what answers it.

Every listener only writes down or hands on, so that Slack is told at once that we heard. Answers follow from the desk.
"""

import logging
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from ppwi_bot.channels.slack.buttons import COMMENT, KEEP, REMOVE, UNKNOWN, Buttons
from ppwi_bot.channels.slack.desk import Desk
from ppwi_bot.channels.slack.home import CLEAR
from ppwi_bot.channels.slack.house import Identity
from ppwi_bot.channels.slack.ledger import Ledger
from ppwi_bot.channels.slack.listening import Deleted, commanded, heard, pointed_at, pressed
from ppwi_bot.channels.slack.question import Question
from ppwi_bot.channels.slack.rendering import ASK, CALLS, HELPFUL, NOT_HELPFUL, SHARE
from ppwi_bot.channels.slack.web_api import AccessLostError
from ppwi_bot.errors import traced

log = logging.getLogger(__name__)

COMMAND = "/voices"
SHORTCUT = "what_did_the_community_say"

_ANYTHING = re.compile(".*", re.DOTALL)

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Office:
    """The people behind the counter: who takes questions down, who answers them, who sees to buttons."""

    identity: Identity
    desk: Desk
    ledger: Ledger
    buttons: Buttons
    answer: Callable[[Question], None]
    access_lost: Callable[[AccessLostError], None]

    def take(self, question: Question) -> None:
        """Take a question down, and answer it after those asked before it; one taken down before is left alone."""
        if self.ledger.take(question):
            self.desk.add(question.conversation, lambda: self.answer(question))

    def see_to(self, what: str, work: Callable[[], None], conversation: str = "") -> None:
        """Do something that is no question; one log line if it fails, without what was said."""

        def tried() -> None:
            try:
                work()
            except AccessLostError as error:
                self.access_lost(error)
            except Exception as error:  # noqa: BLE001 - the worker must go on
                log.error("slack %s failed: %s", what, traced(error))

        self.desk.add(conversation or f"{what}/{id(tried)}", tried)


def create_bolt(client: WebClient, signing_secret: str, office: Office) -> App:
    """The application that Slack's requests are handed to.

    It answers before anything slow is done (`process_before_response` makes Bolt wait until a question is in the
    ledger), and knows who we are without asking Slack at each request.
    """
    logger = logging.getLogger("slack_bolt")
    # Its warnings hold what was asked, or speak of choices that were made on purpose.
    logger.setLevel(logging.ERROR)
    token = client.token
    identity = office.identity
    app = App(
        client=client,
        # Anyone could sign with an empty secret.
        signing_secret=signing_secret or secrets.token_hex(),
        authorize=lambda: AuthorizeResult(
            enterprise_id=None, team_id=identity.team, bot_user_id=identity.bot_user, bot_token=token
        ),
        process_before_response=True,
        ssl_check_enabled=False,
        logger=logger,
    )
    _listen_to_events(app, office)
    _listen_to_commands(app, office)
    _listen_to_buttons(app, office)
    _answer_the_unknown(app, office)
    return app


def _listen_to_events(app: App, office: Office) -> None:
    buttons = office.buttons

    def message(body: Body, event: Body) -> None:
        meant = heard(event, body["team_id"], office.identity, office.ledger.answered_in)
        if isinstance(meant, Question):
            office.take(meant)
        elif isinstance(meant, Deleted) and office.ledger.note(f"deleted/{meant.channel}/{meant.ts}"):
            # After the answer, should that still be on its way.
            office.see_to("removal", lambda: buttons.offer_removal(meant), meant.conversation)

    app.event("message")(message)
    app.event("app_mention")(message)

    @app.event("app_home_opened")
    def home(event: Body) -> None:
        if event.get("tab") == "home":
            office.see_to("home", lambda: buttons.show_home(event["user"]))

    @app.event("app_uninstalled")
    def gone() -> None:
        office.access_lost(AccessLostError("The workspace has taken the app away."))

    @app.event("tokens_revoked")
    def revoked(event: Body) -> None:
        # Tokens of people may be revoked as well; we use none of them.
        if office.identity.bot_user in event["tokens"].get("bot", ()):
            office.access_lost(AccessLostError("The workspace has revoked the bot token."))

    @app.event(_ANYTHING)
    def other() -> None:
        """Whatever else is subscribed to is none of our business."""


def _listen_to_commands(app: App, office: Office) -> None:
    @app.command(COMMAND)
    def command(ack: Ack, body: Body) -> None:
        office.take(commanded(body))
        ack()

    @app.shortcut(SHORTCUT)
    def shortcut(ack: Ack, body: Body) -> None:
        office.take(pointed_at(body))
        ack()


def _listen_to_buttons(app: App, office: Office) -> None:
    buttons = office.buttons

    @app.action(re.compile(rf"{ASK}:.*"))
    def ask(ack: Ack, body: Body) -> None:
        office.take(pressed(body))
        ack()

    work: dict[str, Callable[[Body], None]] = {
        CALLS: buttons.unfold,
        SHARE: buttons.share,
        HELPFUL: buttons.helpful,
        NOT_HELPFUL: buttons.ask_why,
        REMOVE: buttons.remove,
        KEEP: buttons.leave,
        CLEAR: buttons.clear,
    }

    @app.action(re.compile("|".join(work)))
    def press(ack: Ack, body: Body) -> None:
        ack()
        name = body["actions"][0]["action_id"]
        if office.ledger.note(f"press/{body['trigger_id']}"):
            office.see_to(name, lambda: work[name](body))

    @app.view(COMMENT)
    @app.view_closed(COMMENT)
    def comment(ack: Ack, body: Body) -> None:
        buttons.keep_comment(body)
        ack()


def _answer_the_unknown(app: App, office: Office) -> None:
    """Say so to whoever used what we do not know, such as a button of an older version. It listens last."""

    @app.command(_ANYTHING)
    @app.shortcut(_ANYTHING)
    @app.action(_ANYTHING)
    @app.view(_ANYTHING)
    @app.view_closed(_ANYTHING)
    @app.options(_ANYTHING)
    def unknown(ack: Ack, body: Body) -> None:
        ack()
        log.warning("slack sent an unknown command or interaction")
        if body.get("response_url"):
            office.see_to("reply", lambda: office.buttons.say(body, UNKNOWN))
