"""What answers say of speakers, asked this way and that, never comes down to fewer people than are shown apart."""

from collections import defaultdict
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.answers.conftest import voices_of
from tests.small_world import ADMINISTRATOR, PROVIDER, library, quote

from ppwi_bot.answers.focus import Focus
from ppwi_bot.answers.plan import Reason
from ppwi_bot.answers.respond import respond
from ppwi_bot.answers.voices import Voices, without
from ppwi_bot.corpus.library import Library, NamedSet
from ppwi_bot.corpus.quotes import Perspective
from ppwi_bot.retrieval.filters import matcher

SMALLEST = 3
PLACES = {"Ferry": ("Ferry",), "Garfield": ("Garfield",), "Kittitas": ("Kittitas",), "Inland": ("Ferry", "Garfield")}
GROUPS = ("Doulas", "Weavers")
WHO = ("people", "providers", "administrators", *GROUPS)
WHERE = ("", *(f" in {place}" for place in PLACES))
QUESTIONS = [
    *(f"what do {who}{where} say about {topic}" for who, where, topic in product(WHO, WHERE, ("pay", "rest"))),
    *(f"what do people except {who}{where} say about pay" for who, where in product(WHO[1:], WHERE)),
    *(f"what do {who} outside of {place} say about pay" for who, place in product(WHO, PLACES)),
    *(f"compare {one} with everyone else on pay" for one in (*WHO[1:], *PLACES)),
    *(f"compare {one} and {other} on pay" for one, other in product((*WHO, *PLACES), repeat=2) if one != other),
]


@st.composite
def worlds(draw: st.DrawFn) -> Library:
    speakers = st.tuples(
        st.sampled_from([PROVIDER, PROVIDER, ADMINISTRATOR]),
        st.sampled_from(["", *GROUPS]),
        st.sampled_from(["", "Ferry", "Garfield", "Kittitas"]),
        st.sampled_from(["low-pay", "rest"]),
    )
    drawn = draw(st.lists(speakers, min_size=5, max_size=30))
    quotes = [
        quote(f"q{at}", f"Wages and sleep {at}.", topic, perspective=perspective, affinity_group=group, region=region)
        for at, (perspective, group, region, topic) in enumerate(drawn)
    ]
    return replace(
        library(),
        quotes={one.id: one for one in quotes},
        groups=tuple(NamedSet(name, (), frozenset({name})) for name in GROUPS),
        places=tuple(NamedSet(name, (), frozenset(members)) for name, members in PLACES.items()),
        digest=str(hash(tuple(quotes))),
    )


def told_apart(voices: Voices, questions: list[str]) -> list[set[str]]:
    """Sets of speakers that the answers to the questions tell apart, all taken together."""
    sides = [side for question in questions for side in respond(question, Focus(), voices).plan.sides]
    asked = [matcher(filters, voices.library) for filters in {side.filters for side in sides}]
    sets: dict[object, set[str]] = defaultdict(set)
    for id, one in voices.library.quotes.items():
        sets[one.perspective, tuple(matches(one) for matches in asked)].add(id)
    return list(sets.values())


@given(recorded=worlds(), asked=st.lists(st.sampled_from(QUESTIONS), min_size=1, max_size=12, unique=True))
@settings(max_examples=40, deadline=None)
def test_no_sequence_of_questions_isolates_too_few_people(
    tmp_path_factory: pytest.TempPathFactory, recorded: Library, asked: list[str]
) -> None:
    voices = voices_of(recorded, tmp_path_factory.mktemp("world"), SMALLEST)
    of_a_role = [{id for id, one in recorded.quotes.items() if one.perspective is role} for role in Perspective]
    assert [ids for ids in told_apart(voices, asked) if len(ids) < SMALLEST and ids not in of_a_role] == []


def test_two_places_that_may_not_be_told_apart_are_not_set_side_by_side(tmp_path: Path) -> None:
    places = [NamedSet(name, (), frozenset(members)) for name, members in PLACES.items()]
    quotes = [quote(f"q{at}", f"Wages {at}.", "low-pay", region=("Ferry", "Garfield")[at % 2]) for at in range(4)]
    recorded = replace(library(), quotes={one.id: one for one in quotes}, places=tuple(places))
    plan = respond("compare Ferry and Garfield on pay", Focus(), voices_of(recorded, tmp_path, SMALLEST)).plan
    assert [side.filters.places for side in plan.sides] == [("Inland",)]
    assert [said.params["place"] for said in plan.notices if said.key == "notice.widened_place"] == [
        "Ferry",
        "Garfield",
    ]


def test_a_group_that_may_be_told_apart_is_kept_when_its_place_may_not(tmp_path: Path) -> None:
    voices = voices_of(library(), tmp_path, SMALLEST)
    plan = respond("what do home visitors in South say about pay", Focus(), voices).plan
    assert (plan.filters.groups, plan.filters.places, plan.reason) == (
        ("Home visitors",),
        ("Everywhere",),
        Reason.PLACE_WIDENED,
    )


def test_when_a_quote_is_withdrawn_too_few_who_are_left_are_not_shown_apart(tmp_path: Path) -> None:
    voices = voices_of(library(), tmp_path, 6)  # six administrators are left of the South
    assert voices.library.quotes["rest-2"].region == "South"
    left = without(voices, frozenset({"rest-4"}))
    assert left.library.quotes["rest-2"].region == ""
