"""The quick search for copies finds what holding each quote against each other would find."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from ppwi_bot.corpus.likeness import LIKENESS, alike

SENTENCE = (
    *("some", "days", "i", "sit", "in", "the", "car", "and"),
    *("wait", "until", "i", "can", "face", "the", "door", "again"),
)
SLIPS = st.lists(st.tuples(st.integers(0, len(SENTENCE) - 1), st.sampled_from(["", "a", "tree", "qué"])), max_size=3)


@st.composite
def slightly_changed(draw: st.DrawFn) -> str:
    words = list(SENTENCE)
    for place, word in draw(SLIPS):
        words[place] = word
    return " ".join(filter(None, words))


@settings(deadline=None)
@given(st.lists(slightly_changed(), min_size=2, max_size=6))
def test_there_are_copies_exactly_where_two_texts_are_alike(texts: list[str]) -> None:
    expected = any(fuzz.ratio(one, other) >= LIKENESS for one, other in combinations(texts, 2))
    assert bool(list(alike(texts))) == expected


@settings(deadline=None)
@given(st.lists(slightly_changed(), min_size=2, max_size=6))
def test_every_pair_named_is_alike_and_the_earlier_is_named_first(texts: list[str]) -> None:
    pairs = list(alike(texts))
    assert all(fuzz.ratio(texts[one], texts[other]) >= LIKENESS and one < other for one, other in pairs)


def test_capitals_punctuation_and_spaces_make_no_difference() -> None:
    assert list(alike(["It is hard, every single day.", "it is  HARD — every single day"])) == [(0, 1)]


def test_letters_of_other_scripts_count_too() -> None:
    text = "мы просто хотим делать свою работу хорошо"
    assert list(alike([text, text.replace("просто", "проста"), text[::-1]])) == [(0, 1)]
