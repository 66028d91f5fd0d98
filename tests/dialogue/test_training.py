from dataclasses import replace
from pathlib import Path

from ruamel.yaml import YAML
from tests.small_world import library

from ppwi_bot.corpus.library import ExampleQuestion
from ppwi_bot.dialogue.training import INTENT, PER_CODE, asked_about, write_examples


def test_rasa_learns_what_people_ask_as_questions_to_be_answered(tmp_path: Path) -> None:
    asked = ["Is it enough?", "who: them, or 'us'?", "x" * 200]
    write_examples([(text, INTENT) for text in asked], tmp_path / "questions.yml")
    [entry] = YAML(typ="safe").load(tmp_path / "questions.yml")["nlu"]
    assert entry["intent"] == "ask_voices"
    assert entry["examples"].splitlines() == [f"- {question}" for question in asked]


def test_no_question_is_no_example(tmp_path: Path) -> None:
    write_examples([], tmp_path / "questions.yml")
    assert YAML(typ="safe").load(tmp_path / "questions.yml")["nlu"] == []


def test_brackets_which_rasa_would_take_for_an_entity_are_only_brackets(tmp_path: Path) -> None:
    write_examples([("is [pay](topic) {too} low?", INTENT)], tmp_path / "questions.yml")
    [entry] = YAML(typ="safe").load(tmp_path / "questions.yml")["nlu"]
    assert entry["examples"] == "- is (pay)(topic) (too) low?\n"


def test_of_a_topic_with_many_questions_rasa_hears_some_from_all_over() -> None:
    many = [ExampleQuestion(f"question {at}", ("pay",)) for at in range(4 * PER_CODE)]
    asked = asked_about(replace(library(), questions=(*many, ExampleQuestion("a day off?", ("rest",)))))
    learnt = [text for text in asked if text.startswith("question ")]
    assert len(learnt) == PER_CODE
    assert learnt[:2] == ["question 0", "question 4"]
    assert {"a day off?", "Low wages"} <= set(asked)
