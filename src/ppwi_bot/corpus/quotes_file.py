"""`quotes.csv`: what people said, one quote a row, letter for letter."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ppwi_bot.corpus.corpus_file import spaced
from ppwi_bot.corpus.problems import Report, shown, suggestion, suggestion_among
from ppwi_bot.corpus.progress import progress
from ppwi_bot.corpus.quotes import Audience, Perspective, Quote
from ppwi_bot.corpus.rules import SLUG_RULE, is_language, is_link, is_slug
from ppwi_bot.corpus.tables import Row, each_row
from ppwi_bot.corpus.themes_file import CodeEntry
from ppwi_bot.corpus.withdrawn_file import WITHDRAWN_FILE, Withdrawal

COLUMNS = (
    "id",
    "text",
    "topics",
    "perspective",
    "affinity_group",
    "region",
    "audience",
    "language",
    "source",
)
OPTIONAL_COLUMNS = ("participant",)

MAX_QUOTE_CHARACTERS = 10_000
"""About ten minutes of speech. A longer cell is a pasted transcript or a lost quotation mark, not a quote."""

_TRAITS = ("perspective", "affinity_group", "region")


@dataclass(frozen=True, slots=True)
class QuoteEntry:
    """A quote and the line its row begins on."""

    line: int
    quote: Quote


def read_quotes(
    text: str, corpus: str, codes: Sequence[CodeEntry] | None, withdrawn: Sequence[Withdrawal], report: Report
) -> tuple[QuoteEntry, ...]:
    """The quotes of a `quotes.csv` in file order.

    `codes` are those of the same corpus, or None where they could not be read and topics cannot be judged.
    A quote with problems is returned too, to be compared with others; such a corpus is never loaded. So it is with one
    that was withdrawn and came back, by an import or an old copy of the file.
    """
    known = None if codes is None else {entry.code.id: entry.code.name for entry in codes}
    before = len(report.problems)
    rows = each_row(text, COLUMNS, OPTIONAL_COLUMNS, report)
    looked_at = progress(rows, "Checking quotes", "quotes")
    entries = tuple(QuoteEntry(row.line, _quote(row, corpus, known, report)) for row in looked_at)
    if not entries and not withdrawn and len(report.problems) == before:
        report.add("there is no quote below the header", "Add at least one row.")
    _check_participants(entries, report)
    _check_withdrawn(entries, withdrawn, report)
    return entries


def _quote(row: Row, corpus: str, known: dict[str, str] | None, report: Report) -> Quote:
    if "text" in row.cells:
        check_text(row.cells["text"], row.line, report)
    return Quote(
        id=_slug(row, "id", report, "Give each quote a short id of its own."),
        corpus=corpus,
        text=row.cells.get("text", ""),
        codes=read_topics(row, known, report),
        perspective=Perspective(_choice(row, "perspective", Perspective, Perspective.NOT_STATED, report)),
        affinity_group=spaced(row.cells.get("affinity_group", "")),
        region=spaced(row.cells.get("region", "")),
        audience=Audience(_choice(row, "audience", Audience, Audience.PUBLIC, report)),
        language=_language(row, report),
        source=_source(row, report),
        participant=_slug(row, "participant", report) if row.cells.get("participant", "").strip() else "",
    )


def check_text(text: str, line: int, report: Report) -> None:
    """Report what keeps these words from being a quote: that there are none, or too many."""
    if all(letter.isspace() or unicodedata.category(letter) == "Cf" for letter in text):
        message = "the text holds nothing but spaces" if text else "the text is empty"
        report.add(message, "Enter the participant's words or delete the row.", row=line, field="text")
    if len(text) > MAX_QUOTE_CHARACTERS:
        report.add(
            f"the text has {len(text):,} characters, more than {MAX_QUOTE_CHARACTERS:,}",
            'Split it into quotes, and look for a quotation mark (") that is not closed.',
            row=line,
            field="text",
        )


def _slug(row: Row, field: str, report: Report, if_empty: str = "") -> str:
    value = row.cells.get(field)
    name = (value or "").strip()
    if value is not None and not name:
        report.add(f"the {field} is empty", if_empty, row=row.line, field=field)
    elif name and field == "participant" and not is_slug(name):
        # Not quoted back: what does not look like a code may well be somebody's name.
        message = "not a code; it may be a name, and names of participants do not belong here"
        report.add(message, f"Use a code such as P017. {SLUG_RULE}", row=row.line, field=field)
    elif name and not is_slug(name):
        report.add(f"{shown(name)} cannot stand in a web address", SLUG_RULE, row=row.line, field=field)
    return name


def read_topics(row: Row, known: Mapping[str, str] | None, report: Report) -> tuple[str, ...]:
    """The ids in a row's `topics`, each once; `known` maps ids to names and is None where ids cannot be judged."""
    cell = row.cells.get("topics")
    codes = tuple(dict.fromkeys(code for part in (cell or "").split(";") if (code := part.strip())))
    if cell is not None and not codes:
        remedy = "Enter at least one id from themes.yaml; separate several with ';'."
        report.add("the row is coded with nothing", remedy, row=row.line, field="topics")
    for code in codes:
        if known is not None and code not in known:
            _report_code(code, known, row.line, report)
    return codes


def _report_code(code: str, known: Mapping[str, str], line: int, report: Report) -> None:
    near = suggestion(code, ((meant, name) for name, title in known.items() for meant in (name, title)))
    rule = (
        "Separate several ids with ';', not with ','."
        if "," in code
        else "Use an id from themes.yaml, or add it there."
    )
    report.add(f"unknown topic {shown(code)}", f"{near}{rule}", row=line, field="topics")


def _choice(row: Row, field: str, choices: type[StrEnum], default: str, report: Report) -> str:
    """One of the values of a field, `default` where the cell is empty or wrong."""
    value = row.cells.get(field, "").strip()
    if not value:
        return default
    if value not in list(choices):
        allowed = ", ".join(choice for choice in choices)
        remedy = f"{suggestion_among(value, choices)}Use one of {allowed}, or leave it empty."
        report.add(f"unknown {field} {shown(value)}", remedy, row=row.line, field=field)
        return default
    return value


def _language(row: Row, report: Report) -> str:
    value = row.cells.get("language", "").strip()
    if value and not is_language(value):
        remedy = "Use a tag such as en for English or es for Spanish, or leave it empty for English."
        report.add(f"not a language tag: {shown(value)}", remedy, row=row.line, field="language")
    return value.lower() or "en"


def _source(row: Row, report: Report) -> str:
    value = row.cells.get("source", "").strip()
    if value and not is_link(value):
        remedy = "Begin it with https:// or leave it empty."
        report.add(f"not a web address: {shown(value)}", remedy, row=row.line, field="source")
    return value


def _check_participants(entries: Iterable[QuoteEntry], report: Report) -> None:
    """One participant has one perspective, group and region: a difference is a slip of the pen."""
    first: dict[str, QuoteEntry] = {}
    for entry in entries:
        code = entry.quote.participant
        known = first.setdefault(code, entry) if code else entry
        for trait in _TRAITS:
            if getattr(known.quote, trait) != getattr(entry.quote, trait):
                message = f"participant {shown(code)} has another {trait} here than in line {known.line}"
                remedy = "Make the rows of one participant agree, or correct the code."
                report.add(message, remedy, row=entry.line, field=trait)


def _check_withdrawn(entries: Iterable[QuoteEntry], withdrawn: Iterable[Withdrawal], report: Report) -> None:
    days = {withdrawal.id: withdrawal.day for withdrawal in withdrawn}
    for entry in entries:
        if (day := days.get(entry.quote.id)) is not None:
            message = f"{shown(entry.quote.id)} was withdrawn on {day}"
            remedy = f"Delete the row. A quote that may be shown again is first taken out of {WITHDRAWN_FILE}."
            report.add(message, remedy, row=entry.line, field="id")
