"""Quotes and codes as a REFI-QDA project (`.qdpx`) or codebook (`.qdc`), for NVivo, ATLAS.ti, MAXQDA and others.

The same content always gives the same bytes. Quotes of one participant with the same attributes stand in one text.
"""

import io
import uuid
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ppwi_bot.corpus.codebook import Code, Codebook, Level
from ppwi_bot.corpus.importing.refi.losses import losses_of_codebook, losses_of_project
from ppwi_bot.corpus.importing.refi.notes import ILLUSTRATIVE, ORIGIN, notes_of, quote_description
from ppwi_bot.corpus.importing.refi.project import ProjectNote
from ppwi_bot.corpus.importing.refi.writer import ILLEGAL, XmlWriter
from ppwi_bot.corpus.quotes import Perspective, Quote

_SPACE = uuid.UUID("5b1f0c52-6a53-4f5e-9d0b-2f1f4f3f7c1d")
"""What our GUIDs are made from, together with the id of what they stand for."""

_BEGINNING = 60
"""Letters of a quote that its selection bears as a name."""

_IN_ONE_TEXT = 200
"""Quotes in one source: more would be slow to scroll through."""

_VARIABLES = ("Perspective", "Affinity group", "Region", "Audience", "Language", "Source")
_BETWEEN = "\n\n"
_NOBODY_SAID = "Written for demonstration. Nobody said this."


@dataclass(frozen=True, slots=True)
class _Group:
    """What all quotes of one source share. Corpora may use the same participant code for different people."""

    corpus: str
    participant: str
    perspective: str
    affinity_group: str
    region: str
    audience: str
    language: str
    source: str

    @classmethod
    def of(cls, quote: Quote) -> "_Group":
        stated = quote.perspective is not Perspective.NOT_STATED
        return cls(
            corpus=quote.corpus,
            participant=quote.participant,
            perspective=quote.perspective.singular if stated else "",
            affinity_group=quote.affinity_group,
            region=quote.region,
            audience=quote.audience.value,
            language=quote.language,
            source=quote.source,
        )

    @property
    def of_person(self) -> dict[str, str]:
        """The values that belong to the person, by variable."""
        return {"Perspective": self.perspective, "Affinity group": self.affinity_group, "Region": self.region}

    @property
    def values(self) -> dict[str, str]:
        """All values, by variable."""
        return {**self.of_person, "Audience": self.audience, "Language": self.language, "Source": self.source}

    @property
    def name(self) -> str:
        return ", ".join(filter(None, (self.participant or "Participant not known", *self.of_person.values())))


@dataclass(frozen=True, slots=True)
class _Source:
    """One text: its quotes, and where each begins, in letters."""

    guid: str
    name: str
    group: _Group
    quotes: tuple[Quote, ...]
    starts: tuple[int, ...]
    text: str


def write_project(
    path: Path, *, title: str, quotes: Sequence[Quote], codebook: Codebook, illustrative: Collection[str] = ()
) -> tuple[str, ...]:
    """Write a `.qdpx` in one step; returns sentences on what the format carries otherwise or not at all.

    `codebook` holds at least the codes of the quotes. `illustrative` names the corpora whose quotes nobody said.
    """
    sources = _sources(quotes)
    made_up = any(quote.corpus in illustrative for quote in quotes)
    with _replacing(path) as file, zipfile.ZipFile(file, "w") as package:
        for source in sources:
            package.writestr(_entry(f"sources/{source.guid}.txt"), source.text.encode())
        raw = package.open(_entry("project.qde"), "w", force_zip64=True)
        with io.TextIOWrapper(raw, "utf-8", newline="\n") as out:
            writer = XmlWriter(out)
            _write_project(writer, title, sources, codebook, illustrative, made_up=made_up)
    return losses_of_project(quotes, codebook, writer.replaced)


def write_codebook(path: Path, *, codebook: Codebook) -> tuple[str, ...]:
    """Write a `.qdc` in one step; returns sentences on what the format does not carry."""
    with _replacing(path) as file, io.TextIOWrapper(file, "utf-8", newline="\n") as out:
        writer = XmlWriter(out)
        with writer.element("CodeBook", xmlns="urn:QDA-XML:codebook:1.0", origin=ORIGIN):
            _write_codes(writer, codebook, noted=False)
    return losses_of_codebook(codebook, writer.replaced)


def _write_project(
    writer: XmlWriter,
    title: str,
    sources: Sequence[_Source],
    codebook: Codebook,
    illustrative: Collection[str],
    *,
    made_up: bool,
) -> None:
    """The elements in the order that the schema asks for; none of its lists may be empty."""
    with writer.element("Project", xmlns="urn:QDA-XML:project:1.0", name=title, origin=ORIGIN):
        if codebook.codes:
            with writer.element("CodeBook"):
                _write_codes(writer, codebook, noted=True)
        used = [name for name in _VARIABLES if any(source.group.values[name] for source in sources)]
        if used:
            with writer.element("Variables"):
                for name in used:
                    writer.empty("Variable", guid=_guid("variable", name), name=name, typeOfVariable="Text")
        _write_cases(writer, sources)
        if sources:
            with writer.element("Sources"):
                for source in sources:
                    _write_source(writer, source, codebook, illustrative=source.group.corpus in illustrative)
        notes = [(guid, note) for code in codebook.codes.values() for guid, note in _notes(code)]
        if made_up:
            notes.append((_guid("illustrative"), ProjectNote(ILLUSTRATIVE, _NOBODY_SAID)))
        if notes:
            with writer.element("Notes"):
                for guid, note in notes:
                    with writer.element("Note", guid=guid, name=note.name):
                        writer.text("PlainTextContent", note.text)
        if made_up:
            writer.text("Description", _NOBODY_SAID)


def _write_codes(writer: XmlWriter, codebook: Codebook, *, noted: bool) -> None:
    if codebook.codes:
        with writer.element("Codes"):
            for theme in codebook.at(Level.THEME):
                _write_code(writer, theme, codebook, noted=noted)


def _write_code(writer: XmlWriter, code: Code, codebook: Codebook, *, noted: bool) -> None:
    with writer.element("Code", guid=_guid("code", code.id), name=code.name, isCodable="true"):
        if code.summaries:
            writer.text("Description", _BETWEEN.join(summary.text for summary in code.summaries))
        if noted:
            for guid, _ in _notes(code):
                writer.empty("NoteRef", targetGUID=guid)
        for below in codebook.children(code.id):
            _write_code(writer, below, codebook, noted=noted)


def _notes(code: Code) -> Iterator[tuple[str, ProjectNote]]:
    for number, note in enumerate(notes_of(code)):
        yield _guid("note", code.id, str(number)), note


def _write_cases(writer: XmlWriter, sources: Sequence[_Source]) -> None:
    people: dict[tuple[str, str], list[_Source]] = {}
    for source in sources:
        if source.group.participant:
            people.setdefault((source.group.corpus, source.group.participant), []).append(source)
    if not people:
        return
    with writer.element("Cases"):
        for (corpus, participant), own in people.items():
            with writer.element("Case", guid=_guid("case", corpus, participant), name=participant):
                _write_values(writer, own[0].group.of_person)
                for source in own:
                    writer.empty("SourceRef", targetGUID=source.guid)


def _write_values(writer: XmlWriter, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        if value:
            with writer.element("VariableValue"):
                writer.empty("VariableRef", targetGUID=_guid("variable", name))
                writer.text("TextValue", value)


def _write_source(writer: XmlWriter, source: _Source, codebook: Codebook, *, illustrative: bool) -> None:
    text = f"internal://{source.guid}.txt"
    with writer.element("TextSource", guid=source.guid, name=source.name, plainTextPath=text):
        if illustrative:
            writer.text("Description", _NOBODY_SAID)
        for quote, start in zip(source.quotes, source.starts, strict=True):
            with writer.element(
                "PlainTextSelection",
                guid=_guid("quote", quote.id),
                name=_beginning(quote.text),
                startPosition=str(start),
                endPosition=str(start + len(quote.text)),
            ):
                writer.text("Description", quote_description(quote.id))
                for code in (codebook[code] for code in quote.codes):
                    with writer.element("Coding", guid=_guid("coding", quote.id, code.id)):
                        writer.empty("CodeRef", targetGUID=_guid("code", code.id))
        _write_values(writer, source.group.values)


def _beginning(words: str) -> str:
    """A selection's name: the quote's first words in one line, up to the first sign that XML cannot hold."""
    shown = ILLEGAL.split(" ".join(words[: 10 * _BEGINNING].split()))[0].rstrip()
    return shown if len(shown) <= _BEGINNING else f"{shown[:_BEGINNING].rstrip()}…"


def _sources(quotes: Sequence[Quote]) -> tuple[_Source, ...]:
    groups: dict[_Group, list[Quote]] = {}
    for quote in quotes:
        groups.setdefault(_Group.of(quote), []).append(quote)
    taken: dict[str, int] = {}
    return tuple(
        _source(group, own[first : first + _IN_ONE_TEXT], taken)
        for group, own in groups.items()
        for first in range(0, len(own), _IN_ONE_TEXT)
    )


def _source(group: _Group, quotes: Sequence[Quote], taken: dict[str, int]) -> _Source:
    taken[group.name] = taken.get(group.name, 0) + 1
    # A text that begins with a zero-width space would lose it: programs take it for a byte-order mark.
    begin = "\n" if quotes[0].text.startswith("\ufeff") else ""
    starts, position = [], len(begin)
    for quote in quotes:
        starts.append(position)
        position += len(quote.text) + len(_BETWEEN)
    return _Source(
        guid=_guid("source", group.name, str(taken[group.name])),
        name=group.name if taken[group.name] == 1 else f"{group.name} ({taken[group.name]})",
        group=group,
        quotes=tuple(quotes),
        starts=tuple(starts),
        text=begin + _BETWEEN.join(quote.text for quote in quotes) + "\n",
    )


def _guid(*parts: str) -> str:
    return str(uuid.uuid5(_SPACE, "/".join(parts)))


def _entry(name: str) -> zipfile.ZipInfo:
    """A file in the package; without a time, so that the same content gives the same bytes."""
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    """A new file that takes the place of `path` once it is whole."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
