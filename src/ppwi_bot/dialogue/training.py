"""`python -m ppwi_bot.dialogue.training FILE`: how people ask about topics, as examples that Rasa learns from.

It is kept once, in the corpora: questions of `questions.csv` and, as many type no more, the names of all codes. To Rasa
all of them are `ask_voices`; what they are about is for retrieval to know, so it hears some of each code only.
"""

import math
import sys
from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from ppwi_bot.corpus.library import Library
from ppwi_bot.corpus.reading import load_library
from ppwi_bot.settings import load_settings

INTENT = "ask_voices"

PER_CODE = 30
"""Questions that Rasa learns from for each code at most. More of them drown the other intents, and its training takes longer."""


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
    """What people type to ask about the topics of a library: names of codes, and questions spread evenly over each code's."""
    names = [code.name for code in library.codebook.codes.values()]
    by_code: dict[str, list[str]] = defaultdict(list)
    for question in library.questions:
        by_code[question.codes[0]].append(question.text)
    return [*names, *(text for texts in by_code.values() for text in texts[:: math.ceil(len(texts) / PER_CODE)])]


if __name__ == "__main__":
    asked = asked_about(load_library(load_settings().data))
    write_examples([(text, INTENT) for text in asked], Path(sys.argv[1]))
