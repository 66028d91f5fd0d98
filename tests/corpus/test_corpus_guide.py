"""The guide for researchers (docs/corpus.md) is complete, and its example is a sound corpus."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ppwi_bot.corpus.codebook import Actor
from ppwi_bot.corpus.questions_file import COLUMNS as QUESTION_COLUMNS
from ppwi_bot.corpus.quotes import Audience, Perspective
from ppwi_bot.corpus.quotes_file import COLUMNS, MAX_QUOTE_CHARACTERS, OPTIONAL_COLUMNS

GUIDE = (Path(__file__).parents[2] / "docs" / "corpus.md").read_text(encoding="utf-8")


def _example(start: str) -> str:
    found = re.search(rf"^```\w*\n({start}.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def test_the_examples_of_the_guide_together_are_a_sound_corpus(problems: Callable[..., list[str]]) -> None:
    examples = {"quotes": _example("id,text"), "themes": _example("themes:"), "toml": _example("title")}
    assert problems(**examples) == []


@pytest.mark.parametrize(
    "name",
    [
        *COLUMNS,
        *OPTIONAL_COLUMNS,
        *QUESTION_COLUMNS,
        *("id", "name", "summary", "keywords", "calls_to_action", "link", "topics", "subtopics"),
        *("title", "collected_by", "illustrative", "source", "description"),
        *("[[figures]]", "[[groups]]", "[[places]]", "[[not_asked]]"),
    ],
)
def test_every_field_is_explained_in_a_table(name: str) -> None:
    assert f"\n| `{name}` |" in GUIDE


@pytest.mark.parametrize(
    "value", [*Actor, *Audience, *(each for each in Perspective if each is not Perspective.NOT_STATED)]
)
def test_every_allowed_value_is_named(value: str) -> None:
    assert f"`{value}`" in GUIDE


def test_the_greatest_length_of_a_quote_is_told() -> None:
    assert f"at most {MAX_QUOTE_CHARACTERS:,} characters" in GUIDE
