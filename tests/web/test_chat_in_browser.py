"""The chat page in a real browser, against the real stack."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from ppwi_bot.evaluation.house import Stack

pytestmark = [pytest.mark.stack, pytest.mark.browser]


@pytest.fixture
def page(browser: Browser, stack: Stack) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(stack.url)
    page.locator(".composer .send").wait_for()
    yield page
    page.close()


def ask(page: Page, text: str) -> None:
    page.get_by_label("Your question").fill(text)
    page.keyboard.press("Enter")


def test_a_question_typed_and_sent_with_enter_is_answered_with_marked_quotes(page: Page) -> None:
    ask(page, "what do providers say about pay")
    expect(page.locator("blockquote").first).to_be_visible()
    expect(page.locator("article")).to_contain_text("Illustrative")


def test_the_next_question_uses_what_went_before(page: Page) -> None:
    for question in ("what do providers say about pay", "and administrators?"):
        ask(page, question)
        expect(page.get_by_label("Your question")).to_have_value("")
    expect(page.locator("article").last).to_contain_text("what administrators said about Pay and Benefits")


def test_the_demo_page_holds_a_working_chat_and_the_tag_to_copy(page: Page, stack: Stack) -> None:
    page.goto(f"{stack.url}/demo")
    expect(page.locator("pre")).to_contain_text(f'<script src="{stack.url}/widget.js" async')
    page.get_by_role("button", name="Ask the workforce").click()
    ask(page, "what do providers say about pay")
    expect(page.locator("blockquote").first).to_be_visible()
