"""The Slack door as a whole: opened, told what Slack sends, and closed for good when Slack takes our access away."""

import logging
from functools import partial
from http.client import HTTPException
from itertools import chain, repeat
from pathlib import Path
from threading import Event, Lock, Thread

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from ppwi_bot.channels.slack.access import Access
from ppwi_bot.channels.slack.answering import WAITS, Answering
from ppwi_bot.channels.slack.app import Office, create_bolt
from ppwi_bot.channels.slack.buttons import Buttons
from ppwi_bot.channels.slack.desk import Desk
from ppwi_bot.channels.slack.house import House, Identity
from ppwi_bot.channels.slack.ledger import Ledger
from ppwi_bot.channels.slack.members import Members
from ppwi_bot.channels.slack.rooms import Rooms
from ppwi_bot.channels.slack.web_api import AccessLostError, RefusedError, UnreachableError, call, failure, web_client

log = logging.getLogger(__name__)


class SlackDoor:
    """One workspace's door. `bolt` is there while the door is open."""

    def __init__(self, access: Access, house: House, folder: Path, days: int) -> None:
        """Take what is needed; nothing is opened yet but the ledger in `folder`, which keeps things for `days` days.

        Raises:
            LedgerError: the ledger cannot be opened.
        """
        self.bolt: App | None = None
        self._access = access
        self._house = house
        self._client = web_client(access.bot_token, access.url)
        self._ledger = Ledger(folder, days)
        self._desk = Desk()
        self._closing = Event()
        self._lock = Lock()
        self._opening: Thread | None = None
        self._socket: SocketModeHandler | None = None

    @property
    def is_open(self) -> bool:
        """Whether questions from Slack are taken."""
        return self.bolt is not None

    @property
    def hears_http(self) -> bool:
        """Whether requests over HTTP can be told from anybody else's."""
        return bool(self._access.signing_secret)

    def open(self) -> None:
        """Open the door in the background; while Slack cannot be reached, it is tried again and again."""
        self._opening = Thread(target=self._open, name="slack door", daemon=True)
        self._opening.start()

    def close(self) -> None:
        """Stop listening, finish the answers under way and leave the others to the next start."""
        self._closing.set()
        if self._opening:
            self._opening.join()
        self.bolt = None
        if self._socket:
            self._socket.close()  # type: ignore[no-untyped-call]
        self._desk.close()
        self._ledger.close()

    def shut(self, error: AccessLostError) -> None:
        """Close the door to Slack alone: no call can succeed any more. Other doors stay open."""
        with self._lock:
            if self._closing.is_set():
                return
            self._closing.set()
        self.bolt = None
        log.error("The Slack door is closed. %s See docs/slack.md, and start the bot again afterwards.", error)
        if self._socket:
            # From a thread of its own: this may be one that the socket waits for.
            Thread(target=self._socket.close, daemon=True).start()

    def _open(self) -> None:
        for wait in chain(WAITS, repeat(WAITS[-1])):
            try:
                identity = self._introduced()
                if not self._closing.is_set():
                    self._listen(identity)
                return
            except AccessLostError as error:
                self.shut(error)
                return
            except RefusedError as error:
                self.shut(AccessLostError(str(error)))
                return
            except UnreachableError as error:
                log.warning("The Slack door is not open yet. %s", error)
                if self._closing.wait(wait):
                    return

    def _introduced(self) -> Identity:
        """Who we are, as Slack says."""
        known = call(self._client.auth_test)
        return Identity(team=known["team_id"], bot_user=known["user_id"])

    def _listen(self, identity: Identity) -> None:
        access = self._access
        rooms = Rooms(self._client, Members(self._client), access.staff_workspaces, access.staff_channels)
        answering = Answering(self._house, identity, self._client, rooms, self._ledger, self.shut, self._closing)
        buttons = Buttons(self._house, self._client, rooms, self._ledger)
        office = Office(identity, self._desk, self._ledger, buttons, answering.answer, self.shut)
        bolt = create_bolt(self._client, access.signing_secret, office)
        if access.app_token:
            self._socket = self._connected(bolt)
        for question, plan in self._ledger.unanswered():
            self._desk.add(question.conversation, partial(answering.answer, question, plan, maybe_sent=True))
        self.bolt = bolt
        log.info("The Slack door is open.")

    def _connected(self, bolt: App) -> SocketModeHandler:
        web = WebClient(base_url=self._access.url)
        try:
            # Asked for here and not by the handler, which would log a failure in its own words.
            address = web.apps_connections_open(app_token=self._access.app_token)["url"]
        except SlackApiError as error:
            raise failure("apps.connections.open", error, "app token") from None
        except (OSError, HTTPException) as error:
            raise UnreachableError(f"Slack did not answer apps.connections.open ({type(error).__name__}).") from None
        handler = SocketModeHandler(bolt, self._access.app_token, web_client=web)
        handler.client.wss_uri = address
        try:
            handler.connect()  # type: ignore[no-untyped-call]
        except (OSError, SlackClientError) as error:
            handler.close()  # type: ignore[no-untyped-call]
            raise UnreachableError(f"Slack's Socket Mode does not answer ({type(error).__name__}).") from None
        return handler
