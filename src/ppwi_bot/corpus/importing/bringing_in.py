"""One import from beginning to end: sources into a corpus folder, tried first and then written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import tomlkit

from ppwi_bot.corpus.decoding import decode
from ppwi_bot.corpus.folder import CORPUS_FILE, QUOTES_FILE, THEMES_FILE
from ppwi_bot.corpus.importing.found import Found, FoundFigure
from ppwi_bot.corpus.importing.merging import Choices, merge
from ppwi_bot.corpus.importing.report import ImportReport
from ppwi_bot.corpus.importing.state import (
    CODE_ORIGINS,
    IMPORTS,
    PARTICIPANTS_KEY,
    QUOTE_ORIGINS,
    State,
    code_origins_csv,
    quote_origins_csv,
    quotes_csv,
    read_state,
)
from ppwi_bot.corpus.importing.themes_writing import themes_yaml
from ppwi_bot.corpus.importing.writing import check_files, write_folder
from ppwi_bot.corpus.problems import Report
from ppwi_bot.corpus.rules import SLUG_RULE, is_slug
from ppwi_bot.errors import CorpusError


@dataclass(frozen=True, slots=True)
class About:
    """What a new corpus is called and who collected it; not used where the corpus is there already."""

    title: str = ""
    collected_by: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do: the files it would write by relative name, and the new and changed quotes as they would be."""

    folder: Path
    report: ImportReport
    files: Mapping[str, bytes]
    before: Mapping[str, bytes]
    fresh: tuple[Mapping[str, str], ...]


def plan(folder: Path, sources: Sequence[tuple[str, Found]], choices: Choices, about: About, day: date) -> Plan:
    """Bring sources, each with the name it is remembered by, into a corpus, without writing anything.

    Raises:
        CorpusError: the folder cannot take them, or the corpus would not be sound.
    """
    before = read_state(folder)
    if not is_slug(before.id):
        raise CorpusError(f"The name of the folder {folder} becomes the corpus's id. {SLUG_RULE}")
    after, reports = before, []
    for name, found in sources:
        after, of_source = merge(after, name, found, choices)
        reports.append(of_source)
    files = _files(before, after, sources, about)
    if files and not after.rows:
        raise CorpusError(
            "No quote came out, and a corpus needs one. Look at what was skipped, or import quotes with the codes."
        )
    report = ImportReport(str(folder), day.isoformat(), len(before.rows), len(after.rows), False, tuple(reports))
    fresh = [cells for name, cells in after.rows.items() if cells != before.rows.get(name)]
    return Plan(folder, report, files, before.files, tuple(fresh))


def rehearse(plan: Plan) -> None:
    """See that the corpus would be sound, as `write` does before it writes.

    Raises:
        CorpusError: it would not be.
    """
    if plan.files:
        check_files(plan.folder.resolve(), plan.files)


def write(plan: Plan) -> ImportReport:
    """Do what was planned, and leave the report in the corpus. Where nothing changes, not a byte is written.

    Raises:
        CorpusError: the folder was changed since, or another import is at work; nothing is written then.
    """
    report = replace(plan.report, written=bool(plan.files))
    if plan.files:
        name = _report_name(plan.folder, report.day)
        write_folder(plan.folder, {**plan.files, name: report.text().encode()}, plan.before)
    return report


def _report_name(folder: Path, day: str) -> str:
    name, number = f"{IMPORTS}/report-{day}.txt", 2
    while (folder / name).exists():
        name, number = f"{IMPORTS}/report-{day}-{number}.txt", number + 1
    return name


def _files(before: State, after: State, sources: Sequence[tuple[str, Found]], about: About) -> dict[str, bytes]:
    """The files that differ from those on disk."""
    files: dict[str, bytes] = {}
    if before.is_new or after.figures:
        files[CORPUS_FILE] = _corpus_toml(before, after.figures, sources, about)
    if after.rows != before.rows or before.is_new:
        files[QUOTES_FILE] = quotes_csv(after)
    if after.codes != before.codes or before.is_new:
        text = decode(before.files.get(THEMES_FILE, b""), Report(THEMES_FILE))
        files[THEMES_FILE] = themes_yaml(text, before.codes, after.codes).encode()
    if after.quote_origins != before.quote_origins:
        files[QUOTE_ORIGINS] = quote_origins_csv(after)
    if after.code_origins != before.code_origins:
        files[CODE_ORIGINS] = code_origins_csv(after)
    if after.participants_key:
        files[PARTICIPANTS_KEY] = f"{after.participants_key}\n".encode()
    return {name: content for name, content in files.items() if before.files.get(name) != content}


def _corpus_toml(
    state: State, figures: Sequence[FoundFigure], sources: Sequence[tuple[str, Found]], about: About
) -> bytes:
    document = tomlkit.parse(decode(state.files.get(CORPUS_FILE, b""), Report(CORPUS_FILE)))
    if state.is_new:
        title = about.title or next((found.title for _, found in sources if found.title.strip()), "")
        if not title.strip() or not about.collected_by.strip():
            raise CorpusError(
                'A new corpus needs --title "…" and --collected-by "…": what it is called and who collected it.'
            )
        document.add(tomlkit.comment("What this corpus is. docs/corpus.md explains every entry."))
        document["title"] = title.strip()
        document["collected_by"] = about.collected_by.strip()
        document["illustrative"] = False
    known = {(str(each.get("value")), str(each.get("label"))) for each in document.get("figures", [])}
    fresh = [figure for figure in dict.fromkeys(figures) if (figure.value, figure.label) not in known]
    if fresh:
        listed = document.setdefault("figures", tomlkit.aot())
        for figure in fresh:
            entry = tomlkit.table()
            entry.update({"value": figure.value, "label": figure.label})
            listed.append(entry)
    return tomlkit.dumps(document).encode()
