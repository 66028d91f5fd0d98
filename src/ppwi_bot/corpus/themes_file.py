"""`themes.yaml`: the codebook of one corpus, as its researchers wrote it."""

from collections.abc import Iterator
from dataclasses import dataclass

from ppwi_bot.corpus import outline
from ppwi_bot.corpus.codebook import Actor, CallToAction, Code, Level, Summary
from ppwi_bot.corpus.outline import Entry
from ppwi_bot.corpus.problems import Report, shown, suggestion_among
from ppwi_bot.corpus.rules import SLUG_RULE, is_link, is_slug

_KEYS = ("id", "name", "summary", "keywords", "calls_to_action", "link")
_BELOW = {Level.THEME: (Level.TOPIC, "topics"), Level.TOPIC: (Level.SUBTOPIC, "subtopics")}


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """A code as one corpus has it, and the line it stands on."""

    line: int
    code: Code


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the outline an entry stands: its level, and the ids above it, theme first."""

    level: Level
    above: tuple[str, ...]


def read_themes(text: str, corpus: str, report: Report) -> tuple[CodeEntry, ...] | None:
    """The codes of a `themes.yaml` in file order; None, with the reasons reported, where unreadable."""
    root = outline.parse_outline(text, report)
    if root is None:
        return None
    outline.check_keys(root, ("themes",), report)
    themes = outline.entries(root, "themes", report)
    if not themes:
        report.add("there is no theme", "Add at least one theme with an id and a name.", field="themes")
    place = _Place(Level.THEME, ())
    found = [code for theme in themes for code in _codes(theme, place, corpus, report)]
    _check_ids(found, report)
    return tuple(code for code, _ in found)


def _codes(found: Entry, place: _Place, corpus: str, report: Report) -> Iterator[tuple[CodeEntry, tuple[str, ...]]]:
    """An entry's code and those below it, each with the ids above it."""
    code = _code(found, place, corpus, report)
    yield CodeEntry(found.line, code), place.above
    below = _BELOW.get(place.level)
    outline.check_keys(found, (*_KEYS, below[1]) if below else _KEYS, report)
    if below:
        for child in outline.entries(found, below[1], report):
            yield from _codes(child, _Place(below[0], (*place.above, code.id)), corpus, report)


def _code(found: Entry, place: _Place, corpus: str, report: Report) -> Code:
    name = _id(found, report)
    summary = outline.text(found, "summary", report)
    link = _link(found, report)
    return Code(
        id=name,
        level=place.level,
        name=outline.text(found, "name", report, required=True),
        parent=place.above[-1] if place.above else None,
        keywords=outline.texts(found, "keywords", report),
        summaries=(Summary(corpus, summary),) if summary else (),
        calls=tuple(_calls(found, name, corpus, report)),
        links=(link,) if link else (),
    )


def _id(found: Entry, report: Report) -> str:
    value = outline.text(found, "id", report, required=True)
    if value and not is_slug(value):
        report.add(f"{shown(value)} cannot stand in a web address", SLUG_RULE, row=found.line, field="id")
    return value


def _link(found: Entry, report: Report) -> str:
    value = outline.text(found, "link", report)
    if value and not is_link(value):
        row = outline.line_of(found.values["link"])
        report.add(
            f"not a web address: {shown(value)}",
            "Begin it with https:// or leave it out.",
            row=row,
            field="link",
        )
    return value


def _calls(found: Entry, code: str, corpus: str, report: Report) -> Iterator[CallToAction]:
    for number, call in enumerate(outline.entries(found, "calls_to_action", report), 1):
        outline.check_keys(call, ("actor", "text"), report)
        words = outline.text(call, "text", report, required=True)
        actor = _actor(call, report)
        if actor is not None:
            yield CallToAction(f"{corpus}/{code}/{number}", corpus, code, actor, words)


def _actor(call: Entry, report: Report) -> Actor | None:
    value = outline.text(call, "actor", report, required=True)
    if value in list(Actor):
        return Actor(value)
    if value:
        remedy = f"{suggestion_among(value, Actor)}Use one of {', '.join(Actor)}."
        report.add(f"unknown actor {shown(value)}", remedy, row=call.line, field="actor")
    return None


def _check_ids(found: list[tuple[CodeEntry, tuple[str, ...]]], report: Report) -> None:
    first: dict[str, int] = {}
    for entry, above in found:
        name = entry.code.id
        if name and name in above:
            message = f"{shown(name)} stands beneath itself, which makes a cycle"
            report.add(message, "Give the inner entry an id of its own.", row=entry.line, field="id")
        elif name in first:
            message = f"duplicate id {shown(name)}, already used in line {first[name]}"
            report.add(message, "Give each theme, topic and sub-topic an id of its own.", row=entry.line, field="id")
        elif name:
            first[name] = entry.line
