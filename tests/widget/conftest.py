"""A bot and a site that embeds it, on two origins, and windows of a real browser on them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from tests.web.made_door import House
from tests.widget.serving import Site, serving

from ppwi_bot.answers.answer import Answer
from ppwi_bot.answers.scope import EVERYTHING, Scope
from ppwi_bot.channels.feedback import Feedback
from ppwi_bot.channels.web import Limits, create_app
from ppwi_bot.errors import PpwiError

WAIT = 8_000
"""Milliseconds that anything expected may take on a busy machine."""


@dataclass
class PatientHouse(House):
    """A house that answers when the gate is open, and keeps feedback unless its disk is full."""

    gate: Event = field(default_factory=Event)
    full: bool = False

    def keep(self, given: Feedback) -> None:
        if self.full:
            raise PpwiError("The disk is full.")
        super().keep(given)

    def _answer(self, conversation: str | None, text: str, scope: Scope = EVERYTHING) -> Answer:
        self.gate.wait(10)
        return super()._answer(conversation, text, scope)


@dataclass
class Town:
    """Bot and site with their addresses, and what the windows told the console."""

    house: PatientHouse
    site: Site
    bot: str
    host: str
    servers: ExitStack
    told: list[ConsoleMessage] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def console(self, kind: str) -> list[str]:
        """What was told the console, of one kind ("warning", "error")."""
        return [message.text for message in self.told if message.type == kind]

    def stop_bot(self) -> None:
        """The server goes away in the middle of everything."""
        self.house.gate.set()
        self.servers.close()


Opened = Callable[..., Page]


@pytest.fixture
def limits() -> Limits:
    return Limits(requests_per_minute=100_000)


@pytest.fixture
def town(limits: Limits) -> Iterator[Town]:
    house, site = PatientHouse(), Site()
    house.gate.set()
    with serving(site.app()) as host, ExitStack() as servers:
        house.origins = frozenset({host})
        bot = servers.enter_context(serving(create_app(house.door(limits))))
        site.server = bot
        yield Town(house, site, bot, host, servers)
        house.gate.set()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(WAIT)
    yield context
    context.close()


@pytest.fixture
def visit(town: Town, context: BrowserContext) -> Iterator[Opened]:
    """Opens a page of the site in a window of its own; `bot=True` opens the bot's own chat page instead.

    What else is given changes the site first. No script may fail on any page, and no policy may be broken.
    """

    def open_page(path: str = "/", *, bot: bool = False, **site: Any) -> Page:
        for name, value in site.items():
            setattr(town.site, name, value)
        page = context.new_page()
        page.on("console", lambda message: town.told.append(message))
        page.on("pageerror", lambda error: town.errors.append(str(error)))
        page.goto((town.bot if bot else town.host) + path)
        return page

    yield open_page
    assert town.errors == []
    assert [text for text in town.console("error") if "Content Security Policy" in text] == []


@pytest.fixture
def chat(visit: Opened) -> Opened:
    """The same, with the chat open."""

    def open_chat(path: str = "/", *, bot: bool = False, **site: Any) -> Page:
        page = visit(path, bot=bot, **site)
        if not bot:
            launcher(page).click()
        question(page).wait_for()
        return page

    return open_chat


def launcher(page: Page) -> Any:
    return page.locator(".launch button")


def question(page: Page) -> Any:
    return page.locator(".panel .composer textarea")  # not that of the forms which the chat replaces


def ask(page: Page, text: str = "what about pay") -> None:
    """Type a question and send it with Enter."""
    question(page).fill(text)
    page.keyboard.press("Enter")


def answered(page: Page, number: int = 1) -> Any:
    """The answer of a number, when it is there."""
    found = page.locator("article.answer").nth(number - 1)
    found.wait_for()
    return found
