"""Bills and laws named in a question. What they hold is not what the voices speak of."""

import re
from collections.abc import Iterable, Set

from ppwi_bot.answers import cues

_CLAUSE = re.compile(r"(?<=[,;:.?!])\s+|\s+[-–—]+\s+")


def laws_in(texts: Iterable[str]) -> frozenset[str]:
    """Every bill or law that the texts name, in one way to write it."""
    return frozenset(_plain(match.group()) for text in texts for match in cues.pattern("sign", "law").finditer(text))


def unspoken_law(text: str, spoken: Set[str]) -> str:
    """The first bill or law in the text that is none of `spoken`, as written; empty where there is none."""
    laws = (match.group() for match in cues.pattern("sign", "law").finditer(text))
    return next((law for law in laws if _plain(law) not in spoken), "")


def beside(text: str, law: str) -> str:
    """The clauses of a text in which the law is not named: "for a memo on HB 1199: *what do people say about pay?*"."""
    return " ".join(clause for clause in _CLAUSE.split(text) if law not in clause)


def _plain(law: str) -> str:
    """HB-1199, H.B. 1199 and hb1199 are the same."""
    return re.sub(r"\W+", "", law.casefold())
