"""Plain signs in a question, kept as regular expressions and word lists in cues.toml."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Literal


@cache
def pattern(section: str, name: str) -> re.Pattern[str]:
    """One pattern; where the file has a list of them, any of the list."""
    value = _read()[section][name]
    return _compiled(value if isinstance(value, str) else "|".join(value["patterns"]))


@cache
def patterns(section: str, name: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of a list, in order."""
    return tuple(map(_compiled, _read()[section][name]))


def signed(text: str, name: str) -> bool:
    """Whether a text bears the sign of that name."""
    return bool(pattern("sign", name).search(text))


@cache
def words(section: str, name: str) -> frozenset[str]:
    """A list of words."""
    return frozenset(_read()[section][name].split())


@cache
def short_forms(section: Literal["shorthand", "abbreviations"]) -> Mapping[str, str]:
    """What people type for short, in small letters or in large ones, and what it stands for."""
    return dict(_read()[section])


def lists(section: Literal["perspective", "actor"]) -> Mapping[str, Sequence[str]]:
    """For each perspective or actor, the ways to say it."""
    found: Mapping[str, Sequence[str]] = _read()[section]
    return found


def names(section: str) -> tuple[str, ...]:
    """The names in a section, in the order of the file."""
    return tuple(_read()[section])


@cache
def _read() -> Mapping[str, Any]:
    return tomllib.loads((files("ppwi_bot.answers") / "cues.toml").read_text(encoding="utf-8"))


def _compiled(pattern: str) -> re.Pattern[str]:
    for name, words in _read()["words"].items():
        pattern = pattern.replace(f"{{{name}}}", words)
    return re.compile(pattern, re.IGNORECASE)
