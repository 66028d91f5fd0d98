"""What leads to a person by its shape, in what people type: addresses of all kinds, numbers, dates."""

import re
from collections.abc import Iterator

Mask = tuple[int, int, str]
"""From character to character, and what stands there instead."""

_TLD = r"(?:com|org|net|edu|gov|mil|io|us|info|biz|me|co|tv|ly|gg|be|app|dev|uk|ca|mx|es|de|fr)"
_DIGIT_WORD = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple)"
_STREET = (
    r"(?:street|st|avenue|ave|road|rd|lane|ln|boulevard|blvd|drive|dr|court|ct|highway|hwy|parkway|pkwy|terrace|circle|"
    r"way|place|pl|apt|apartment)"
)
_NOT_A_STREET = (
    r"(?!(?:on|in|the|of|a|an|to|at|by|for|and|or|from|per|each|every|is|are|who|that|what|hours?|miles?|minutes?|days?|"
    r"weeks?|months?|years?|people|staff|families|kids|children|percent)\b)"
)

_SHAPES = (
    (r"\S+@\S*|@\S+", "[email]"),
    (rf"\S+\s(?:at|arroba)\s\S+\s(?:dot|punto)\s{_TLD}\b", "[email]"),
    (rf"(?:\b[a-z][a-z+.-]{{0,20}}://|\bwww\.)\S*|(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.{_TLD}\b(?:[/?#:]\S*)?", "[link]"),
    (r"\b(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2(?:\d{4}|\d{2}))\b", "[date]"),
    # Whatever stands between the digits, as long as it is no letter: the ways to write a telephone number have no end.
    (r"[+(]{0,2}\d(?:[\W_]{0,3}\d){6,}(?:\s?(?:x|ext\.?)\s?\d+)?", "[number]"),
    (r"(?<![\d$])\d{5,}", "[number]"),
    (rf"\b{_DIGIT_WORD}(?:[\W_]{{1,3}}{_DIGIT_WORD}){{4,}}\b", "[number]"),
    (
        rf"\b\d{{1,6}}[a-z]?(?:\s{_NOT_A_STREET}[\w.'’-]+){{1,4}}?\s{_STREET}\b\.?(?:\s(?:apt|unit|#)\.?\s?\w+)?",
        "[address]",
    ),
)
"""What is masked by its shape, and what stands in its place."""

_COMPILED = tuple((re.compile(shape, re.IGNORECASE), instead) for shape, instead in _SHAPES)


def shaped(text: str) -> Iterator[Mask]:
    """Where such words stand in a text; they may overlap."""
    for pattern, instead in _COMPILED:
        for match in pattern.finditer(text):
            yield match.start(), match.end(), instead
