"""The codes of a REFI-QDA file as paths of names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ppwi_bot.corpus.importing.found import FoundCode
from ppwi_bot.corpus.importing.refi.notes import ORIGIN, found_code
from ppwi_bot.corpus.importing.refi.project import ProjectCode, ProjectNote

BETWEEN_LEVELS = "::"
"""What ATLAS.ti puts between the name of a code and that of the one above it, where it writes all codes side by side."""

NO_NAME = "(no name)"


@dataclass(frozen=True, slots=True)
class CodeTree:
    """The codes, the path of each by its GUID, and what was noticed."""

    found: tuple[FoundCode, ...]
    paths: Mapping[str, tuple[str, ...]]
    remarks: tuple[str, ...]


def code_tree(
    codes: Sequence[ProjectCode], origin: str, notes: Mapping[str, ProjectNote], left_out: frozenset[str] = frozenset()
) -> CodeTree:
    """The codes of a file from the program `origin`, without those whose GUIDs are `left_out`."""
    remarks = []
    split = _is_flattened(codes, origin)
    if split:
        remarks.append(f"All codes stand side by side, so '{BETWEEN_LEVELS}' in a name was read as a level.")
    if any(not name for code in codes for name in code.path):
        remarks.append(f"A code without a name is called '{NO_NAME}'.")
    paths: dict[str, tuple[str, ...]] = {}
    found: list[FoundCode] = []
    for code in codes:
        if code.guid in left_out:
            continue
        path = _levels(code.path[0]) if split else tuple(name or NO_NAME for name in code.path)
        if paths.setdefault(code.guid, path) != path:
            remarks.append(f"Two codes have the GUID {code.guid[:40]}. Quotes are taken to mean the first.")
        found.append(found_code(code, path, notes))
    return CodeTree(tuple(found), paths, tuple(dict.fromkeys(remarks)))


def _is_flattened(codes: Sequence[ProjectCode], origin: str) -> bool:
    side_by_side = all(len(code.path) == 1 for code in codes)
    return side_by_side and origin != ORIGIN and any(len(_levels(code.path[0])) > 1 for code in codes)


def _levels(name: str) -> tuple[str, ...]:
    parts = tuple(part.strip() for part in name.split(BETWEEN_LEVELS))
    return parts if all(parts) else (name or NO_NAME,)
