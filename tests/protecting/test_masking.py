"""What visitors type is kept only after whatever may lead to a person was masked."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.small_world import library

from ppwi_bot.corpus.protecting.masking import masked, ordinary_words

SENTENCES = Path(__file__).parents[1] / "eval" / "identifying.csv"
ORDINARY = ordinary_words(
    library(), ("what do providers say about pay and burnout, is it worth a bill or a frank word",)
)

WORDS = st.text(st.characters(blacklist_categories=("Cs",)), max_size=30)
LOCAL = st.from_regex(r"[A-Za-z0-9_%+-]{1,20}(\.[A-Za-z0-9_%+-]{1,20})?", fullmatch=True)
DOMAIN = st.from_regex(r"[A-Za-z0-9-]{1,20}(\.[A-Za-z0-9-]{1,10}){1,2}", fullmatch=True)
SEPARATOR = st.sampled_from(["", " ", "-", ".", ") ", "/", "–", " - ", "\u00a0", "_", "\u200b"])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("my boss maria gonzalez is mean", "my boss [name] is mean"),
        ("What did Mary O'Brien from Cathlamet say?", "What did [name] from [a place] say?"),
        ("what did anne-marie whitfield say", "what did [name] say"),
        ("MARIA GONZALEZ SAID WHAT", "[name] said what"),
        ("my name is grace and i am tired", "my name is [name] and i am tired"),
        ("my name is on the list", "my name is on the list"),
        ("i'm fadumo", "i'm [unknown word]"),
        ("dr. venkataraman was rude", "dr. [name] was rude"),
        ("mail a.b@example.org or @mariag", "mail [email] or [email]"),
        ("maria at gmail dot com", "[email]"),
        ("see https://example.org/u/7 or www.example.com/maria", "see [link] or [link]"),
        ("call (360) 555-0199 x44 now", "call [number] now"),
        ("call ３６０.５５５.０１９９", "call [number]"),
        ("call three six zero five five five", "call [number]"),
        ("ssn 123-45-6789, zip 98612", "ssn [number], zip [number]"),
        ("i live at 4410 ne 65th st apt 3", "i live at [address]"),
        ("my son was born 3/4/2019", "my son was [age and date]"),
        ("it was on 3/4/2019", "it was on [date]"),
    ],
)
def test_what_leads_to_a_person_is_replaced_by_what_it_was(typed: str, kept: str) -> None:
    assert masked(typed, ORDINARY) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "what do providers say about pay?",
        "is $60,000 a year enough in 2024, or 15% more?",
        "20 miles on the road each way",
        "what do people in Spokane say about DCYF",
        "is this AI?",
    ],
)
def test_a_question_that_leads_to_nobody_stays_as_it_is(typed: str) -> None:
    assert masked(typed, ORDINARY) == typed


def test_what_the_corpora_call_their_topics_groups_and_places_is_no_name() -> None:
    assert masked("what do Home Visitors up North say?", ORDINARY) == "what do Home Visitors up North say?"


def test_a_name_that_a_corpus_writes_in_small_letters_is_still_one() -> None:
    words = ordinary_words(library(), ("where is jennifer", "a tender word"))
    assert "jennifer" not in words
    assert "tender" in words


@given(WORDS, LOCAL, DOMAIN, WORDS)
def test_no_email_survives(before: str, local: str, domain: str, after: str) -> None:
    kept = masked(f"{before} {local}@{domain} {after}", ORDINARY)
    assert not re.search(r"\S@|@\S", kept)


@given(WORDS, st.lists(st.text("0123456789", min_size=1, max_size=4), min_size=7, max_size=12), st.data(), WORDS)
def test_no_telephone_number_survives(before: str, digits: list[str], data: st.DataObject, after: str) -> None:
    number = digits[0] + "".join(data.draw(SEPARATOR) + each for each in digits[1:])
    kept = masked(f"{before} {number} {after}", ORDINARY)
    assert not re.search(r"\d(?:[^\w]{0,3}\d){6}", kept)


@given(WORDS)
def test_whatever_is_typed_comes_out_on_one_line_without_what_cannot_be_seen(text: str) -> None:
    kept = masked(text, ORDINARY)
    assert kept == " ".join(kept.split())
    assert not re.search("[\u200b\u202e\x00-\x1f]", kept)


@given(st.text("aA. @-'1mM", max_size=1000))
def test_what_was_masked_is_masked(text: str) -> None:
    once = masked(text, ORDINARY)
    assert masked(once, ORDINARY) == once


def _left(small: bool) -> tuple[int, int]:
    """Of the names in the labelled sentences, how many stand in them still, and how many there are."""
    left = marked = 0
    with SENTENCES.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            kept = masked(row["sentence"].lower() if small else row["sentence"], ORDINARY).casefold()
            names = [mark.removeprefix("name: ") for mark in row["words"].split(" | ") if mark.startswith("name: ")]
            marked += len(names)
            left += sum(name.casefold().rpartition(" ")[2] in kept for name in names)
    return left, marked


@pytest.mark.parametrize(("small", "most_left"), [(False, 0.10), (True, 0.30)])
def test_most_names_of_the_labelled_sentences_are_masked_even_in_small_letters(small: bool, most_left: float) -> None:
    left, marked = _left(small)
    assert marked > 100
    assert left / marked <= most_left
