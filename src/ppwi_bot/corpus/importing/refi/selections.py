"""The selections of a REFI-QDA project as quotes: their words, their codes and who speaks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ppwi_bot.corpus.importing.found import FoundQuote, Remark, UnreadableError
from ppwi_bot.corpus.importing.refi.notes import ORIGIN, quote_id
from ppwi_bot.corpus.importing.refi.offsets import begins_as_named, is_telling, is_whole
from ppwi_bot.corpus.importing.refi.package import Package
from ppwi_bot.corpus.importing.refi.people import People, Speaker
from ppwi_bot.corpus.importing.refi.project import Project, Selection, Source
from ppwi_bot.corpus.importing.refi.texts import PlacedText, Span, Texts
from ppwi_bot.corpus.quotes_file import MAX_QUOTE_CHARACTERS

MAX_CHARACTERS = 100_000_000
"""All quotes of one project together. Selections may overlap, so a small file could ask for any amount."""

COMPARED = 20
"""Letters by which an area of a page is known again as a selection of its text."""

_CUT = "The source's text is missing. These words are the selection's name and may be cut."
_CUT_WORD = "It begins or ends in the middle of a word."
_OTHER_NAME = "Its name in the project begins with other words."


class _NoQuoteError(Exception):
    """A selection gives no quote; the sentence says why."""


@dataclass(frozen=True, slots=True)
class _Words:
    """What a selection says, and what a person should know about it."""

    text: str
    remarks: tuple[str, ...] = ()


class Selections:
    """Turns the selections of one project into quotes, or into remarks on what was left out."""

    def __init__(
        self, package: Package, project: Project, people: People, paths: Mapping[str, tuple[str, ...]]
    ) -> None:
        self._package = package
        self._project = project
        self._people = people
        self._paths = paths
        self._texts = Texts(package, project)
        self._characters = 0
        self._seen: set[str] = set()
        self._beginnings: set[tuple[str, tuple[str, ...], str]] = set()

    def entries(self) -> Iterator[FoundQuote | Remark]:
        """One entry for each selection, in file order, and notes on how the positions of each source were read."""
        for number, source in enumerate(self._project.sources):
            if not source.selections:
                continue
            text = self._texts.placed(number, source)
            where = f"{self._package.name}, source “{source.name}”"
            if text.agreement:
                yield Remark(where, "note", text.agreement)
            speakers = self._people.speakers(source, text.spans)
            for each, (selection, span, speaker) in enumerate(
                zip(source.selections, text.spans, speakers, strict=True)
            ):
                place = f"{where}, {_place(selection, span)}"
                try:
                    if each in text.disputed:
                        raise _NoQuoteError(
                            "Two ways to count put it in different places, and nothing shows which is right."
                        )
                    words = self._words(source, selection, text, span)
                    yield self._quote(source, selection, words, speaker, place)
                except _NoQuoteError as reason:
                    yield Remark(place, "skipped", str(reason))

    def _words(self, source: Source, selection: Selection, text: PlacedText, span: Span | None) -> _Words:
        if selection.codes and self._people.codes.issuperset(selection.codes):
            raise _NoQuoteError("It marks whose words these are, and not what they are about.")
        if selection.noted and not selection.codes:
            raise _NoQuoteError("It has a note and no code, so it was not taken as a quote.")
        if not text.words:
            return self._surviving(source, selection, text.problem)
        if text.problem:
            raise _NoQuoteError(f"Not cut from its source: {text.problem}.")
        if span is None:
            raise _NoQuoteError("Its positions are missing, empty or outside the text.")
        return self._cut(source, selection, text.words, span)

    def _surviving(self, source: Source, selection: Selection, problem: str) -> _Words:
        """The words that a selection's name keeps where its source has no text."""
        name = selection.name
        tells = self._texts.names_shown_to_tell if selection.start is None else self._texts.names_may_tell
        if not tells or len(name.split()) < 2 or name.strip() == source.name:
            raise _NoQuoteError(f"Its words are not there: {problem}.")
        beginning = (source.guids[-1], selection.codes, _beginning(name))
        if beginning in self._beginnings:
            raise _NoQuoteError("The same words are there as a selection of the source's text.")
        return _Words(name, (_CUT,))

    def _cut(self, source: Source, selection: Selection, words: str, span: Span) -> _Words:
        start, end = span
        if end - start > MAX_QUOTE_CHARACTERS:
            raise _NoQuoteError(f"It has {end - start:,} characters, more than {MAX_QUOTE_CHARACTERS:,}.")
        text = words[start:end]
        self._beginnings.add((source.guids[-1], selection.codes, _beginning(text)))
        if self._project.origin == ORIGIN:
            if is_telling(selection.name) and not begins_as_named(words, start, end, selection.name):
                raise _NoQuoteError("Its words are no longer those that its name begins with, so the text was changed.")
            return _Words(text)
        cut = () if source.as_one or is_whole(words, start, end) else (_CUT_WORD,)
        named = not is_telling(selection.name) or begins_as_named(words, start, end, selection.name)
        return _Words(text, cut if named or not self._texts.names_shown_to_tell else (*cut, _OTHER_NAME))

    def _quote(self, source: Source, selection: Selection, words: _Words, speaker: Speaker, place: str) -> FoundQuote:
        if not words.text.strip():
            raise _NoQuoteError("It holds nothing but space.")
        key = self._key(selection)
        self._characters += len(words.text)
        if self._characters > MAX_CHARACTERS:
            raise UnreadableError(
                f"{self._package.where}: its quotes have more than {MAX_CHARACTERS:,} characters. Export it in parts."
            )
        about = [code for code in selection.codes if code not in self._people.codes]
        codes = dict.fromkeys(self._paths[code] for code in about if code in self._paths)
        lost = sum(code not in self._paths for code in about)
        unknown = (f"Codes that the codebook does not hold: {lost}.",) if lost else ()
        return FoundQuote(
            text=words.text,
            where=place,
            key=key,
            codes=tuple(codes),
            remarks=(*words.remarks, *unknown, *speaker.doubts),
            **speaker.values,
        )

    def _key(self, selection: Selection) -> str:
        """Our own id where the selection bears one, else its GUID; each may come once."""
        if selection.guid and selection.guid in self._seen:
            raise _NoQuoteError("A selection with the same GUID is there already.")
        own = quote_id(selection.description)
        key = own if own not in self._seen else selection.guid
        self._seen |= {selection.guid, own}
        return key or selection.guid


def _place(selection: Selection, span: Span | None) -> str:
    if span:
        return f"letters {span[0] + 1:,} to {span[1]:,}"
    if selection.start is not None and selection.end is not None:
        return f"positions {selection.start:,} to {selection.end:,}"
    return f"selection {selection.guid[:40]}"


def _beginning(words: str) -> str:
    return " ".join(words[: 10 * COMPARED].split())[:COMPARED]
