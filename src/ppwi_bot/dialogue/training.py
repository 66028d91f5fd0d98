"""`python -m ppwi_bot.dialogue.training FILE`: the questions of the corpora as examples that Rasa learns from.

How people ask about a topic is kept once, in the `questions.csv` of a corpus; to Rasa all of them are `ask_voices`.
"""

import sys
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from ppwi_bot.corpus.reading import load_library
from ppwi_bot.settings import load_settings

INTENT = "ask_voices"


def write_examples(questions: list[str], path: Path) -> None:
    """Write the questions as a file of Rasa's training data."""
    examples = LiteralScalarString("".join(f"- {question}\n" for question in questions))
    content = {"version": "3.1", "nlu": [{"intent": INTENT, "examples": examples}] if questions else []}
    yaml = YAML()
    yaml.width = sys.maxsize
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(content, file)


if __name__ == "__main__":
    library = load_library(load_settings().data)
    write_examples([question.text for question in library.questions], Path(sys.argv[1]))
