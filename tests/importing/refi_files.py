"""REFI-QDA files as several programs write them, made after descriptions of real files: none of them comes from a program."""

import uuid
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

PROJECT = "urn:QDA-XML:project:1.0"


@dataclass(frozen=True)
class Quoted:
    """Words in a transcript that are selected. `off` moves the selection, as a slip of the mouse does."""

    words: str
    codes: tuple[str, ...] = ("Burnout",)
    name: str | None = None
    off: int = 0
    extra: str = ""


@dataclass(frozen=True)
class Transcript:
    """A source: pieces of text, some of them selected."""

    name: str
    pieces: tuple[str | Quoted, ...]
    extra: str = ""


@dataclass(frozen=True)
class Program:
    """How a program writes a project. `units` is the encoding whose units (of `unit_bytes`) it counts in."""

    name: str
    origin: str
    utf16: bool = False
    mark: bool = False
    line_end: str = "\n"
    project_file: str = "project.qde"
    folder: str = "sources"
    flattened: bool = False
    names: bool = True
    namespace: str = PROJECT
    sets: str = ""
    braces: bool = False
    inline: bool = False
    rich: str = ""
    prefix: str = ""

    def __str__(self) -> str:
        return self.name


NVIVO_12 = Program("nvivo-12", "NVivo 12", utf16=True, mark=True, line_end="\r\n", rich="docx", braces=False)
ATLAS_8 = Program("atlas.ti-8", "ATLAS.ti 8.4", flattened=True, folder="Sources")
ATLAS_22 = Program("atlas.ti-22", "ATLAS.ti Windows 22.0", line_end="\r\n", mark=True, braces=True)
ATLAS_26 = Program("atlas.ti-26", "ATLAS.ti 26", project_file="Workforce listening.QDE", names=False)
QUALCODER = Program("qualcoder", "QualCoder 3.5", folder="Sources", prefix="q")
MAXQDA = Program("maxqda", "MAXQDA 2022", rich="docx", line_end="\r\n")
TAGUETTE = Program("taguette", "Taguette 1.4", names=False, sets="<Sets/>")
INLINE = Program(
    "inline", "An older program", namespace="urn:QDA-XML:project:0.4", inline=True, project_file="Project.qde"
)
PROGRAMS = (NVIVO_12, ATLAS_8, ATLAS_22, ATLAS_26, QUALCODER, MAXQDA, TAGUETTE, INLINE)

CODES = {
    "Wellbeing": {"Burnout": {"Caseloads": {}}, "Pay": {}},
    "Systems": {"Pay": {}, "Funding": {}},
}
"""'Pay' is there twice, under different parents."""


def key(*parts: str) -> str:
    """A GUID that is the same for the same parts."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, "/".join(parts)))


def code_key(name: str) -> str:
    """The GUID of a code given as 'Systems/Pay', or by its own name where only one code has it."""
    path = next(path for path in paths(CODES) if "/".join(path).endswith(name))
    return key("code", *path)


def paths(codes: Mapping[str, Mapping], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, below in codes.items():
        yield (*above, name)
        yield from paths(below, (*above, name))


def codebook(program: Program, codes: Mapping[str, Mapping] = CODES) -> str:
    if program.flattened:
        flat = "".join(_code(("::".join(path)), path, "") for path in paths(codes))
        return f"<CodeBook><Codes>{flat}</Codes></CodeBook>"
    return f"<CodeBook><Codes>{_nested(codes, ())}</Codes>{program.sets}</CodeBook>"


def _nested(codes: Mapping[str, Mapping], above: tuple[str, ...]) -> str:
    return "".join(_code(name, (*above, name), _nested(below, (*above, name))) for name, below in codes.items())


def _code(name: str, path: tuple[str, ...], below: str) -> str:
    return f'<Code guid="{key("code", *path)}" name={quoteattr(name)} isCodable="true" color="#AABBCC">{below}</Code>'


def text_of(transcript: Transcript, program: Program) -> str:
    """The transcript's letters in the program's line ends."""
    pieces = (piece.words if isinstance(piece, Quoted) else piece for piece in transcript.pieces)
    return "".join(pieces).replace("\n", program.line_end)


def quotes_of(transcript: Transcript, program: Program) -> list[str]:
    """What should come out, letter for letter."""
    return [piece.words.replace("\n", program.line_end) for piece in transcript.pieces if isinstance(piece, Quoted)]


def _length(text: str, program: Program) -> int:
    return len(text.encode("utf-16-le")) // 2 if program.utf16 else len(text)


def source(transcript: Transcript, program: Program) -> str:
    """The TextSource element of a transcript."""
    at = 0
    selections = []
    for number, piece in enumerate(transcript.pieces):
        words = (piece.words if isinstance(piece, Quoted) else piece).replace("\n", program.line_end)
        length = _length(words, program)
        if isinstance(piece, Quoted):
            selections.append(_selection(transcript, number, piece, at + piece.off, at + piece.off + length, program))
        at += length
    guid = _shown(key("source", transcript.name), program)
    text = f"<PlainTextContent>{escape(text_of(transcript, program))}</PlainTextContent>" if program.inline else ""
    path = "" if program.inline else f' plainTextPath="internal://{key("source", transcript.name)}.txt"'
    rich = f' richTextPath="internal://{key("source", transcript.name)}.{program.rich}"' if program.rich else ""
    return (
        f"<TextSource guid={quoteattr(guid)} name={quoteattr(transcript.name)}{rich}{path} "
        f'creationDateTime="2024-05-01T09:00:00Z">{text}{"".join(selections)}{transcript.extra}</TextSource>'
    )


def _selection(transcript: Transcript, number: int, quoted: Quoted, start: int, end: int, program: Program) -> str:
    name = " ".join(quoted.words.split())[:40] if quoted.name is None and program.names else quoted.name or ""
    guid = key("selection", transcript.name, str(number))
    codings = "".join(
        f'<Coding guid="{key("coding", guid, code)}"><CodeRef targetGUID={quoteattr(_shown(code_key(code), program))}/></Coding>'
        for code in quoted.codes
    )
    named = f" name={quoteattr(name)}" if name else ""
    return (
        f"<PlainTextSelection guid={quoteattr(_shown(guid, program))}{named} "
        f'startPosition="{start}" endPosition="{end}">{codings}{quoted.extra}</PlainTextSelection>'
    )


def _shown(guid: str, program: Program) -> str:
    return f"{{{guid.upper()}}}" if program.braces else guid


def project(
    program: Program, transcripts: Iterable[Transcript], *, before: str = "", sources: str = "", after: str = ""
) -> str:
    """The project file. `before` stands between codebook and sources (variables, cases), `sources` among the sources."""
    inside = (
        codebook(program)
        + before
        + f"<Sources>{''.join(source(transcript, program) for transcript in transcripts)}{sources}</Sources>"
        + after
        + program.sets
    )
    if program.prefix:
        inside = inside.replace("</", "\0").replace("<", f"<{program.prefix}:").replace("\0", f"</{program.prefix}:")
    mark = f"{program.prefix}:" if program.prefix else ""
    space = f"xmlns:{program.prefix}" if program.prefix else "xmlns"
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<{mark}Project name="Listening" origin={quoteattr(program.origin)} '
        f'{space}="{program.namespace}">{inside}</{mark}Project>'
    )


def build(path: Path, program: Program, transcripts: Sequence[Transcript], **parts: str) -> Path:
    """A whole package."""
    texts = {
        f"{key('source', transcript.name)}.txt": (
            ("\ufeff" if program.mark else "") + text_of(transcript, program)
        ).encode()
        for transcript in transcripts
        if not program.inline
    }
    return zipped(path, project(program, transcripts, **parts), texts, program.project_file, program.folder)


def zipped(
    path: Path,
    project_xml: str | bytes,
    texts: Mapping[str, bytes] = {},
    project_file: str = "project.qde",
    folder: str = "sources",
) -> Path:
    """A package of a given project file and texts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(project_file, project_xml)
        for name, raw in texts.items():
            package.writestr(f"{folder}/{name}", raw)
    return path
