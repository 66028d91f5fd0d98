"""For everyone: by keyboard, by ear, zoomed, in the dark, in colours of one's own."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.web.made_door import COMPARISON, DECLINE, PARTICIPATION, SUPPORT, pay_plan
from tests.widget.conftest import WAIT, Opened, Town, answered, ask, launcher, question

from ppwi_bot.errors import IndexUnusableError

pytestmark = pytest.mark.browser

LEAST_CONTRAST = 4.5
ACCENTS = ("#0b5d55", "yellow", "#fff", "#000", "#ff0000", "#00ff00", "#0000ff", "cyan", "magenta", "hotpink", "#777",
           "oklch(0.95 0.3 110)", "rgb(255 200 0 / 0.2)", "#663399", "orange", "lime")  # fmt: skip

CONTRASTS = """() => {
    const paint = colour => {
        const canvas = document.createElement('canvas'), pen = canvas.getContext('2d');
        pen.fillStyle = colour;
        pen.fillRect(0, 0, 1, 1);
        return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
        .reduce((sum, v, at) => sum + v * [.2126, .7152, .0722][at], 0);
    const contrast = (one, other) => {
        const [high, low] = [light(paint(one)), light(paint(other))].sort((a, b) => b - a);
        return (high + .05) / (low + .05);
    };
    const root = document.querySelector('ask-the-workforce').shadowRoot;
    const style = part => getComputedStyle(root.querySelector(part));
    return {
        send: contrast(style('.send').color, style('.send').backgroundColor),
        asked: contrast(style('.asked').color, style('.asked').backgroundColor),
        chip: contrast(style('.chip.topic').color, style('.chip.topic').backgroundColor),
        link: contrast(style('.doing a').color, style('.answer').backgroundColor),
        edge: contrast(style('.share a').color, style('.body').backgroundColor),
    };
}"""


PLANS = {
    "answer": pay_plan("real", "low-pay-1", "long", "spanish"),
    "comparison": COMPARISON,
    "decline": DECLINE,
    "support": SUPPORT,
    "figures": PARTICIPATION,
}


@pytest.mark.parametrize("bot", [False, True], ids=["widget", "page"])
def test_nothing_is_wrong_with_the_empty_chat(
    chat: Opened, visit: Opened, violations: Callable[..., list[Any]], bot: bool
) -> None:
    if not bot:
        page = visit()
        launcher(page).wait_for()
        assert violations(page) == []
        page.close()
    assert violations(chat(bot=bot)) == []


@pytest.mark.parametrize("kind", PLANS)
def test_nothing_is_wrong_with_any_kind_of_answer(
    chat: Opened, town: Town, violations: Callable[..., list[Any]], kind: str
) -> None:
    town.house.plan = PLANS[kind]
    for bot in (False, True):
        page = chat(bot=bot)
        ask(page)
        answered(page)
        page.locator("article details").evaluate_all("all => all.forEach(one => { one.open = true; })")
        if kind != "support":
            page.locator(".feedback button").first.click()
        page.wait_for_load_state("networkidle")
        assert violations(page) == []
        page.close()


def test_nothing_is_wrong_with_any_trouble(chat: Opened, town: Town, violations: Callable[..., list[Any]]) -> None:
    page = chat()
    ask(page, "")
    assert violations(page) == []
    ask(page, "x" * 1200)
    assert violations(page) == []
    town.house.failure = IndexUnusableError("gone")
    ask(page)
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    assert violations(page) == []
    town.house.failure = None
    town.house.gate.clear()
    ask(page)
    page.get_by_role("button", name="Stop looking").wait_for()
    assert violations(page) == []
    town.house.gate.set()
    page.get_by_role("button", name="Menu").click()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["dark", "forced"])
def test_nothing_is_wrong_in_the_dark_or_in_forced_colours(
    browser: Browser, town: Town, violations: Callable[..., list[Any]], scheme: str
) -> None:
    options: dict[str, Any] = {"color_scheme": "dark"} if scheme == "dark" else {"forced_colors": "active"}
    context = browser.new_context(**options)
    page = context.new_page()
    page.goto(town.bot)
    ask(page)
    answered(page)
    # Forced colours are the reader's own: what would be measured are not the colours that are seen.
    assert violations(page, contrast=scheme == "dark") == []
    context.close()


def test_the_whole_conversation_goes_by_keyboard_and_focus_returns_where_it_was(visit: Opened, town: Town) -> None:
    page = visit()
    launcher(page).wait_for()
    page.keyboard.press("Tab")  # the page's own link
    page.keyboard.press("Tab")
    expect(launcher(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(question(page)).to_be_focused()
    page.keyboard.type("what about pay")
    page.keyboard.press("Enter")
    answered(page)
    page.keyboard.press("ArrowUp")
    expect(page.locator(".asked")).to_be_focused()
    visited = tabbed(page, until="Yes")
    assert visited.count("Copy with citation") == 3
    page.keyboard.press("Enter")
    page.keyboard.type("Good")
    page.keyboard.press("Enter")
    expect(page.locator(".feedback")).to_contain_text("Thank you")
    page.keyboard.press("Escape")
    expect(launcher(page)).to_be_focused()
    assert [given.comment for given in town.house.feedback] == ["Good"]


def tabbed(page: Page, until: str) -> list[str]:
    """Tab on until something of that name has the focus; the names on the way."""
    names: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate("document.querySelector('ask-the-workforce').shadowRoot.activeElement?.textContent ?? ''")
        if name == until:
            return names
        names.append(name)
    raise AssertionError(f"{until} was never reached: {names}")


def test_a_closed_chat_keeps_no_focus_and_an_open_one_lets_it_go(visit: Opened) -> None:
    page = visit()
    launcher(page).click()
    expect(question(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    expect(launcher(page)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("link", name="Next page")).to_be_focused()
    launcher(page).click()
    expect(question(page)).to_be_focused()
    page.get_by_role("link", name="Next page").focus()
    expect(page.get_by_role("link", name="Next page")).to_be_focused()


def test_on_a_small_screen_the_page_behind_cannot_be_reached(chat: Opened, context: BrowserContext) -> None:
    page = chat()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator("dialog:modal")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(page.locator("dialog:modal")).to_have_count(0)
    expect(page.locator("dialog")).to_be_visible()


def test_an_answer_is_announced_once_and_not_read_out(chat: Opened) -> None:
    page = chat()
    page.evaluate(
        """window.said = [];
        new MutationObserver(list => list.forEach(one => said.push(one.target.textContent)))
            .observe(document.querySelector('ask-the-workforce').shadowRoot.querySelector('[role=status]'),
                {childList: true, subtree: true, characterData: true});"""
    )
    ask(page)
    answered(page)
    page.wait_for_timeout(300)
    assert page.evaluate("said") == ["Looking through the quotes …", "Answer about Pay: 3 quotes."]
    live = page.locator(".log").evaluate("log => log.closest('[aria-live], [role=log], [role=status], [role=alert]')")
    assert live is None


def test_a_screen_reader_meets_the_answer_as_headings_lists_and_quotes(chat: Opened) -> None:
    page = chat()
    ask(page)
    answered(page)
    tree = page.locator("dialog").aria_snapshot()
    for line in (
        'dialog "Ask the workforce"',
        'heading "what about pay" [level=3]',
        'list "Where this belongs"',
        'heading "Summary: Pay Illustrative" [level=4]',
        'heading "In their words" [level=4]',
        "blockquote",
        'button "Copy with citation"',
        'heading "To government agencies" [level=5]',
        'group "Was this helpful?"',
        'textbox "Your question"',
    ):
        assert line in tree


def test_names_for_the_voice_are_the_words_that_are_seen(chat: Opened) -> None:
    page = chat()
    ask(page)
    answered(page)
    for control in page.locator("dialog button, dialog a").all():
        assert control.get_attribute("aria-label") is None
        assert (control.text_content() or "").strip()


@pytest.mark.parametrize("bot", [False, True], ids=["widget", "page"])
@pytest.mark.parametrize(("width", "height"), [(195, 422), (320, 225), (320, 700), (640, 400), (390, 844), (820, 1180)])
def test_nothing_is_cut_off_on_any_screen_and_at_any_zoom(
    browser: Browser, town: Town, bot: bool, width: int, height: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": height})
    context.set_default_timeout(WAIT)
    page = context.new_page()
    town.house.plan = pay_plan("real", "long", "verbatim")
    page.goto(town.bot if bot else town.host)
    if not bot:
        launcher(page).click()
    ask(page)
    answered(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    too_wide = page.locator(".panel").evaluate(
        """panel => [...panel.querySelectorAll('*:not(.unseen)')]
            .filter(part => part.getBoundingClientRect().right > innerWidth + 1 && !part.closest('.unseen'))
            .map(part => part.className || part.tagName)"""
    )
    assert too_wide == []
    page.locator(".send").scroll_into_view_if_needed()
    expect(page.locator(".send")).to_be_in_viewport()
    context.close()


@pytest.mark.parametrize(
    "path", ["/themes", "/themes/care", "/topics/pay", "/ask?q=pay", "/quotes/low-pay-1", "/about"]
)
def test_no_page_moves_sideways_on_a_phone_zoomed_to_twice_its_size(browser: Browser, town: Town, path: str) -> None:
    context = browser.new_context(viewport={"width": 195, "height": 422})
    page = context.new_page()
    page.goto(town.bot + path)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".skip").evaluate("link => link.getBoundingClientRect().bottom") <= 0
    context.close()


def test_what_can_be_pressed_is_large_enough(chat: Opened) -> None:
    page = chat()
    ask(page)
    answered(page)
    for control in page.locator("dialog button:visible, dialog .doing a:visible").all():
        box = control.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_any_colour_of_the_site_can_be_read(browser: Browser, town: Town, scheme: Any) -> None:
    context = browser.new_context(color_scheme=scheme)
    context.set_default_timeout(WAIT)
    page = context.new_page()
    page.goto(town.host)
    launcher(page).click()
    ask(page)
    answered(page)
    too_faint = {}
    for accent in ACCENTS:
        page.evaluate(
            "accent => document.querySelector('ask-the-workforce').shadowRoot.querySelector('.root')"
            ".style.setProperty('--given', accent)",
            accent,
        )
        found = page.evaluate(CONTRASTS)
        too_faint |= {(accent, name): round(value, 2) for name, value in found.items() if value < LEAST_CONTRAST}
    assert too_faint == {}
    context.close()


def test_motion_is_left_out_for_those_who_ask_for_it(browser: Browser, town: Town) -> None:
    animations = {}
    for motion in ("reduce", "no-preference"):
        context = browser.new_context(reduced_motion=motion)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(town.host)
        launcher(page).click()
        panel = page.locator("dialog[open]")
        panel.wait_for()
        animations[motion] = panel.evaluate("panel => getComputedStyle(panel).animationName")
        context.close()
    assert animations == {"reduce": "none", "no-preference": "rise"}


def test_the_interface_speaks_spanish_and_the_quotes_stay_as_they_were_said(chat: Opened, town: Town) -> None:
    town.house.plan = pay_plan("real", "spanish")
    page = chat(tag="data-language=es", root="lang=en")
    expect(page.locator(".root")).to_have_attribute("lang", "es")
    ask(page)
    found = answered(page)
    expect(page.get_by_role("status")).to_have_text("Respuesta sobre Pay: 2 citas.")
    expect(found.locator(".lead p")).to_have_attribute("lang", "en")
    expect(found).to_contain_text("Palabras de participante")
    assert [quote.get_attribute("lang") for quote in found.locator("blockquote").all()] == ["en", "es"]
    expect(found.locator(".bars").first).to_contain_text("7 ilustrativas")


def test_the_language_of_the_page_is_taken_where_none_is_set(chat: Opened) -> None:
    page = chat(root="lang=es-MX")
    expect(page.locator("dialog")).to_contain_text("Pregunte al personal")
