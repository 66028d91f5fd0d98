"""The rules of the REFI-QDA 1.0 schemas that a written file must hold to, written from the standard's description."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

GUID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|\{[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}"
TYPES = "Text|Boolean|Integer|Float|Date|DateTime"
NUMBER = r"\d+"
ANY = r"(?s).*"
PATH = r"internal://[^/\\]+|relative:///.+|absolute:///.+"

# Element: its children as a pattern over their names in order, its attributes with their form, those required marked '!'.
_TEXT_SOURCE = {
    "guid!": GUID, "name": ANY, "richTextPath": PATH, "plainTextPath": PATH, "creatingUser": GUID, "creationDateTime": ANY,
    "modifyingUser": GUID, "modifiedDateTime": ANY,
}  # fmt: skip
RULES: dict[str, tuple[str, dict[str, str]]] = {
    "Project": (
        "(Users )?(CodeBook )?(Variables )?(Cases )?(Sources )?(Notes )?(Links )?(Sets )?(Graphs )?(Description )?(NoteRef )*",
        {"name!": ANY, "origin": ANY, "creatingUserGUID": GUID, "creationDateTime": ANY, "basePath": ANY},
    ),
    "CodeBook": ("(Codes )(Sets )?", {"origin": ANY}),
    "Codes": ("(Code )+", {}),
    "Code": (
        "(Description )?(NoteRef )*(Code )*",
        {"guid!": GUID, "name!": ANY, "isCodable!": "true|false", "color": "#[0-9A-Fa-f]{6}|#[0-9A-Fa-f]{3}"},
    ),
    "Variables": ("(Variable )+", {}),
    "Variable": ("(Description )?", {"guid!": GUID, "name!": ANY, "typeOfVariable!": TYPES}),
    "Cases": ("(Case )+", {}),
    "Case": (
        "(Description )?(CodeRef )*(VariableValue )*(SourceRef )*(SelectionRef )*",
        {"guid!": GUID, "name": ANY},
    ),
    "VariableValue": ("VariableRef (TextValue )?", {}),
    "Sources": ("(TextSource )+", {}),
    "TextSource": (
        "(Description )?(PlainTextContent )?(PlainTextSelection )*(Coding )*(NoteRef )*(VariableValue )*",
        _TEXT_SOURCE,
    ),
    "PlainTextSelection": (
        "(Description )?(Coding )*(NoteRef )*",
        {"guid!": GUID, "name": ANY, "startPosition!": NUMBER, "endPosition!": NUMBER},
    ),
    "Coding": ("CodeRef (NoteRef )*", {"guid!": GUID}),
    "Notes": ("(Note )+", {}),
    "Note": ("(Description )?(PlainTextContent )?(PlainTextSelection )*(Coding )*(NoteRef )*", _TEXT_SOURCE),
    **{
        name: ("", {"targetGUID!": GUID}) for name in ("CodeRef", "NoteRef", "SourceRef", "SelectionRef", "VariableRef")
    },
    **{name: ("", {}) for name in ("Description", "TextValue", "PlainTextContent")},
}
_TARGETS = {
    "CodeRef": {"Code"}, "NoteRef": {"Note"}, "SourceRef": {"TextSource"}, "VariableRef": {"Variable"},
    "SelectionRef": {"PlainTextSelection"},
}  # fmt: skip
_WORDS = {"Description", "TextValue", "PlainTextContent"}


def faults_of_project(path: Path) -> list[str]:
    """What a package does against the rules; empty where it holds to all."""
    with zipfile.ZipFile(path) as package:
        names = set(package.namelist())
        if "project.qde" not in names:
            return ["there is no project.qde"]
        root = ElementTree.fromstring(package.read("project.qde"))
        texts = {name: package.read(name).decode("utf-8") for name in names - {"project.qde"}}
    return [*_faults(root, "urn:QDA-XML:project:1.0", "Project"), *_faults_of_texts(root, texts)]


def faults_of_codebook(path: Path) -> list[str]:
    """What a codebook does against the rules; empty where it holds to all. It has no notes to refer to."""
    root = ElementTree.fromstring(path.read_bytes())
    noted = ["a codebook has no notes" for node in root.iter() if _name(node) == "NoteRef"]
    return [*noted, *_faults(root, "urn:QDA-XML:codebook:1.0", "CodeBook")]


def _faults(root: Element, space: str, name: str) -> Iterator[str]:
    if root.tag != f"{{{space}}}{name}":
        yield f"the outermost element is {root.tag}"
    kinds: dict[str, str] = {}
    for node in root.iter():
        yield from _faults_of_node(node, space)
        if guid := node.get("guid"):
            if guid in kinds:
                yield f"the GUID {guid} is there twice"
            kinds[guid] = _name(node)
    for node in root.iter():
        target = node.get("targetGUID")
        if target and kinds.get(target) not in _TARGETS[_name(node)]:
            yield f"{_name(node)} points to {kinds.get(target, 'nothing')}"


def _faults_of_node(node: Element, space: str) -> Iterator[str]:
    name = _name(node)
    if name not in RULES or not node.tag.startswith(f"{{{space}}}"):
        yield f"unknown element {node.tag}"
        return
    order, attributes = RULES[name]
    below = "".join(f"{_name(child)} " for child in node)
    if not re.fullmatch(order, below):
        yield f"{name} holds {below}"
    if name not in _WORDS and (node.text or "").strip():
        yield f"{name} holds words"
    known = {key.rstrip("!"): form for key, form in attributes.items()}
    for key, value in node.attrib.items():
        if not re.fullmatch(known.get(key, "(?!)"), value):
            yield f"{name} has {key}={value!r}"
    for key in attributes:
        if key.endswith("!") and key[:-1] not in node.attrib:
            yield f"{name} has no {key[:-1]}"


def _faults_of_texts(root: Element, texts: dict[str, str]) -> Iterator[str]:
    used = set()
    for source in root.iter("{urn:QDA-XML:project:1.0}TextSource"):
        name = f"sources/{source.get('plainTextPath', '').removeprefix('internal://')}"
        used.add(name)
        if name not in texts:
            yield f"{name} is not there"
            continue
        for selection in source.iter("{urn:QDA-XML:project:1.0}PlainTextSelection"):
            start, end = int(selection.get("startPosition", -1)), int(selection.get("endPosition", -1))
            if not 0 <= start < end <= len(texts[name]):
                yield f"a selection from {start} to {end} in a text of {len(texts[name])}"
    for name in texts.keys() - used:
        yield f"{name} belongs to no source"


def _name(node: Element) -> str:
    return node.tag.rpartition("}")[2]
