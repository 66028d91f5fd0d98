"""Quotation marks in a run of text: which pairs enclose what, whatever kind of mark was typed."""

import re
from dataclasses import dataclass

_OPENING = "“„‟«〝"
_CLOSING = "”»〞〟"
MARKS = frozenset(_OPENING + _CLOSING + '"＂')
_MARK = re.compile(f"[{''.join(sorted(MARKS))}]")
_SINGLE_OPENING = "‘'‚"
_SINGLE_CLOSING = "’'"
_BEFORE_OPENING = frozenset("([{<—–-/‘'")
_AFTER_CLOSING = frozenset(")]}>.,;:!?…—–-/’'")


@dataclass(frozen=True, slots=True)
class Span:
    """A quotation: `start` is the place of its opening mark, `end` the place after its closing mark."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Marked:
    """Outermost quotations of a text, the place of one that is never closed, and those of marks that close nothing."""

    spans: tuple[Span, ...]
    unclosed: int | None
    stray: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Enclosed:
    """The words between the marks around a whole text; `sound` is False where marks within do not pair up."""

    words: str
    sound: bool


def marked(text: str) -> Marked:
    """Pairs the double marks of a text.

    White space on one side decides whether a mark opens or closes, then its shape, then, for straight ones, brackets and
    punctuation beside it and whether one is open. Marks within marks belong to the outermost pair.
    """
    spans, stray = [], []
    start, depth = 0, 0
    for found in _MARK.finditer(text):
        place = found.start()
        if _opens(text, place, depth):
            start = start if depth else place
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                spans.append(Span(start, place + 1))
        else:
            stray.append(place)
    return Marked(tuple(spans), start if depth else None, tuple(stray))


def _opens(text: str, place: int, depth: int) -> bool:
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    free_before = not before or before.isspace()
    free_after = not after or after.isspace()
    if free_before != free_after:
        return free_before
    if text[place] in _OPENING:
        return True
    if text[place] in _CLOSING:
        return False
    left = before in _BEFORE_OPENING or (before in MARKS and depth > 0)
    right = after in _AFTER_CLOSING
    return left if left != right else not depth


def enclosed(text: str) -> Enclosed | None:
    """What one pair of marks encloses where it stands around the whole text, else None.

    Marks within that do not pair up, as in inches, do not hide it. Single marks count only here, as they are apostrophes too.
    """
    if len(text) < 3:
        return None
    words = text[1:-1]
    if text[0] in _SINGLE_OPENING and text[-1] in _SINGLE_CLOSING:
        apart = any(f"{end}{mark} " in words for end in ",.?!" for mark in _SINGLE_CLOSING)
        return None if apart else Enclosed(words, True)
    if text[0] not in MARKS or text[-1] not in MARKS:
        return None
    found = marked(text)
    if found.spans == (Span(0, len(text)),):
        return Enclosed(words, not found.stray)
    paired = found.unclosed is None and not found.stray
    return None if paired else Enclosed(words, False)


def left_open(text: str) -> bool:
    """Whether a text begins with a mark that nothing in it closes."""
    return text[:1] in MARKS and (text in MARKS or (marked(text).unclosed == 0 and enclosed(text) is None))
