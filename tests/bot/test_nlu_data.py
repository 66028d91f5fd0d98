"""What Rasa learns from: the examples, rules and domain in bot/, read as data."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from ppwi_bot.answers.plan import AnswerPlan
from ppwi_bot.answers.wording import sentence

BOT = Path(__file__).parents[2] / "bot"
BUILT_IN = {"nlu_fallback"}


def read(path: Path) -> Any:
    return YAML(typ="safe").load(path)


def lines(block: str) -> list[str]:
    return [line.removeprefix("- ") for line in block.splitlines()]


@pytest.fixture(scope="module")
def sections() -> list[dict[str, str]]:
    return [section for path in sorted((BOT / "data/nlu").glob("*.yml")) for section in read(path)["nlu"]]


@pytest.fixture(scope="module")
def examples(sections: list[dict[str, str]]) -> dict[str, list[str]]:
    return {section["intent"]: lines(section["examples"]) for section in sections if "intent" in section}


@pytest.fixture(scope="module")
def domain() -> Any:
    return read(BOT / "domain.yml")


@pytest.fixture(scope="module")
def steps() -> list[tuple[str, str]]:
    rules = read(BOT / "data/rules.yml")["rules"]
    return [(rule["steps"][0]["intent"], rule["steps"][1]["action"]) for rule in rules]


def test_every_intent_of_the_domain_has_examples_and_exactly_one_rule(
    domain: Any, examples: dict[str, list[str]], steps: list[tuple[str, str]]
) -> None:
    intents = set(domain["intents"])
    assert set(examples) == intents
    assert Counter(intent for intent, _ in steps) == Counter(intents | BUILT_IN)


def test_every_action_and_response_of_the_domain_is_used_by_a_rule(domain: Any, steps: list[tuple[str, str]]) -> None:
    assert {action for _, action in steps} == {*domain["actions"], *domain["responses"]}


def test_a_message_that_is_not_understood_is_looked_up_in_the_corpus(steps: list[tuple[str, str]]) -> None:
    assert dict(steps)["nlu_fallback"] == "action_answer"


def test_no_example_stands_twice(examples: dict[str, list[str]]) -> None:
    times = Counter(text.casefold().strip() for texts in examples.values() for text in texts)
    assert not [text for text, number in times.items() if number > 1]


def test_no_two_intents_share_an_example_that_differs_only_in_signs(examples: dict[str, list[str]]) -> None:
    intents: dict[str, set[str]] = {}
    for intent, texts in examples.items():
        for text in texts:
            if words := " ".join(re.findall(r"\w+", text.casefold())):
                intents.setdefault(words, set()).add(intent)
    assert not {words: found for words, found in intents.items() if len(found) > 1}


def test_no_example_is_empty_or_a_command(examples: dict[str, list[str]]) -> None:
    assert not [text for texts in examples.values() for text in texts if not text.strip() or text.startswith("/")]


def test_no_example_holds_marks_that_rasa_reads_as_entities(examples: dict[str, list[str]]) -> None:
    assert not [text for texts in examples.values() for text in texts if re.search(r"\[[^\]]*\][({]", text)]


def test_the_signs_of_kinds_of_question_are_valid_expressions(sections: list[dict[str, str]]) -> None:
    expressions = [line for section in sections if "regex" in section for line in lines(section["examples"])]
    assert expressions
    assert all(re.compile(expression) for expression in expressions)


def test_a_word_list_names_nothing_twice(sections: list[dict[str, str]]) -> None:
    for section in sections:
        if "lookup" in section:
            words = Counter(word.casefold() for word in lines(section["examples"]))
            assert not [word for word, number in words.items() if number > 1], section["lookup"]


def test_only_keys_of_wording_travel_in_a_response(domain: Any) -> None:
    for variants in domain["responses"].values():
        for variant in variants:
            assert set(variant) == {"custom"}
            plan = variant["custom"]["plan"]
            assert all(set(said) == {"key"} for said in plan["lead"])
            assert all(sentence(said.key, said.params) for said in AnswerPlan.from_dict(plan).lead)


def test_rasa_keeps_a_conversation_as_long_as_it_takes(domain: Any) -> None:
    assert domain["session_config"]["session_expiration_time"] == 0
