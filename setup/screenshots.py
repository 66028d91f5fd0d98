"""Draws the pictures in docs/images: the whole house is started, asked as a person would ask it, and looked at."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from ppwi_bot.evaluation.browser import FLAGS
from ppwi_bot.evaluation.house import running

IMAGES = Path(__file__).parents[1] / "docs" / "images"
QUESTION = "What do providers say about pay?"
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
DECIDED = 10
"""Findings in the sample before one that is a name without doubt."""


@contextmanager
def window(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """A window on an address, with nothing that moves."""
    context = browser.new_context(reduced_motion="reduce", **options)
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


def ask(page: Page) -> None:
    """Ask, and wait until the answer is there and its first quote is in sight."""
    page.locator(".composer textarea").fill(QUESTION)
    page.keyboard.press("Enter")
    page.locator("article.answer").wait_for()
    page.evaluate("document.activeElement.blur()")


def show_quotes(page: Page) -> None:
    """Scroll to what this is about: the quotes."""
    page.locator(".quotes").first.evaluate("quotes => quotes.scrollIntoView({block: 'start'})")


def draw(browser: Browser, url: str) -> None:
    """Draw every picture."""
    for name, size, scale in (("desktop", DESKTOP, 1), ("phone", PHONE, 2)):
        with window(browser, url, viewport=size, device_scale_factor=scale) as page:
            page.locator(".composer .send").wait_for()
            page.screenshot(path=IMAGES / f"chat-{name}-start.png")
            ask(page)
            page.screenshot(path=IMAGES / f"chat-{name}.png")
        with window(browser, f"{url}/demo", viewport=size, device_scale_factor=scale) as page:
            page.locator(".launch button").click()
            page.locator(".composer .send").wait_for()
            if name == "phone":
                page.screenshot(path=IMAGES / "widget-phone-start.png")
            ask(page)
            show_quotes(page)
            page.screenshot(path=IMAGES / f"widget-{name}.png")
    with window(browser, f"{url}/demo", viewport=DESKTOP, color_scheme="dark") as page:
        page.locator(".launch button").click()
        ask(page)
        show_quotes(page)
        page.screenshot(path=IMAGES / "widget-dark.png")


def draw_review(browser: Browser, var: Path) -> None:
    """Draw the page for identifying words, with a few decided on."""
    command = [Path(sys.executable).with_name("ppwi-bot"), "corpus", "review", "data/sample", "--serve"]
    settings = {**os.environ, "PPWI_VAR": str(var)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=settings) as process:
        try:
            address = next(found[0] for line in process.stdout or () if (found := re.search(r"http://\S+", line)))
            with window(browser, address, viewport=DESKTOP) as page:
                page.get_by_role("link", name="Begin").click()
                for _ in range(DECIDED):
                    page.get_by_role("button", name="Keep").click()
                page.screenshot(path=IMAGES / "review-desktop.png")
        finally:
            process.terminate()


def main() -> int:
    """Start the house and the browser, and draw."""
    chromium = os.environ.get("PPWI_CHROMIUM")
    if not chromium:
        sys.exit("No browser. Set PPWI_CHROMIUM to the path of a Chromium.")
    with TemporaryDirectory() as var, running(Path(var)) as house, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        draw(browser, house.url)
        draw_review(browser, Path(var))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
