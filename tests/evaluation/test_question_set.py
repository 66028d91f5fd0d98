"""What is measured with must not have been learnt from."""

import csv
from pathlib import Path

from rapidfuzz import fuzz, process, utils

from ppwi_bot.answers.intents import read_examples, refused
from ppwi_bot.corpus.reading import load_library
from ppwi_bot.dialogue.training import asked_about
from ppwi_bot.evaluation.questions import read_questions
from ppwi_bot.retrieval.index import other_subjects
from ppwi_bot.settings import Settings

ROOT = Path(__file__).parents[2]
TOO_ALIKE = 90
"""Of 100: the same question but for a word."""


def _column(file: str, column: str) -> list[str]:
    with (ROOT / "tests" / "eval" / file).open(newline="", encoding="utf-8") as rows:
        return [row[column] for row in csv.DictReader(rows)]


def test_no_judged_question_is_among_those_learnt_from() -> None:
    asked = load_library([ROOT / folder for folder in Settings().data]).questions
    learnt = [*(one.text for one in asked), *other_subjects(), *(text for text, _ in refused())]
    for judged in read_questions(ROOT / "tests" / "eval" / "questions.csv"):
        found = process.extractOne(judged.text, learnt, scorer=fuzz.ratio, processor=utils.default_process)
        assert found[1] < TOO_ALIKE, (judged.text, found[0])


def test_no_judged_message_is_among_the_examples_that_rasa_learns_from() -> None:
    library = load_library([ROOT / folder for folder in Settings().data])
    learnt = [*(text for text, _ in read_examples(ROOT / "bot" / "data" / "nlu")), *asked_about(library)]
    assert not {_plain(text) for text in learnt} & {_plain(text) for text in _column("messages.csv", "text")}


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum() or letter == "👍")
