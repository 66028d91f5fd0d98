"""What a REFI-QDA project file says: codes, variables, cases, and sources with their selections."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from xml.etree.ElementTree import Element

from ppwi_bot.corpus.importing.refi.xml import child, children, guid, targets, words

_POSITION = re.compile(r"[0-9]{1,12}")
_VALUES = ("TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue")
_AREAS = ("PDFSelection", "PictureSelection", "AudioSelection", "VideoSelection")


@dataclass(frozen=True, slots=True)
class ProjectNote:
    """A note of the project: its name and its words."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class ProjectCode:
    """A code; `path` are the names from the top down to its own, `notes` the GUIDs of its notes."""

    guid: str
    path: tuple[str, ...]
    description: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """A marked piece of a source.

    `start` and `end` are positions as the program counts them, or None where there are none: an area of a page, for
    example. `codes` are the GUIDs of its codes; `noted` says whether a note hangs on it.
    """

    guid: str
    name: str
    start: int | None
    end: int | None
    codes: tuple[str, ...]
    description: str
    noted: bool


@dataclass(frozen=True, slots=True)
class Source:
    """A source with a text: the text itself, or the reference under which the package holds it, or neither.

    `guids` are all that cases may mean it by; `values` are its variables' values by the variable's GUID. `coded_whole`
    says that codes hang on the source and not on a piece of it, `as_one` that its one selection is all of its text.
    """

    guids: tuple[str, ...]
    name: str
    text: str
    reference: str
    selections: tuple[Selection, ...]
    values: Mapping[str, str]
    coded_whole: bool = False
    as_one: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A case: most often a participant. `sources`, `selections` and `codes` are GUIDs of what belongs to it."""

    name: str
    values: Mapping[str, str]
    sources: tuple[str, ...]
    selections: tuple[str, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Project:
    """A whole project file. `variables` are names by GUID."""

    name: str
    origin: str
    codes: tuple[ProjectCode, ...]
    variables: Mapping[str, str]
    cases: tuple[Case, ...]
    sources: tuple[Source, ...]
    notes: Mapping[str, ProjectNote]


def read_project(root: Element) -> Project:
    """The project below the root of a project file."""
    return Project(
        name=root.get("name", "").strip(),
        origin=root.get("origin", ""),
        codes=read_codes(child(root, "CodeBook")),
        variables={
            guid(found.get("guid")): found.get("name", "").strip()
            for found in children(child(root, "Variables"), "Variable")
        },
        cases=tuple(_case(found) for found in children(child(root, "Cases"), "Case")),
        sources=tuple(source for found in child(root, "Sources") or () for source in _sources(found)),
        notes={
            guid(found.get("guid")): ProjectNote(found.get("name", ""), words(found, "PlainTextContent"))
            for found in children(child(root, "Notes"), "Note")
        },
    )


def read_codes(codebook: Element | None) -> tuple[ProjectCode, ...]:
    """The codes of a codebook in file order, each before those below it."""
    return tuple(
        code for codes in children(codebook, "Codes") for found in children(codes, "Code") for code in _codes(found, ())
    )


def _codes(node: Element, above: tuple[str, ...]) -> Iterator[ProjectCode]:
    path = (*above, node.get("name", "").strip())
    yield ProjectCode(guid(node.get("guid")), path, words(node, "Description").strip(), targets(node, "NoteRef"))
    for below in children(node, "Code"):
        yield from _codes(below, path)


def _case(node: Element) -> Case:
    return Case(
        name=node.get("name", "").strip(),
        values=_values(node),
        sources=targets(node, "SourceRef"),
        selections=targets(node, "SelectionRef"),
        codes=targets(node, "CodeRef"),
    )


def _values(node: Element) -> dict[str, str]:
    found = {}
    for value in children(node, "VariableValue"):
        for variable in targets(value, "VariableRef"):
            said = next((words(value, kind).strip() for kind in _VALUES if child(value, kind) is not None), "")
            if said:
                found[variable] = said
    return found


def _sources(node: Element) -> Iterator[Source]:
    """The texts of one source: its own, that of a page or picture, the transcripts of a recording, and its areas.

    Leaves the element empty: in a large project the selections would take twice the memory.
    """
    if node.tag == "TextSource":
        yield _source(node, node)
    for found in children(node, "Representation", "TextDescription", "Transcript"):
        yield _source(found, node)
    for area in children(node, *_AREAS):
        yield _area(area, node)
    node.clear()


def _area(node: Element, owner: Element) -> Source:
    """An area of a page or picture, or a stretch of a recording, as a source: with the text it brings, if any."""
    whole = _selection(node)
    if node.tag != "PDFSelection":
        whole = replace(whole, name="")  # it labels a picture or a stretch of sound and holds nobody's words
    below = child(node, "Representation")
    if below is None:
        return Source((guid(owner.get("guid")),), owner.get("name", "").strip(), "", "", (whole,), _values(owner))
    found = _source(below, owner)
    if not found.selections:
        return replace(found, selections=(whole,), as_one=True)
    inner = (replace(each, codes=tuple(dict.fromkeys((*each.codes, *whole.codes)))) for each in found.selections)
    return replace(found, selections=tuple(inner))


def _source(node: Element, owner: Element) -> Source:
    """The text that `node` holds for the source `owner`, with its selections."""
    times = {guid(found.get("guid")): _position(found.get("position")) for found in children(node, "SyncPoint")}
    marked = children(node, "PlainTextSelection", "TranscriptSelection")
    return Source(
        guids=tuple(dict.fromkeys((guid(node.get("guid")), guid(owner.get("guid"))))),
        name=(owner.get("name") or node.get("name") or "").strip(),
        text=words(node, "PlainTextContent"),
        reference=(node.get("plainTextPath") or "").strip(),
        selections=tuple(_selection(found, times) for found in marked),
        values={**_values(owner), **_values(node)},
        coded_whole=any(children(found, "Coding") for found in (node, owner)),
    )


def _selection(node: Element, times: Mapping[str, int | None] = MappingProxyType({})) -> Selection:
    """A selection; in a transcript it names points in time, and `times` says where in the text these are."""
    start, end = _position(node.get("startPosition")), _position(node.get("endPosition"))
    if node.tag == "TranscriptSelection":
        start, end = times.get(guid(node.get("fromSyncPoint"))), times.get(guid(node.get("toSyncPoint")))
    return Selection(
        guid=guid(node.get("guid")),
        name=node.get("name", ""),
        start=start,
        end=end,
        codes=tuple(dict.fromkeys(code for coding in children(node, "Coding") for code in _coded(coding))),
        description=words(node, "Description"),
        noted=bool(children(node, "NoteRef")),
    )


def _coded(coding: Element) -> Iterator[str]:
    """The code that a coding names: below it, or in older files on itself."""
    if coding.get("targetGUID"):
        yield guid(coding.get("targetGUID"))
    yield from targets(coding, "CodeRef")


def _position(value: str | None) -> int | None:
    return int(value) if value and _POSITION.fullmatch(value.strip()) else None
