"""Masking what visitors type, before it is kept. Nobody looks at each finding as for quotes, so doubt masks.

People type names in small letters. So beside what is searched for in quotes, a name on the census lists counts as one
wherever it stands, unless it is a plain word; and a word that no list knows may be a name that the census did not.
The language model that quotes are looked through with is not asked: it hardly finds a name more in what people type, and
would take 130 MB and 10 ms a question from the process that answers.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ppwi_bot.corpus.library import Library
from ppwi_bot.corpus.protecting import surroundings as beside
from ppwi_bot.corpus.protecting.capitals import NEAR, Reading, capitals
from ppwi_bot.corpus.protecting.findings import Kind, finding
from ppwi_bot.corpus.protecting.knowledge import Knowledge, knowledge, uses
from ppwi_bot.corpus.protecting.patterns import patterns
from ppwi_bot.corpus.protecting.shapes import Mask, shaped

PLAIN_WORD = 15_000
"""Uses in 1.6 billion words of film subtitles from which on a word is a word, though some people bear it as a name."""

TOO_COMMON = 1_000_000
"""Uses from which on a word is not even a name where one is expected: "my name is Grace", but "my name is on it"."""

SHORTEST_SLIP = 6
"""Letters of a word that may be a slip of the keyboard; a shorter one is one letter away from too many others."""

MOST_SLIPS = 10
"""Of more unknown words none is looked up as a slip: each takes 2 ms, and with a large corpus 10."""

_NAME = "[name]"
_UNKNOWN = "[unknown word]"

_LETTERS = re.compile(r"[^\W\d_]+")
_INITIALS = re.compile(r"[A-Z]{2,5}")
_PREFIX = re.compile(r"\b(?:o|d|mc)['’]$", re.IGNORECASE)
_INTRODUCED = re.compile(
    r"\b(?:(?:name|nombre)(?:['’]?s| is| was| es)?|(?:is|was|am|['’]m) called|named|(?:me|se) llam[oa]):?\s$",
    re.IGNORECASE,
)
"""Before somebody's name."""
_MAY_BE_INTRODUCED = re.compile(r"\b(?:i['’]?m|i am|this is|it['’]s|soy)\s$", re.IGNORECASE)
"""Before somebody's name, or before anything else."""


def ordinary_words(library: Library, texts: Iterable[str]) -> frozenset[str]:
    """Words that lead to nobody, in small letters: names of topics, groups and places, their words, and what is written
    small elsewhere.

    Elsewhere is in quotes, in questions that people ask by the corpora, and in `texts`, which nobody has looked through
    for names. What is a name more than a word stays one.
    """
    known = knowledge()
    named = [name for code in library.codebook.codes.values() for name in (code.name, *code.keywords)]
    named += [name for each in (*library.groups, *library.places) for name in (each.name, *each.also)]
    corpora = _small(quote.text for quote in library.public) | _small(question.text for question in library.questions)
    return frozenset(
        {name.casefold() for name in named}
        | {word.casefold() for name in named for word in _LETTERS.findall(name)}
        | {word for word in corpora if uses(word) >= PLAIN_WORD or word not in known.first_names}
        | {word for word in _small(texts) if uses(word) >= PLAIN_WORD or not known.borne(word)}
    )


def _small(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in _LETTERS.findall(text) if word == word.casefold()}


def masked(text: str, ordinary: Set[str]) -> str:
    """The text on one line, with words in brackets in place of what may lead to a person.

    `ordinary` are words that do not, unless they stand where a name is expected (see `ordinary_words`).
    """
    text = _plain(text)
    reader = _Reader(text, ordinary, knowledge())
    covered = _covered(text, (*shaped(text), *reader.as_in_quotes(), *reader.names()))
    return re.sub(r"\[name\](?:[ -]\[(?:name|unknown word)\])+", _NAME, covered)


def _plain(text: str) -> str:
    """With one way to write each letter and digit, and nothing that cannot be seen: no name hides behind its form."""
    text = unicodedata.normalize("NFKC", text)
    text = " ".join(
        "".join(each for each in text if each.isspace() or unicodedata.category(each) not in ("Cf", "Cc")).split()
    )
    return text.lower() if text.isupper() else text


def _covered(text: str, masks: Iterable[Mask]) -> str:
    """The text with masks laid over it. Where they overlap, all of it is covered, and the longest says by what."""
    joined: list[tuple[int, int, Mask]] = []
    for mask in sorted(masks):
        start, end, _ = mask
        if joined and start < joined[-1][1]:
            first, last, longest = joined.pop()
            joined.append((first, max(last, end), max(longest, mask, key=lambda each: each[1] - each[0])))
        else:
            joined.append((start, end, mask))
    for start, end, (_, _, instead) in reversed(joined):
        text = text[:start] + instead + text[end:]
    return text


@dataclass(frozen=True, slots=True)
class _Reader:
    """Looks for names in a text."""

    text: str
    ordinary: Set[str]
    known: Knowledge

    def as_in_quotes(self) -> Iterator[Mask]:
        """What would be listed for review in a quote, apart from words that only look like names."""
        text, known = self.text, self.known
        for start, end, kind in (*patterns(text, known), *capitals(Reading(text, {}, {}, spanish=False), known)):
            if kind not in (Kind.NAME, Kind.ORGANIZATION) or not self._only_words(start, end):
                yield start, end, finding(text, start, end, kind).instead

    def _only_words(self, start: int, end: int) -> bool:
        said = self.text[start:end]
        words = _LETTERS.findall(said.casefold())
        if len(words) > 1 and said.casefold() in self.ordinary:
            return True
        if said == said.casefold():
            known_place = said in self.known.elsewhere and not self._of_a_person(start)
            return known_place or all(word in self.ordinary and word not in self.known.small_places for word in words)
        return all(word in self.ordinary and not self.known.borne(word) for word in words)

    def names(self) -> Iterator[Mask]:
        """Words that are names by the lists or by what stands before them, and words that nothing explains."""
        words = list(_LETTERS.finditer(self.text))
        named = {at for at, word in enumerate(words) if self._is_name(word)}
        for at in sorted(named):
            yield *self._whole(words[at]), _NAME
            # What stands beside a name and is no word is the rest of it.
            for step in (1, -1):
                beyond = at + step
                while self._is_rest(words, beyond, beyond - step) and beyond not in named:
                    yield *self._whole(words[beyond]), _NAME
                    beyond += step
        unknown = [word for word in words if self._unknown(word.group())]
        for word in unknown:
            if len(unknown) > MOST_SLIPS or not self._is_slip(word.group().casefold()):
                yield word.start(), word.end(), _UNKNOWN

    def _whole(self, word: re.Match[str]) -> tuple[int, int]:
        """From where to where a word stands, with the beginning of an O'Brien."""
        led = _PREFIX.search(self.text, 0, word.start())
        return led.start() if led else word.start(), word.end()

    def _is_name(self, match: re.Match[str]) -> bool:
        word, start = match.group().casefold(), match.start()
        before = self.text[max(0, start - NEAR) : start]
        if _INTRODUCED.search(before) and (self.known.borne(word) or word not in self.ordinary):
            return uses(word) < TOO_COMMON
        if _MAY_BE_INTRODUCED.search(before) and word in self.known.first_names and uses(word) < 10 * PLAIN_WORD:
            return True
        if not self._strange(word):
            return False
        if beside.TITLE.search(before):
            return True
        return len(word) > 2 and self.known.borne(word) and (self._of_a_person(start) or not self._public(word))

    def _is_rest(self, words: Sequence[re.Match[str]], at: int, name: int) -> bool:
        """Whether the word at a place belongs to the name at the next place."""
        if not 0 <= at < len(words):
            return False
        said = words[at].group().casefold()
        first, second = sorted((at, name))
        between = self.text[words[first].end() : words[second].start()]
        return (
            between in (" ", "-", "'", "’")
            and self._strange(said)
            and said not in beside.TITLES
            and not self._public(said)
        )

    def _unknown(self, word: str) -> bool:
        said = word.casefold()
        if len(said) < 4 or said in self.ordinary or uses(said) or uses(said, "es") or self._public(said):
            return False
        return not _INITIALS.fullmatch(word)

    def _is_slip(self, said: str) -> bool:
        if len(said) < SHORTEST_SLIP:
            return False
        return process.extractOne(said, self.ordinary, scorer=OSA.distance, score_cutoff=1) is not None

    def _strange(self, word: str) -> bool:
        return word not in self.ordinary and max(uses(word), uses(word, "es")) < PLAIN_WORD

    def _public(self, word: str) -> bool:
        return word in self.known.elsewhere or word in self.known.well_known or word in self.known.ordinary

    def _of_a_person(self, start: int) -> bool:
        return bool(beside.PERSON_BEFORE.search(self.text, max(0, start - NEAR), start))
