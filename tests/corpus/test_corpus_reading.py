"""A sound corpus is loaded whole, letter for letter; several become one library."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ppwi_bot.corpus.codebook import Actor, Level, Summary
from ppwi_bot.corpus.library import Figure, NamedSet
from ppwi_bot.corpus.quotes import Audience, Perspective
from ppwi_bot.corpus.reading import load_library
from ppwi_bot.errors import CorpusError

Write = Callable[..., Path]

THEMES = """
themes:
  - id: systems
    name: Systems
    summary: >-
      What people said
      about systems.
    keywords: [rules, fairness, rules]
    link: https://example.org/systems
    topics:
      - id: pay
        name: Pay
        calls_to_action:
          - {actor: funders_and_legislators, text: Raise the rate.}
          - {actor: government_agencies, text: "Pay on time: each month."}
        subtopics:
          - {id: low-wages, name: Low wages}
"""


def test_every_field_of_a_quote_is_read(corpus: Write, row: Callable[..., dict[str, str]]) -> None:
    quote = row(
        id="q-1",
        text="No sé.",
        topics="low-wages; burnout;",
        perspective="administrator",
        affinity_group="Home  visitors ",
        region="King County",
        audience="staff",
        language="es",
        source="https://example.org/q",
        participant="P017",
    )
    [found] = load_library([corpus(quotes=[quote])]).quotes.values()
    assert (found.id, found.corpus, found.text) == ("q-1", "small", "No sé.")
    assert found.codes == ("low-wages", "burnout")
    assert found.perspective is Perspective.ADMINISTRATOR
    assert (found.affinity_group, found.region) == ("Home visitors", "King County")
    assert found.audience is Audience.STAFF
    assert (found.language, found.source, found.participant) == ("es", "https://example.org/q", "P017")


def test_what_a_row_leaves_empty_is_public_english_and_of_no_stated_perspective(corpus: Write) -> None:
    [quote] = load_library([corpus()]).quotes.values()
    assert quote.perspective is Perspective.NOT_STATED
    assert quote.audience is Audience.PUBLIC
    assert quote.language == "en"
    assert quote.affinity_group == quote.region == quote.source == quote.participant == ""


def test_columns_may_stand_in_any_order_and_the_participant_may_be_left_out(corpus: Write) -> None:
    text = "topics,text,id,language,source,audience,region,affinity_group,perspective\npay,It is hard.,a,,,,,,\n"
    assert load_library([corpus(quotes=text)]).quotes["a"].text == "It is hard."


@pytest.mark.parametrize(
    "text",
    [
        "two\nlines",
        "two\r\nlines",
        "an old\rline end",
        "a\u00a0hard space",
        "e\u0301 combining and é precomposed",
        "“curly” ‘quotes’ and it's straight",
        'she said, "no", and left',
        "  space before and after \t",
        "👩🏽\u200d🍼 🇲🇽",
        "\ufeffa mark inside",
        "‏שלום‎",
    ],
)
def test_a_quote_is_kept_letter_for_letter(corpus: Write, row: Callable[..., dict[str, str]], text: str) -> None:
    assert load_library([corpus(quotes=[row(text=text)])]).quotes["q1"].text == text


WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffd", include_characters="\n\r\t"),
    min_size=1,
    max_size=300,
)


@settings(deadline=None)
@given(WORDS)
def test_any_text_a_spreadsheet_can_hold_comes_back_unchanged(
    corpus: Write, row: Callable[..., dict[str, str]], text: str
) -> None:
    assume(any(not letter.isspace() and unicodedata.category(letter) != "Cf" for letter in text))
    assume(not any(mark in text for mark in "ÃÂâ"))  # may be, by chance, what garbled letters look like
    assert load_library([corpus(quotes=[row(text=text)])]).quotes["q1"].text == text


def test_a_byte_order_mark_is_not_part_of_the_first_column_name(corpus: Write) -> None:
    plain = (corpus() / "quotes.csv").read_bytes()
    assert list(load_library([corpus(quotes=b"\xef\xbb\xbf" + plain)]).quotes) == ["q1"]


def test_rows_with_nothing_in_them_are_passed_over(corpus: Write) -> None:
    plain = (corpus() / "quotes.csv").read_text()
    assert list(load_library([corpus(quotes=f"{plain},,,,,,,,,\n\n,,,,,,,,,\n")]).quotes) == ["q1"]


def test_the_codebook_keeps_levels_summaries_keywords_links_and_calls(corpus: Write) -> None:
    codebook = load_library([corpus(themes=THEMES, quotes="id,text,topics,perspective,affinity_group,region,"
                                    "audience,language,source\na,Hard.,pay,,,,,,\n")]).codebook  # fmt: skip
    theme, pay, wages = codebook["systems"], codebook["pay"], codebook["low-wages"]
    assert [code.level for code in (theme, pay, wages)] == [Level.THEME, Level.TOPIC, Level.SUBTOPIC]
    assert [code.parent for code in (theme, pay, wages)] == [None, "systems", "pay"]
    assert theme.summaries == (Summary("small", "What people said about systems."),)
    assert theme.keywords == ("rules", "fairness")
    assert theme.links == ("https://example.org/systems",)
    assert [(call.id, call.actor, call.text) for call in pay.calls] == [
        ("small/pay/1", Actor.FUNDERS_AND_LEGISLATORS, "Raise the rate."),
        ("small/pay/2", Actor.GOVERNMENT_AGENCIES, "Pay on time: each month."),
    ]


def test_the_corpus_file_says_what_the_corpus_is(corpus: Write) -> None:
    toml = """
    id = "first-round"
    title = "First round"
    collected_by = "Us"
    source = "https://example.org"
    description = "How we did it."
    illustrative = false
    figures = [{value = 1150, label = "people"}, {value = "more than 71", label = "hours"}]
    not_asked = [{name = "Parents", also = ["moms"]}]
    """
    found = load_library([corpus(toml=toml)]).corpora["first-round"]
    assert (found.title, found.collected_by, found.source) == ("First round", "Us", "https://example.org")
    assert (found.description, found.illustrative) == ("How we did it.", False)
    assert found.figures == (Figure("1,150", "people"), Figure("more than 71", "hours"))
    assert found.not_asked == (NamedSet("Parents", ("moms",), frozenset()),)


def test_without_an_id_a_corpus_is_called_as_its_folder(corpus: Write) -> None:
    assert list(load_library([corpus(name="spring-2025")]).corpora) == ["spring-2025"]


def test_groups_and_places_are_known_by_their_entries_and_by_occurring(
    corpus: Write, row: Callable[..., dict[str, str]]
) -> None:
    toml = """
    title = "T"
    collected_by = "C"
    illustrative = true
    groups = [{name = "Home visitors", also = ["visiting staff"]}]
    places = [
      {name = "King County", also = ["Seattle"]},
      {name = "The east", also = ["out east"], regions = ["Spokane County", "Tri-Cities"]},
    ]
    """
    quotes = [
        row(affinity_group="Home visitors", region="King County"),
        row(id="q2", text="Nothing moved.", affinity_group="Doulas", region="Tri-Cities"),
    ]
    library = load_library([corpus(toml=toml, quotes=quotes)])
    assert library.groups == (
        NamedSet("Home visitors", ("visiting staff",), frozenset({"Home visitors"})),
        NamedSet("Doulas", (), frozenset({"Doulas"})),
    )
    assert library.places == (
        NamedSet("King County", ("Seattle",), frozenset({"King County"})),
        NamedSet("The east", ("out east",), frozenset({"Spokane County", "Tri-Cities"})),
        NamedSet("Tri-Cities", (), frozenset({"Tri-Cities"})),
    )


def test_the_same_code_in_two_corpora_is_one_code_of_which_each_says_its_own(corpus: Write) -> None:
    header = "id,text,topics,perspective,affinity_group,region,audience,language,source\n"
    first = corpus(name="first", themes=THEMES, quotes=f"{header}a,Hard.,pay,,,,,,\n")
    second = corpus(name="second", themes=THEMES, quotes=f"{header}b,Not so hard.,pay,,,,,,\n")
    library = load_library([first, second])
    assert list(library.codebook.codes) == ["systems", "pay", "low-wages"]
    assert [summary.corpus for summary in library.codebook["systems"].summaries] == ["first", "second"]
    assert [call.id for call in library.codebook["pay"].calls] == [
        "first/pay/1", "first/pay/2", "second/pay/1", "second/pay/2",
    ]  # fmt: skip
    assert library.codebook["systems"].links == ("https://example.org/systems",)
    assert [quote.corpus for quote in library.quotes.values()] == ["first", "second"]


def test_names_for_one_place_in_two_corpora_are_put_together(corpus: Write, row: Callable[..., dict[str, str]]) -> None:
    places = '\nplaces = [{name = "The east", also = ["%s"], regions = ["%s"]}]\n'
    toml = 'title = "T"\ncollected_by = "C"\nillustrative = true'
    first = corpus(name="first", toml=toml + places % ("out east", "Spokane County"))
    second = corpus(
        name="second",
        toml=toml + places % ("dry side", "Tri-Cities"),
        quotes=[row(id="q2", text="Nothing moved in me.")],
    )
    assert load_library([first, second]).places == (
        NamedSet("The east", ("out east", "dry side"), frozenset({"Spokane County", "Tri-Cities"})),
    )


def test_the_digest_changes_with_any_file_and_not_with_the_place_of_the_folder(
    corpus: Write, row: Callable[..., dict[str, str]]
) -> None:
    digest = load_library([corpus()]).digest
    assert load_library([corpus()]).digest == digest
    others = [
        corpus(quotes=[row(text="Other words.")]),
        corpus(toml='title="T"\ncollected_by="C"\nillustrative=true'),
        corpus(name="other"),
    ]
    assert digest not in {load_library([other]).digest for other in others}


def test_nothing_is_loaded_from_a_corpus_with_problems_and_the_first_twenty_are_told(
    corpus: Write, row: Callable[..., dict[str, str]]
) -> None:
    folder = corpus(quotes=[row(id=f"q{number}", text=f"{number}", topics="pya") for number in range(25)])
    with pytest.raises(CorpusError) as refused:
        load_library([folder])
    first, *listed, rest = str(refused.value).splitlines()
    assert "25 problems" in first
    assert len(listed) == 20
    assert "quotes.csv:2: topics: unknown topic 'pya'" in listed[0]
    assert "5 more" in rest


def test_one_corpus_with_a_problem_keeps_the_others_out_too(corpus: Write) -> None:
    with pytest.raises(CorpusError, match="1 problem to mend"):
        load_library([corpus(name="sound"), corpus(name="bad", quotes=None)])
