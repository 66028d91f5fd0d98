"""Which words of a quote are found to tell who somebody is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ppwi_bot.corpus.protecting.detecting import find
from ppwi_bot.corpus.protecting.findings import Kind, apart, finding


def found(text: str) -> list[tuple[str, str]]:
    return [(one.kind.value, one.words) for one in find(text)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("My supervisor Marisol told me to rest.", "name", "Marisol"),
        ("so me and keisha split the caseload", "name", "keisha"),
        ("Le dije a Lupita que ya no podía más.", "name", "Lupita"),
        ("The twins and Uncle Leroy came to group.", "name", "Leroy"),
        ("Write to lupita.rdz@example.org about it.", "email", "lupita.rdz@example.org"),
        ("You can fax it to (360) 555-0109, we have a fax.", "phone", "(360) 555-0109"),
        ("I grew up at 418 Maple Street and never left.", "address", "418 Maple Street"),
        ("I interned with Wellspring Family Services.", "organization", "Wellspring Family Services"),
        ("They moved the clinic to Twisp.", "place", "Twisp"),
        ("we live in wapato, everybody knows everybody", "place", "wapato"),
        ("There is one crib in Wahkiakum County.", "place", "Wahkiakum County"),
        ("I turned 41 on March 3rd, 2019.", "age", "41 on March 3rd, 2019"),
        ("I am the only midwife in the county.", "role", "the only midwife in the county"),
        ("Soy la única partera en el pueblo.", "role", "la única partera en el pueblo"),
    ],
)
def test_each_kind_of_word_is_found(text: str, kind: str, words: str) -> None:
    assert found(text) == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "May is always the hardest month for us.",
        "I hope the legislature hears this, I really hope so.",
        "Will you still be here next year, she asked me.",
        "Head Start pays for my classes but not for my gas.",
        "I work for King County and I live in Seattle.",
        "My supervisor listens, and my director does not.",
        "DCYF changed the form again in March 2020.",
        "I was nine and I was already warming bottles.",
        "The only thing that keeps me here is the children.",
        "I buy the diapers at Walmart with my own money.",
        "There are too many forks in the road, and the steps are concrete.",
        "The grant was $360,555 and we saw none of it.",
        "Las familias confían en nosotras porque hablamos su idioma.",
        "We saw thirty-one families in 2019 and forty-six in 2021.",
    ],
)
def test_what_is_true_of_thousands_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_a_name_that_was_found_once_is_found_wherever_it_stands() -> None:
    assert [words for _, words in found("I asked Ngozi. And what did she say? Ngozi. Just like that.")] == [
        "Ngozi",
        "Ngozi",
    ]


def test_a_county_and_a_town_get_their_own_replacements() -> None:
    assert [one.instead for one in find("I drive from Twisp to Ferry County.")] == ["[a place]", "[a county]"]


def test_of_findings_that_overlap_the_longest_stays() -> None:
    text = "the director of Twisp Kids"
    whole, part = finding(text, 0, len(text), Kind.ROLE), finding(text, 16, 21, Kind.PLACE)
    assert apart([part, whole]) == (whole,)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=300))
def test_whatever_the_text_findings_lie_in_it_in_order_and_apart(text: str) -> None:
    end = 0
    for one in find(text):
        assert end <= one.start < one.end <= len(text)
        assert one.words == text[one.start : one.end]
        end = one.end
