"""The main job against the real stack, from another site, by keyboard; and the server killed in the middle of it."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from tests.widget.conftest import answered, ask, launcher, question
from tests.widget.serving import HOSTILE, Site, serving

from ppwi_bot.channels.feedback import FeedbackFile
from ppwi_bot.evaluation.house import Stack

pytestmark = [pytest.mark.stack, pytest.mark.browser]


@pytest.fixture
def page(browser: Browser, stack: Stack, embedding_site: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(20_000)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(embedding_site)
    yield page
    context.close()
    assert errors == []


@pytest.fixture
def embedding_site(stack: Stack) -> Iterator[str]:
    """A site with a strict policy and a hostile style sheet, at an address that the stack allows."""
    site = Site(server=stack.url, style=HOSTILE)
    with serving(site.app(), port=int(stack.site.rpartition(":")[2])) as address:
        yield address


def test_an_aide_gets_what_she_needs_before_the_hearing_by_keyboard_alone(page: Page, stack: Stack) -> None:
    launcher(page).focus()
    page.keyboard.press("Enter")
    expect(question(page)).to_be_focused()
    ask(page, "what do providers say about pay?")
    expect(answered(page).locator(".quote").nth(2)).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("Answer about Pay and Benefits")
    ask(page, "and administrators?")
    expect(answered(page, 2)).to_contain_text("what administrators said about Pay and Benefits")
    ask(page, "what can the legislature do?")
    expect(answered(page, 3).locator(".actor").first).to_contain_text("To funders and legislators")
    ask(page, "more")
    expect(answered(page, 4)).to_contain_text("more voices on")
    page.keyboard.press("ArrowUp")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.querySelector('ask-the-workforce').shadowRoot.activeElement?.textContent") == "Yes":
            break
    page.keyboard.press("Enter")
    page.keyboard.type("This saved my morning")
    page.keyboard.press("Enter")
    expect(page.locator(".feedback").last).to_contain_text("Thank you")
    page.keyboard.press("Escape")
    expect(launcher(page)).to_be_focused()
    assert [kept.comment for kept in FeedbackFile(stack.var, 90).all()] == ["This saved my morning"]


@pytest.mark.parametrize("text", ["being worn out", "pay", "what do people say about driving"])
def test_a_page_about_one_topic_answers_from_it_alone(stack: Stack, text: str) -> None:
    answer = httpx.post(f"{stack.url}/api/messages", json={"text": text, "theme": "burnout"}, timeout=30).json()[
        "answer"
    ]
    about_burnout = httpx.get(f"{stack.url}/api/counts/burnout").json()
    inside = {"burnout", "wellbeing", *(below["code"]["id"] for below in about_burnout["below"])}
    named = {code["id"] for part in ("themes", "topics", "listing") for code in answer[part]}
    quoted = {code["id"] for quote in answer["quotes"] for code in quote["topics"]}
    assert named <= inside
    assert quoted <= inside


def test_a_server_killed_in_the_middle_loses_no_question_and_goes_on_with_the_conversation(
    page: Page, stack: Stack
) -> None:
    launcher(page).click()
    ask(page, "what do providers say about pay?")
    answered(page)
    printed = len(stack.printed)
    question(page).fill("and administrators?")
    stack.part("web").kill()
    page.keyboard.press("Enter")
    expect(page.locator(".composer .problem")).to_contain_text("The answer did not arrive")
    expect(question(page)).to_have_value("and administrators?")
    stack.wait_for("Web is ready again", after=printed)
    page.get_by_role("button", name="Try again").click()
    expect(answered(page, 2)).to_contain_text("what administrators said about Pay and Benefits")
