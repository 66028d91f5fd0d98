from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.small_world import ADMINISTRATOR, PROVIDER, library, quote

from ppwi_bot.corpus.library import Library, NamedSet
from ppwi_bot.corpus.privacy import coarsened
from ppwi_bot.corpus.quotes import Audience, Quote
from ppwi_bot.retrieval.filters import Filters, matcher

PLACES = (
    NamedSet("East", (), frozenset({"Ferry", "Garfield"})),
    NamedSet("Far east", (), frozenset({"Garfield"})),
    NamedSet("Inland", (), frozenset({"Garfield", "Kittitas"})),
    NamedSet("State", (), frozenset({"Ferry", "Garfield", "Kittitas"})),
    *(NamedSet(name, (), frozenset({name})) for name in ("Ferry", "Garfield", "Kittitas")),
)
GROUPS = tuple(NamedSet(name, (), frozenset({name})) for name in ("Doulas", "Weavers"))


def world(quotes: Iterable[Quote]) -> Library:
    return replace(library(), quotes={one.id: one for one in quotes}, places=PLACES, groups=GROUPS)


def spoken(count: int, **said: object) -> list[Quote]:
    start = ";".join(map(str, said.values()))
    return [quote(f"{start};{at}", f"{start} {at}", "low-pay", **said) for at in range(count)]


def said_of(told: Library) -> dict[str, tuple[str, str]]:
    return {one.id: (one.affinity_group, one.region) for one in told.quotes.values()}


@st.composite
def worlds(draw: st.DrawFn) -> Library:
    speakers = st.tuples(
        st.sampled_from([PROVIDER, ADMINISTRATOR]),
        st.sampled_from(["", "Doulas", "Weavers"]),
        st.sampled_from(["", "Ferry", "Garfield", "Kittitas"]),
        st.sampled_from([*[Audience.PUBLIC] * 4, Audience.STAFF, Audience.WITHHELD]),
        st.sampled_from(["", "A", "B", "C", "D", "E", "F", "G"]),
        st.sampled_from(["made", "other"]),
    )
    return world(
        quote(
            f"q{at}",
            f"Words {at}.",
            "low-pay",
            perspective=perspective,
            affinity_group=group,
            region=region,
            audience=audience,
            participant=participant,
            corpus=corpus,
        )
        for at, (perspective, group, region, audience, participant, corpus) in enumerate(
            draw(st.lists(speakers, max_size=40))
        )
    )


def everything_that_can_be_asked() -> list[Filters]:
    groups = [(), *((one.name,) for one in GROUPS), tuple(one.name for one in GROUPS)]
    places = [(), *((one.name,) for one in PLACES), ("Ferry", "Inland"), ("East", "Kittitas")]
    return [Filters(groups=group, places=place) for group, place in product(groups, places)]


def told_apart(told: Library, audience: Audience) -> list[list[Quote]]:
    """The smallest sets of quotes that all answers to all questions, and what stands beside each quote, tell apart."""
    asked = [matcher(filters, told, audience) for filters in everything_that_can_be_asked()]
    sets: dict[object, list[Quote]] = defaultdict(list)
    for one in told.quotes.values():
        answers = tuple(matches(one) for matches in asked)
        if any(answers):
            sets[one.corpus, one.perspective, one.affinity_group, one.region, answers].append(one)
    return list(sets.values())


def people(quotes: Iterable[Quote]) -> int:
    return len({one.participant or one.id for one in quotes if one.audience is Audience.PUBLIC})


def anyone_singled_out(told: Library, audience: Audience, smallest: int) -> list[list[Quote]]:
    """Sets of too few people, except where a perspective itself has no more: that is always said."""
    all_of = [
        {one.id for one in told.quotes.values() if (one.corpus, one.perspective) == (corpus, perspective)}
        for corpus, perspective in product(("made", "other"), (PROVIDER, ADMINISTRATOR))
    ]
    seen = {id for id, one in told.quotes.items() if one.audience in (Audience.PUBLIC, audience)}
    whole = [ids & seen for ids in all_of]
    return [
        each for each in told_apart(told, audience) if people(each) < smallest and {one.id for one in each} not in whole
    ]


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.STAFF])
@given(recorded=worlds(), smallest=st.integers(1, 8))
@settings(max_examples=300)
def test_no_questions_together_tell_fewer_people_apart_than_allowed(
    audience: Audience, recorded: Library, smallest: int
) -> None:
    assert anyone_singled_out(coarsened(recorded, smallest), audience, smallest) == []


@given(recorded=worlds(), smallest=st.integers(1, 8), data=st.data())
def test_nor_after_some_quotes_were_withdrawn(recorded: Library, smallest: int, data: st.DataObject) -> None:
    told = coarsened(recorded, smallest)
    withdrawn = data.draw(st.sets(st.sampled_from(sorted(told.quotes)) if told.quotes else st.nothing()))
    left = coarsened(told.without(frozenset(withdrawn)), smallest)
    assert anyone_singled_out(left, Audience.PUBLIC, smallest) == []


@given(recorded=worlds(), smallest=st.integers(1, 8))
def test_what_is_said_of_a_speaker_is_true(recorded: Library, smallest: int) -> None:
    around = {place.name: place.members for place in PLACES}
    for id, one in coarsened(recorded, smallest).quotes.items():
        before = recorded.quotes[id]
        assert one.affinity_group in ("", before.affinity_group)
        assert one.region in ("", before.region) or before.region in around[one.region]
        assert replace(one, affinity_group=before.affinity_group, region=before.region) == before


@given(recorded=worlds(), smallest=st.integers(1, 8))
def test_coarsening_again_takes_nothing_more(recorded: Library, smallest: int) -> None:
    once = coarsened(recorded, smallest)
    kept = [sum(map(bool, said)) for said in said_of(once).values()]
    again = [sum(map(bool, said)) for said in said_of(coarsened(once, smallest)).values()]
    assert sum(again) == sum(kept)


def test_a_group_and_a_region_stay_where_enough_people_share_both() -> None:
    told = coarsened(world(spoken(3, affinity_group="Doulas", region="Ferry")), 3)
    assert set(said_of(told).values()) == {("Doulas", "Ferry")}


def test_a_region_of_too_few_people_gives_way_to_the_area_around_it() -> None:
    quotes = [*spoken(2, affinity_group="", region="Ferry"), *spoken(2, affinity_group="", region="Garfield")]
    told = coarsened(world(quotes), 3)
    assert set(said_of(told).values()) == {("", "East")}


def test_a_question_about_an_area_finds_those_of_whom_only_the_area_is_said() -> None:
    quotes = [*spoken(2, affinity_group="", region="Ferry"), *spoken(2, affinity_group="", region="Garfield")]
    told = coarsened(world(quotes), 3)
    found = {name: sum(map(matcher(Filters(places=(name,)), told), told.public)) for name in ("East", "State", "Ferry")}
    assert found == {"East": 4, "State": 4, "Ferry": 0}


def test_the_rest_of_a_group_is_never_so_small_that_leaving_it_out_tells_who_is_in_it() -> None:
    quotes = [*spoken(4, affinity_group="Doulas", region=""), *spoken(1, affinity_group="Weavers", region="")]
    assert set(said_of(coarsened(world(quotes), 3)).values()) == {("", "")}


def test_a_large_group_lends_only_as_many_people_as_the_rest_needs_and_those_who_said_least() -> None:
    quotes = [
        *spoken(3, affinity_group="Doulas", region="", participant="P1"),
        *spoken(4, affinity_group="Doulas", region=""),
        *spoken(1, affinity_group="Weavers", region=""),
    ]
    told = coarsened(world(quotes), 3).public
    assert people(one for one in told if not one.affinity_group) == 3
    assert {one.participant for one in told if one.affinity_group} >= {"P1"}


def test_people_are_counted_and_not_quotes() -> None:
    chatty = spoken(9, affinity_group="Doulas", region="Ferry", participant="P1")
    assert set(said_of(coarsened(world(chatty), 2)).values()) == {("", "")}


def test_quotes_of_another_corpus_hide_nobody() -> None:
    quotes = [
        *spoken(2, affinity_group="Doulas", region=""),
        *spoken(2, affinity_group="Doulas", region="", corpus="other"),
    ]
    assert set(said_of(coarsened(world(quotes), 3)).values()) == {("", "")}
