"""YAML as an outline in which each entry knows its line and nothing is guessed: `no` never becomes false."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ruamel.yaml import YAML, MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from ppwi_bot.corpus.problems import Report, printable, shown, suggestion_among

MAX_DEPTH = 40
"""Theme, topic, sub-topic and their lists nest about ten deep; far beyond that the file is not an outline."""

_TEXT = "tag:yaml.org,2002:str"
_NULL = "tag:yaml.org,2002:null"
_YES_OR_NO = re.compile(r"(?i:y|yes|n|no|on|off)")
"""True or false to YAML 1.1 programs and text to 1.2: without quotation marks they are ambiguous."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One `- key: value …` of the outline: its line, counted from 1, and its values by key."""

    line: int
    values: Mapping[str, Node]


def parse_outline(text: str, report: Report) -> Entry | None:
    """The outermost entry of a YAML text; None, with the reason reported, where it cannot be read."""
    yaml = YAML(typ="safe", pure=True)
    yaml.max_depth = MAX_DEPTH
    yaml.composer.warn_double_anchors = False
    try:
        root = yaml.compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        _report_unsound(error.problem or "", report, None if mark is None else mark.line + 1)
        return None
    except (YAMLError, ValueError, RecursionError) as error:
        _report_unsound(str(error).split("\n", 1)[0], report, None)
        return None
    if root is None:
        report.add("the file is empty", "Begin it with a line 'themes:'.")
        return None
    return entry(root, report) if _is_tree(root, report) else None


def _report_unsound(reason: str, report: Report, row: int | None) -> None:
    remedy = "Check the spaces at the beginning of the line; a text with ': ' or '#' needs quotation marks."
    report.add(f"not sound YAML: {printable(reason)}", remedy, row=row)


def _is_tree(root: Node, report: Report) -> bool:
    """Whether nothing is used twice through an alias, least of all inside itself."""
    entered: set[int] = set()
    open_above: set[int] = set()
    sound = True

    def walk(node: Node) -> None:
        nonlocal sound
        if isinstance(node, ScalarNode):
            return
        if id(node) in entered:
            sound = False
            inside = id(node) in open_above
            report.add(
                "an alias (*) makes a cycle: this entry contains itself"
                if inside
                else "an entry is used twice by an alias (*)",
                "Remove the anchor (&) and the alias (*) and write the entry out.",
                row=line_of(node),
            )
            return
        entered.add(id(node))
        open_above.add(id(node))
        for child in _children(node):
            walk(child)
        open_above.discard(id(node))

    walk(root)
    return sound


def _children(node: Node) -> Iterator[Node]:
    if isinstance(node, MappingNode):
        for pair in node.value:
            yield from pair
    else:
        yield from node.value


def line_of(node: Node) -> int:
    """The line a node begins on, counted from 1."""
    return int(node.start_mark.line) + 1


def entry(node: Node, report: Report) -> Entry:
    """A node as an entry; an empty one, with the problem reported, where it has no keys."""
    line = line_of(node)
    values: dict[str, Node] = {}
    if not isinstance(node, MappingNode):
        report.add("this should be an entry with keys", "Write 'key: value' lines here.", row=line)
        return Entry(line, values)
    for key, value in node.value:
        name = key.value if isinstance(key, ScalarNode) else ""
        if name in values:
            report.add("the key is there twice in one entry", "Delete one of the two.", row=line_of(key), field=name)
        values[name] = value
    return Entry(line, values)


def check_keys(found: Entry, known: Sequence[str], report: Report) -> None:
    """Report every key that has no meaning here."""
    for key, value in found.values.items():
        if key not in known:
            remedy = f"{suggestion_among(key, known)}Known here: {', '.join(known)}."
            report.add(f"unknown key {shown(key)}", remedy, row=line_of(value))


def text(found: Entry, key: str, report: Report, *, required: bool = False) -> str:
    """The text under a key, without space at its ends; empty where there is none."""
    node = found.values.get(key)
    value = "" if node is None or _is_nothing(node) else _text_of(node, key, report)
    if required and value == "":
        report.add("missing" if node is None else "empty", f"Write '{key}: …'.", row=found.line, field=key)
    return value or ""


def texts(found: Entry, key: str, report: Report) -> tuple[str, ...]:
    """The list of texts under a key, each once."""
    values = [_text_of(node, key, report) for node in items(found, key, report)]
    return tuple(dict.fromkeys(value for value in values if value))


def entries(found: Entry, key: str, report: Report) -> list[Entry]:
    """The list of entries under a key."""
    return [entry(node, report) for node in items(found, key, report)]


def items(found: Entry, key: str, report: Report) -> list[Node]:
    """The list under a key; empty where there is none."""
    node = found.values.get(key)
    if node is None or _is_nothing(node):
        return []
    if not isinstance(node, SequenceNode):
        report.add(
            "this should be a list",
            "Begin each item with '- ', or write [one, two].",
            row=line_of(node),
            field=key,
        )
        return []
    return list(node.value)


def _is_nothing(node: Node) -> bool:
    return isinstance(node, ScalarNode) and _tag(node) == _NULL


def _text_of(node: Node, key: str, report: Report) -> str | None:
    """The text of a node; None, with the problem reported, where it could be taken for something else."""
    if not isinstance(node, ScalarNode):
        report.add("this should be one text", "Put quotation marks around it.", row=line_of(node), field=key)
        return None
    plain = not node.style
    if plain and (_tag(node) != _TEXT or _YES_OR_NO.fullmatch(node.value)):
        message = f"{shown(node.value)} can be taken for a number, a date, yes or no, or nothing"
        report.add(
            message,
            f'Put quotation marks around it: "{printable(node.value)}".',
            row=line_of(node),
            field=key,
        )
        return None
    return str(node.value).strip()


def _tag(node: Node) -> str:
    return str(node.tag)
