"""REFI-QDA, the exchange format of NVivo, ATLAS.ti, MAXQDA, QualCoder, Taguette and others: projects and codebooks."""

import re
from collections.abc import Iterator
from pathlib import Path

from ppwi_bot.corpus.importing.found import Found, FoundQuote, Remark, UnreadableError
from ppwi_bot.corpus.importing.refi.codes import code_tree
from ppwi_bot.corpus.importing.refi.notes import ILLUSTRATIVE, carries
from ppwi_bot.corpus.importing.refi.package import MAX_PROJECT_BYTES, Package
from ppwi_bot.corpus.importing.refi.people import People
from ppwi_bot.corpus.importing.refi.project import Project, read_codes, read_project
from ppwi_bot.corpus.importing.refi.selections import Selections
from ppwi_bot.corpus.importing.refi.xml import parse

_XML = re.compile(rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\x00]*<")
_ZIP = b"PK"


def read(path: Path) -> Found:
    """Everything in a project (`.qdpx`) or a codebook (`.qdc`), told by its content and not by its name.

    Raises:
        UnreadableError: it is neither, is damaged or protected, points out of itself, would exhaust memory, holds
            illustrative quotes, or its selections fit its texts in no known way.
    """
    try:
        with path.open("rb") as file:
            head = file.read(1024)
        if head.startswith(_ZIP):
            with Package(path) as package:
                return _read_package(package)
        return _read_codebook(path, head)
    except OSError as error:
        raise UnreadableError(f"{path.name}: cannot be opened ({error.strerror or error}). Check the path.") from None


def _read_codebook(path: Path, head: bytes) -> Found:
    if not _XML.match(head):
        raise UnreadableError(
            f"{path.name}: neither a REFI-QDA project (.qdpx) nor a codebook (.qdc). "
            "Export one from the program that holds your codes."
        )
    if path.stat().st_size > MAX_PROJECT_BYTES:
        raise UnreadableError(f"{path.name}: larger than {MAX_PROJECT_BYTES // 2**20} MB, so it is no codebook.")
    root = parse(path.read_bytes(), path.name)
    if root.tag != "CodeBook":
        advice = "Give the whole project (.qdpx) instead." if root.tag == "Project" else "Export a codebook (.qdc)."
        raise UnreadableError(f"{path.name}: its outermost element is {root.tag[:80]!a}, not CodeBook. {advice}")
    tree = code_tree(read_codes(root), root.get("origin", ""), {})
    return Found((), codes=tree.found, remarks=tuple(Remark(path.name, "note", text) for text in tree.remarks))


def _read_package(package: Package) -> Found:
    project = _project(package)
    people = People(project)
    tree = code_tree(project.codes, project.origin, project.notes, people.codes)
    entries = tuple(Selections(package, project, people, tree.paths).entries())
    notes = (Remark(package.where, "note", text) for text in (*tree.remarks, *_notes(project, people)))
    return Found(
        quotes=tuple(entry for entry in entries if isinstance(entry, FoundQuote)),
        codes=tree.found,
        remarks=(*notes, *(entry for entry in entries if isinstance(entry, Remark))),
        read=sum(len(source.selections) for source in project.sources),
        title=project.name,
    )


def _project(package: Package) -> Project:
    root = parse(package.project(), package.where)
    if root.tag != "Project":
        raise UnreadableError(
            f"{package.where}: its outermost element is {root.tag[:80]!a}, not Project. Export the project again."
        )
    project = read_project(root)
    if any(note.name == ILLUSTRATIVE for note in project.notes.values()):
        raise UnreadableError(
            f"{package.name}: holds illustrative quotes, which nobody said. They are never mixed with real ones, so import "
            "the project that they were made after."
        )
    return project


def _notes(project: Project, people: People) -> Iterator[str]:
    """What a person should know of the whole project."""
    if project.origin:
        yield f"Written by {project.origin}."
    if project.cases:
        yield f"Cases were read as participants: {len(project.cases)}."
    if people.fields:
        read = ", ".join(f"“{variable}” as {name.replace('_', ' ')}" for variable, name in people.fields.items())
        yield f"Variables read: {read}."
    if people.unused:
        yield f"Variables not read: {', '.join(f'“{name}”' for name in people.unused)}."
    if people.codes:
        yield f"Codes that stand for a case were read as whose words something is: {len(people.codes)}."
    if whole := sum(source.coded_whole for source in project.sources):
        yield f"Codes on whole sources, not on words in them, were not read. Sources: {whole}."
    if other := sum(not carries(note) for note in project.notes.values()):
        yield f"Notes and memos were not read: {other}."
