"""The tag on somebody else's site: it works under a strict policy, is left alone by the page, and leaves it alone."""

import json

import pytest
from playwright.sync_api import BrowserContext, expect
from tests.widget.conftest import Opened, Town, answered, ask, launcher, question
from tests.widget.serving import HOSTILE, serving

from ppwi_bot.channels.web import Limits, create_app

pytestmark = pytest.mark.browser


def test_under_a_strict_policy_on_another_origin_a_question_is_answered(chat: Opened, town: Town) -> None:
    page = chat()
    ask(page)
    expect(answered(page)).to_contain_text("balance my checkbook")
    assert town.host != town.bot
    assert [text for _, text in town.house.heard] == ["what about pay"]


def test_a_hostile_style_sheet_changes_nothing(chat: Opened, visit: Opened) -> None:
    def looks(page: object, part: str) -> dict[str, object]:
        return page.evaluate(  # type: ignore[attr-defined,no-any-return]
            """part => {
                const found = document.querySelector('ask-the-workforce').shadowRoot.querySelector(part);
                const style = getComputedStyle(found), {x, y, width, height} = found.getBoundingClientRect();
                const names = ['color', 'backgroundColor', 'fontSize', 'direction', 'display', 'visibility', 'transform',
                    'fontFamily', 'opacity', 'letterSpacing'];
                return {x, y, width, height, ...Object.fromEntries(names.map(name => [name, style[name]]))};
            }""",
            part,
        )

    seen: list[list[dict[str, object]]] = []
    for style, root in (("body { margin: 40px }", "lang=en"), (HOSTILE, "lang=en dir=rtl")):
        page = visit(style=style, root=root)
        launcher(page).wait_for()
        closed = looks(page, ".launch button")
        launcher(page).click()
        ask(page)
        answered(page)
        page.wait_for_timeout(250)  # the dialog has risen
        seen.append([closed, *(looks(page, part) for part in ("dialog", "blockquote p", ".send", ".asked", ".mark"))])
        page.close()
    for usual, hostile in zip(*seen, strict=True):
        assert hostile == usual


def test_the_page_around_it_stays_as_it_is(visit: Opened, chat: Opened) -> None:
    measure = """() => [...document.querySelectorAll('html, body, body *')].map(e =>
        [e.tagName, getComputedStyle(e).font, JSON.stringify(e.getBoundingClientRect())])"""
    plain = visit(tag="data-position=inline")
    page = chat(tag="")
    ask(page)
    answered(page)
    assert page.evaluate(measure) == plain.evaluate(measure)
    assert page.evaluate("Object.keys(window)") == plain.evaluate("Object.keys(window)")


def test_nothing_moves_when_the_launcher_comes(context: BrowserContext, chat: Opened) -> None:
    context.add_init_script(
        """window.shift = 0;
        new PerformanceObserver(list => list.getEntries().forEach(e => { if (!e.hadRecentInput) window.shift += e.value }))
            .observe({type: 'layout-shift', buffered: true});"""
    )
    page = chat()
    ask(page)
    answered(page)
    assert page.evaluate("window.shift") == 0


def test_before_it_is_opened_only_the_loader_is_fetched_and_nothing_is_kept(visit: Opened, town: Town) -> None:
    page = visit()
    launcher(page).wait_for()
    fetched = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert [name for name in fetched if name.startswith(town.bot)] == [f"{town.bot}/widget.js"]
    assert page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]


def test_no_cookie_is_set_and_nobody_else_is_asked_for_anything(
    chat: Opened, town: Town, context: BrowserContext
) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = chat()
    ask(page)
    answered(page)
    assert {url for url in asked if not url.startswith((town.bot, town.host))} == set()
    assert context.cookies() == []


def test_two_tags_make_one_chat(visit: Opened, town: Town) -> None:
    page = visit(body=f"<main><h1>Hi</h1><script src='{town.bot}/widget.js' async></script></main>")
    launcher(page).wait_for()
    page.wait_for_load_state("networkidle")
    expect(page.locator("ask-the-workforce")).to_have_count(1)
    assert any("two tags" in message.text for message in town.told)


def test_a_conversation_goes_on_on_the_next_page_with_the_chat_still_open(chat: Opened, town: Town) -> None:
    page = chat()
    ask(page)
    answered(page)
    question(page).fill("half a thou")
    page.goto(f"{town.host}/next")
    expect(answered(page)).to_contain_text("balance my checkbook")
    expect(question(page)).to_have_value("half a thou")
    ask(page, "more")
    answered(page, 2)
    assert len({conversation for conversation, _ in town.house.heard}) == 1


def test_a_chat_that_opens_by_itself_takes_no_focus(chat: Opened, town: Town) -> None:
    page = chat()
    page.goto(f"{town.host}/next")
    question(page).wait_for()
    assert page.evaluate("document.activeElement === document.body")


def test_back_brings_the_conversation_back(chat: Opened, town: Town) -> None:
    page = chat(bot=True)
    ask(page)
    answered(page).get_by_role("link", name="Link to this quote").first.click()
    page.wait_for_url("**/quotes/real")
    page.go_back()
    expect(answered(page)).to_contain_text("balance my checkbook")


def test_two_tabs_hold_two_conversations(chat: Opened, town: Town) -> None:
    for page in (chat(), chat()):
        ask(page)
        answered(page)
    assert len({conversation for conversation, _ in town.house.heard}) == 2


def test_a_refused_site_reads_why_and_its_editor_what_to_change(visit: Opened, town: Town) -> None:
    town.house.origins = frozenset({"https://another.example"})
    with serving(create_app(town.house.door(Limits()))) as bot:
        page = visit(server=bot)
        launcher(page).click()
        expect(page.get_by_role("alert")).to_have_text("This chat is not open to this website yet.")
    assert any(f'PPWI_ALLOWED_ORIGINS="{town.host}"' in text for text in town.console("error"))


def test_a_server_that_is_gone_when_the_chat_is_opened_is_told_and_can_be_tried_again(
    visit: Opened, town: Town
) -> None:
    page = visit()
    launcher(page).wait_for()
    page.route("**/widget/**", lambda route: route.abort())
    launcher(page).click()
    expect(page.get_by_role("alert")).to_contain_text("cannot be opened right now")
    page.unroute("**/widget/**")
    launcher(page).click()
    expect(question(page)).to_be_focused()
    expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ("data-colour=red", "data-colour is not a setting"),
        ("data-accent=reddish", 'data-accent="reddish" is not a colour'),
        ("data-position=top", 'data-position="top" is not among right, left'),
        ("data-language=xx", 'data-language="xx" is not among en, es'),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_in_the_console_and_the_chat_works(
    chat: Opened, town: Town, tag: str, told: str
) -> None:
    page = chat(tag=tag)
    expect(question(page)).to_be_focused()
    assert any(told in text for text in town.console("warning"))


def test_the_settings_of_the_tag_are_what_is_shown(chat: Opened) -> None:
    page = chat(
        tag="data-title='Ask our carers' data-greeting='Welcome to the county.' data-position=left "
        "data-questions='How is sleep? | What about snow?'"
    )
    dialog = page.get_by_role("dialog", name="Ask our carers")
    expect(dialog).to_contain_text("Welcome to the county.")
    expect(dialog.locator(".choice")).to_have_text(["How is sleep?", "What about snow?"])
    box = dialog.bounding_box()
    assert box is not None
    assert box["x"] == 20


def test_a_page_about_one_theme_keeps_to_it(chat: Opened, town: Town) -> None:
    page = chat(tag="data-theme=rest data-corpus=made")
    expect(page.locator(".choice").first).to_have_text("What do people say about Rest?")
    ask(page)
    answered(page)
    link = page.get_by_role("link", name="This answer on its own page").get_attribute("href")
    assert link == f"{town.bot}/ask?q=what+about+pay&corpus=made&theme=rest"
    assert [scope.to_dict() for scope in town.house.scopes] == [{"corpus": "made", "theme": "rest"}]


def test_a_theme_that_does_not_exist_is_said_and_everything_is_answered(chat: Opened, town: Town) -> None:
    page = chat(tag="data-theme=moon")
    expect(page.locator(".welcome")).to_contain_text("was not found, so answers cover everything")
    ask(page)
    answered(page)
    assert [scope.to_dict() for scope in town.house.scopes] == [{}]
    assert any("moon" in text for text in town.console("error"))


def test_an_element_of_its_own_stands_where_the_editor_puts_it(visit: Opened) -> None:
    page = visit(
        tag="data-position=inline",
        body="<main><h1>Hi</h1><ask-the-workforce data-title='Ask here'>Loading</ask-the-workforce></main>",
    )
    page.get_by_role("heading", name="Ask here").wait_for()
    expect(launcher(page)).to_have_count(0)
    ask(page)
    answered(page)
    assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize("place", ["title", "greeting", "questions", "theme", "accent"])
def test_markup_in_a_setting_is_shown_and_not_run(visit: Opened, place: str) -> None:
    attack = "&lt;img src=x onerror=alert(1)&gt;"
    page = visit(tag=f'data-{place}="{attack}"')
    page.on("dialog", lambda dialog: pytest.fail("a script of the setting ran"))
    launcher(page).click()
    question(page).wait_for()
    expect(page.locator("img")).to_have_count(0)


def test_what_a_page_kept_in_a_broken_way_does_no_harm(visit: Opened, town: Town, context: BrowserContext) -> None:
    for kept in ("{", "7", json.dumps({"turns": [1, {"question": "x"}, {"question": "x", "answer": {"id": "1"}}]})):
        context.add_init_script(f"sessionStorage.setItem('ask-the-workforce::', {json.dumps(kept)})")
        page = visit()
        launcher(page).click()
        ask(page)
        answered(page)
        page.close()
