"""`python -m ppwi_bot.dialogue.training FILE`: how people ask about topics, as examples that Rasa learns from.

It is kept once, in the corpora: the questions of `questions.csv` and, as many type no more, the names of all codes. To
Rasa all of them are `ask_voices`.
"""

import sys
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from ppwi_bot.corpus.library import Library
from ppwi_bot.corpus.reading import load_library
from ppwi_bot.settings import load_settings

INTENT = "ask_voices"


def write_examples(examples: Sequence[tuple[str, str]], path: Path) -> None:
    """Write texts, each with its intent, as a file of Rasa's training data."""
    nlu = [
        {"intent": intent, "examples": LiteralScalarString("".join(f"- {_line(text)}\n" for text, _ in group))}
        for intent, group in groupby(sorted(examples, key=_intent), key=_intent)
    ]
    yaml = YAML()
    yaml.width = sys.maxsize
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        yaml.dump({"version": "3.1", "nlu": nlu}, file)


def _intent(example: tuple[str, str]) -> str:
    return example[1]


def _line(text: str) -> str:
    # Rasa's format gives brackets a meaning; none of it is meant here.
    return " ".join(text.translate(str.maketrans("[]{}", "()()")).split())


def asked_about(library: Library) -> list[str]:
    """What people type to ask about the topics of a library."""
    names = [code.name for code in library.codebook.codes.values()]
    return [*names, *(question.text for question in library.questions)]


if __name__ == "__main__":
    asked = asked_about(load_library(load_settings().data))
    write_examples([(text, INTENT) for text in asked], Path(sys.argv[1]))
