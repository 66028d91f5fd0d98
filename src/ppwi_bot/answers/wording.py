"""Every sentence of our own that an answer can hold, in one place: wording.toml."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def catalogue() -> Mapping[str, str]:
    """All wordings by key; braces in them are filled with names and counts only."""
    return tomllib.loads((files("ppwi_bot.answers") / "wording.toml").read_text(encoding="utf-8"))


def sentence(key: str, params: Mapping[str, str | int]) -> str:
    """The wording under `key`, filled.

    Raises:
        KeyError: no such wording, or a placeholder is not filled: a mistake of ours.
    """
    return catalogue()[key].format_map(params)


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """A count with its noun: "1 quote", "12 quotes"."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def listed(parts: list[str]) -> str:
    """Words joined as in a sentence: "a, b and c"."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
