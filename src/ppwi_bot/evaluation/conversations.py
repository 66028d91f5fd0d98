"""Whole conversations, judged turn by turn on what a fair reader would demand."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

Talk = Callable[[str], Mapping[str, Any]]
"""Says one thing in a conversation and gets the API's answer back."""

WHO = ("perspectives", "groups", "places")


@dataclass(frozen=True, slots=True)
class Turn:
    """What is said, and what the answer must be like; the keys of `expect` are explained in the YAML file."""

    say: str
    expect: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Conversation:
    """One person's conversation."""

    name: str
    turns: tuple[Turn, ...]


def read_conversations(path: Path) -> list[Conversation]:
    """The conversations of a YAML file."""
    return [
        Conversation(one["name"], tuple(Turn(turn["say"], turn["expect"]) for turn in one["turns"]))
        for one in YAML(typ="safe").load(path)
    ]


def hold(conversation: Conversation, talk: Talk) -> list[str]:
    """Hold a conversation; one line for each demand that was not met."""
    problems = []
    seen: dict[tuple[str, ...], set[str]] = {}
    for number, turn in enumerate(conversation.turns, 1):
        answer = talk(turn.say)
        topic = tuple(code["id"] for code in answer["topics"])
        shown = {card["id"] for card in answer["quotes"]}
        before = seen.setdefault(topic, set())
        for problem in _unmet(turn.expect, answer, shown & before):
            problems.append(f"{conversation.name}, turn {number} ({turn.say!r}): {problem}")
        before |= shown
    return problems


def _unmet(expect: Mapping[str, Any], answer: Mapping[str, Any], again: set[str]) -> Iterator[str]:
    for name in ("kind", "reason"):
        wanted = expect.get(name)
        wanted = wanted if isinstance(wanted, list) else [wanted]
        if name in expect and answer[name] not in wanted:
            yield f"{name} is {answer[name]!r}, expected one of {wanted}"
    topics = {code["id"] for code in answer["topics"]}
    if "topics" in expect and topics.isdisjoint(expect["topics"]):
        yield f"topics are {sorted(topics)}, expected one of {expect['topics']}"
    if "filters" in expect:
        got = {name: sorted(answer["filters"].get(name, [])) for name in WHO}
        wanted_filters = {name: sorted(expect["filters"][name]) for name in WHO}
        if got != wanted_filters:
            yield f"filters are {got}, expected {wanted_filters}"
    quotes = len(answer["quotes"])
    if not expect.get("min_quotes", 0) <= quotes <= expect.get("max_quotes", quotes):
        yield f"{quotes} quotes"
    if expect.get("new_quotes") and again:
        yield f"shown before: {sorted(again)}"
    actors = {call["actor"] for call in answer["calls_to_action"]}
    if expect.get("calls") and not actors:
        yield "no calls to action"
    if not actors <= set(expect.get("actors", actors)):
        yield f"calls are addressed to {sorted(actors)}, expected {expect['actors']}"
    if "sides" in expect and len(answer["sides"]) != expect["sides"]:
        yield f"{len(answer['sides'])} sides"
    if expect.get("listing") and not answer["listing"]:
        yield "no topics are listed"
    if (text := expect.get("mentions")) and text not in " ".join(part["text"] for part in answer["lead"]):
        yield f"{text!r} is not mentioned"
