"""The page for decisions in a real browser: by keyboard alone, without scripts, and for everyone."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.protecting.conftest import QUOTES, names, write_corpus
from tests.widget.serving import serving

from ppwi_bot.channels.review import create_app
from ppwi_bot.corpus.protecting.resuming import open_sitting
from ppwi_bot.corpus.protecting.sitting import Sitting, said
from ppwi_bot.corpus.reading import load_library

pytestmark = pytest.mark.browser

TOKEN = "a token for tests only"
LONG = (
    'q4,"' + "It went on and on. " * 60 + 'Rosa said so.",work,direct_service_provider,Home visitors,King County,,,\n'
)

Opened = Callable[..., Page]


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    folder, var = write_corpus(tmp_path / "data" / "mine", QUOTES + LONG), tmp_path / "var"
    return open_sitting(folder, var / "reviews" / "mine.csv", var, names, lambda found: found)


@pytest.fixture
def opened(browser: Browser, sitting: Sitting, free_ports: Callable[[int], list[int]]) -> Iterator[Opened]:
    """Opens the page in a window of its own. No script may fail, and no policy may be broken."""
    [port] = free_ports(1)
    complaints: list[str] = []
    windows = []

    def open_page(path: str = "/", **options: Any) -> Page:
        context = browser.new_context(**options)
        windows.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"http://127.0.0.1:{port}/?token={TOKEN}")
        page.goto(f"http://127.0.0.1:{port}{path}") if path != "/" else None
        return page

    with serving(create_app(sitting, TOKEN, port), port):
        yield open_page
        for window in windows:
            window.close()
    assert [one for one in complaints if "status of 4" not in one] == []


def tab_to(page: Page, name: str) -> None:
    """Go from control to control until one of this name has the focus."""
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").strip().startswith(name):
            return
    pytest.fail(f"{name} cannot be reached with the Tab key")


def asked(page: Page, number: int, scripts: bool = True) -> None:
    """Wait until a finding is asked about, and the keys are at work."""
    expect(page).to_have_title(f"Finding {number} of 5 · Before you publish")
    if scripts:
        page.locator("#keys").wait_for()


def test_everything_is_decided_and_applied_by_keyboard(opened: Opened, sitting: Sitting) -> None:
    page = opened()
    tab_to(page, "Begin")
    page.keyboard.press("Enter")
    asked(page, 1)
    page.keyboard.press("k")
    asked(page, 2)
    page.keyboard.press("u")
    asked(page, 1)
    page.keyboard.press("r")
    asked(page, 2)
    page.keyboard.press("e")
    page.keyboard.type("a keen walker")  # letters that are shortcuts elsewhere
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    asked(page, 3)
    page.keyboard.press("p")
    asked(page, 2)
    page.keyboard.press("e")
    page.keyboard.type("a keen walker")
    page.keyboard.press("Enter")
    asked(page, 3)
    page.keyboard.press("l")
    asked(page, 4)
    page.keyboard.press("w")
    asked(page, 5)
    page.keyboard.press("k")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 finding is still open")
    tab_to(page, "Decide on the open ones")
    page.keyboard.press("Enter")
    asked(page, 3)
    page.keyboard.press("k")
    expect(page.get_by_role("heading", level=1)).to_have_text("All decided")
    assert [said(row) for row in sitting.rows] == [
        "replace[name]",
        "replace[a keen walker]",
        "keep",
        "withhold",
        "keep",
    ]
    tab_to(page, "Apply 5 decisions")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your decisions are applied")
    quotes = load_library([sitting.folder]).quotes
    assert quotes["q1"].text == 'I asked [name]. Then [a keen walker] asked Omar, and "that was that".'
    assert quotes["q2"].audience == "withheld"


def test_a_key_with_ctrl_or_a_key_held_down_decides_nothing(opened: Opened, sitting: Sitting) -> None:
    page = opened("/findings/1")
    page.keyboard.press("Control+k")
    page.keyboard.press("Alt+w")
    page.keyboard.down("k")
    page.keyboard.down("k")
    asked(page, 2)
    assert [said(row) for row in sitting.rows] == ["keep", "", "", "", ""]


def test_with_shortcuts_off_a_key_decides_nothing(opened: Opened, sitting: Sitting) -> None:
    page = opened("/findings/1")
    page.get_by_role("button", name="Turn keyboard shortcuts off").click()
    page.get_by_role("button", name="Turn keyboard shortcuts on").wait_for()
    page.keyboard.press("k")
    page.keyboard.press("n")
    asked(page, 1)
    assert not sitting.steps


def test_without_scripts_everything_works_and_no_shortcut_is_promised(opened: Opened, sitting: Sitting) -> None:
    page = opened(java_script_enabled=False)
    page.get_by_role("link", name="Begin").click()
    expect(page.locator("kbd").first).to_be_hidden()
    page.get_by_role("button", name="Keep").click()
    page.get_by_role("button", name="Undo number 1").click()
    page.get_by_label("Replace it by").fill("a friend")
    page.get_by_label("Replace it by").press("Enter")
    page.get_by_role("button", name="Withhold the whole quote").click()
    asked(page, 4, scripts=False)
    page.get_by_role("button", name="Later").click()
    page.get_by_role("button", name="Keep").click()
    page.get_by_role("button", name="Apply 4 decisions").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your decisions are applied")
    assert sitting.applied
    assert (sitting.applied.replaced, sitting.applied.withheld, sitting.applied.kept) == (1, 2, 1)


@pytest.mark.parametrize(
    "look",
    [
        {},
        {"color_scheme": "dark"},
        {"forced_colors": "active"},
        {"viewport": {"width": 320, "height": 640}},
    ],
    ids=["light", "dark", "own colours", "narrow"],
)
def test_nothing_is_wrong_with_any_page(
    opened: Opened, sitting: Sitting, violations: Callable[..., list[Any]], look: dict[str, Any]
) -> None:
    contrast = "forced_colors" not in look  # there the colours are the person's own
    page = opened(**look)

    def fine() -> None:
        assert violations(page, contrast) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    fine()
    for path in ("/findings/1", "/findings/5", "/list", "/end"):
        page.goto(page.url.partition("/?")[0].split("/findings")[0].removesuffix("/list") + path)
        page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
        fine()
    page.goto(page.url.removesuffix("/end") + "/findings/1")
    page.get_by_label("Replace it by").fill("[a] [b]")
    page.get_by_role("button", name="Replace", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    fine()
    page.get_by_role("button", name="Keep").click()
    asked(page, 2)
    fine()
    page.get_by_role("link", name="Finish").click()
    fine()
    page.get_by_role("button", name="Apply 1 decision").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your decisions are applied")
    fine()
