"""`python -m ppwi_bot.dialogue.training FILE`: how people ask about topics, as examples that Rasa learns from.

It is kept once, in the corpora: the questions of `questions.csv` and, as many type no more, the names of all codes. To
Rasa all of them are `ask_voices`.
"""

import sys
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from ppwi_bot.corpus.library import Library
from ppwi_bot.corpus.reading import load_library
from ppwi_bot.settings import load_settings

INTENT = "ask_voices"


def write_examples(asked: list[str], path: Path) -> None:
    """Write what people ask as a file of Rasa's training data."""
    examples = LiteralScalarString("".join(f"- {question}\n" for question in asked))
    content = {"version": "3.1", "nlu": [{"intent": INTENT, "examples": examples}] if asked else []}
    yaml = YAML()
    yaml.width = sys.maxsize
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(content, file)


def asked_about(library: Library) -> list[str]:
    """What people type to ask about the topics of a library."""
    names = [code.name for code in library.codebook.codes.values()]
    return [*names, *(question.text for question in library.questions)]


if __name__ == "__main__":
    write_examples(asked_about(load_library(load_settings().data)), Path(sys.argv[1]))
