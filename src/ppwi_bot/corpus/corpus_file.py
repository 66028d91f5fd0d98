"""`corpus.toml`: what a corpus is, who collected it, and the words people use for its groups and places."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ppwi_bot.corpus.consent import KEYS, Consent, read_consent
from ppwi_bot.corpus.library import Corpus, Figure, NamedSet
from ppwi_bot.corpus.problems import Report, shown, suggestion_among
from ppwi_bot.corpus.rules import SLUG_RULE, is_link, is_slug

_KEYS = (
    "id", "title", "collected_by", "source", "description", "illustrative",
    "figures", "groups", "places", "not_asked", "withheld",
)  # fmt: skip
_POSITION = re.compile(r" \(at line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """What `corpus.toml` says. `groups` and `places` hold only what it names itself."""

    corpus: Corpus
    groups: tuple[NamedSet, ...]
    places: tuple[NamedSet, ...]
    consents: tuple[Consent, ...] = ()


def read_corpus_file(text: str | None, folder: str, report: Report) -> CorpusFile:
    """The contents of a `corpus.toml`; `folder` is the corpus id unless the file gives another.

    With problems reported, or `text` None for a file that is missing, the result serves for checking only.
    """
    table = _parse(text, report) if text is not None else None
    if table is None:
        return CorpusFile(Corpus(folder, folder, "", "", "", True, (), ()), (), ())
    _check_keys(table, _KEYS, "", report)
    return CorpusFile(
        _corpus(table, folder, report),
        tuple(_group(entry, where, report) for where, entry in _entries(table, "groups", report)),
        tuple(_place(entry, where, report) for where, entry in _entries(table, "places", report)),
        tuple(_consent(entry, where, report) for where, entry in _entries(table, "withheld", report)),
    )


def _parse(text: str, report: Report) -> Mapping[str, Any] | None:
    try:
        return tomllib.loads(text)
    except (
        ValueError,
        RecursionError,
    ) as error:  # TOMLDecodeError is a ValueError; so is a number of 5,000 digits
        position = _POSITION.search(str(error))
        message = f"not sound TOML: {_POSITION.sub('', str(error))}"
        remedy = 'Write each entry as name = "text", with straight quotation marks.'
        report.add(message, remedy, row=int(position[1]) if position else None)
        return None


def _corpus(table: Mapping[str, Any], folder: str, report: Report) -> Corpus:
    return Corpus(
        id=_id(table, folder, report),
        title=_text(table, "title", "", report, required=True),
        collected_by=_text(table, "collected_by", "", report, required=True),
        source=_link(table, "source", report),
        description=_text(table, "description", "", report),
        illustrative=_illustrative(table, report),
        figures=tuple(_figure(entry, where, report) for where, entry in _entries(table, "figures", report)),
        not_asked=tuple(_not_asked(entry, where, report) for where, entry in _entries(table, "not_asked", report)),
    )


def _id(table: Mapping[str, Any], folder: str, report: Report) -> str:
    name = _text(table, "id", "", report) or folder
    if not is_slug(name):
        remedy = f'Rename the folder, or write id = "…" in this file. {SLUG_RULE}'
        report.add(f"the corpus id {shown(name)} cannot stand in a web address", remedy, field="id")
    return name


def _illustrative(table: Mapping[str, Any], report: Report) -> bool:
    value = table.get("illustrative")
    if not isinstance(value, bool):
        remedy = (
            "Write illustrative = true where the quotes were written for demonstration, "
            "illustrative = false where people said them."
        )
        report.add("missing" if value is None else "neither true nor false", remedy, field="illustrative")
    return value is not False


def _link(table: Mapping[str, Any], key: str, report: Report) -> str:
    value = _text(table, key, "", report)
    if value and not is_link(value):
        report.add(f"not a web address: {shown(value)}", "Begin it with https:// or leave it empty.", field=key)
    return value


def _figure(entry: Mapping[str, Any], where: str, report: Report) -> Figure:
    _check_keys(entry, ("value", "label"), where, report)
    value = entry.get("value")
    if isinstance(value, int) and not isinstance(value, bool):  # 18 and "18" are the same to a reader
        entry = {**entry, "value": f"{value:,}"}
    return Figure(
        _text(entry, "value", where, report, required=True),
        _text(entry, "label", where, report, required=True),
    )


def _group(entry: Mapping[str, Any], where: str, report: Report) -> NamedSet:
    _check_keys(entry, ("name", "also"), where, report)
    name = spaced(_text(entry, "name", where, report, required=True))
    return NamedSet(name, _texts(entry, "also", where, report), frozenset({name}))


def _place(entry: Mapping[str, Any], where: str, report: Report) -> NamedSet:
    _check_keys(entry, ("name", "also", "regions"), where, report)
    name = spaced(_text(entry, "name", where, report, required=True))
    regions = [spaced(region) for region in _texts(entry, "regions", where, report)]
    return NamedSet(name, _texts(entry, "also", where, report), frozenset(regions or [name]))


def _not_asked(entry: Mapping[str, Any], where: str, report: Report) -> NamedSet:
    _check_keys(entry, ("name", "also"), where, report)
    name = _text(entry, "name", where, report, required=True)
    return NamedSet(name, _texts(entry, "also", where, report), frozenset())


def _consent(entry: Mapping[str, Any], where: str, report: Report) -> Consent:
    _check_keys(entry, KEYS, where, report)
    group, region = (spaced(_text(entry, key, where, report)) for key in ("group", "region"))
    return read_consent(entry, where, group, region, report)


def spaced(name: str) -> str:
    """A name with single plain spaces, so that a stray space does not make a second group of it."""
    return " ".join(name.split())


def _check_keys(table: Mapping[str, Any], known: Sequence[str], where: str, report: Report) -> None:
    for key in table:
        if key not in known:
            remedy = f"{suggestion_among(key, known)}Known here: {', '.join(known)}."
            report.add(f"unknown entry {shown(key)}", remedy, field=where.removesuffix("."))


def _text(table: Mapping[str, Any], key: str, where: str, report: Report, *, required: bool = False) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        report.add("not a text", f'Put quotation marks around it: {key} = "…".', field=where + key)
        return ""
    if required and not value.strip():
        report.add("missing" if key not in table else "empty", f'Write {key} = "…".', field=where + key)
    return value.strip()


def _texts(table: Mapping[str, Any], key: str, where: str, report: Report) -> tuple[str, ...]:
    values = table.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
        report.add("not a list of texts", f'Write {key} = ["…", "…"].', field=where + key)
        return ()
    return tuple(dict.fromkeys(value.strip() for value in values))


def _entries(table: Mapping[str, Any], key: str, report: Report) -> list[tuple[str, Mapping[str, Any]]]:
    """The `[[key]]` tables, each with the words that say where it stands, such as `figures[2].`."""
    entries = table.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        report.add("not a list of entries", f"Begin each entry with a line [[{key}]].", field=key)
        return []
    return [(f"{key}[{number}].", entry) for number, entry in enumerate(entries, 1)]
