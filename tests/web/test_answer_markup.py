"""What an answer looks like on a page without script."""

import html
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from tests.web.made_door import (
    ACTING,
    ATTACK,
    COMPARISON,
    DECLINE,
    LONG,
    PARTICIPATION,
    QUOTES,
    SUPPORT,
    VERBATIM,
    House,
    Markup,
    pay_plan,
)

from ppwi_bot.channels.web.rendering import today


def ask_page(client: FlaskClient, text: str = "pay") -> Markup:
    response = client.get("/ask", query_string={"q": text})
    assert response.status_code == 200
    return Markup(response.text)


@pytest.mark.parametrize("quote_id", [quote.id for quote in QUOTES if quote.audience == "public"])
def test_a_quote_is_shown_letter_for_letter(client: FlaskClient, house: House, quote_id: str) -> None:
    house.plan = pay_plan(quote_id)
    text = house.voices.library.quotes[quote_id].text
    assert text in [quote.text for quote in ask_page(client).all("blockquote")]


def test_a_long_quote_is_cut_visibly_with_its_whole_text_one_click_away(client: FlaskClient, house: House) -> None:
    house.plan = pay_plan("long")
    shown = ask_page(client)
    excerpt, whole = [quote.text for quote in shown.all("blockquote")]
    assert excerpt.endswith("[…]")
    assert LONG.startswith(excerpt.removesuffix(" […]"))
    assert whole == LONG
    [details] = shown.all("details")
    assert LONG in details.text


def test_a_short_quote_is_not_folded(client: FlaskClient, house: House) -> None:
    house.plan = pay_plan("verbatim")
    assert ask_page(client).all("details") == []
    assert [quote.text for quote in ask_page(client).all("blockquote")] == [VERBATIM]


def test_every_illustrative_quote_carries_the_mark_and_no_real_one_does(client: FlaskClient) -> None:
    real, *illustrative = ask_page(client).all("figure")
    assert "Participant’s words" in real.text
    assert "Illustrative" not in real.text
    for figure in illustrative:
        assert "Illustrative" in figure.text
        assert "Participant’s words" not in figure.text


def test_illustrative_summaries_calls_and_sources_carry_the_mark(client: FlaskClient) -> None:
    shown = ask_page(client)
    [summary] = shown.all("section", class_="summary")
    assert "Summary" in summary.text
    assert "Illustrative" in summary.text
    [calls] = shown.all("section", class_="calls")
    assert calls.text.count("Illustrative") == 3
    [sources] = shown.all("div", class_="sources")
    assert sources.text.count("Illustrative") == 1
    assert "A published page" in sources.text


def test_real_and_illustrative_quotes_are_counted_on_lines_of_their_own(client: FlaskClient) -> None:
    [coverage] = ask_page(client).all("ul", class_="coverage")
    shown = ask_page(client)
    assert len(shown.all("li", class_="coverage-real")) == 1
    assert len(shown.all("li", class_="coverage-illustrative")) == 1
    assert "1 quote" in coverage.text


def test_each_quote_says_its_language_who_spoke_and_where_it_can_be_found(client: FlaskClient, house: House) -> None:
    house.plan = pay_plan("spanish", "low-pay-2")
    shown = ask_page(client)
    assert [quote.attributes["lang"] for quote in shown.all("blockquote")] == ["es", "en"]
    assert [caption.text.strip().split("\n")[0] for caption in shown.all("figcaption")] == [
        "Direct service provider · Home visitors · North",
        "Administrator · Directors · South",
    ]
    assert {"/quotes/spanish", "/quotes/low-pay-2"} <= set(shown.links())


def test_on_paper_stand_the_address_the_day_and_where_each_quote_can_be_found(client: FlaskClient) -> None:
    shown = ask_page(client)
    [line] = shown.all("p", class_="on-paper")
    assert line.text == f"http://localhost/ask?q=pay · {today()}"
    assert [link.attributes["data-address"] for link in shown.all("a", class_="permalink")] == [
        f"http://localhost/quotes/{quote}" for quote in ("real", "low-pay-1", "low-pay-2")
    ]


def test_calls_to_action_stand_under_the_actor_they_address(client: FlaskClient) -> None:
    assert [actor.text for actor in ask_page(client).all("p", class_="actor-name")] == [
        "To funders and legislators",
        "To government agencies",
        "To organization and program administrators",
    ]


def test_whoever_asks_what_should_be_done_reads_that_first(client: FlaskClient, house: House) -> None:
    def headings() -> list[str]:
        return [one.text.strip().partition(":")[0] for one in ask_page(client).all("h3", class_="label")]

    assert headings() == ["Summary", "In their words", "What the workforce asks for", "Ask next"]
    house.plan = ACTING
    assert headings() == ["What the workforce asks for", "Summary", "In their words", "Ask next"]


def test_the_topic_and_its_theme_lead_to_their_pages(client: FlaskClient) -> None:
    assert {"/themes/care", "/topics/pay"} <= set(ask_page(client).links())


def test_sources_lead_to_where_the_words_come_from(client: FlaskClient) -> None:
    assert "https://example.org/page" in ask_page(client).links()


def test_on_its_own_page_a_further_question_is_a_link_and_more_is_not_offered(client: FlaskClient) -> None:
    questions = [parse_qs(urlsplit(link).query) for link in ask_page(client).links() if "?q=" in link]
    assert questions == [{"q": ["What should be done about Rest?"]}]


def test_a_decline_names_the_nearest_topics(client: FlaskClient, house: House) -> None:
    house.plan = DECLINE
    shown = ask_page(client)
    assert [link for link in shown.links() if link.startswith("/topics/")] == ["/topics/pay", "/topics/rest"]
    assert shown.all("blockquote") == []


def test_a_comparison_has_a_heading_for_each_side(client: FlaskClient, house: House) -> None:
    house.plan = COMPARISON
    headings = [heading.text for heading in ask_page(client).all("h3")]
    assert [heading for heading in headings if heading.startswith("What")] == [
        "What providers said",
        "What administrators said",
    ]


def test_in_distress_the_number_to_call_is_one_tap_away(client: FlaskClient, house: House) -> None:
    house.plan = SUPPORT
    assert "tel:988" in ask_page(client).links()


def test_figures_are_a_list_with_illustrative_ones_marked(client: FlaskClient, house: House) -> None:
    house.plan = PARTICIPATION
    [facts] = ask_page(client).all("ul", class_="facts")
    assert "115 people in focus groups" in facts.text
    assert facts.text.count("Illustrative") == 1


def test_headings_descend_step_by_step(client: FlaskClient) -> None:
    levels = [int(e.name[1]) for e in ask_page(client).elements if e.name in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def assert_harmless(shown: Markup) -> None:
    assert shown.all("script") == []
    assert shown.all("img") == []
    for element in shown.elements:
        assert not [name for name in element.attributes if name.startswith("on") or name == "style"]
    assert shown.all("style") == []


def test_markup_in_a_quote_stays_text_wherever_it_is_shown(client: FlaskClient, house: House) -> None:
    house.plan = pay_plan("attack")
    pages = [Markup(client.get(path).text) for path in ("/quotes/attack", "/topics/low-pay", "/topics/pay")]
    for shown in (ask_page(client), *pages):
        assert_harmless(shown)
        assert ATTACK in [quote.text for quote in shown.all("blockquote")]


def test_markup_in_a_question_stays_text(client: FlaskClient) -> None:
    shown = ask_page(client, ATTACK)
    assert_harmless(shown)
    assert [heading.text for heading in shown.all("h2", class_="asked")] == [ATTACK]
    assert [area.text.lstrip("\n") for area in shown.all("textarea")] == [ATTACK]


def test_markup_in_json_is_delivered_as_json_only(client: FlaskClient, house: House) -> None:
    house.plan = pay_plan("attack")
    response = client.post("/api/messages", json={"text": ATTACK})
    assert response.mimetype == "application/json"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.json["answer"]["quotes"][0]["text"] == ATTACK


def test_markup_in_an_address_stays_text(client: FlaskClient) -> None:
    response = client.get("/quotes/" + "<script>alert(1)</script>")
    assert response.status_code == 404
    assert_harmless(Markup(response.text))
    assert html.escape("<script>alert") not in response.text
