"""An answer in the chat: every part of it, as the API gave it, and what can be taken from it."""

import json
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tests.web.made_door import ACTING, ATTACK, COMPARISON, DECLINE, LONG, PARTICIPATION, SUPPORT, VERBATIM, pay_plan
from tests.widget.conftest import Opened, Town, answered, ask

from ppwi_bot.channels.feedback import Feedback

pytestmark = pytest.mark.browser


@pytest.fixture
def shown(chat: Opened, town: Town) -> Page:
    """The chat with one answer of every kind of part."""
    town.house.plan = pay_plan("real", "low-pay-1", "long", "spanish", "verbatim")
    page = chat()
    ask(page)
    answered(page)
    return page


def test_quotes_stand_letter_for_letter_in_their_language_with_who_spoke(shown: Page) -> None:
    quotes = shown.locator(".quotes > li > figure > blockquote")
    texts = [quotes.nth(at).text_content() for at in range(quotes.count())]
    assert texts[0] == "I just don't want to have to balance my checkbook every week."
    assert texts[4] == VERBATIM
    assert [quotes.nth(at).get_attribute("lang") for at in range(quotes.count())] == ["en", "en", "en", "es", "en"]
    assert "don’t  know" in quotes.nth(4).inner_text()  # as it is seen: no space is lost
    expect(shown.locator("figcaption .who").nth(1)).to_have_text("Direct service provider · Home visitors · North")


def test_a_long_quote_is_cut_visibly_with_the_rest_one_click_away(shown: Page) -> None:
    long = shown.locator(".quote").nth(2)
    expect(long.locator("blockquote").first).to_contain_text("[…]")
    long.get_by_text("Read the whole quote").click()
    assert long.locator("blockquote").nth(1).text_content() == LONG


def test_illustrative_and_real_are_told_apart_everywhere(shown: Page) -> None:
    expect(shown.locator(".quote").first).to_contain_text("Participant’s words")
    for part in (".quote.made-up", ".summary", ".calls", ".sources"):
        expect(shown.locator(part).first).to_contain_text("Illustrative")
    expect(shown.locator(".coverage")).to_have_count(2)


def test_calls_to_action_stand_under_those_they_address(shown: Page) -> None:
    expect(shown.locator(".actor h5")).to_have_text(
        ["To funders and legislators", "To government agencies", "To organization and program administrators"]
    )


def test_whoever_asks_what_should_be_done_reads_that_first_and_saves_it_so(chat: Opened, town: Town) -> None:
    town.house.plan = ACTING
    page = chat()
    ask(page, "what should be done about pay")
    expect(answered(page).locator("> section").first).to_contain_text("What the workforce asks for")
    page.get_by_role("button", name="Menu").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as text").click()
    text = Path(download.value.path()).read_text()
    assert text.index("### What the workforce asks for") < text.index("### Summary") < text.index("### In their words")


def test_topics_themes_and_next_questions_are_asked_when_chosen(shown: Page, town: Town) -> None:
    shown.locator(".chip", has_text="Pay").click()
    answered(shown, 2)
    shown.locator(".chip", has_text="Care for carers").first.click()
    answered(shown, 3)
    shown.get_by_role("button", name="What should be done about Rest?").first.click()
    answered(shown, 4)
    assert [text for _, text in town.house.heard][1:] == [
        "What do people say about Pay?",
        "Which topics are there under Care for carers?",
        "What should be done about Rest?",
    ]


def test_links_lead_to_the_bot_in_a_tab_of_their_own(shown: Page, town: Town) -> None:
    link = shown.locator(".quote a").first
    expect(link).to_have_attribute("href", f"{town.bot}/quotes/real")
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener")


def test_everything_on_a_topic_is_one_link_away(shown: Page, town: Town) -> None:
    link = shown.get_by_role("link", name="All quotes on Pay")
    expect(link).to_have_attribute("href", f"{town.bot}/topics/pay")


def test_a_link_to_send_leads_to_the_same_question(shown: Page, town: Town) -> None:
    address = urlsplit(shown.get_by_role("link", name="This answer on its own page").get_attribute("href") or "")
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{town.bot}/ask"
    assert parse_qs(address.query) == {"q": ["what about pay"]}


def test_a_quote_is_copied_with_its_source_as_plain_and_as_rich_text(
    shown: Page, town: Town, context: BrowserContext
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    read = """async () => {
        const [item] = await navigator.clipboard.read(), text = async type => (await item.getType(type)).text();
        return [await text('text/plain'), await text('text/html')];
    }"""
    shown.locator(".quote").nth(1).get_by_role("button", name="Copy with citation").click()
    expect(shown.get_by_role("status")).to_have_text("Copied")
    plain, rich = shown.evaluate(read)
    for part in (
        "“My paycheck is gone by Tuesday.”",
        "Direct service provider · Home visitors · North",
        f"{town.bot}/quotes/low-pay-1",
        "No participant said this",
    ):
        assert part in plain
        assert part in rich
    assert "<blockquote" in rich
    assert "<script" not in rich


def test_a_quote_can_be_copied_where_the_browser_gives_no_clipboard(shown: Page) -> None:
    shown.evaluate("() => { navigator.clipboard.write = () => Promise.reject(new Error('denied')); }")
    shown.locator(".quote").first.get_by_role("button", name="Copy with citation").click()
    expect(shown.locator(".quote").first.get_by_role("button")).to_have_text("Copied")


def test_perspectives_are_a_picture_with_a_table_and_never_added_together(shown: Page) -> None:
    bars = shown.locator(".side .bars")
    expect(bars.get_by_role("img")).to_have_count(1)
    assert bars.locator("svg .number").all_text_contents() == ["1", "7 illustrative", "3 illustrative"]
    bars.get_by_text("Read the numbers as a table").click()
    rows = [row.locator("th, td").all_text_contents() for row in bars.locator("tbody tr").all()]
    assert rows == [
        ["Not stated", "1", "0"],
        ["Direct service providers", "0", "7"],
        ["Administrators", "0", "3"],
    ]


def test_how_often_the_topics_of_the_theme_came_up_is_fetched_on_demand(shown: Page) -> None:
    shown.get_by_text("How often each topic of “Care for carers” came up").click()
    bars = shown.locator("details.more .bars")
    bars.get_by_text("Read the numbers as a table").click()
    rows = [row.locator("th, td").all_text_contents() for row in bars.locator("tbody tr").all()]
    assert rows == [["Pay", "1", "10"], ["Rest", "0", "4"], ["Driving", "0", "3"], ["Office", "0", "0"]]


def test_feedback_goes_out_with_the_id_of_the_answer_and_is_asked_for_once(shown: Page, town: Town) -> None:
    shown.get_by_role("button", name="No", exact=True).click()
    shown.keyboard.type("Nothing about rent")
    shown.keyboard.press("Enter")
    expect(shown.locator(".feedback")).to_have_text("Thank you. Your feedback was sent.")
    [given] = town.house.feedback
    assert (given.helpful, given.comment) == (False, "Nothing about rent")
    shown.reload()
    expect(shown.locator(".feedback")).to_have_text("Thank you. Your feedback was sent.")


def test_feedback_that_cannot_be_sent_is_still_there(shown: Page, town: Town) -> None:
    town.house.full = True
    shown.get_by_role("button", name="Yes", exact=True).click()
    shown.keyboard.type("Just right")
    shown.keyboard.press("Enter")
    expect(shown.locator(".feedback")).to_contain_text("could not be sent")
    town.house.full = False
    shown.get_by_role("button", name="Send feedback").click()
    expect(shown.locator(".feedback")).to_contain_text("Thank you")
    assert town.house.feedback == [Feedback(town.house.feedback[0].answer, True, "Just right")]


def test_the_conversation_is_saved_as_markdown_with_every_quote_marked_and_sourced(shown: Page, town: Town) -> None:
    shown.get_by_role("button", name="Menu").click()
    with shown.expect_download() as download:
        shown.get_by_role("button", name="Save as text").click()
    assert download.value.suggested_filename == "ask-the-workforce.md"
    text = Path(download.value.path()).read_text()
    assert text.startswith("# Ask the workforce\n")
    assert "## what about pay" in text
    assert f"> — Direct service provider · Home visitors · North [Illustrative] <{town.bot}/quotes/low-pay-1>" in text
    assert f"> — Perspective not stated <{town.bot}/quotes/real>" in text
    assert "\\<left\\>" in text


def test_only_the_conversation_is_printed(shown: Page, town: Town) -> None:
    shown.evaluate(
        """() => {
            const append = ShadowRoot.prototype.appendChild;
            window.printed = [];
            ShadowRoot.prototype.appendChild = function (frame) {
                const added = append.call(this, frame);
                frame.contentWindow.print = () => printed.push(frame.contentDocument.body.innerText);
                return added;
            };
        }"""
    )
    shown.get_by_role("button", name="Menu").click()
    shown.get_by_role("button", name="Print").click()
    [paper] = shown.evaluate("printed")
    assert "balance my checkbook" in paper
    assert LONG in paper
    assert "[…]" not in paper
    assert "Words of ours" not in paper
    assert f"{town.bot}/ · " in paper


def test_a_decline_lists_the_nearest_topics_to_ask_about(chat: Opened, town: Town) -> None:
    town.house.plan = DECLINE
    page = chat()
    ask(page, "what about the moon")
    expect(answered(page).locator(".listing button")).to_have_text(["Pay", "Rest"])
    expect(page.locator("blockquote")).to_have_count(0)


def test_a_comparison_has_a_heading_for_each_side(chat: Opened, town: Town) -> None:
    town.house.plan = COMPARISON
    page = chat()
    ask(page)
    expect(answered(page).locator(".side h4")).to_have_text(["What providers said", "What administrators said"])


@pytest.mark.parametrize(("width", "beside"), [(1280, True), (390, False)], ids=["desk", "phone"])
@pytest.mark.parametrize("path", ["/", "/ask?q=pay"])
def test_the_sides_of_a_comparison_stand_side_by_side_where_there_is_room(
    visit: Opened, town: Town, path: str, width: int, beside: bool
) -> None:
    town.house.plan = COMPARISON
    page = visit(path, bot=True)
    page.set_viewport_size({"width": width, "height": 900})
    if path == "/":
        ask(page)
    page.locator(".side").nth(1).wait_for()
    first, second = page.locator(".side").evaluate_all("sides => sides.map((side) => side.getBoundingClientRect().top)")
    assert (first == second) is beside


def test_in_distress_the_number_to_call_is_one_tap_away(chat: Opened, town: Town) -> None:
    town.house.plan = SUPPORT
    page = chat()
    ask(page)
    expect(answered(page).get_by_role("link", name="988")).to_have_attribute("href", "tel:988")


def test_someone_in_distress_is_asked_for_no_judgment_and_given_no_link_with_their_words(
    chat: Opened, town: Town
) -> None:
    town.house.plan = SUPPORT
    page = chat()
    ask(page)
    answered(page)
    expect(page.locator(".feedback, .share")).to_have_count(0)


def test_figures_are_a_list_with_illustrative_ones_marked(chat: Opened, town: Town) -> None:
    town.house.plan = PARTICIPATION
    page = chat()
    ask(page)
    expect(answered(page).locator(".lead li")).to_have_text(
        ["115 people in focus groups", "13 quotes were made up Illustrative"]
    )


def test_markup_in_question_quote_and_names_is_shown_and_not_run(chat: Opened, town: Town) -> None:
    made = town.house.voices.library
    codes = {**made.codebook.codes, "pay": replace(made.codebook["pay"], name=ATTACK)}
    corpora = {name: replace(one, title=ATTACK, source="javascript:alert(1)") for name, one in made.corpora.items()}
    changed = replace(made, codebook=replace(made.codebook, codes=codes), corpora=corpora)
    town.house.voices = replace(town.house.voices, library=changed)
    town.house.plan = pay_plan("attack")
    for bot in (False, True):
        page = chat(bot=bot)
        page.on("dialog", lambda dialog: pytest.fail("a script of the data ran"))
        ask(page, ATTACK)
        found = answered(page)
        assert found.locator("blockquote").first.text_content() == ATTACK
        assert page.locator(".asked").first.text_content() == ATTACK
        expect(found.locator(".chip").nth(1)).to_have_text(ATTACK)
        expect(page.locator("article img, article script, article [onerror]")).to_have_count(0)
        assert [link for link in found.locator("a").all() if "javascript" in (link.get_attribute("href") or "")] == []
        page.close()


def test_markup_that_was_kept_for_the_next_page_is_shown_and_not_run(chat: Opened, town: Town) -> None:
    town.house.plan = pay_plan("attack")
    page = chat()
    ask(page, ATTACK)
    answered(page)
    assert ATTACK in json.loads(page.evaluate("sessionStorage.getItem('ask-the-workforce::')"))["turns"][0]["question"]
    page.on("dialog", lambda dialog: pytest.fail("a script of what was kept ran"))
    page.reload()
    assert answered(page).locator("blockquote").first.text_content() == ATTACK
    expect(page.locator("article img")).to_have_count(0)
