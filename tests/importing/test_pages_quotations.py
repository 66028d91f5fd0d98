"""Which words in quotation marks become a quote, letter for letter, and which are only reported."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ppwi_bot.corpus.importing.found import Found
from ppwi_bot.corpus.importing.pages.marks import enclosed, marked
from ppwi_bot.corpus.importing.pages.reading import read_page
from ppwi_bot.corpus.importing.pages.saved import read, together

PAIRS = ["“”", '""', "„“", "«»", "””", "＂＂"]


def on_page(body: str) -> Found:
    """What is found on a page about burnout that holds this."""
    return together([read_page(f"<h1>Burnout</h1>{body}".encode(), "burnout.html")])


def texts(body: str) -> list[str]:
    return [quote.text for quote in on_page(body).quotes]


def doubts(body: str) -> list[str]:
    return [remark.text for remark in on_page(body).remarks if remark.kind == "skipped"]


@pytest.mark.parametrize("marks", PAIRS)
def test_a_sentence_alone_in_any_marks_is_a_quote(marks: str) -> None:
    assert texts(f"<p>{marks[0]}We are tired of all this.{marks[1]}</p>") == ["We are tired of all this."]


def test_single_marks_around_a_whole_paragraph_count_and_apostrophes_do_not_end_it() -> None:
    assert texts("<p>‘I can’t go on, and they won’t say “no”.’</p>") == ["I can’t go on, and they won’t say “no”."]


@pytest.mark.parametrize(
    "text",
    [
        "She said, ‘You’ll manage,’ and left.",
        "She said “no” and left.",
        'I write "the same" form, 4 times … [every day].',
        "It was 5'10\" tall, they told me.",
        "Non\u00a0breaking, e\u0301, 👩🏽\u200d🍼 and ‏שלום‎ stay.",
        "“Nested at the start” was what she said.",
        "What she said was “nested at the end.”",
    ],
)
def test_a_quote_keeps_every_letter_within_its_marks(text: str) -> None:
    assert texts(f"<p>“{text}”</p>") == [text]


def test_line_breaks_of_the_source_are_collapsed_as_a_browser_does_and_a_br_stays_a_line() -> None:
    assert texts("<p>“I sat\n\t  in the <em>car</em>\r\nfor an hour.<br> Nobody asked.”</p>") == [
        "I sat in the car for an hour.\nNobody asked."
    ]


def test_comments_and_invisible_elements_in_a_quote_leave_no_trace() -> None:
    assert texts("<p>“I sat <!-- x -->in<script>y</script> the car.”</p>") == ["I sat in the car."]


def test_each_paragraph_of_a_long_quote_may_open_marks_that_only_the_last_closes() -> None:
    [quote] = on_page(
        "<p>“I began in May.</p><p>“By June I was worn out.</p><p>“I left.”</p><p>They agreed.</p>"
    ).quotes
    assert quote.text == "I began in May.\n\nBy June I was worn out.\n\nI left."
    assert "3 paragraphs" in quote.remarks[0]


def test_several_quotes_in_one_paragraph_are_several() -> None:
    body = "<p>“We are tired of this.” - Administrator “Nobody asked us about it.” - from a direct service provider</p>"
    assert [(quote.text, quote.perspective) for quote in on_page(body).quotes] == [
        ("We are tired of this.", "Administrator"),
        ("Nobody asked us about it.", "direct service provider"),
    ]


def test_quotes_parted_by_a_line_break_are_several() -> None:
    assert texts("<p>“We are tired of this.”<br>“Nobody asked us about it.”</p>") == [
        "We are tired of this.",
        "Nobody asked us about it.",
    ]


@pytest.mark.parametrize(
    ("credit", "perspective", "region"),
    [
        ("- from a direct service provider", "direct service provider", ""),
        ("— Direct Service Provider", "Direct Service Provider", ""),
        ("—A direct service provider, Yakima County", "direct service provider", "Yakima County"),
        ("(program administrator)", "program administrator", ""),
        ("– administrator in King County", "administrator", "King County"),
        ("- Focus Group Participant", "", ""),
        ("- SYSTEM LEADER", "system leader", ""),
    ],
)
@pytest.mark.parametrize("form", ["<p>“I am tired.” {}</p>", "<p>“I am tired.”<br>{}</p>"])
def test_a_trailing_credit_says_who_speaks_and_is_not_part_of_the_text(
    form: str, credit: str, perspective: str, region: str
) -> None:
    [quote] = on_page(form.format(credit)).quotes
    assert (quote.text, quote.perspective, quote.region) == ("I am tired.", perspective, region)


@pytest.mark.parametrize(
    "body",
    [
        "<blockquote><p>“I am so tired of it.”</p><footer>— Administrator</footer></blockquote>",
        "<blockquote>I am so tired of it.</blockquote><p>- from an administrator</p>",
        "<figure><blockquote>I am so tired of it.</blockquote><figcaption>Administrator</figcaption></figure>",
        "<blockquote>“I am so tired of it.” <cite>Administrator</cite></blockquote>",
        "<p><q>I am so tired of it.</q> — administrator</p>",
        "<p>“I am so tired of it. - from an administrator”</p>",
        "<p>I am so tired of it. - from an administrator</p>",
        "<p>Administrator: “I am so tired of it.”</p>",
        "<p>PERSPECTIVES FROM ADMINISTRATORS<br>“I am so tired of it.”</p>",
        "<p>One administrator said, “I am so tired of it.”</p>",
        "<div>“</div><p>I am so tired of it.</p><div>”</div><p>— Administrator</p>",
    ],
)
def test_an_administrator_is_heard_whatever_the_markup(body: str) -> None:
    [quote] = on_page(body).quotes
    assert quote.text == "I am so tired of it."
    assert quote.perspective.lower().removesuffix("s") == "administrator"


def test_a_blockquote_of_several_paragraphs_without_marks_is_one_quote() -> None:
    assert texts("<blockquote><p>I began in May.</p><p>I left in June of that year.</p></blockquote>") == [
        "I began in May.\n\nI left in June of that year."
    ]


def test_two_blockquotes_are_two_quotes() -> None:
    assert (
        len(
            texts(
                "<blockquote>I began in May last year.</blockquote><blockquote>I left in June that year.</blockquote>"
            )
        )
        == 2
    )


def test_a_quote_set_as_a_heading_is_a_quote_and_a_title_in_marks_is_not() -> None:
    assert texts("<h3>“We are all tired and nobody has asked us why.”</h3><h3>“Red tape”</h3>") == [
        "We are all tired and nobody has asked us why."
    ]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("<p>They spoke of so-called “red tape” rules.</p>", "within other words"),
        ("<p>The report “Start with Babies.” is long.</p>", "within other words"),
        ("<p>The law says that “the agency shall pay each provider.”</p>", "within other words"),
        ("<p>Some said, “We are tired of it and we are leaving.”</p>", "within other words"),
        ("<p>One provider said, “too much”.</p>", "no whole sentence of 6 words"),
        ("<p>“Burnout”</p>", "no sentence"),
        ("<p>“Caring for the Carers of Babies”</p>", "It may be a title"),
        ("<p>“I am tired.”</p>", "fewer than 5 words"),
        ("<p>“Still I rise like dust each day.” — Maya Angelou</p>", "neither a role nor a participant"),
        ("<blockquote>RCW 74.13, Chapter Two</blockquote>", "blockquote"),
        ("<h2>References</h2><p>“A study of care in five homes.”</p>", "list of sources"),
        ("<p>“I am tired and I am going</p><p>Next.</p>", "never closed"),
        ("<p>“” is empty here</p>", "no words between"),
        ("<p>PERSPECTIVES FROM ADMINISTRATORS</p><p>“Tired”</p>", "single word"),
    ],
)
def test_what_may_be_no_participants_words_is_reported_with_its_place_and_why(body: str, why: str) -> None:
    found = on_page(body)
    [skipped] = [remark for remark in found.remarks if remark.kind == "skipped"]
    assert found.quotes == ()
    assert why in skipped.text
    assert skipped.where.startswith("burnout.html, under “")
    assert found.read == 1


def test_the_report_names_a_doubtful_quotation_without_giving_its_words_away() -> None:
    assert doubts("<p>“I am tired.”</p>") == [
        "'I …' (3 words) is not taken for a participant's words. It has fewer than 5 words, and nothing says who said it."
    ]


def test_under_a_line_that_says_who_speaks_a_short_quote_counts() -> None:
    assert texts("<p>PERSPECTIVES FROM ADMINISTRATORS</p><p>“Pay us.”</p><p>“Not enough”</p>") == [
        "Pay us.",
        "Not enough",
    ]


def test_a_paragraph_between_the_line_and_a_quote_leaves_open_who_speaks() -> None:
    [quote] = on_page(
        "<p>PERSPECTIVES FROM ADMINISTRATORS</p><p>They went on.</p><p>“We are tired of all this.”</p>"
    ).quotes
    assert quote.perspective == ""
    assert "left open" in quote.remarks[0]


def test_a_name_beside_a_role_is_not_kept() -> None:
    [quote] = on_page("<p>“We are tired of all this.” — Maria Lopez, administrator</p>").quotes
    assert quote.perspective == "administrator"
    assert "Lopez" not in repr(on_page("<p>“We are tired of all this.” — Maria Lopez, administrator</p>"))
    assert "may name a person" in quote.remarks[0]


def test_a_quote_that_stands_twice_is_one_and_the_second_is_counted_as_skipped() -> None:
    found = on_page(
        "<aside>“We are tired of all this.”</aside><h2>Pay</h2><p>“We are tired of all this.” - Administrator</p>"
    )
    [quote] = found.quotes
    assert (quote.codes, quote.perspective) == ((("Burnout",), ("Burnout", "Pay")), "Administrator")
    assert found.read == 2
    assert len([remark for remark in found.remarks if remark.kind == "skipped"]) == 1


def test_a_quote_with_a_lost_letter_is_left_out(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(b'<meta charset="utf-8"><h1>Pay</h1><p>\xe2\x80\x9cWe are tired of \xff this.\xe2\x80\x9d</p>')
    found = read(page)
    assert found.quotes == ()
    assert any("letters that cannot be read" in remark.text for remark in found.remarks if remark.kind == "skipped")


WORDS = st.text("abc é\u00a0’.,!…[]()-0", min_size=1, max_size=12).map(lambda inner: f"w{inner}w")


def nested(marks: list[str]) -> st.SearchStrategy[str]:
    """Words that may hold words in marks, which again may."""

    def around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        build: Callable[[str, str, str, str], str] = lambda pair, before, within, after: (  # noqa: E731
            f"{before} {pair[0]}{within}{pair[1]} {after}"
        )
        return st.builds(build, st.sampled_from(marks), WORDS, inner, WORDS)

    return st.recursive(WORDS, around, max_leaves=6)


@settings(deadline=None, max_examples=300)
@given(nested(["“”", "‘’", '""']), st.sampled_from(["“”", '""', "„“", "«»"]))
def test_whatever_is_nested_within_marks_comes_out_letter_for_letter(words: str, pair: str) -> None:
    body = re.sub(" +", " ", f"So {words}. Then we all left the room.")
    assert texts(f"<p>{pair[0]}{body}{pair[1]}</p>") == [body]


@settings(deadline=None)
@given(st.text("“”\"«»„‘’' ab.\n", max_size=60))
def test_marks_of_any_disorder_yield_spans_that_lie_within_the_text_and_apart(text: str) -> None:
    spans = marked(text).spans
    places = [place for span in spans for place in (span.start, span.end)]
    assert places == sorted(places)
    assert all(0 <= span.start < span.end - 1 < len(text) for span in spans)
    if (inner := enclosed(text)) is not None:
        assert inner.words == text[1:-1]
