"""Shortening a quote by whole sentences."""

import re

EXCERPT_CHARACTERS = 420
"""About seven lines on a phone: longer quotes are folded, their full text one click away."""

ELLIPSIS = " […]"

_NOT_BEFORE = "".join(rf"(?<!\b{word})" for word in ("Mr", "Mrs", "Ms", "Dr", "St", "Sr", "Sra", r"\w"))
"""Words after which a full stop seldom ends a sentence: titles, and single letters, as in "e.g." or "U.S."."""

_SENTENCE_END = re.compile(_NOT_BEFORE + r"""[.!?…]["'”’)\]]*\s+(?!["“‘'(¿¡\[]*[a-zà-öø-ÿ])""")


def excerpt(text: str, longest: int = EXCERPT_CHARACTERS) -> str:
    """The first whole sentences of a text up to `longest` characters, then a visible ellipsis; a short text as it is.

    A text whose first sentence is longer than that is not shortened: no sentence is ever cut.
    """
    if len(text) <= longest:
        return text
    ends = [match.start() + len(match.group().rstrip()) for match in _SENTENCE_END.finditer(text)]
    fitting = [end for end in ends if end <= longest]
    return text[: fitting[-1]] + ELLIPSIS if fitting else text
