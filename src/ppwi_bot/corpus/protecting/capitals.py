"""Names of people, small places and organizations: written with a capital, or known by a list where people write small.

What a capital inside a sentence stands for is asked in this order: is it known to everyone, a small place, an
organization, a first name? If nothing explains it, it is taken for a name: a needless finding costs a person one key, a
missed one may cost a participant their job.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ppwi_bot.corpus.protecting import surroundings as beside
from ppwi_bot.corpus.protecting.findings import Kind
from ppwi_bot.corpus.protecting.knowledge import RARE, Knowledge, uses
from ppwi_bot.corpus.protecting.patterns import Place

_WORD = r"(?:(?:Mrs|Mr|Ms|Dr|St)\.|(?:[A-Z]\.){1,3}(?!\S)|[^\W\d_a-zß-öø-ÿ][\w'’]*)"
_RUN = re.compile(rf"(?<![\w@.]){_WORD}(?:(?: & |[ -]){_WORD})*")
_PIECE = re.compile(r"[^\s&-]+")

_SMALL_WORD = re.compile(r"(?<![\w'’@./-])[a-zß-öø-ÿ]{2,}(?:['’]s)?(?![\w@-])")


NEAR = 60
"""So many letters before a word are looked at."""

LONGEST = 8
"""A name known to everyone has at most so many words."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with what the language model saw in it: entity labels and parts of speech by character.

    `spanish` is whether most of the text is in Spanish, where the model's word is not taken.
    """

    text: str
    labels: Mapping[int, str]
    tags: Mapping[int, str]
    spanish: bool

    def label(self, start: int, end: int) -> str:
        """The label of the entity that covers most of these characters, or nothing."""
        found = [self.labels[at] for at in range(start, end) if at in self.labels]
        return max(set(found), key=found.count) if found and not self.spanish else ""


def capitals(reading: Reading, known: Knowledge) -> Iterator[Place]:
    """Where such words stand, with their kind."""
    familiar = {at for each in known.familiar.finditer(reading.text) for at in range(each.start(), each.end())}
    found: list[Place] = []
    for match in _RUN.finditer(reading.text):
        if match.end() - 1 not in familiar:
            found += _run(reading, known, match.start(), match.end())
    found = list(_alike_in_lists(reading.text, found, known))
    yield from found
    yield from _again(reading.text, found)
    yield from _small_letters(reading, known)


def _alike_in_lists(text: str, found: list[Place], known: Knowledge) -> Iterator[Place]:
    """What is listed together is mostly of one kind."""
    for at, (start, end, kind) in enumerate(found):
        near = [
            each[2]
            for each in found[max(0, at - 1) : at + 2]
            if beside.LISTED.fullmatch(text[min(end, each[1]) : max(start, each[0])])
        ]
        if kind is Kind.ORGANIZATION and Kind.NAME in near and " " not in text[start:end]:
            kind = Kind.NAME
        elif kind is Kind.NAME and Kind.PLACE in near and _folded(text, start, end) in known.small_places:
            kind = Kind.PLACE
        yield start, end, kind


def _again(text: str, found: list[Place]) -> Iterator[Place]:
    """What was found once is meant wherever it stands."""
    for words, kind in {text[start:end]: kind for start, end, kind in found}.items():
        for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text):
            yield match.start(), match.end(), kind


def _run(reading: Reading, known: Knowledge, start: int, end: int) -> Iterator[Place]:
    text = reading.text
    pieces = [(start + each.start(), start + each.end()) for each in _PIECE.finditer(text[start:end])]
    begins = bool(beside.BEGINS.search(text, max(0, start - NEAR), start))
    while pieces and (_folded(text, *pieces[0]) in beside.OPENING or _folded(text, *pieces[0]) in beside.TITLES):
        if _folded(text, *pieces[0]) not in beside.TITLES:
            pieces = pieces[1:]
            begins = begins and not pieces
            continue
        if len(pieces) > 1 and not _is_known(text[pieces[1][0] : pieces[-1][1]], known):
            named = 1 if _folded(text, *pieces[0]) in beside.KIN else 0
            yield pieces[named][0], _bare(text, pieces[-1][1]), Kind.NAME
        return
    if len(pieces) == 1 and _folded(text, *pieces[0]) in known.first_names and _a_person(text, *pieces[0]):
        yield pieces[0][0], _bare(text, pieces[0][1]), Kind.NAME
        return
    for first, last in _unexplained(text, pieces, known):
        kind = _kind(reading, known, pieces[first][0], pieces[last][1], begins=begins and first == 0 and first == last)
        if kind:
            yield pieces[first][0], _extended(text, _bare(text, pieces[last][1]), kind), kind


def _a_person(text: str, start: int, end: int) -> bool:
    before = beside.PERSON_BEFORE.search(text, max(0, start - NEAR), start)
    return bool(before or beside.PERSON_AFTER.match(text, _bare(text, end)))


def _unexplained(text: str, pieces: list[tuple[int, int]], known: Knowledge) -> Iterator[tuple[int, int]]:
    """The parts of a run of capitals that are not known to everyone, as first and last piece."""
    first = 0
    at = 0
    while at < len(pieces):
        size = next(
            (
                size
                for size in range(min(len(pieces) - at, LONGEST), 0, -1)
                if _is_known(text[pieces[at][0] : pieces[at + size - 1][1]], known)
                # A known word inside a longer name belongs to it: "Spokane Family Center".
                and (size > 1 or len(pieces) == 1 or text[slice(*pieces[at])].isupper())
            ),
            0,
        )
        if size:
            if first < at and not _all_known(text, pieces[first:at], known):
                yield first, at - 1
            first = at = at + size
        else:
            at += 1
    if first < len(pieces) and not _all_known(text, pieces[first:], known):
        yield first, len(pieces) - 1


def _all_known(text: str, pieces: list[tuple[int, int]], known: Knowledge) -> bool:
    if _folded(text, pieces[0][0], pieces[-1][1]).removesuffix(" county") in known.small_counties:
        return False
    return all(_is_known(text[start:end], known) for start, end in pieces)


def _kind(reading: Reading, known: Knowledge, start: int, end: int, *, begins: bool) -> Kind | None:
    text = reading.text
    before, after = text[max(0, start - NEAR) : start], text[end:]
    name = _folded(text, start, end)
    words = [_folded(text, start + each.start(), start + each.end()) for each in _PIECE.finditer(text[start:end])]
    label = reading.label(start, end)
    if len(name) == 1:
        return None
    if name in beside.SEASONS:
        acts = beside.next_word(after) in beside.ACTS - {"is", "was"} or beside.next_word(after) == "and"
        return Kind.NAME if acts and not beside.BEFORE_A_MONTH.search(before) and name in known.first_names else None
    person = _a_person(text, start, end)
    if not (person and len(words) == 1) and _small_place(reading, known, name, start, end, begins=begins):
        return Kind.PLACE
    if len(words) > 1 and (words[-1] in known.organization or words[0] in ("st.", "st")):
        return Kind.ORGANIZATION
    if words[-1] in ("county", "counties"):
        return Kind.PLACE if " ".join(words[:-1]) in known.small_counties else None
    if beside.OF_A_PLACE.match(after) and words[0] not in known.first_names:
        return Kind.ORGANIZATION
    if person and not text[start:end].isupper() and not (begins and uses(words[0]) > RARE / 5):
        return Kind.NAME
    if begins:
        return _at_the_beginning(reading, known, words, label, end)
    if text[start:end].isupper() and len(name) > 1 and name not in known.first_names and "." not in name:
        if uses(name) > RARE:
            return None  # said with emphasis
        return Kind.ORGANIZATION if len(name) > 2 or re.match(r"\s\d+\b", after) or beside.WITH.search(before) else None
    if label in ("NORP", "LANGUAGE"):
        return None
    return _unknown(known, words, label, before, after)


def _unknown(known: Knowledge, words: list[str], label: str, before: str, after: str) -> Kind | None:
    """What a capital inside a sentence stands for that no list explains."""
    many, body = len(words) > 1, label in ("ORG", "FAC")
    person = words[0] in known.first_names
    if many and beside.AT.search(before):
        return Kind.ORGANIZATION
    if person or beside.FAMILY.match(after) or beside.TITLE.search(before) or beside.NAMED.search(before):
        return Kind.NAME
    if beside.AT.search(before) or beside.next_word(after) in beside.ACTS_OF_BODIES:
        return Kind.ORGANIZATION
    if label == "PERSON" or (many and words[-1] in known.surnames):
        return Kind.NAME
    if beside.FROM.search(before) and (body or label in ("GPE", "LOC", "PRODUCT", "NORP")):
        return Kind.PLACE if label == "LOC" else Kind.ORGANIZATION
    if body and (many or beside.WITH.search(before)):
        return Kind.ORGANIZATION
    if beside.IN.search(before):
        return Kind.PLACE if label in ("GPE", "LOC") or not many else Kind.ORGANIZATION
    return Kind.ORGANIZATION if many and all(uses(word) > RARE for word in words) else Kind.NAME


def _at_the_beginning(reading: Reading, known: Knowledge, words: list[str], label: str, end: int) -> Kind | None:
    """The first word of a sentence has its capital anyway: what speaks for a name must be something else."""
    word, after = words[0], reading.text[end:]
    follows = beside.next_word(after)
    tag = reading.tags.get(end + 1, "")
    acts = follows == "and" or follows in beside.ACTS or (tag in ("VBD", "VBZ") and follows not in ("is", "was", "has"))
    if follows in beside.ACTS_OF_BODIES and word not in known.first_names and uses(word) < RARE:
        return Kind.ORGANIZATION
    if known.plainly_a_name(word) or (word in known.first_names and acts and not reading.spanish):
        return Kind.NAME
    if reading.text[end - len(word) : end].isupper():
        return Kind.ORGANIZATION if len(word) > 2 and uses(word) < RARE else None
    if uses(word) > RARE / 5 or uses(word, "es") > RARE / 5 or label in ("NORP", "LANGUAGE", "DATE") or reading.spanish:
        return None
    if label == "PERSON":
        return Kind.NAME
    if uses(word) or uses(word.removesuffix("s")) or uses(word, "es") or reading.tags.get(end - len(word)) == "NNS":
        return None
    return Kind.ORGANIZATION if label in ("ORG", "FAC") else Kind.NAME


def _small_place(reading: Reading, known: Knowledge, name: str, start: int, end: int, *, begins: bool) -> bool:
    before, after = reading.text[max(0, start - NEAR) : start], reading.text[end:]
    if name.endswith((" county", " counties")):
        return name.rsplit(" ", 1)[0] in known.small_counties
    if name in known.small_counties and beside.COUNTY.match(after):
        return True
    if name not in known.small_places and name not in known.small_counties:
        return False
    if beside.AFTER_A_PLACE.match(after):
        return True
    double = name in known.first_names or uses(name) > RARE or (uses(name.split()[0]) > RARE and begins)
    if not double:
        return not beside.TITLE.search(before) and not beside.NAMED.search(before)
    if begins:
        return reading.label(start, end) in ("GPE", "LOC")
    return bool(beside.BEFORE_A_PLACE.search(before)) or reading.label(start, end) in ("GPE", "LOC")


def _small_letters(reading: Reading, known: Knowledge) -> Iterator[Place]:
    text = reading.text
    for match in beside.SMALL_BODY.finditer(text):
        if match.group(1) == match.group(1).casefold():
            yield match.start(1), match.end(1), Kind.ORGANIZATION
    for match in _SMALL_WORD.finditer(text):
        word = match.group().removesuffix("'s").removesuffix("’s")
        end = match.start() + len(word)
        if word in known.small_places and uses(word) < RARE / 4 and word not in known.first_names:
            yield match.start(), end, Kind.PLACE
        elif _small_name(word, reading, match.start(), known):
            yield match.start(), end, Kind.NAME


def _small_name(word: str, reading: Reading, at: int, known: Knowledge) -> bool:
    if known.plainly_a_name(word):
        return reading.tags.get(at) not in ("VB", "VBD", "VBG", "RB")
    noun = reading.tags.get(at) == "NNP" or reading.labels.get(at) == "PERSON"
    return noun and not reading.spanish and not uses(word) and not uses(word, "es")


def _is_known(words: str, known: Knowledge) -> bool:
    name = words.casefold().replace("’", "'").removesuffix("'s").rstrip(".")
    if name.removesuffix(" county") in known.small_counties and name.endswith(" county"):
        return False
    return name in known.well_known or name in known.ordinary or name.removesuffix(" county") in known.elsewhere


def _folded(text: str, start: int, end: int) -> str:
    return text[start:end].casefold().replace("’", "'").removesuffix("'s").rstrip(".,")


def _bare(text: str, end: int) -> int:
    """Without the ending of a possessive."""
    return end - 2 if text[end - 2 : end] in ("'s", "’s") else end


def _extended(text: str, end: int, kind: Kind) -> int:
    """An organization with what belongs to its name: "of Spokane", "105", "on Fourth"."""
    shape = (
        r"(?:\s(?:of|for|on|at)(?:\sthe)?\s[A-Z][\w'’]*(?:\s[A-Z]\w*)*|\s\d+\b)" if kind is Kind.ORGANIZATION else None
    )
    if kind is Kind.PLACE:
        shape = r"\s(?:County|county|[Rr]eservation|Island)\b"
    more = re.match(shape, text[end:]) if shape else None
    return end + more.end() if more else end
