from pathlib import Path

from ruamel.yaml import YAML

from ppwi_bot.dialogue.training import INTENT, write_examples


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
