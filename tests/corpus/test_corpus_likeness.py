"""The quick search for copies finds what holding each quote against each other would find."""

import random
from collections.abc import Iterator, Sequence
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from ppwi_bot.corpus import likeness
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


def plainly_alike(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The same with every text held against every other, for texts of small letters and single spaces."""
    first: dict[str, int] = {}
    for place, text in enumerate(texts):
        if text.count(" ") >= 4 and first.setdefault(text, place) != place:
            yield first[text], place
    copies = set()
    for one, other in combinations(sorted(first, key=lambda text: (len(text), first[text])), 2):
        if copies.isdisjoint((one, other)) and fuzz.ratio(one, other) >= LIKENESS:
            copies.add(other)
            yield tuple(sorted((first[one], first[other])))


WORDS = st.text(st.sampled_from("abcé"), min_size=1, max_size=3)
SHORT = st.lists(WORDS, min_size=4, max_size=7).map(" ".join)


@pytest.fixture(params=[None, (2, 3)], ids=["at once", "in small parts"])
def parts(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param:
        monkeypatch.setattr(likeness, "_SLICE", request.param[0])
        monkeypatch.setattr(likeness, "_BATCH", request.param[1])


@pytest.mark.usefixtures("parts")
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(slightly_changed() | SHORT, max_size=12))
def test_it_finds_what_holding_each_text_against_each_other_finds(texts: list[str]) -> None:
    assert list(alike(texts)) == list(plainly_alike(texts))


@pytest.mark.parametrize("beginning", ["", "in the second of our groups somebody said to all of us that "])
def test_so_it_does_among_many_texts_even_if_all_begin_the_same(beginning: str) -> None:
    chance = random.Random(1)
    letters = "etaoinshr   "
    texts = []
    for _ in range(200):
        said = "".join(chance.choices(letters, k=chance.randint(20, 200)))
        texts += [said, "".join("" if chance.random() < 0.04 else letter for letter in said)]
    texts = [" ".join((beginning + text).split()) for text in texts]
    found = list(alike(texts))
    assert found == list(plainly_alike(texts))
    assert len(found) > 100


def test_capitals_punctuation_and_spaces_make_no_difference() -> None:
    assert list(alike(["It is hard, every single day.", "it is  HARD — every single day"])) == [(0, 1)]


def test_letters_of_other_scripts_count_too() -> None:
    text = "мы просто хотим делать свою работу хорошо"
    assert list(alike([text, text.replace("просто", "проста"), text[::-1]])) == [(0, 1)]


def test_two_texts_are_found_even_if_all_that_they_share_stands_in_many_others() -> None:
    """Ten of twelve pieces of eight letters have a letter more in the copy; the other two are in every text."""
    chance = random.Random(1)

    def piece() -> str:
        return "".join(chance.choices("etaoinshr", k=7)) + " "

    own = [piece() for _ in range(10)]
    text, copy = (
        "and then so she " + "".join(pieces) + "s" for pieces in (own, [f"{each[:3]}x{each[3:]}" for each in own])
    )
    others = ["and then so she " + "".join(piece() for _ in own) + "s" for _ in range(30)]
    assert list(alike([text, *others, copy])) == [(0, 31)]
