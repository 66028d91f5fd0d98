"""A topic page becomes topics, sub-topics, quotes and calls to action; other pages become what they are."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ppwi_bot.corpus.importing.bringing_in import About, plan, write
from ppwi_bot.corpus.importing.found import Found, FoundCall, FoundCode, FoundFigure, UnreadableError
from ppwi_bot.corpus.importing.merging import Choices
from ppwi_bot.corpus.importing.pages.letters import MAX_PAGE_BYTES
from ppwi_bot.corpus.importing.pages.reading import MAX_QUOTATIONS, read_page
from ppwi_bot.corpus.importing.pages.saved import read, together
from ppwi_bot.corpus.reading import load_library

ADDRESS = "https://initiative.example/topics/burnout"

PUBLISHED = Path(__file__).with_name("collective-experience.txt")
"""The page of the initiative, word for word."""

TOPIC = """
<!doctype html><html lang="en"><head><title>Burnout | Initiative</title>
<meta property="og:site_name" content="Initiative"></head><body>
<header><p>“The banner says this to everyone who comes.”</p></header><nav><a href="/">Home</a></nav>
<main>
<h1>Burnout</h1><p>People told us that they are worn out.</p><p>Mentioned 143 times</p>
<h2>Sub-topics</h2>
<h3 id="caseloads">Caseloads</h3><p>There are too many families for each worker.</p>
<p>PERSPECTIVES FROM ADMINISTRATORS</p>
<p>“We cannot hire.”</p><p>“Two of my staff left … in [one] week.”</p>
<p>A DIRECT SERVICE PROVIDER’S PERSPECTIVE</p><p>“I have 31 families.”</p>
<h3>Paperwork</h3><p>Forms take hours.</p><p>“I write the same thing four times.” - Focus Group Participant</p>
<h2>Call to Action</h2>
<h3>Funders and Legislators</h3><ul><li>Pay for smaller caseloads.</li><li>Fund <b>one</b> form.</li></ul>
<h3>Government Agencies</h3><p>Ask for each form once.</p>
</main><footer>“The footer says this on each of the pages.”</footer></body></html>
"""


def page(text: str, address: str = ADDRESS) -> Found:
    return together([read_page(text.encode(), "burnout.html", address=address)])


def paths(found: Found) -> list[tuple[str, ...]]:
    return [code.path for code in found.codes]


def notes(found: Found) -> str:
    return "\n".join(remark.text for remark in found.remarks)


def test_the_published_page_gives_exactly_its_three_quotes_three_themes_and_figures() -> None:
    found = read(PUBLISHED)
    themes = [
        "Worldview & Perspectives",
        "Relational Workforce Wellbeing",
        "Equitable Systems & Organizational Culture",
    ]
    shipped = PUBLISHED.parents[2] / "data" / "ppwi" / "quotes.csv"
    assert found.title == "The Collective Experiences of the Workforce"
    with shipped.open(newline="", encoding="utf-8") as file:
        assert [quote.text for quote in found.quotes] == [row["text"] for row in csv.DictReader(file)]
    assert paths(found) == [(theme,) for theme in themes]
    assert [(figure.value, figure.label) for figure in found.figures] == [
        (
            "18",
            "focus groups with direct service providers and programs administrators who support young children and families",
        ),
        ("more than 71", "hours"),
        ("115", "people"),
        ("22", "counties in Washington State"),
    ]
    assert (found.read, found.remarks) == (3, ())


def test_the_published_page_becomes_a_corpus_of_its_three_themes_and_no_other(tmp_path: Path) -> None:
    """It names the themes together and lets the quotes follow, without saying which quote is about which."""
    about = About("Experiences", "The initiative")
    done = plan(tmp_path / "mine", [(PUBLISHED.name, read(PUBLISHED))], Choices(), about, date(2026, 1, 2))
    write(done)
    library = load_library([tmp_path / "mine"])
    assert len(library.codebook.codes) == 3
    assert [set(quote.codes) for quote in library.quotes.values()] == [set(library.codebook.codes)] * 3
    assert "put under each. Which of them it is about, the page does not say" in done.report.text()


def test_a_quote_below_the_themes_that_another_page_gives_a_topic_has_that_topic_alone() -> None:
    quote = "<p>“We are tired of it all.”</p>"
    overview = f"<h1>What we heard</h1><p>There are two themes: Wellbeing and Systems.</p>{quote}"
    found = together(
        [read_page(text.encode(), name) for name, text in (("a", overview), ("b", "<h1>Rest</h1>" + quote))]
    )
    assert [one.codes for one in found.quotes] == [(("Rest",),)]


def test_a_quote_in_another_part_of_the_page_is_not_put_below_its_themes() -> None:
    found = page(
        "<h1>Voices</h1><h2>How we worked</h2><p>“We are tired of it all.”</p>"
        "<h2>Themes</h2><p>There are two themes: Wellbeing and Systems.</p>"
    )
    assert [quote.codes for quote in found.quotes] == [()]


def test_quotes_that_the_initiative_has_published_come_out_letter_for_letter() -> None:
    with Path("data/ppwi/quotes.csv").open(encoding="utf-8", newline="") as file:
        published = [row["text"] for row in csv.DictReader(file)]
    body = "\n".join(f"“{text}”" for text in published)
    assert [quote.text for quote in page(f"What People Said\n{body}").quotes] == published


def test_a_quote_that_is_a_link_is_a_quote() -> None:
    assert [quote.text for quote in page("<h1>Pay</h1><a href=/x>“We are tired of it all.”</a>").quotes] == [
        "We are tired of it all."
    ]


def test_the_sub_topics_of_a_topic_page_hold_their_summaries_quotes_and_voices() -> None:
    found = page(TOPIC)
    assert [(quote.text, quote.codes, quote.perspective) for quote in found.quotes] == [
        ("We cannot hire.", (("Burnout", "Caseloads"),), "administrators"),
        ("Two of my staff left … in [one] week.", (("Burnout", "Caseloads"),), "administrators"),
        ("I have 31 families.", (("Burnout", "Caseloads"),), "direct service provider"),
        ("I write the same thing four times.", (("Burnout", "Paperwork"),), ""),
    ]
    assert {(quote.source, quote.language) for quote in found.quotes} == {(ADDRESS, "en")}
    assert found.codes == (
        FoundCode(
            ("Burnout",),
            summary="People told us that they are worn out.",
            calls=(
                FoundCall("Pay for smaller caseloads.", "Funders and Legislators"),
                FoundCall("Fund one form.", "Funders and Legislators"),
                FoundCall("Ask for each form once.", "Government Agencies"),
            ),
            link=ADDRESS,
        ),
        FoundCode(
            ("Burnout", "Caseloads"),
            summary="There are too many families for each worker.",
            link=f"{ADDRESS}#caseloads",
        ),
        FoundCode(("Burnout", "Paperwork"), summary="Forms take hours.", link=ADDRESS),
    )
    assert found.figures == (FoundFigure("143", "times that Burnout was mentioned"),)
    assert found.read == 4


def test_the_same_topic_page_as_plain_text_says_the_same() -> None:
    found = page(
        "Burnout\n\nPeople told us that they are worn out.\n\nCaseloads\nThere are too many families.\n"
        "PERSPECTIVES FROM ADMINISTRATORS\n“We cannot hire.”\n“Nobody applies.”\n\nCall to Action\nFunders and Legislators\n"
        "Pay for smaller caseloads.\nGovernment Agencies\n- Ask once.\n"
    )
    assert [(quote.text, quote.perspective) for quote in found.quotes] == [
        ("We cannot hire.", "administrators"),
        ("Nobody applies.", "administrators"),
    ]
    assert paths(found) == [("Burnout",), ("Burnout", "Caseloads")]
    assert [call.actor for call in found.codes[0].calls] == ["Funders and Legislators", "Government Agencies"]
    assert [call.text for call in found.codes[0].calls] == ["Pay for smaller caseloads.", "Ask once."]


def test_a_text_that_a_program_broke_into_lines_is_read_by_its_paragraphs() -> None:
    found = page(
        "Burnout\n\n“I have been here for so long that I do not\nknow what it is like to come home and not be\n"
        "tired each evening.”\n- from a direct service provider\n"
    )
    assert [quote.text for quote in found.quotes] == [
        "I have been here for so long that I do not know what it is like to come home and not be tired each evening."
    ]
    assert found.quotes[0].perspective == "direct service provider"


@pytest.mark.parametrize(
    "heading",
    ["<h3>Caseloads</h3>", "<p><strong>Caseloads</strong></p>", "<div role=heading aria-level=3>Caseloads</div>",
     "<details><summary>Caseloads</summary>", "<h3><button aria-expanded=true>Caseloads</button></h3>", "<h6>Caseloads:</h6>"],
)  # fmt: skip
def test_a_sub_topic_may_be_headed_in_any_way(heading: str) -> None:
    found = page(f"<h1>Burnout</h1>{heading}<p>Too many families.</p><p>“We cannot hire any more people.”</p>")
    assert found.quotes[0].codes == (("Burnout", "Caseloads"),)


@pytest.mark.parametrize(
    ("line", "perspective"),
    [
        ("PERSPECTIVES FROM ADMINISTRATORS", "administrators"),
        ("A DIRECT SERVICE PROVIDER'S PERSPECTIVE", "direct service provider"),
        ("DIRECT SERVICE PROVIDERS’ PERSPECTIVES", "direct service providers"),
        ("A System Leader’s Perspective:", "System Leader"),
        ("Voices of Direct Service Providers", "Direct Service Providers"),
        ("What administrators said", "administrators"),
        ("Administrators", "Administrators"),
        ("In their own words", ""),
    ],
)
@pytest.mark.parametrize("element", ["p", "h4", "h3", "strong", "div"])
def test_a_line_announces_whose_words_follow_and_is_no_topic(element: str, line: str, perspective: str) -> None:
    found = page(f"<h1>Burnout</h1><h3>Caseloads</h3><{element}>{line}</{element}><p>“Pay us.”</p>")
    assert [(quote.text, quote.perspective, quote.codes) for quote in found.quotes] == [
        ("Pay us.", perspective, (("Burnout", "Caseloads"),))
    ]


@pytest.mark.parametrize(
    ("credit", "perspective"),
    [("a teacher in Chelan", "direct service providers"), ("an administrator", "administrator")],
)
def test_a_credit_that_names_no_perspective_leaves_that_of_the_line_above(credit: str, perspective: str) -> None:
    found = page(
        f"<h1>Pay</h1><p>Perspectives from direct service providers</p><p>“We cannot pay the rent.” – {credit}</p>"
    )
    assert [quote.perspective for quote in found.quotes] == [perspective]


def test_a_new_heading_ends_the_reach_of_a_line_that_announces_a_voice() -> None:
    found = page(
        "<h1>Burnout</h1><h2>A</h2><p>PERSPECTIVES FROM ADMINISTRATORS</p><p>“Pay us.”</p>"
        "<h2>B</h2><p>“We are tired of it all.”</p>"
    )
    assert [quote.perspective for quote in found.quotes] == ["administrators", ""]


@pytest.mark.parametrize(
    "section",
    [
        "<h2>Calls to Action</h2><p><b>Funders and legislators</b></p><ul><li>Pay more.</li></ul>",
        "<h2>Opportunities for Action</h2><ul><li>Funders and legislators<ul><li>Pay more.</li></ul></li></ul>",
        "<h2>Call to Action</h2><p>Funders and legislators: Pay more.</p>",
        "<h2>Call to Action for Funders and legislators</h2><p>Pay more.</p>",
        "<h2>CALL TO ACTION</h2><p>We ask for this:</p><h3>For funders and legislators:</h3><p>Pay more.</p>",
        "<p>CALL TO ACTION</p><p>Funders and legislators:</p><p>Pay more.</p>",
    ],
)
def test_a_call_to_action_has_its_actor_in_any_layout(section: str) -> None:
    found = page(f"<h1>Burnout</h1><p>All are tired.</p>{section}")
    assert [(code.path, [(call.text, call.actor.lower()) for call in code.calls]) for code in found.codes] == [
        (("Burnout",), [("Pay more.", "funders and legislators")])
    ]


def test_a_call_without_an_actor_is_kept_and_noted() -> None:
    found = page("<h1>Burnout</h1><h2>Call to Action</h2><ul><li>Pay more.</li></ul>")
    assert found.codes[0].calls == (FoundCall("Pay more.", ""),)
    assert "whom the call 'Pay more.' is addressed to" in notes(found)


def test_a_breadcrumb_trail_names_the_theme_over_a_topic() -> None:
    trail = '<nav aria-label="breadcrumb"><a href="/">Home</a><a href="/w">Wellbeing</a><a>Burnout</a></nav>'
    assert paths(page(trail + TOPIC))[0] == ("Wellbeing", "Burnout")


def test_a_topic_whose_theme_nothing_names_stands_at_the_top_and_that_is_said() -> None:
    assert "which theme 'Burnout' belongs to" in notes(page(TOPIC))


def test_pages_of_one_site_together_know_the_theme_from_the_page_that_lists_the_topic() -> None:
    index = "<h1>Topics</h1><h2>Wellbeing</h2><a href=/b>Burnout</a><h2>Systems</h2><a href=/p>Pay</a>"
    overview = "<h1>What we heard</h1><p>There are two themes: Wellbeing and Systems.</p>"
    pages = [read_page(text.encode(), name) for name, text in (("a", TOPIC), ("b", index), ("c", overview))]
    assert paths(together(pages)) == [("Wellbeing", "Burnout"), ("Wellbeing", "Burnout", "Caseloads"),
                                      ("Wellbeing", "Burnout", "Paperwork"), ("Wellbeing",), ("Systems",)]  # fmt: skip


def test_a_topic_that_two_pages_write_with_other_capitals_is_one() -> None:
    bodies = (
        "<h1>Burnout</h1><p>“We are tired of it all.”</p>",
        "<h1>BURNOUT</h1><p>“We are leaving this work soon.”</p>",
    )
    found = together([read_page(body.encode(), str(number)) for number, body in enumerate(bodies)])
    assert paths(found) == [("Burnout",)]
    assert [quote.codes for quote in found.quotes] == [(("Burnout",),), (("Burnout",),)]


def test_each_topic_of_a_page_that_is_none_itself_finds_its_own_theme() -> None:
    overview = "<h1>Topics</h1><p>Two themes: Wellbeing and Systems.</p><h2>Wellbeing</h2><a>Rest</a><h2>Systems</h2><a>Pay</a>"
    home = "<h1>Home</h1><h2>Rest</h2><p>“We are tired of it all.”</p><h2>Pay</h2><p>“We cannot pay the rent.”</p>"
    found = together([read_page(overview.encode(), "a"), read_page(home.encode(), "b")])
    assert [quote.codes for quote in found.quotes] == [(("Wellbeing", "Rest"),), (("Systems", "Pay"),)]


def test_a_page_about_something_else_gives_no_topics() -> None:
    found = page("<h1>Our Team</h1><h2>Staff</h2><p>Five people work here.</p><h2>Office</h2><p>Come in.</p>")
    assert (found.quotes, found.codes) == ((), ())
    assert "no code was made of its headings" in notes(found)


def test_an_affinity_group_page_says_whose_voices_its_quotes_are() -> None:
    found = page("<h1>Affinity Group: Home Visitors</h1><h2>Pay</h2><p>“We drive all day for very little.”</p>")
    assert (found.quotes[0].affinity_group, found.quotes[0].codes) == ("Home Visitors", (("Pay",),))


def test_a_saved_page_knows_the_address_it_was_saved_from(tmp_path: Path) -> None:
    file = tmp_path / "burnout.html"
    file.write_text(f"<!-- saved from url=(0041){ADDRESS} -->{TOPIC}", encoding="utf-8")
    assert read(file).quotes[0].source == ADDRESS


def test_words_after_the_quotes_are_not_part_of_the_summary_and_that_is_said() -> None:
    found = page("<h1>Burnout</h1><p>All are tired.</p><p>“We are tired of it all.”</p><p>Read more soon.</p>")
    assert found.codes[0].summary == "All are tired."
    assert "'Read …' (3 words) was left out" in notes(found)


@pytest.mark.parametrize(
    ("encoding", "declared", "note"),
    [
        ("utf-8", "", ""),
        ("utf-8-sig", "", ""),
        ("utf-8", '<meta charset="utf-8">', ""),
        ("cp1252", "", "read as Windows-1252"),
        ("cp1252", '<meta charset="iso-8859-1">', ""),
        ("cp1252", '<meta charset="utf-8">', "read as Windows-1252"),
        ("utf-8", '<meta http-equiv="content-type" content="text/html; charset=iso-8859-1">', "was read as UTF-8"),
        ("utf-16", "", ""),
        ("shift_jis", '<meta charset="shift_jis">', ""),
        ("utf-8", '<meta charset="utf-16">', ""),
        ("utf-8", '<meta charset="base64">', ""),
        ("utf-8", '<meta charset="unicode_escape">', ""),
        ("cp1252", '<meta charset="undefined">', "read as Windows-1252"),
    ],
)  # fmt: skip
def test_letters_are_read_by_mark_declaration_or_what_fits(
    encoding: str, declared: str, note: str, tmp_path: Path
) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(f"{declared}<h1>Pay</h1><p>“We are ‘tired’ of it … all.”</p>".encode(encoding))
    found = read(file)
    assert [quote.text for quote in found.quotes] == ["We are ‘tired’ of it … all."]
    assert note in notes(found)
    assert bool(note) == ("read as" in notes(found))


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"PK\x03\x04....", "a Word file"),
        (b"<p>a\0b</p>", "NUL bytes"),
        (b"x" * (MAX_PAGE_BYTES + 1), "larger than 5 MB"),
        (b"<div>" * 5_000, "nested too deeply"),
        (b"<p>" + "“a” ".encode() * (MAX_QUOTATIONS + 1), "more than 10,000 quotations"),
        (b"<p>a" * 20_001, "more than 20,000 paragraphs"),
        (b"<p>" + b"a<br>" * 20_001, "more than 20,000 paragraphs"),
    ],
)
def test_what_is_no_page_is_refused_in_one_sentence_that_names_it(raw: bytes, sentence: str, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(raw)
    with pytest.raises(UnreadableError, match=f"^page.html: .*{sentence}"):
        read(file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"gone\.html: the file cannot be read"):
        read(tmp_path / "gone.html")


def test_an_empty_page_holds_nothing(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(b"")
    assert read(file).read == 0


PIECES = st.sampled_from(
    ["<h1>Pay</h1>", "<h2>Rates</h2>", "<p>“We are tired of it all.”</p>", "<p>“Open", "”</p>", "<br>", "<blockquote>",
     "PERSPECTIVES FROM ADMINISTRATORS", "</blockquote>", "- from a provider", "<h2>Call to Action</h2>", "Legislators: pay.",
     "\n", "“a”", '"', "<li>", "<table><td>", "&nbsp;", "two themes: A and B.", "<cite>x</cite>", "‘", "’"]
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.lists(PIECES, max_size=25))
def test_of_any_page_all_that_was_looked_at_is_a_quote_or_reported_as_skipped(pieces: list[str]) -> None:
    found = page("".join(pieces))
    skipped = [remark for remark in found.remarks if remark.kind == "skipped"]
    assert found.read == len(found.quotes) + len(skipped)
    assert len({quote.text for quote in found.quotes}) == len(found.quotes)
    known = {code.path for code in found.codes}
    assert all(path in known for quote in found.quotes for path in quote.codes)
