"""Keeping to one corpus or one theme: nothing of the rest may come through."""

from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from tests.answers.conftest import voices_of
from tests.small_world import library, quote

from ppwi_bot.answers import scope
from ppwi_bot.answers.answer import Answer
from ppwi_bot.answers.fill import fill, quote_card
from ppwi_bot.answers.focus import Focus
from ppwi_bot.answers.respond import respond
from ppwi_bot.answers.scope import EVERYTHING, Parts, Scope, UnknownScopeError, part_of
from ppwi_bot.answers.voices import Voices
from ppwi_bot.corpus.codebook import Codebook, Summary
from ppwi_bot.corpus.library import Library
from ppwi_bot.corpus.quotes import Audience
from ppwi_bot.dialogue.actions import all_actions


def two_corpora() -> Library:
    """The small community, and a second corpus in which one real person speaks of pay and rest at once."""
    both = quote("both", "No money, no rest.", "low-pay", corpus="other", codes=("low-pay", "rest"), region="")
    made = library(both)
    other = replace(made.corpora["made"], id="other", title="Another", illustrative=False, figures=())
    return replace(made, corpora={**made.corpora, "other": other})


@pytest.fixture
def whole(tmp_path: Path) -> Voices:
    return voices_of(two_corpora(), tmp_path)


def answer_to(question: str, voices: Voices) -> Answer:
    return fill(respond(question, Focus(), voices).plan, voices)


def test_a_theme_keeps_to_the_quotes_and_topics_below_it(whole: Voices) -> None:
    part = part_of(whole, Scope(theme="rest"))
    assert {one.id for one in part.library.quotes.values()} == {"rest-1", "rest-2", "rest-3", "rest-4", "both"}
    assert set(part.library.codebook.codes) == {"care", "rest"}
    answer = answer_to("what do people say about rest", part)
    assert answer.kind == "answer"
    assert {card.id for card in answer.quotes} <= set(part.library.quotes)


@pytest.mark.parametrize("question", ["what do people say about wages", "which topics are there", "snow on the road"])
def test_what_lies_outside_the_theme_is_neither_answered_nor_offered(whole: Voices, question: str) -> None:
    answer = answer_to(question, part_of(whole, Scope(theme="rest")))
    named = {code.id for code in (*answer.topics, *answer.themes, *answer.listing)}
    assert named <= {"care", "rest"}
    assert {card.id for card in answer.quotes} <= {"rest-1", "rest-2", "rest-3", "rest-4", "both"}
    assert not [one for one in answer.follow_ups if "Pay" in one.text or "Driving" in one.text]


def test_a_quote_with_two_topics_shows_the_one_inside(whole: Voices) -> None:
    part = part_of(whole, Scope(theme="rest"))
    assert part.library.quotes["both"].codes == ("rest",)


def test_a_corpus_keeps_to_its_own_quotes_summaries_and_counts(whole: Voices) -> None:
    part = part_of(whole, Scope(corpus="other"))
    answer = answer_to("what do people say about pay", part)
    assert [card.id for card in answer.quotes] == ["both"]
    assert [(line.illustrative, line.quotes) for line in answer.sides[0].coverage] == [(False, 1)]
    assert answer.summary == ()
    assert answer.calls_to_action == ()
    assert {source.corpus for source in answer.sources} == {"other"}


def test_a_topic_that_a_corpus_only_sums_up_keeps_what_stands_above_it(tmp_path: Path) -> None:
    world = two_corpora()
    made = world.codebook.codes
    summed_up = replace(made["roads"], summaries=(Summary("other", "They spoke of roads."),))
    above = replace(made["care"], summaries=())
    codes = {**made, "roads": summed_up, "care": above}
    quotes = {id: one for id, one in world.quotes.items() if one.corpus == "made"}
    whole = voices_of(replace(world, codebook=Codebook(codes), quotes=quotes), tmp_path)
    part = part_of(whole, Scope(corpus="other"))
    assert set(part.library.codebook.codes) == {"care", "roads"}
    assert [theme.id for theme in answer_to("what do people say about driving", part).themes] == ["care"]


def test_a_corpus_with_nothing_to_show_declines(tmp_path: Path) -> None:
    world = library()
    other = replace(world.corpora["made"], id="other")
    whole = voices_of(replace(world, corpora={**world.corpora, "other": other}), tmp_path)
    assert answer_to("what do people say about pay", part_of(whole, Scope(corpus="other"))).kind == "decline"


def test_a_quote_says_as_much_about_who_spoke_as_elsewhere(tmp_path: Path) -> None:
    whole = voices_of(two_corpora(), tmp_path, smallest_group=3)
    card = {"affinity_group": "Home visitors", "region": "North"}
    part = part_of(whole, Scope(theme="roads"))
    assert len(part.library.quotes) < 4
    assert card.items() <= asdict(quote_card(part.library, part.library.quotes["roads-1"])).items()


@pytest.mark.parametrize(("scope", "named"), [(Scope(theme="moon"), "moon"), (Scope(corpus="moon"), "moon")])
def test_an_unknown_theme_or_corpus_is_refused_by_name(whole: Voices, scope: Scope, named: str) -> None:
    with pytest.raises(UnknownScopeError, match=named):
        part_of(whole, scope)


def test_a_part_is_made_once_for_each_snapshot(whole: Voices, tmp_path: Path) -> None:
    newest = [whole]
    parts = Parts(lambda: newest[0])
    assert parts() is parts(EVERYTHING) is whole
    first = parts(Scope(theme="rest"))
    assert parts(Scope(theme="rest")) is first
    newest[0] = voices_of(two_corpora(), tmp_path / "newer")
    assert parts(Scope(theme="rest")) is not first


def test_while_a_newer_snapshot_is_taken_up_nobody_gets_a_part_of_the_old_one(
    whole: Voices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest, rest, meanwhile = [whole], Scope(theme="rest"), []
    parts = Parts(lambda: newest[0])
    parts(rest)
    newest[0] = replace(whole, smallest_group=2)

    def asked_in_between(size: int) -> object:
        monkeypatch.undo()
        meanwhile.append(parts(rest))
        return lru_cache(size)

    monkeypatch.setattr(scope, "lru_cache", asked_in_between)
    parts(rest)
    assert [part.smallest_group for part in meanwhile] == [2]


def test_staff_are_shown_staff_quotes_and_the_same_counts_as_everyone(tmp_path: Path) -> None:
    inside = quote("inside", "The wages, the money, the salary: a scandal.", "low-pay", audience=Audience.STAFF)
    held = quote("held", "The wages, the money, the salary: a secret.", "low-pay", audience=Audience.WITHHELD)
    parts = Parts(lambda: voices_of(library(inside, held), tmp_path))
    question = "what do people say about wages, money and salary"
    staff = answer_to(question, parts(Scope(audience=Audience.STAFF)))
    public = answer_to(question, parts())
    assert "inside" in {card.id for card in staff.quotes}
    assert not {"inside", "held"} & {card.id for card in public.quotes}
    assert "held" not in {card.id for card in staff.quotes}
    assert [side.coverage for side in staff.sides] == [side.coverage for side in public.sides]


def test_a_plan_made_for_staff_shows_the_public_no_staff_quote(tmp_path: Path) -> None:
    inside = quote("inside", "The wages are a scandal.", "low-pay", audience=Audience.STAFF)
    parts = Parts(lambda: voices_of(library(inside), tmp_path))
    plan = respond("wages scandal", Focus(), parts(Scope(audience=Audience.STAFF))).plan
    assert "inside" in plan.quotes
    assert "inside" not in {card.id for card in fill(plan, parts()).quotes}


@pytest.mark.parametrize("values", [None, {}, [], "rest", {"theme": ""}, {"audience": "withheld"}])
def test_no_scope_given_is_everything(values: object) -> None:
    assert Scope.from_dict(values) == EVERYTHING


def test_a_scope_survives_the_way_through_the_dialogue() -> None:
    scope = Scope(corpus="made", theme="rest", audience=Audience.STAFF)
    assert Scope.from_dict(scope.to_dict()) == scope


def test_the_actions_keep_to_the_scope_of_the_message_and_drop_a_topic_in_hand_that_lies_outside(whole: Voices) -> None:
    [action] = [one for one in all_actions(Parts(lambda: whole)) if one.name() == "action_narrow"]
    in_hand = Focus(about="wages", codes=("pay",)).to_dict()
    message = {"text": "and administrators?", "metadata": {"scope": {"theme": "rest"}}}
    tracker = Tracker("c", {"focus": in_hand}, message, [], False, None, {}, "")
    dispatcher = CollectingDispatcher()
    action.run(dispatcher, tracker, {})
    plan = dispatcher.messages[0]["custom"]["plan"]
    assert plan["kind"] == "ask_back"
    assert plan.get("codes", []) == []
