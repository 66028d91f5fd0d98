"""The chat as a visitor feels it, measured in a real browser: how long until an answer is drawn, and what else it costs."""

from dataclasses import dataclass
from statistics import median

from playwright.sync_api import Page, sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]

_OBSERVE = """
window.long = []; window.shift = 0;
new PerformanceObserver(list => list.getEntries().forEach(one => window.long.push(one.duration)))
    .observe({type: 'longtask', buffered: true});
new PerformanceObserver(list => list.getEntries().forEach(one => { if (!one.hadRecentInput) window.shift += one.value }))
    .observe({type: 'layout-shift', buffered: true});
"""

_TIME_ANSWER = """number => {
    const root = document.querySelector('ask-the-workforce').shadowRoot, box = root.querySelector('textarea');
    box.addEventListener('keydown', () => { window.pressed = performance.now(); }, {once: true, capture: true});
    new MutationObserver((_, me) => {
        if (root.querySelectorAll('article.answer').length < number) return;
        me.disconnect();
        // A task that comes after the next frame: what was put there has been painted.
        requestAnimationFrame(() => setTimeout(() => {
            (window.drawn ??= []).push(performance.now() - window.pressed);
        }));
    }).observe(root.querySelector('.log'), {childList: true, subtree: true});
}"""

_CALLS = "performance.getEntriesByType('resource').filter(one => one.name.endsWith('/api/messages')).map(one => one.duration)"


@dataclass(frozen=True, slots=True)
class Felt:
    """Milliseconds: from Enter to the drawn answer, the API call within that, and the longest task of the page.

    `shift` is the cumulative layout shift, without unit.
    """

    drawn: float
    call: float
    longest_task: float
    shift: float


def measure(url: str, questions: list[str], chromium: str) -> Felt:
    """Ask the questions in the widget of the demonstration page; medians over all but the first, which warms up."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.add_init_script(_OBSERVE)
        page.goto(f"{url}/demo")
        page.locator(".launch button").click()
        for number, question in enumerate(questions, 1):
            _ask(page, question, number)
        drawn, calls = page.evaluate("window.drawn"), page.evaluate(_CALLS)
        longest, shift = page.evaluate("[Math.max(0, ...window.long), window.shift]")
        browser.close()
    return Felt(median(drawn[1:]), median(calls[1:]), longest, shift)


def _ask(page: Page, question: str, number: int) -> None:
    page.locator(".composer textarea").fill(question)
    page.evaluate(_TIME_ANSWER, number)
    page.keyboard.press("Enter")
    page.wait_for_function("number => (window.drawn ?? []).length === number", arg=number)
