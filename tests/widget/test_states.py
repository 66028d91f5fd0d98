"""What can happen between a question and its answer. Nothing typed is lost, and nothing is sent twice."""

import pytest
from playwright.sync_api import Page, Route, expect
from tests.widget.conftest import Opened, Town, answered, ask, question

from ppwi_bot.channels.web import Limits
from ppwi_bot.errors import IndexUnusableError

pytestmark = pytest.mark.browser

QUESTION = "what about pay"


def problem(page: Page) -> object:
    return page.locator(".composer .problem")


def heard(town: Town) -> list[str]:
    return [text for _, text in town.house.heard]


def test_while_it_is_sent_the_button_says_so_and_sending_again_does_nothing(chat: Opened, town: Town) -> None:
    page = chat()
    town.house.gate.clear()
    ask(page, QUESTION)
    expect(page.locator(".send")).to_have_text("Sending")
    page.keyboard.press("Enter")
    page.locator(".send").click(force=True)
    town.house.gate.set()
    answered(page)
    expect(page.locator(".send")).to_have_text("Ask")
    expect(page.locator(".turn")).to_have_count(1)
    assert heard(town) == [QUESTION]


def test_after_two_seconds_it_says_that_it_takes_longer(chat: Opened, town: Town) -> None:
    page = chat()
    town.house.gate.clear()
    ask(page, QUESTION)
    expect(page.locator(".waiting")).to_have_text("Looking through the quotes …")
    expect(page.locator(".waiting")).to_contain_text("takes longer than usual", timeout=4000)
    expect(page.get_by_role("status")).to_contain_text("takes longer than usual")


def test_looking_can_be_stopped_and_the_question_is_still_there(chat: Opened, town: Town) -> None:
    page = chat()
    town.house.gate.clear()
    ask(page, QUESTION)
    page.get_by_role("button", name="Stop looking").click()
    expect(question(page)).to_have_value(QUESTION)
    expect(question(page)).to_be_focused()
    expect(page.locator(".turn")).to_have_count(0)
    expect(problem(page)).to_be_hidden()


def test_a_sent_question_leaves_the_box_once_it_is_answered(chat: Opened) -> None:
    page = chat()
    ask(page, QUESTION)
    answered(page)
    expect(question(page)).to_have_value("")
    expect(question(page)).to_be_focused()


def test_what_is_typed_while_waiting_stays(chat: Opened, town: Town) -> None:
    page = chat()
    town.house.gate.clear()
    ask(page, QUESTION)
    question(page).fill("and rest?")
    town.house.gate.set()
    answered(page)
    expect(question(page)).to_have_value("and rest?")


def test_offline_is_said_and_back_online_the_question_can_be_sent_again(chat: Opened, town: Town) -> None:
    page = chat()
    page.context.set_offline(True)
    expect(problem(page)).to_contain_text("You are offline")
    ask(page, QUESTION)
    expect(problem(page)).to_contain_text("You are offline")
    expect(question(page)).to_have_value(QUESTION)
    page.context.set_offline(False)
    expect(problem(page)).to_contain_text("You are online again")
    page.get_by_role("button", name="Send again").click()
    answered(page)
    assert heard(town) == [QUESTION]


def test_a_server_that_goes_away_meanwhile_is_said_and_nothing_is_lost(chat: Opened, town: Town) -> None:
    page = chat()
    ask(page, "first")
    answered(page)
    town.stop_bot()
    ask(page, QUESTION)
    expect(problem(page)).to_contain_text("The answer did not arrive")
    expect(question(page)).to_have_value(QUESTION)
    expect(page.locator(".turn")).to_have_count(1)
    expect(page.get_by_role("button", name="Try again")).to_be_visible()


def test_trying_again_sends_the_same_question(chat: Opened, town: Town) -> None:
    page = chat()
    town.house.failure = IndexUnusableError("gone")
    ask(page, QUESTION)
    expect(problem(page)).to_contain_text("Something went wrong on our side")
    town.house.failure = None
    page.get_by_role("button", name="Try again").click()
    answered(page)
    expect(problem(page)).to_be_hidden()
    assert heard(town) == [QUESTION, QUESTION]


class TestWithFewQuestions:
    @pytest.fixture
    def limits(self) -> Limits:
        return Limits(requests_per_minute=1)

    def test_too_many_questions_are_told_how_long_to_wait_and_go_on_after(self, chat: Opened, town: Town) -> None:
        page = chat()
        page.clock.install()
        ask(page, "first")
        answered(page)
        ask(page, QUESTION)
        expect(problem(page)).to_contain_text("Please wait")
        expect(page.locator(".countdown")).to_contain_text("to go")
        expect(question(page)).to_have_value(QUESTION)
        page.keyboard.press("Enter")
        page.clock.run_for(61_000)
        expect(problem(page)).to_contain_text("You can ask again now")
        expect(page.get_by_role("button", name="Try again")).to_be_visible()
        assert heard(town) == ["first"]


def test_an_empty_question_is_asked_for(chat: Opened, town: Town) -> None:
    page = chat()
    ask(page, "   ")
    expect(problem(page)).to_have_text("Please type a question first.")
    expect(question(page)).to_be_focused()
    assert heard(town) == []


def test_a_question_too_long_is_counted_and_not_sent(chat: Opened, town: Town) -> None:
    page = chat()
    question(page).fill("x" * 950)
    expect(page.locator(".count")).to_have_text("50 characters left")
    ask(page, "🙂" * 1001)
    expect(page.locator(".count")).to_have_text("1 character too many")
    expect(problem(page)).to_contain_text("too long")
    expect(question(page)).to_have_attribute("aria-invalid", "true")
    expect(question(page)).to_have_value("🙂" * 1001)
    assert heard(town) == []


def test_a_conversation_that_the_server_forgot_begins_anew_and_says_so(chat: Opened, town: Town) -> None:
    page = chat()
    page.evaluate("sessionStorage.setItem('ask-the-workforce::', JSON.stringify({conversation: 'gone.x', turns: []}))")
    page.reload()
    page.locator("dialog[open]").wait_for()
    ask(page, QUESTION)
    answered(page)
    expect(problem(page)).to_contain_text("does not know what you asked before")


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (200, "<html>Proxy</html>", "could not be read"),
        (200, '{"hello": 1}', "could not be read"),
        (200, '{"conversation": "x", "answer": {"id": "1", "lead": "text"}}', "could not be read"),
        (413, "<html>Too large</html>", "too long"),
        (500, "", "Something went wrong on our side"),
        (502, "<html>Bad gateway</html>", "Something went wrong on our side"),
        (403, '{"error": {"code": "origin_not_allowed", "message": ""}}', "not open to this website"),
    ],
)
def test_a_reply_that_is_no_answer_is_said_plainly_and_explained_in_the_console(
    chat: Opened, town: Town, status: int, body: str, said: str
) -> None:
    page = chat()

    def reply(route: Route) -> None:
        route.fulfill(status=status, body=body, headers={"Access-Control-Allow-Origin": town.host})

    page.route("**/api/messages", reply)
    ask(page, QUESTION)
    expect(problem(page)).to_contain_text(said)
    expect(question(page)).to_have_value(QUESTION)
    expect(page.locator(".turn")).to_have_count(0)
    assert any(text.startswith("[ask-the-workforce]") for text in town.console("error"))


def test_a_server_that_does_not_say_what_to_begin_with_can_still_be_asked(chat: Opened) -> None:
    page = chat()
    page.route("**/api/welcome*", lambda route: route.abort())
    page.reload()
    question(page).wait_for()
    ask(page, QUESTION)
    answered(page)


def test_nobody_waits_for_what_to_begin_with_to_ask(visit: Opened) -> None:
    page = visit()
    page.route("**/api/welcome*", lambda route: None)  # it never comes
    page.locator(".launch button").click()
    ask(page, QUESTION)
    answered(page)


def test_on_a_phone_the_box_to_type_in_is_seen_at_once_with_an_example(visit: Opened) -> None:
    page = visit("/about", bot=True)
    page.set_viewport_size({"width": 390, "height": 664})
    page.get_by_role("link", name="Ask", exact=True).click()
    expect(question(page)).to_be_in_viewport(ratio=1)
    expect(question(page)).to_have_attribute("placeholder", "For example: What do people say about Pay?")
    question(page).focus()
    for name in ("Ask", "What do people say about Pay?"):
        page.keyboard.press("Tab")
        expect(page.locator(".panel :focus")).to_have_text(name)
    page.locator(".starters button").first.click()
    answered(page)
    expect(page.locator(".starters")).to_be_hidden()
    expect(question(page)).to_have_attribute("placeholder", "")


def test_a_new_conversation_can_be_taken_back(chat: Opened, town: Town) -> None:
    page = chat()
    ask(page, QUESTION)
    answered(page)
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".turn")).to_have_count(0)
    page.get_by_role("button", name="Bring the old one back").click()
    expect(answered(page)).to_contain_text("balance my checkbook")
    page.get_by_role("button", name="New conversation").click()
    ask(page, QUESTION)
    answered(page)
    assert len({conversation for conversation, _ in town.house.heard}) == 2


def test_without_script_the_page_still_leads_to_answers(town: Town, browser: object) -> None:
    context = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(town.bot)
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_role("button", name="Ask").click()
    expect(page.locator("article")).to_contain_text("balance my checkbook")
    context.close()


def test_what_was_typed_before_the_chat_came_is_taken_over(visit: Opened, town: Town) -> None:
    page = visit("/about", bot=True)
    page.route("**/widget/**", lambda route: (page.wait_for_timeout(500), route.continue_())[1])
    page.goto(town.bot)
    page.locator("#question").fill("typed early")
    expect(question(page).first).to_have_value("typed early")
    expect(page.locator("#question")).to_have_count(0)
