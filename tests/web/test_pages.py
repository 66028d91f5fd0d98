"""The pages people read and send each other."""

from dataclasses import replace
from importlib.metadata import version
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from tests.small_world import code, quote
from tests.small_world import library as small_library
from tests.web.made_door import House, Markup, library

from ppwi_bot.answers.scope import Scope, part_of
from ppwi_bot.channels.starters import starting_questions
from ppwi_bot.channels.web.browse import QUOTES_PER_PAGE, code_page, leaf
from ppwi_bot.corpus.codebook import Codebook, Level
from ppwi_bot.corpus.quotes import Audience

PAGES = (
    "/", "/ask", "/ask?q=pay", "/quotes/real", "/quotes/low-pay-1", "/topics/pay", "/topics/low-pay",
    "/topics/unspoken", "/themes", "/themes/care", "/about", "/demo",
)  # fmt: skip


def page(client: FlaskClient, path: str) -> Markup:
    response = client.get(path)
    assert response.status_code == 200
    return Markup(response.text)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_a_language_a_title_a_way_past_the_menu_and_one_heading(client: FlaskClient, path: str) -> None:
    shown = page(client, path)
    assert [root.attributes["lang"] for root in shown.all("html")] == ["en"]
    assert all(title.text.strip() for title in shown.all("title"))
    assert "#main" in shown.links()
    assert len(shown.all("h1")) == 1


@pytest.mark.parametrize("path", PAGES)
def test_every_link_within_the_site_leads_somewhere(client: FlaskClient, path: str) -> None:
    for link in page(client, path).links():
        if link.startswith("/"):
            assert client.get(link).status_code == 200, link


@pytest.mark.parametrize("path", PAGES)
def test_every_field_has_a_label(client: FlaskClient, path: str) -> None:
    shown = page(client, path)
    labelled = {label.attributes["for"] for label in shown.all("label")}
    assert {area.attributes["id"] for area in shown.all("textarea")} <= labelled


def test_the_chat_page_works_without_script(client: FlaskClient) -> None:
    shown = page(client, "/")
    forms = shown.all("form")
    assert forms
    assert {(form.attributes["action"], form.attributes["method"]) for form in forms} == {("/ask", "get")}


def test_the_chat_page_starts_with_questions_the_corpora_have_something_on(client: FlaskClient) -> None:
    starters = [button.attributes["value"] for button in page(client, "/").all("button", name="q")]
    assert starters == [
        "What do people say about Pay?",
        "What do providers say about Pay?",
        "What should legislators do about Pay?",
        "How many people took part?",
    ]


def test_the_theme_most_was_said_about_comes_first() -> None:
    made = small_library(*(quote(f"more-{at}", "Snow again.", "roads") for at in range(20)))
    apart = {
        **made.codebook.codes,
        "travel": code("travel", Level.THEME, None, "Travel"),
        "roads": replace(made.codebook["roads"], parent="travel"),
    }
    assert starting_questions(replace(made, codebook=Codebook(apart)))[:2] == (
        "What do people say about Driving?",
        "What do providers say about Pay?",
    )


def test_the_box_to_type_in_comes_before_the_examples_and_holds_one(client: FlaskClient) -> None:
    shown = page(client, "/")
    [box] = shown.all("textarea")
    assert box.attributes["placeholder"] == "For example: What do people say about Pay?"
    assert shown.elements.index(box) < shown.elements.index(shown.all("button", name="q")[0])


def test_every_page_says_at_its_foot_where_the_words_come_from_and_which_version_this_is(client: FlaskClient) -> None:
    foot = client.get("/themes").text.partition("<footer")[2]
    assert foot.index("A published page · The initiative") < foot.index("A made corpus · the tests")
    assert f"Version {version('ppwi-bot')}" in foot
    assert "/about#accessibility" in page(client, "/themes").links()


def test_the_chat_page_says_how_many_quotes_are_illustrative(client: FlaskClient) -> None:
    [note] = page(client, "/").all("p", class_="origin-note")
    assert "17" in note.text
    assert "1 quote is the words of a participant" in note.text


def test_corpora_without_illustrative_quotes_need_no_such_note(client: FlaskClient, house: House) -> None:
    made = library()
    real = {name: replace(corpus, illustrative=False) for name, corpus in made.corpora.items()}
    house.voices = replace(house.voices, library=replace(made, corpora=real))
    for path in ("/", "/themes", "/quotes/low-pay-1"):
        assert "Illustrative" not in client.get(path).text


def test_without_a_question_the_ask_page_asks_for_one(client: FlaskClient, house: House) -> None:
    for path in ("/ask", "/ask?q=", "/ask?q=%20%0A%00"):
        assert page(client, path).all("article") == []
    assert house.heard == []


def test_a_page_that_keeps_to_a_theme_starts_with_its_questions_and_keeps_to_it(client: FlaskClient) -> None:
    questions = [parse_qs(urlsplit(link).query) for link in page(client, "/ask?theme=rest").links() if "?q=" in link]
    assert [one["q"] for one in questions][:2] == [
        ["What do people say about Rest?"],
        ["What do providers say about Rest?"],
    ]
    assert all(one["theme"] == ["rest"] for one in questions)


def test_the_ask_page_has_no_memory(client: FlaskClient, house: House) -> None:
    page(client, "/ask?q=what+about+pay")
    assert house.heard == [(None, "what about pay")]


def test_the_ask_page_keeps_to_a_theme_and_so_do_its_links_and_its_form(client: FlaskClient, house: House) -> None:
    shown = page(client, "/ask?q=what+about+pay&theme=pay")
    assert house.scopes == [Scope(theme="pay")]
    assert [field.attributes["value"] for field in shown.all("input", name="theme")] == ["pay"]
    assert all("theme=pay" in link for link in shown.links() if link.startswith("/ask?"))
    assert client.get("/ask?q=pay&theme=moon").status_code == 400


def test_a_question_too_long_is_kept_to_be_shortened(client: FlaskClient, house: House) -> None:
    question = "pay " * 300
    response = client.get("/ask", query_string={"q": question})
    assert response.status_code == 413
    shown = Markup(response.text)
    assert [alert.text for alert in shown.all("p", role="alert")] == [
        "Your message has 1,199 characters. Please shorten it to 1,000 or fewer."
    ]
    assert question.strip() in shown.all("textarea")[0].text
    assert house.heard == []


def test_a_quote_has_a_page_with_its_topics_and_its_source(client: FlaskClient) -> None:
    shown = page(client, "/quotes/real")
    assert "Participant’s words" in client.get("/quotes/real").text
    assert {"/topics/low-pay", "https://example.org/page"} <= set(shown.links())


def test_an_illustrative_quote_says_on_its_page_that_nobody_said_it(client: FlaskClient) -> None:
    shown = page(client, "/quotes/low-pay-1")
    assert "Nobody said it" in shown.all("p", class_="origin-note")[0].text
    assert len(shown.all("span", class_="badge-illustrative")) == 1
    assert "Nobody said it" not in client.get("/quotes/real").text


@pytest.mark.parametrize("path", ["/quotes/staff", "/quotes/withheld", "/quotes/never-was"])
def test_a_quote_not_for_everyone_looks_like_one_that_never_was(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.text == client.get("/quotes/other").text


@pytest.mark.parametrize("path", ["/topics/pay", "/topics/low-pay", "/themes/care", "/themes", "/", "/about"])
def test_words_not_for_everyone_are_on_no_page(client: FlaskClient, path: str) -> None:
    text = client.get(path).text
    assert "funder shouted" not in text
    assert "Not released yet" not in text


@pytest.mark.parametrize("path", ["/topics/care", "/themes/pay", "/topics/nothing", "/themes/nothing"])
def test_a_code_is_found_only_where_it_belongs(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_topic_shows_its_summary_sub_topics_calls_and_all_its_public_quotes(client: FlaskClient) -> None:
    shown = page(client, "/topics/pay")
    assert "People spoke about pay." in [p.text for p in shown.all("p")]
    assert "/topics/low-pay" in shown.links()
    assert len(shown.all("p", class_="actor-name")) == 3
    assert len(shown.all("figure")) == 11


def test_a_page_is_public_whoever_its_voices_are_for(house: House) -> None:
    staff = part_of(house.voices, Scope(audience=Audience.STAFF))
    assert "staff" not in {card.id for card in leaf(staff, "pay", "", page=1).quotes}
    [_, illustrative] = code_page(staff, "pay", [Level.TOPIC]).coverage
    assert illustrative.quotes == 10


def test_real_quotes_come_first(client: FlaskClient) -> None:
    first, *others = page(client, "/topics/pay").all("figure")
    assert "Participant’s words" in first.text
    assert all("Illustrative" in figure.text for figure in others)


def test_the_quotes_of_a_topic_can_be_narrowed_to_one_perspective(client: FlaskClient) -> None:
    shown = page(client, "/topics/pay?perspective=administrator")
    assert len(shown.all("figure")) == 3
    assert [link.text for link in shown.all("a", **{"aria-current": "true"})] == ["Administrators"]


def test_an_unknown_perspective_or_page_shows_the_nearest_sense(client: FlaskClient) -> None:
    for query in ("perspective=parents", "perspective=system_leader", "page=-3", "page=99", "page=x"):
        assert len(page(client, f"/topics/pay?{query}").all("figure")) == 11


def test_a_topic_with_many_quotes_is_split_into_pages_that_lose_none(client: FlaskClient, house: House) -> None:
    made = library()
    many = {f"many-{n}": quote(f"many-{n}", f"Quote number {n}.", "roads") for n in range(QUOTES_PER_PAGE)}
    house.voices = replace(house.voices, library=replace(made, quotes={**made.quotes, **many}))
    first, second = page(client, "/topics/roads"), page(client, "/topics/roads?page=2")
    assert len(first.all("figure")) == QUOTES_PER_PAGE
    assert len(second.all("figure")) == 3
    assert [link.attributes["href"] for link in first.all("a", rel="next")] == ["/topics/roads?page=2#quotes"]


def test_the_overview_counts_real_and_illustrative_quotes_apart(client: FlaskClient) -> None:
    counts = {heading.text.strip().split("\n")[0]: heading.text for heading in page(client, "/themes").all("h3")}
    assert any("1 quote · 10 illustrative" in text for text in counts.values())
    assert any("no quotes yet" in text for text in counts.values())
    assert not any("11" in text for text in counts.values())


def test_about_gives_the_figures_of_each_corpus_and_who_was_not_asked(client: FlaskClient) -> None:
    shown = page(client, "/about")
    figures = [(dt.text, dd.text) for dt, dd in zip(shown.all("dt"), shown.all("dd"), strict=True)]
    assert figures == [("quotes were made up", "13"), ("people in focus groups", "115")]
    assert "Parents" in client.get("/about").text


def test_a_quote_withdrawn_while_the_server_runs_is_gone_at_once(client: FlaskClient, house: House) -> None:
    assert client.get("/quotes/real").status_code == 200
    made = library()
    left = {id: quote for id, quote in made.quotes.items() if id != "real"}
    house.voices = replace(house.voices, library=replace(made, quotes=left))
    assert client.get("/quotes/real").status_code == 404
    assert client.get("/quotes/low-pay-1").headers["Cache-Control"] == "no-cache"
