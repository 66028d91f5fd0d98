"""Where a selection stands in its text: each program counts in its own way, and the text itself shows which.

REFI-QDA counts letters (code points), but programs differ: some count UTF-16 units, in which an emoji takes two, some
count the byte-order mark or a line end otherwise. The right way is the one by which selections begin and end at
words, and begin as their own name does.
"""

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

BOUND = 0.8
"""Share of selections that must fit their text. By the right way 293 of 303 did in a real project, by a wrong one 21."""

UNDISPUTED_BOUND = 0.5
"""The same where the known ways to count come to the same places: then only the text may be a wrong one."""

FEW = 5
"""With fewer selections than this in a source, the whole project says how it counts."""

MARGIN = 3
"""By how many signs an uncommon way must be better than a common one, as with few selections one may fit by luck."""

DECISIVE = 2
"""By how many signs a common way must be better than the other one: a single selection may fit by luck."""

SHORTEST_NAME = 4
"""A shorter name fits in too many places to show anything."""

LONGEST_NAME = 200
"""What a program keeps of a quote in a selection's name is shorter."""

_ASTRAL = "[\U00010000-\U0010ffff]"
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
"""Scripts that put no space between words (Thai, Lao, Burmese, Khmer, Chinese, Japanese)."""


class LineEnds(StrEnum):
    """How a line end is counted."""

    AS_THEY_ARE = "line ends as they are"
    CRLF_AS_ONE = "CRLF as one"
    LF_AS_TWO = "LF as two"


@dataclass(frozen=True, slots=True)
class Convention:
    """A way to count. `mark` says whether a byte-order mark at the beginning is counted."""

    utf16: bool = False
    line_ends: LineEnds = LineEnds.AS_THEY_ARE
    mark: bool = False

    @property
    def common(self) -> bool:
        """Whether a program is known to count so."""
        return self.line_ends is LineEnds.AS_THEY_ARE and not self.mark

    def __str__(self) -> str:
        unit = "UTF-16 units" if self.utf16 else "letters (code points)"
        mark = ", the byte-order mark too" if self.mark else ""
        return f"{unit}, {self.line_ends}{mark}"


CODE_POINTS = Convention()
"""What the standard asks for."""

CONVENTIONS = tuple(
    sorted(
        (Convention(utf16, ends, mark) for mark, ends, utf16 in product((False, True), LineEnds, (False, True))),
        key=lambda convention: not convention.common,
    )
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A selection before its text is known: first position, the position after the last, and the name it bears."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well selections fit their text: how many there are, how many of those with a telling name begin as it does,
    how many begin and end at words, and how many do at least one of the two."""

    of: int = 0
    telling: int = 0
    named: int = 0
    whole: int = 0
    fitting: int = 0

    def __add__(self, other: "Agreement") -> "Agreement":
        return Agreement(
            self.of + other.of,
            self.telling + other.telling,
            self.named + other.named,
            self.whole + other.whole,
            self.fitting + other.fitting,
        )

    @property
    def signs(self) -> int:
        """How much speaks for it."""
        return self.named + self.whole

    @property
    def share(self) -> float:
        """The share of selections that fit."""
        return self.fitting / self.of if self.of else 1.0

    def __str__(self) -> str:
        names = f", {self.named} of {self.telling} begin as their name does" if self.telling else ""
        return f"{self.whole} of {self.of} selections begin and end at words{names}"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a source's selections, with all conventions that come to the same in this text."""

    conventions: tuple[Convention, ...]
    agreement: Agreement

    @property
    def common(self) -> bool:
        """Whether a program is known to count so."""
        return any(convention.common for convention in self.conventions)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a source is read; `convention` is None where its selections fit no way well enough.

    `rival` is a second way that fits about as well: only what both come to the same in may be read.
    """

    convention: Convention | None
    agreement: Agreement
    rival: Convention | None = None


class Ruler:
    """Finds places in one text by one convention."""

    def __init__(self, text: str, convention: Convention) -> None:
        self._length = len(text)
        self._at, self._places, self._widths, self._letters = (array("q") for _ in range(4))
        shift = 0
        for place, letters, width in _odd_places(text, convention):
            self._at.append(place + shift)
            self._places.append(place)
            self._letters.append(letters)
            self._widths.append(width)
            shift += width - letters

    def place(self, position: int) -> int | None:
        """The index in the text that a position means; None inside a letter or outside the text."""
        last = bisect_right(self._at, position) - 1
        if last < 0:
            place = position
        else:
            beyond = position - self._at[last]
            if 0 < beyond < self._widths[last]:
                return None
            inside = beyond - self._widths[last] + self._letters[last] if beyond >= self._widths[last] else 0
            place = self._places[last] + inside
        return place if 0 <= place <= self._length else None

    def span(self, mark: Mark) -> tuple[int, int] | None:
        """First index and the one after the last; None where the selection is empty or not in the text."""
        start, end = self.place(mark.start), self.place(mark.end)
        return None if start is None or end is None or start >= end else (start, end)


def _odd_places(text: str, convention: Convention) -> Iterable[tuple[int, int, int]]:
    """Where counting departs from counting letters: index, number of letters there, and what they count as."""
    parts = [_ASTRAL] if convention.utf16 else []
    if convention.line_ends is LineEnds.CRLF_AS_ONE:
        parts.append("\r\n")
    elif convention.line_ends is LineEnds.LF_AS_TWO:
        parts.append("(?<!\r)\n")
    if text.startswith("\ufeff") and not convention.mark:
        yield 0, 1, 0
    if not parts:
        return
    for found in re.finditer("|".join(parts), text):
        letters = found.end() - found.start()
        yield found.start(), letters, 1 if letters == 2 else 2


def readings(text: str, marks: Sequence[Mark]) -> tuple[Reading, ...]:
    """Every way to read the selections of one text that differs from the others, with how well it fits."""
    found: list[tuple[array[int], list[Convention]]] = []
    for convention in CONVENTIONS:
        ruler = Ruler(text, convention)
        spans = array("q", (place for mark in marks for place in ruler.span(mark) or (-1, -1)))
        same = next((conventions for others, conventions in found if others == spans), None)
        if same is None:
            found.append((spans, [convention]))
        else:
            same.append(convention)
    return tuple(Reading(tuple(conventions), _agreement(text, marks, spans)) for spans, conventions in found)


def _agreement(text: str, marks: Sequence[Mark], spans: Sequence[int]) -> Agreement:
    telling = named = whole = fitting = 0
    for mark, start, end in zip(marks, spans[::2], spans[1::2], strict=True):
        tells = is_telling(mark.name)
        begins = tells and start >= 0 and begins_as_named(text, start, end, mark.name)
        bounded = start >= 0 and is_whole(text, start, end)
        telling += tells
        named += begins
        whole += bounded
        fitting += begins or bounded
    return Agreement(len(marks), telling, named, whole, fitting)


def is_telling(name: str) -> bool:
    """Whether a name is long enough to show where its selection stands."""
    return len(_compared(name)) >= SHORTEST_NAME


def begins_as_named(text: str, start: int, end: int, name: str) -> bool:
    """Whether the words from `start` to `end` begin as the name does; spaces and a last ellipsis do not count."""
    beginning = _compared(name)[:LONGEST_NAME]
    ahead = text[start : min(end, start + 4 * LONGEST_NAME)]
    return " ".join(ahead.split()).startswith(beginning)


def _compared(name: str) -> str:
    shown = " ".join(name[: 4 * LONGEST_NAME].split())
    return shown.removesuffix("...").removesuffix("…").rstrip()


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether a selection begins with a word or sign, not with space, and ends in the middle of none."""
    return not text[start].isspace() and not _cuts_word(text, start) and not _cuts_word(text, end)


def _cuts_word(text: str, place: int) -> bool:
    if not 0 < place < len(text):
        return False
    before, after = text[place - 1], text[place]
    if unicodedata.category(after).startswith("M"):
        return True
    if not (after.isalnum() and (before.isalnum() or unicodedata.category(before).startswith("M"))):
        return False
    return not (_UNSPACED.match(before) or _UNSPACED.match(after))


def pooled(sources: Iterable[Sequence[Reading]]) -> Mapping[Convention, Agreement]:
    """How well each convention fits all sources of a project together."""
    found = dict.fromkeys(CONVENTIONS, Agreement())
    for reads in sources:
        for reading in reads:
            for convention in reading.conventions:
                found[convention] += reading.agreement
    return found


def judge(reads: Sequence[Reading], project: Mapping[Convention, Agreement]) -> Verdict:
    """Which way a source is read: the one that fits it best or, with few selections, that fits the whole project best."""
    few = reads[0].agreement.of < FEW

    def signs(reading: Reading) -> tuple[int, int]:
        of_project = max(project[convention].signs for convention in reading.conventions)
        return (of_project, reading.agreement.signs) if few else (reading.agreement.signs, of_project)

    best, *others = sorted((reading for reading in reads if reading.common), key=signs, reverse=True)
    uncommon = max((reading for reading in reads if not reading.common), key=signs, default=None)
    if uncommon is not None and signs(uncommon)[0] >= signs(best)[0] + MARGIN:
        best, others = uncommon, []
    lead = max(
        (ours - theirs for other in others for ours, theirs in zip(signs(best), signs(other), strict=True)), default=0
    )
    convention = max(best.conventions, key=lambda convention: project[convention].signs)
    bound = BOUND if others or not best.common else UNDISPUTED_BOUND
    fits = best.agreement.share >= bound
    if few:
        fits = best.agreement.share >= UNDISPUTED_BOUND and project[convention].share >= bound
    return Verdict(
        convention if fits else None, best.agreement, others[0].conventions[0] if others and lead < DECISIVE else None
    )
