"""What tests of several kinds share: the whole house, booted once, and a browser to look at it with."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from ppwi_bot.evaluation import house as houses
from ppwi_bot.evaluation.browser import FLAGS
from ppwi_bot.evaluation.house import Stack
from ppwi_bot.evaluation.slack_cloud import SlackCloud

AXE = Path(__file__).parents[1] / "node_modules/axe-core/axe.min.js"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A real browser on a busy machine loses a race now and then: a test in one that fails is tried once more, and told so."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


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


@pytest.fixture(scope="session")
def axe() -> str:
    if not AXE.is_file():
        pytest.fail("axe-core is not installed. `make test` installs it; by hand: .venv/bin/npm ci")
    return AXE.read_text()


@pytest.fixture
def violations(axe: str) -> Callable[..., list[Any]]:
    """What axe-core finds wrong on the whole page, the chat included."""

    def run(page: Page, contrast: bool = True) -> list[Any]:
        page.emulate_media(reduced_motion="reduce")  # nothing is half faded in
        page.evaluate(axe)
        rules = {"color-contrast": {"enabled": contrast}}
        found = page.evaluate("rules => axe.run(document, {resultTypes: ['violations'], rules})", rules)["violations"]
        return [
            (one["id"], [node["target"] for node in one["nodes"]], one["nodes"][0]["failureSummary"]) for one in found
        ]

    return run
