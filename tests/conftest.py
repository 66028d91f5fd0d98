"""What tests of several kinds share: the whole house, booted once, and a browser to look at it with."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from ppwi_bot.evaluation import house as houses
from ppwi_bot.evaluation.browser import FLAGS
from ppwi_bot.evaluation.house import Stack
from ppwi_bot.evaluation.slack_cloud import SlackCloud


@pytest.fixture(scope="session")
def free_ports() -> Callable[[int], list[int]]:
    """Gives so many ports that are free at the moment."""
    return houses.free_ports


@pytest.fixture(scope="session")
def cloud() -> Iterator[SlackCloud]:
    """A stand-in for Slack, in which the real thing is installed."""
    with SlackCloud() as cloud:
        yield cloud


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory, cloud: SlackCloud) -> Iterator[Stack]:
    """The real thing on ports of its own, with no conversations yet. It needs what `make test` has built."""
    with houses.running(tmp_path_factory.mktemp("var"), houses.opened_to(cloud)) as house:
        house.wait_for("The Slack door is open")
        yield house


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; `make test` looks for one and names it in PPWI_CHROMIUM."""
    named = os.environ.get("PPWI_CHROMIUM")
    names = [named] if named else ["chromium", "chromium-browser", "google-chrome"]
    if found := next(filter(None, map(shutil.which, names)), None):
        return found
    if os.environ.get("CI") == "true":
        pytest.fail("No Chromium here, and in CI the browser tests must run.")
    pytest.skip("no Chromium here: install it, or set PPWI_CHROMIUM")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium for all tests; each opens windows of its own in it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()
