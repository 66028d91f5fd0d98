"""The chat page in a real browser, against the real stack."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from ppwi_bot.evaluation.house import Stack

pytestmark = [pytest.mark.stack, pytest.mark.browser]

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@pytest.fixture
def page(chromium: str, stack: Stack) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page()
        page.goto(stack.url)
        yield page
        browser.close()


def test_a_question_typed_and_sent_with_enter_is_answered_with_marked_quotes(page: Page) -> None:
    page.locator("#question").fill("what do providers say about pay")
    page.keyboard.press("Enter")
    expect(page.locator("#log blockquote").first).to_be_visible()
    expect(page.locator("#log")).to_contain_text("Illustrative")


def test_the_next_question_uses_what_went_before(page: Page) -> None:
    for question in ("what do providers say about pay", "and administrators?"):
        page.locator("#question").fill(question)
        page.keyboard.press("Enter")
        expect(page.locator("#question")).to_have_value("")
    expect(page.locator("#log")).to_contain_text("what administrators said about Pay and Benefits")


def test_markup_in_a_question_is_shown_and_not_run(page: Page) -> None:
    page.on("dialog", lambda dialog: pytest.fail("a script of the question ran"))
    page.locator("#question").fill("<img src=x onerror=alert(1)> pay")
    page.keyboard.press("Enter")
    expect(page.locator("#log")).to_contain_text("<img src=x onerror=alert(1)> pay")
    expect(page.locator("#log img")).to_have_count(0)
