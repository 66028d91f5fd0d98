"""How a sitting begins: with the list that is there, with a new one, or with a new one that takes over what still fits."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ppwi_bot.corpus.check import sound
from ppwi_bot.corpus.problems import report_on
from ppwi_bot.corpus.protecting.findings import Finding
from ppwi_bot.corpus.protecting.originals import Decided, originals_file, read_decided
from ppwi_bot.corpus.protecting.review_list import Decision, ReviewRow, read_list, rows_of, save_list
from ppwi_bot.corpus.protecting.reviewing import Find, check_fit, told, undecided_in
from ppwi_bot.corpus.protecting.sitting import Opening, Sitting, corpus_signs
from ppwi_bot.errors import CorpusError

Found = Iterable[tuple[str, str, Finding]]


def open_sitting(folder: Path, list_file: Path, var: Path, find: Find, progress: Callable[[Found], Found]) -> Sitting:
    """Go on with the list that is there, or look the corpus through and begin a new one.

    If the list that is there does not fit the corpus any more, the corpus is looked through as well, and what still fits
    is kept. `progress` is handed the findings while they are found.

    Raises:
        CorpusError: the corpus has problems, the list cannot be read, or something cannot be written.
    """
    seen = corpus_signs(folder)  # before it is read: looking it through may take minutes
    corpus = sound(folder)
    texts = {entry.quote.id: entry.quote.text for entry in corpus.quotes}
    earlier: Sequence[ReviewRow] = ()
    if list_file.exists():
        report = report_on(list_file)
        earlier = read_list(list_file, report)
        if report.problems:
            raise CorpusError(f"{list_file} cannot be used: {told(report)}")
        check_fit(earlier, texts, folder, report)
        if earlier and not report.problems:
            return Sitting(corpus, seen, list_file, var, earlier, Opening(there=True))
    done = read_decided(originals_file(var, folder))
    rows = list(rows_of(progress(undecided_in(corpus, var, find))))
    rows += _further(earlier, rows, texts, done)
    rows, lost = _with_decisions(_in_order(rows, texts), earlier, done)
    try:
        aside = _put_aside(list_file) if lost else None
        if rows:
            save_list(list_file, rows)
        else:
            list_file.unlink(missing_ok=True)  # all in it is done, or put aside
    except OSError as error:
        raise CorpusError(f"{list_file} cannot be written: {error.strerror}. Set PPWI_VAR to another folder.") from None
    return Sitting(corpus, seen, list_file, var, rows, Opening(bool(earlier), lost, aside))


def _further(
    earlier: Iterable[ReviewRow], rows: Sequence[ReviewRow], texts: Mapping[str, str], done: Iterable[Decided]
) -> Iterator[ReviewRow]:
    """Rows of an earlier list that still fit and were not found again, such as those a person wrote into it."""
    recorded = {(each.quote, each.words) for each in done}
    taken: dict[str, list[ReviewRow]] = {}
    for row in rows:
        taken.setdefault(row.quote, []).append(row)
    for row in earlier:
        beside = taken.setdefault(row.quote, [])
        fits = row.stands_in(texts.get(row.quote, ""))
        if fits and (row.quote, row.words) not in recorded and not any(map(row.overlaps, beside)):
            beside.append(row)
            yield row


def _with_decisions(
    rows: Iterable[ReviewRow], earlier: Iterable[ReviewRow], done: Iterable[Decided]
) -> tuple[list[ReviewRow], int]:
    """The rows with what was decided on them before, and how many decisions were neither about them nor are done."""
    decided = {(row.quote, str(row.at), row.words): row for row in earlier if row.decision is not Decision.OPEN}
    known = [(row, decided.pop((row.quote, str(row.at), row.words), row)) for row in rows]
    recorded = {(each.quote, each.at, each.words) for each in done}
    lost = sum(place not in recorded for place in decided)
    return [replace(row, decision=old.decision, replacement=old.replacement) for row, old in known], lost


def _in_order(rows: Iterable[ReviewRow], texts: Mapping[str, str]) -> list[ReviewRow]:
    place = {quote: at for at, quote in enumerate(texts)}
    return sorted(rows, key=lambda row: (place[row.quote], row.at))


def _put_aside(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.stem}.before-{number}{path.suffix}")).exists():
        number += 1
    return path.rename(aside)
