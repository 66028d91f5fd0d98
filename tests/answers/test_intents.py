from pathlib import Path

import pytest
from tests.answers.conftest import intents
from tests.small_world import WordEmbedder, library

from ppwi_bot.answers import intents as learnt
from ppwi_bot.answers.intents import Intents, neutral, open_intents, read_examples, refused
from ppwi_bot.answers.names import Names
from ppwi_bot.answers.plan import Reason
from ppwi_bot.errors import SettingsError

FEW = [
    *((f"what do providers say about {topic}", Reason.PLAIN) for topic in ("pay", "rest", "snow", "babies")),
    *((f"what percentage of providers mention {topic}", Reason.NUMBER) for topic in ("pay", "rest", "snow", "babies")),
    *((f"who said that about {topic}", Reason.IDENTITY) for topic in ("pay", "rest", "snow", "babies")),
]


def test_names_that_the_corpora_know_make_no_difference() -> None:
    find = Names(library()).find
    written = {neutral(text, find(text)) for text in ("do home visitors up north rest?", "do directors in South rest?")}
    assert len(written) <= 2
    assert all("providers" in text and "Washington" in text for text in written)


def test_people_that_no_corpus_knows_are_left_as_they_are() -> None:
    assert neutral("do dentists rest?", Names(library()).find("do dentists rest?")) == "do dentists rest?"


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("what share of them want to quit?", Reason.NUMBER),
        ("give me her phone number", Reason.IDENTITY),
        ("why did nobody vote for it?", Reason.CLAIM),
        ("how many people took part", Reason.PARTICIPATION),
        ("what is it like to work nights", Reason.PLAIN),
        ("how much of the day goes to forms", Reason.PLAIN),
    ],
)
def test_the_form_of_a_question_tells_what_it_wants(question: str, reason: Reason) -> None:
    assert intents().concern(question) is reason


def test_what_was_learnt_is_kept_until_the_examples_change(tmp_path: Path) -> None:
    embedder = WordEmbedder()
    first = open_intents(FEW, embedder, tmp_path)
    embedder.embedded.clear()
    again = open_intents(FEW, embedder, tmp_path)
    assert embedder.embedded == []
    asked = FEW[-1][0]
    judged = [Intents(one, embedder.question).concern(asked) for one in (first, again)]
    assert judged == [Reason.IDENTITY, Reason.IDENTITY]
    open_intents([*FEW, ("what share mention pay", Reason.NUMBER)], embedder, tmp_path)
    assert len(list((tmp_path / "intents").glob("*.joblib"))) == 1


def test_what_was_learnt_is_learnt_again_where_its_file_is_damaged(tmp_path: Path) -> None:
    embedder = WordEmbedder()
    open_intents(FEW, embedder, tmp_path)
    [kept] = (tmp_path / "intents").glob("*.joblib")
    whole = kept.read_bytes()
    kept.write_bytes(whole[:200])
    again = Intents(open_intents(FEW, embedder, tmp_path), embedder.question)
    assert again.concern(FEW[-1][0]) is Reason.IDENTITY
    assert len(kept.read_bytes()) == len(whole)


def test_a_folder_without_examples_is_named_with_the_setting_that_mends_it(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="PPWI_NLU"):
        list(read_examples(tmp_path))


def test_distress_is_not_something_learnt() -> None:
    folder = Path(__file__).parents[2] / "bot" / "data" / "nlu"
    assert "distress" in learnt._LEFT_OUT
    assert Reason.SUPPORT not in {reason for _, reason in read_examples(folder)}


def test_every_question_to_refuse_says_why() -> None:
    assert {reason for _, reason in refused()} <= set(Reason) - {Reason.PLAIN}
