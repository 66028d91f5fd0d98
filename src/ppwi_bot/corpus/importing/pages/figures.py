"""Numbers and names of themes that a page states in its own sentences."""

import re
from collections.abc import Iterator, Sequence

from ppwi_bot.corpus.importing.found import FoundFigure

_COUNTED = (
    r"(?:focus |affinity )?groups?|interviews?|sessions?|conversations?|hours?|people|persons|participants?|counties|"
    r"(?:systems? )?leaders?|providers?|administrators?|supervisors?|tribes|tribal nations|agencies|organi[sz]ations|programs"
)
_ABOUT = r"(?:(?:more than|over|nearly|almost|about|at least|up to)\s+)?"
_BETWEEN = r"(?:(?!(?:of|in|from|to|and|or)\b)[\w’'-]+\s+){0,3}?"
_NUMBER = re.compile(
    rf"(?<![\w$.,-])({_ABOUT}(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}))\s+(?={_BETWEEN}(?:{_COUNTED})\b)", re.IGNORECASE
)
_LABEL_END = re.compile(r"[,.;:?!()–—\n]|\s-\s")
_LOOSE_END = re.compile(r"\s+(?:with|from|and|in|of|for|across|to|or|by|at|including)$", re.IGNORECASE)
_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NAMED_THEMES = re.compile(
    rf"\b(?P<count>{'|'.join(_WORDS)}|\d{{1,2}})\s+(?:[\w-]+\s+){{0,3}}themes?\b[^.:;–—]{{0,40}}?"
    r"(?:\s[-–—]\s|\s*[:—–]\s*|\s+(?:are|were|include)\s+)(?P<names>[^.:;\n]{3,500})",
    re.IGNORECASE,
)
_COMMA = re.compile(r",\s*(?:and\s+|&\s+)?")
_AND = re.compile(r"\s+and\s+(?=[A-Z])")
_MENTIONS = (
    re.compile(
        r"\b(?:mentioned|came up|coded|brought up|discussed)\s+(?:\w+\s+)?(\d[\d,]{0,8})\s+times?\b", re.IGNORECASE
    ),
    re.compile(r"\b(\d[\d,]{0,8})\s+(?:mentions|times mentioned|references)\b", re.IGNORECASE),
    re.compile(r"\b(?:number of )?(?:mentions|times mentioned)\s*:\s*(\d[\d,]{0,8})\b", re.IGNORECASE),
)
_COUNT_IN_NAME = re.compile(r"\s*\((\d[\d,]{0,8})(?:\s+(?:mentions|times))?\)$")


def figures(text: str) -> Iterator[FoundFigure]:
    """Numbers of groups, people, hours, counties and the like, each with the words that say what it counts."""
    found = list(_NUMBER.finditer(text))
    for number, following in zip(found, [*found[1:], None], strict=False):
        label = text[number.end() : following.start() if following else len(text)]
        if end := _LABEL_END.search(label):
            label = label[: end.start()]
        label = label.strip()
        while (shorter := _LOOSE_END.sub("", label)) != label:
            label = shorter
        if label:
            yield FoundFigure(" ".join(number[1].split()), label)


def named_themes(text: str) -> tuple[str, ...]:
    """The themes that a sentence counts and names, such as "two themes: Pay and Rest"; none where count and names differ."""
    for found in _NAMED_THEMES.finditer(text):
        count = int(found["count"]) if found["count"].isdigit() else _WORDS.index(found["count"].lower()) + 2
        for names in _lists(found["names"].strip()):
            if len(names) == count and all(name[:1].isupper() for name in names):
                return tuple(names)
    return ()


def _lists(text: str) -> Iterator[Sequence[str]]:
    """Ways to read an enumeration: by its commas alone, or with an "and" before the last name."""
    parts = [part.strip() for part in _COMMA.split(text) if part.strip()]
    yield parts
    if parts:
        yield [*parts[:-1], *(part.strip() for part in _AND.split(parts[-1]))]


def mentions(text: str) -> str:
    """How often a topic was mentioned, if the text says so."""
    return next((found[1] for pattern in _MENTIONS if (found := pattern.search(text))), "")


def without_count(name: str) -> tuple[str, str]:
    """A name such as "Burnout (143)" as the name and the count, which is empty where there is none."""
    found = _COUNT_IN_NAME.search(name)
    return (name[: found.start()], found[1]) if found else (name, "")
