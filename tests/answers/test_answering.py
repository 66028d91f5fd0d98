from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from tests.answers.conftest import voices_of
from tests.small_world import code, library, quote

from ppwi_bot.answers.answer import Kind
from ppwi_bot.answers.fill import fill
from ppwi_bot.answers.focus import Focus
from ppwi_bot.answers.plan import Reason
from ppwi_bot.answers.respond import respond
from ppwi_bot.answers.selecting import popular_topics
from ppwi_bot.answers.voices import Voices
from ppwi_bot.corpus.codebook import Codebook, Level
from ppwi_bot.corpus.library import Library, NamedSet
from ppwi_bot.corpus.quotes import Audience, Perspective


def perspectives(voices: Voices, quotes: tuple[str, ...]) -> set[str]:
    return {voices.library.quotes[quote].perspective.value for quote in quotes}


def test_an_answer_shows_three_to_five_quotes_of_the_topic_asked_about(voices: Voices) -> None:
    plan = respond("what do people say about pay", Focus(), voices).plan
    assert plan.kind is Kind.ANSWER
    assert 3 <= len(plan.quotes) <= 5
    assert all(quote.startswith("low-pay") for quote in plan.quotes)


def flat(texts: Mapping[str, str]) -> Library:
    """A codebook that is a plain list, with one quote under each code."""
    codes = [code(name, Level.THEME, None, name.capitalize()) for name in texts]
    quotes = [quote(f"q-{name}", text, name) for name, text in texts.items()]
    return replace(
        library(),
        codebook=Codebook({one.id: one for one in codes}),
        quotes={one.id: one for one in quotes},
        digest="flat",
    )


def test_themes_with_no_topic_below_them_are_answered_about(tmp_path: Path) -> None:
    voices = voices_of(flat({"pay": "The wages are low.", "sleep": "I am tired.", "roads": "Snow again."}), tmp_path)
    plan = respond("what do people say about money and wages", Focus(), voices).plan
    assert (plan.codes[0], plan.quotes[0]) == ("pay", "q-pay")
    assert popular_topics(voices) == ["pay", "sleep", "roads"]


def test_where_nobody_public_spoke_of_any_code_there_is_no_answer_and_no_comparison(tmp_path: Path) -> None:
    made = flat({"pay": "The wages are low.", "sleep": "I am tired."})
    quotes = {id: replace(one, audience=Audience.STAFF) for id, one in made.quotes.items()}
    voices = voices_of(replace(made, quotes=quotes, digest="staff"), tmp_path)
    for asked in (
        "what do people say about wages and money",
        "compare providers and administrators on wages and money",
    ):
        assert respond(asked, Focus(), voices).plan.kind is Kind.DECLINE


def test_only_the_people_asked_for_are_quoted(voices: Voices) -> None:
    plan = respond("what do administrators say about pay", Focus(), voices).plan
    assert perspectives(voices, plan.quotes) == {"administrator"}


def test_only_the_place_asked_for_is_quoted(voices: Voices) -> None:
    plan = respond("what do people up north say about pay", Focus(), voices).plan
    assert {voices.library.quotes[quote].region for quote in plan.quotes} == {"North"}


def test_a_fragment_keeps_the_topic_and_changes_the_people(voices: Voices) -> None:
    first = respond("what do providers say about pay", Focus(), voices)
    second = respond("and administrators?", first.focus, voices)
    assert second.plan.codes == first.plan.codes
    assert perspectives(voices, second.plan.quotes) == {"administrator"}


def test_one_participant_never_speaks_twice_in_an_answer(tmp_path: Path) -> None:
    same = [
        quote(f"again-{at}", f"Money again, the {at}th time.", "low-pay", participant="P-low-pay-1") for at in range(6)
    ]
    voices = voices_of(library(*same), tmp_path)
    plan = respond("pay", Focus(), voices).plan
    speakers = [voices.speaker(one) for one in plan.quotes]
    assert len(speakers) == len(set(speakers))


@pytest.mark.parametrize("audience", [Audience.STAFF, Audience.WITHHELD])
def test_a_quote_that_is_not_public_leaves_through_no_public_door(tmp_path: Path, audience: Audience) -> None:
    voices = voices_of(library(quote("inside", "The wages are a scandal.", "low-pay", audience=audience)), tmp_path)
    answer = fill(respond("wages", Focus(), voices).plan, voices)
    assert "inside" not in {card.id for card in answer.quotes}
    assert sum(line.quotes for side in answer.sides for line in side.coverage) == 6


def test_a_question_about_nothing_in_the_corpus_is_declined(voices: Voices) -> None:
    plan = respond("the price of tulips in spring", Focus(), voices).plan
    assert (plan.kind, plan.reason) == (Kind.DECLINE, Reason.NO_EVIDENCE)
    assert not plan.quotes


def test_fewer_than_three_voices_come_with_a_caveat(voices: Voices) -> None:
    plan = respond("what do administrators say about driving", Focus(), voices).plan
    assert (plan.kind, plan.reason) == (Kind.CAVEAT, Reason.FEW_VOICES)
    assert plan.quotes == ("roads-2",)


def test_people_who_said_nothing_on_it_are_not_replaced_in_silence(voices: Voices) -> None:
    plan = respond("what do system leaders say about pay", Focus(), voices).plan
    assert plan.kind is Kind.CAVEAT
    assert "notice.none_there" in {said.key for said in plan.notices}


def test_a_place_with_too_few_people_is_widened_and_the_answer_says_so(tmp_path: Path) -> None:
    voices = voices_of(library(quote("alone", "Wages. Ha.", "low-pay", region="Island")), tmp_path, smallest_group=3)
    lonely = replace(
        voices.library,
        places=(
            *voices.library.places,
            replace(voices.library.places[0], name="Island", also=(), members=frozenset({"Island"})),
        ),
    )
    voices = replace(voices, library=lonely)
    plan = respond("what do people in Island say about pay", Focus(), voices).plan
    assert plan.filters.places == ()
    assert plan.reason is Reason.PLACE_WIDENED


def test_more_shows_only_what_was_not_shown_until_nothing_is_left(voices: Voices) -> None:
    reply = respond("pay", Focus(), voices)
    seen = set(reply.plan.quotes)
    from ppwi_bot.answers.answering import more

    while (reply := more(reply.focus, voices)).plan.reason is not Reason.NO_MORE:
        assert seen.isdisjoint(reply.plan.quotes)
        seen |= set(reply.plan.quotes)
    assert seen == {f"low-pay-{at}" for at in range(1, 7)}


def test_who_should_act_gets_the_calls_to_action_addressed_to_them(voices: Voices) -> None:
    plan = respond("what should the legislature do about pay?", Focus(), voices).plan
    assert [voices.calls[call].actor for call in plan.calls] == ["funders_and_legislators"]


def test_where_nothing_is_asked_of_an_actor_the_answer_says_so(voices: Voices) -> None:
    plan = respond("what should the legislature do about rest?", Focus(), voices).plan
    assert plan.lead[0].key == "answer.calls_none"
    assert [voices.calls[call].actor for call in plan.calls] == ["organization_administrators"]


def test_a_comparison_has_a_side_for_each(voices: Voices) -> None:
    plan = respond("compare providers and administrators on pay", Focus(), voices).plan
    assert [side.filters.perspectives for side in plan.sides] == [("direct_service_provider",), ("administrator",)]
    for side in plan.sides:
        assert perspectives(voices, side.quotes) == set(side.filters.perspectives)


def test_what_was_just_compared_is_not_offered_again(voices: Voices) -> None:
    def offered(question: str) -> list[str]:
        return [said.key for said in respond(question, Focus(), voices).plan.follow_ups]

    assert "follow.compare" in offered("what about pay")
    assert "follow.compare" in offered("compare North and South on pay")
    assert "follow.compare" not in offered("compare administrators and providers on pay")


def test_the_topics_of_a_theme_are_listed(voices: Voices) -> None:
    plan = respond("which topics are there under care for carers?", Focus(), voices).plan
    assert plan.listing == ("pay", "rest", "roads", "unspoken")


def test_every_follow_up_offered_has_an_answer(voices: Voices) -> None:
    reply = respond("what do providers say about pay", Focus(), voices)
    offered = fill(reply.plan, voices).follow_ups
    assert 2 <= len(offered) <= 4
    for follow_up in offered:
        if follow_up.ref != "follow.more":
            assert respond(follow_up.text, reply.focus, voices).plan.kind in {Kind.ANSWER, Kind.CAVEAT}, follow_up.text


def test_the_perspective_not_stated_is_never_taken_for_a_provider(tmp_path: Path) -> None:
    unknown = quote("unknown", "The money, always the money.", "low-pay", perspective=Perspective.NOT_STATED)
    voices = voices_of(library(unknown), tmp_path)
    plan = respond("what do providers say about pay", Focus(), voices).plan
    assert "unknown" not in plan.quotes
    assert "notice.not_stated" in {said.key for said in plan.notices}


def test_a_comparison_in_which_others_had_to_speak_for_a_side_is_a_caveat(tmp_path: Path) -> None:
    alone = [quote(f"alone-{at}", "Money again.", "low-pay", affinity_group="Doulas", participant="D") for at in (1, 2)]
    world = library(*alone)
    world = replace(world, groups=(*world.groups, NamedSet("Doulas", (), frozenset({"Doulas"}))))
    plan = respond("compare Doulas and Directors on pay", Focus(), voices_of(world, tmp_path, 3)).plan
    assert [side.filters.groups for side in plan.sides] == [(), ("Directors",)]
    assert plan.notices[0].key == "notice.widened"
    assert (plan.kind, plan.reason) == (Kind.CAVEAT, Reason.PLACE_WIDENED)
