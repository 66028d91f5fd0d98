"""Writing codes into a themes.yaml that a person keeps: what is not concerned stays as it is, comments included."""

import io
import re
from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted

from ppwi_bot.corpus.importing.state import KnownCode

_NEW = "# The codebook: themes, topics and sub-topics. docs/corpus.md explains every key.\nthemes:\n"
_BELOW = ("topics", "subtopics")
_PLAIN_ID = re.compile(r"[a-z]{4,}(-[a-z]+)*|[a-z]+(-[a-z]+)+")
_WORDS_OF_YAML = ("true", "false", "null")
_UNFOLDED = 10**6


def themes_yaml(text: str, before: Mapping[str, KnownCode], after: Mapping[str, KnownCode]) -> str:
    """A themes.yaml (empty for a new one) with the codes that are new or changed between `before` and `after`.

    Themes in which nothing changes keep their lines as they are; the layout of others may be made even.
    """
    yaml = _yaml()
    document = yaml.load(text or _NEW)
    document["themes"] = document["themes"] or []
    entries = dict(_entries(document["themes"], 0))
    touched: set[str] = set()
    for code in after.values():
        if code.id not in before:
            _add(document["themes"], entries, code, _depth(after, code))
        elif code != before[code.id]:
            _change(entries[code.id], before[code.id], code)
        if code != before.get(code.id):
            touched.add(_theme(after, code))
    out = io.StringIO()
    yaml.dump(document, out)
    return _spliced(text, out.getvalue(), touched) if text else out.getvalue()


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = _UNFOLDED
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _entries(items: Any, depth: int) -> Any:
    for item in items or ():
        yield str(item["id"]).strip(), item
        if depth < len(_BELOW):
            yield from _entries(item.get(_BELOW[depth]), depth + 1)


def _depth(codes: Mapping[str, KnownCode], code: KnownCode) -> int:
    return 1 + _depth(codes, codes[code.parent]) if code.parent else 0


def _theme(codes: Mapping[str, KnownCode], code: KnownCode) -> str:
    return _theme(codes, codes[code.parent]) if code.parent else code.id


def _add(themes: Any, entries: dict[str, Any], code: KnownCode, depth: int) -> None:
    entry: dict[str, Any] = {"id": code.id if _is_plain(code.id) else Quoted(code.id)}
    _write(entry, code)
    if code.parent:
        parent = entries[code.parent]
        key = _BELOW[depth - 1]
        if not parent.get(key):
            parent[key] = []
        parent[key].append(entry)
    else:
        themes.append(entry)
    entries[code.id] = entry


def _change(entry: Any, before: KnownCode, code: KnownCode) -> None:
    kept = {
        name
        for name in ("name", "summary", "keywords", "calls", "link")
        if getattr(before, name) == getattr(code, name)
    }
    _write(entry, code, kept)


def _write(entry: Any, code: KnownCode, kept: set[str] | frozenset[str] = frozenset()) -> None:
    values: Mapping[str, tuple[str, Any]] = {
        "name": ("name", Quoted(code.name)),
        "summary": ("summary", Quoted(code.summary)),
        "keywords": ("keywords", [Quoted(word) for word in code.keywords]),
        "link": ("link", Quoted(code.link)),
        "calls": ("calls_to_action", [{"actor": str(actor), "text": Quoted(words)} for actor, words in code.calls]),
    }
    for name, (key, value) in values.items():
        if name not in kept and (value or key in entry):
            entry[key] = value


def _is_plain(name: str) -> bool:
    """Whether an id needs no quotation marks: nobody takes it for a number, a date, or yes and no."""
    return _PLAIN_ID.fullmatch(name) is not None and name not in _WORDS_OF_YAML


def _spliced(before: str, after: str, touched: set[str]) -> str:
    """The new text, with the old lines of each theme that is not touched."""
    head, old = _blocks(before)
    _, new = _blocks(after)
    if not old or not set(old) <= set(new):
        return after
    spliced = head + "".join(new[theme] if theme in touched else old[theme] for theme in new)
    return spliced if _yaml().load(spliced) == _yaml().load(after) else after


def _blocks(text: str) -> tuple[str, dict[str, str]]:
    """What stands above the first theme, and the lines of each theme by id; no themes where they share lines."""
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    themes = _yaml().load(text)["themes"]
    starts = [themes.lc.item(place)[0] for place in range(len(themes))]
    if len(set(starts)) != len(starts) or any("- " not in lines[start] for start in starts):
        return text, {}
    ends = [*starts[1:], len(lines)]
    ids = [str(theme["id"]).strip() for theme in themes]
    blocks = {name: "".join(lines[start:end]) for name, start, end in zip(ids, starts, ends, strict=True)}
    return "".join(lines[: starts[0]]), blocks
