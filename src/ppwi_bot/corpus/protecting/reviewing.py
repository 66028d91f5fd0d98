"""From a corpus to its review list, and from the list, filled in, back to the corpus."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ppwi_bot.corpus.check import sound
from ppwi_bot.corpus.decoding import decode
from ppwi_bot.corpus.folder import QUOTES_FILE, Folder
from ppwi_bot.corpus.importing.state import table_bytes
from ppwi_bot.corpus.importing.writing import write_folder
from ppwi_bot.corpus.problems import Report, listed, report_on, shown
from ppwi_bot.corpus.protecting.findings import Finding
from ppwi_bot.corpus.protecting.originals import Decided, originals_file, read_decided, write_decided
from ppwi_bot.corpus.protecting.review_list import Decision, ReviewRow, read_list
from ppwi_bot.corpus.quotes import Audience
from ppwi_bot.corpus.quotes_file import COLUMNS, OPTIONAL_COLUMNS
from ppwi_bot.corpus.tables import read_rows
from ppwi_bot.errors import CorpusError

Find = Callable[[str], Sequence[Finding]]


@dataclass(frozen=True, slots=True)
class Applied:
    """What a list did: numbers of findings by decision, and of quotes whose text or audience changed."""

    kept: int
    replaced: int
    withheld: int
    still_open: int
    quotes_changed: int
    originals: str


def undecided(folder: Path, var: Path, find: Find) -> Iterator[tuple[str, str, Finding]]:
    """Quote id, text and finding for everything in a corpus nobody has decided on yet (see `undecided_in`).

    Raises:
        CorpusError: the corpus has problems, or the record of decisions cannot be read.
    """
    return undecided_in(sound(folder), var, find)


def undecided_in(corpus: Folder, var: Path, find: Find) -> Iterator[tuple[str, str, Finding]]:
    """The same in a corpus that was read.

    `find` looks one text through. What was once decided to be kept in a quote is not asked again, nor anything in a
    quote that was withheld and still is.

    Raises:
        CorpusError: the record of decisions cannot be read.
    """
    before = read_decided(originals_file(var, corpus.path))
    kept = {(each.quote, each.words) for each in before if each.decision == Decision.KEEP}
    withheld = {each.quote for each in before if each.decision == Decision.WITHHOLD}
    for entry in corpus.quotes:
        if entry.quote.audience is Audience.WITHHELD and entry.quote.id in withheld:
            continue
        for one in find(entry.quote.text):
            if (entry.quote.id, one.words) not in kept:
                yield entry.quote.id, entry.quote.text, one


def apply(folder: Path, list_file: Path, var: Path, day: date) -> Applied:
    """Do what a person decided in a list: all of it, or nothing.

    The words that are replaced are first put into the record outside the corpus, so none is ever lost.

    Raises:
        CorpusError: the list does not fit the corpus, with every place; or something cannot be written.
    """
    corpus = sound(folder)
    path = originals_file(var, folder)
    report = report_on(list_file)
    rows = read_list(list_file, report)
    texts = {entry.quote.id: entry.quote.text for entry in corpus.quotes}
    check_fit(rows, texts, folder, report)
    if report.problems:
        raise CorpusError(f"Nothing was changed: {told(report)}")
    decided = [row for row in rows if row.decision is not Decision.OPEN]
    before = read_decided(path)
    record = [*before, *(each for each in _record(decided, day) if each not in before)]
    raw = dict(corpus.files)[QUOTES_FILE]
    after, changed = _quotes_file(raw, decided)
    if decided:
        write_decided(path, record)
    if changed:
        try:
            write_folder(folder, {QUOTES_FILE: after}, dict(corpus.files))
        except BaseException:
            write_decided(path, before)
            raise
    count = Counter(row.decision for row in rows)
    return Applied(
        kept=count[Decision.KEEP],
        replaced=count[Decision.REPLACE],
        withheld=count[Decision.WITHHOLD],
        still_open=count[Decision.OPEN],
        quotes_changed=changed,
        originals=str(path),
    )


def check_fit(rows: Iterable[ReviewRow], texts: Mapping[str, str], folder: Path, report: Report) -> None:
    """Report every row that speaks of something the corpus does not hold, or not any more."""
    afresh = f"Make the list afresh: ppwi-bot corpus review {folder}"
    taken: dict[str, list[ReviewRow]] = {}
    for row in rows:
        text = texts.get(row.quote)
        if text is None:
            message = f"there is no quote {shown(row.quote)} in the corpus"
            report.add(message, f"Delete the row if the quote was taken out. {afresh}", row=row.line, field="quote")
        elif not row.stands_in(text):
            message = "these words do not stand there any more: the quote was changed, or this list was applied before"
            report.add(message, afresh, row=row.line, field="words")
        elif any(map(row.overlaps, taken.get(row.quote, ()))):
            report.add(
                "these words are in another row as well", "Delete one of the two rows.", row=row.line, field="words"
            )
        else:
            taken.setdefault(row.quote, []).append(row)


def told(report: Report) -> str:
    """The problems of a list in words: how many, and the first of them."""
    return listed(f"the list has {len(report.problems)} problem(s).", report.problems)


def _record(rows: Iterable[ReviewRow], day: date) -> Iterator[Decided]:
    for row in rows:
        yield Decided(day.isoformat(), row.quote, row.decision, row.kind, str(row.at), row.words, row.replacement)


def _quotes_file(raw: bytes, decided: Sequence[ReviewRow]) -> tuple[bytes, int]:
    """quotes.csv with the decisions done, and the number of rows that differ."""
    by_quote: dict[str, list[ReviewRow]] = {}
    for row in decided:
        if row.decision is not Decision.KEEP:
            by_quote.setdefault(row.quote, []).append(row)
    report = Report(QUOTES_FILE)
    rows = read_rows(decode(raw, report), COLUMNS, OPTIONAL_COLUMNS, report)
    columns, changed, cells = list(rows[0].cells), 0, []
    for each in rows:
        new = _row_after(each.cells, by_quote.get(each.cells["id"].strip(), ()))
        changed += new != each.cells
        cells.append([new[name] for name in columns])
    return table_bytes(columns, cells), changed


def _row_after(cells: Mapping[str, str], decided: Iterable[ReviewRow]) -> Mapping[str, str]:
    new = dict(cells)
    for row in sorted(decided, key=lambda one: -one.at):
        if row.decision is Decision.WITHHOLD:
            new["audience"] = Audience.WITHHELD
        else:
            text = new["text"]
            new["text"] = text[: row.at] + row.replacement + text[row.end :]
    return new
