import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.answers.conftest import voices_of
from tests.small_world import library, quote

from ppwi_bot.answers.answer import Answer, SourceKind
from ppwi_bot.answers.excerpt import ELLIPSIS, excerpt
from ppwi_bot.answers.fill import fill, summaries
from ppwi_bot.answers.focus import Focus
from ppwi_bot.answers.plan import AnswerPlan
from ppwi_bot.answers.respond import respond
from ppwi_bot.answers.voices import Voices
from ppwi_bot.cli.exchange import export_evidence
from ppwi_bot.corpus.codebook import Codebook, Summary
from ppwi_bot.errors import CorpusError


def answer_to(question: str, voices: Voices) -> Answer:
    return fill(respond(question, Focus(), voices).plan, voices)


def test_a_quote_is_shown_letter_for_letter(tmp_path: Path) -> None:
    text = "Money\u00a0— “real” money…\r\ne\u0301 vs \u00e9, 👩‍👧 \u202bשלום\u202c  two  spaces"
    voices = voices_of(library(quote("odd", text, "low-pay")), tmp_path)
    for _ in range(2):
        cards = {card.id: card for card in fill(AnswerPlan.from_dict(_plan_showing("odd")), voices).quotes}
        assert cards["odd"].text == text


def _plan_showing(quote_id: str) -> dict[str, object]:
    side = {"filters": {}, "codes": ["pay"], "quotes": [quote_id], "heading": None}
    return {"kind": "answer", "codes": ["pay"], "sides": [side]}


def test_a_plan_survives_the_way_through_the_dialogue_and_holds_no_quote_text(voices: Voices) -> None:
    plan = respond("compare providers and administrators on pay", Focus(), voices).plan
    travelled = json.dumps(plan.to_dict())
    assert AnswerPlan.from_dict(json.loads(travelled)) == plan
    assert not any(one.text in travelled for one in voices.library.quotes.values())


def test_a_focus_survives_the_way_through_the_dialogue(voices: Voices) -> None:
    focus = respond("what do administrators up north say about pay", Focus(), voices).focus
    assert Focus.from_dict(json.loads(json.dumps(focus.to_dict()))) == focus


def test_a_quote_withdrawn_meanwhile_is_left_out(voices: Voices) -> None:
    plan = respond("pay", Focus(), voices).plan
    gone = plan.quotes[0]
    left = {id: one for id, one in voices.library.quotes.items() if id != gone}
    answer = fill(plan, replace(voices, library=replace(voices.library, quotes=left)))
    assert gone not in {card.id for card in answer.quotes}


def test_real_and_illustrative_quotes_are_counted_apart(tmp_path: Path) -> None:
    base = library(quote("real", "The money, I do not have to tell you.", "low-pay", corpus="real"))
    real = replace(base.corpora["made"], id="real", illustrative=False)
    voices = voices_of(replace(base, corpora={**base.corpora, "real": real}), tmp_path)
    answer = answer_to("pay", voices)
    counts = {line.illustrative: line.quotes for side in answer.sides for line in side.coverage}
    assert counts == {False: 1, True: 6}
    assert [card.illustrative for card in answer.quotes] == sorted(card.illustrative for card in answer.quotes)


def test_what_is_illustrative_is_marked_and_explained(voices: Voices) -> None:
    answer = answer_to("pay", voices)
    assert all(card.illustrative for card in answer.quotes)
    assert all(call.illustrative for call in answer.calls_to_action)
    assert "notice.illustrative" in {passage.ref for passage in answer.notices}


def test_an_answer_from_real_quotes_carries_no_illustrative_mark(tmp_path: Path) -> None:
    answer = answer_to("pay", voices_of(library(illustrative=False), tmp_path))
    assert "notice.illustrative" not in {passage.ref for passage in answer.notices}


def test_attributes_shared_by_too_few_people_are_not_shown(tmp_path: Path) -> None:
    rare = quote("rare", "Wages, wages, wages.", "low-pay", affinity_group="Weavers", region="Island")
    voices = voices_of(library(rare), tmp_path, smallest_group=3)
    cards = {card.id: card for card in fill(AnswerPlan.from_dict(_plan_showing("rare")), voices).quotes}
    assert (cards["rare"].affinity_group, cards["rare"].region) == ("", "")
    assert cards["rare"].attribution == "Direct service provider"


def test_every_passage_says_where_it_comes_from(voices: Voices) -> None:
    answer = answer_to("what should be done about pay", voices)
    kinds = {passage.source for passage in answer.passages()}
    assert kinds == {SourceKind.WORDING, SourceKind.SUMMARY, SourceKind.QUOTE, SourceKind.CALL_TO_ACTION}


def test_the_same_question_gives_the_same_answer_id(voices: Voices) -> None:
    assert answer_to("pay", voices).id == answer_to("pay", voices).id


@given(st.text(max_size=600), st.integers(10, 500))
def test_an_excerpt_is_the_beginning_of_the_quote_by_whole_sentences(text: str, longest: int) -> None:
    shortened = excerpt(text, longest)
    if shortened != text:
        kept = shortened.removesuffix(ELLIPSIS)
        assert text.startswith(kept)
        assert kept.rstrip("\"'”’)]")[-1] in ".!?…"


@pytest.mark.parametrize("longest", [25, 30])
def test_an_excerpt_ends_where_a_sentence_does(longest: int) -> None:
    assert excerpt("I left. “Really?” she said. Yes, really.", longest) in {
        "I left. […]",
        "I left. “Really?” […]",
        "I left. “Really?” she said. […]",
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "Then Mrs. Alvarez left the room.",
        "Then Dr. Lee left the room.",
        "We bought things, e.g. pens and paper.",
        "We bought things in the U.S. Virgin Islands.",
        "I said “no!” and left the room.",
        "I waited… and left the room.",
        "Le dije: ¡basta! él se fue.",
    ],
)
def test_an_excerpt_cuts_no_sentence_at_a_sign_within_it(sentence: str) -> None:
    assert excerpt(f"We tried. {sentence} It ended.", len(f"We tried. {sentence}") - 1) == f"We tried.{ELLIPSIS}"
    assert excerpt(f"We tried. {sentence} It ended.", len(f"We tried. {sentence}")) == f"We tried. {sentence}{ELLIPSIS}"


def test_the_quotes_under_an_answer_go_to_a_file_as_they_are_shown(voices: Voices, tmp_path: Path) -> None:
    cards = answer_to("pay", voices).quotes
    assert export_evidence(voices.library, [card.id for card in cards], tmp_path / "evidence.jsonl") == len(cards)
    rows = [json.loads(line) for line in (tmp_path / "evidence.jsonl").read_text().splitlines()]
    assert [(row["id"], row["text"], row["region"]) for row in rows] == [(c.id, c.text, c.region) for c in cards]
    assert {(row["participant"], row["illustrative"]) for row in rows} == {("", "yes")}


def test_an_answer_without_a_quote_writes_no_file(voices: Voices, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="shows no quote"):
        export_evidence(voices.library, [], tmp_path / "evidence.csv")
    assert list(tmp_path.glob("evidence*")) == []


def test_a_corpus_that_only_names_a_topic_is_not_summed_up_first() -> None:
    made = library(quote("r1", "Nobody stays.", "roads", corpus="page"))
    page = replace(made.corpora["made"], id="page", illustrative=False)
    codes = {
        id: replace(one, summaries=(Summary("page", f"{one.name} is a topic."), *one.summaries))
        for id, one in made.codebook.codes.items()
    }
    made = replace(made, corpora={**made.corpora, "page": page}, codebook=Codebook(codes))
    assert [one.corpus for one in summaries(made, "roads")] == ["page", "made"]
    assert [one.corpus for one in summaries(made, "rest")] == ["made", "page"]
