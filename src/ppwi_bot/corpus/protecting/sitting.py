"""A person goes through a review list, finding by finding; each decision is on the disk before the next is asked."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import RLock

from ppwi_bot.corpus.check import sound
from ppwi_bot.corpus.folder import QUOTES_FILE, Folder
from ppwi_bot.corpus.library import Corpus
from ppwi_bot.corpus.problems import report_on
from ppwi_bot.corpus.protecting.findings import Finding
from ppwi_bot.corpus.protecting.originals import Decided, originals_file, read_decided
from ppwi_bot.corpus.protecting.review_list import Decision, ReviewRow, is_bracketed, read_list, rows_of, save_list
from ppwi_bot.corpus.protecting.reviewing import Applied, Find, apply, check_fit, told, undecided
from ppwi_bot.corpus.quotes import Quote
from ppwi_bot.corpus.withdrawn_file import WITHDRAWN_FILE
from ppwi_bot.errors import BadRequestError, CorpusError

LONGEST_REPLACEMENT = 100
"""Characters. It stands for a name or a place; whoever wants to write more wants another quote."""

Found = Iterable[tuple[str, str, Finding]]


class DecidedMeanwhileError(BadRequestError):
    """Something else was decided, or undone, since the person looked."""

    status = 409
    code = "decided_meanwhile"


class ReplacementError(BadRequestError):
    """What shall stand in the place of the words cannot."""

    status = 422
    code = "replacement"


class OutdatedError(CorpusError):
    """Corpus or list were changed by another program since the sitting began."""

    status = 409
    code = "outdated"


@dataclass(frozen=True, slots=True)
class Step:
    """One decision that can be undone: the finding it was made on, and rows before and after it by their number."""

    number: int
    before: Mapping[int, ReviewRow]
    after: Mapping[int, ReviewRow]


@dataclass(frozen=True, slots=True)
class Opening:
    """How a sitting began: with a list that was `there` or a new one; `lost` decisions no longer fit, and lie in `aside`."""

    there: bool
    lost: int = 0
    aside: Path | None = None


class Sitting:
    """A review list, the quotes it is about, and what was decided so far. Findings are counted from 1.

    Several threads may use it. It never writes over what another program wrote.
    """

    def __init__(self, folder: Folder, list_file: Path, var: Path, rows: Sequence[ReviewRow], opening: Opening) -> None:
        self.folder = folder.path
        self.corpus: Corpus = folder.about.corpus
        self.quotes: Mapping[str, Quote] = {entry.quote.id: entry.quote for entry in folder.quotes}
        self.list_file = list_file
        self.opening = opening
        self.applied: Applied | None = None
        self._var = var
        self._rows = list(rows)
        self._steps: list[Step] = []
        self._lock = RLock()
        self._files = [folder.path / name for name in (QUOTES_FILE, WITHDRAWN_FILE)]
        self._seen = self._look()

    @property
    def rows(self) -> tuple[ReviewRow, ...]:
        """All findings in the order of the corpus."""
        return tuple(self._rows)

    @property
    def counts(self) -> Counter[Decision]:
        """How many findings by decision."""
        return Counter(row.decision for row in self._rows)

    @property
    def steps(self) -> int:
        """How many decisions can be undone."""
        return len(self._steps)

    @property
    def last(self) -> Step | None:
        """The decision that would be undone."""
        return self._steps[-1] if self._steps else None

    def next_open(self, after: int = 0) -> int | None:
        """The number of the next finding nobody decided on, or None if there is none behind `after`."""
        rows = self.rows
        return next((n for n in range(after + 1, len(rows) + 1) if rows[n - 1].decision is Decision.OPEN), None)

    def require_unchanged(self) -> None:
        """Make sure that nobody else wrote into the corpus or the list.

        Raises:
            OutdatedError: somebody did; every decision so far is on the disk.
        """
        with self._lock:
            unchanged = self.applied or self._look() == self._seen
        if not unchanged:
            raise OutdatedError(
                "The quotes, or the list, were changed by another program since this page was opened. Your decisions are "
                f"kept in {self.list_file}. Stop the command with Ctrl-C and start it again: it goes on from there."
            )

    def decide(self, number: int, decision: Decision, replacement: str = "", *, seen: str) -> None:
        """Decide on a finding and write it down. `seen` is `said` of the row that the person looked at.

        To withhold settles all findings of the quote that are still open; to decide otherwise on one of a quote that is
        withheld asks for the others again. Deciding the same again is nothing.

        Raises:
            ReplacementError: the replacement is empty or more than a line of words.
            DecidedMeanwhileError: the row is not any more as it was seen.
            OutdatedError: another program wrote into the corpus or the list.
            CorpusError: it cannot be written; then it is not decided.
        """
        words = _bracketed(replacement) if decision is Decision.REPLACE else ""
        with self._lock:
            row = self._rows[number - 1]
            new = replace(row, decision=decision, replacement=words)
            if new == row:
                return
            if said(row) != seen:
                raise DecidedMeanwhileError(
                    "This was decided in another window meanwhile. Decide again if it is wrong."
                )
            changed = {number: new, **self._along(number, row, new)}
            self._put(changed)
            self._steps.append(Step(number, {n: self._rows[n - 1] for n in changed}, changed))
            self._keep(changed)

    def undo(self, steps: int) -> int:
        """Take back the last decision, which must be number `steps`; gives the number of its finding.

        Raises:
            DecidedMeanwhileError: that decision is not the last one any more.
            OutdatedError: another program wrote into the corpus or the list.
            CorpusError: it cannot be written; then nothing is undone.
        """
        with self._lock:
            if not steps or steps != len(self._steps):
                raise DecidedMeanwhileError("Something was decided or undone in another window meanwhile.")
            step = self._steps[-1]
            self._put(step.before)
            self._steps.pop()
            self._keep(step.before)
            return step.number

    def apply(self, day: date) -> Applied:
        """Do what was decided, as `reviewing.apply` does, and delete the list, which holds names. Once done, it is done.

        Raises:
            OutdatedError: another program wrote into the corpus or the list.
            CorpusError: something cannot be written; then nothing was changed.
        """
        with self._lock:
            if not self.applied:
                self.require_unchanged()
                done = apply(self.folder, self.list_file, self._var, day)
                self.applied = done
                self.list_file.unlink(missing_ok=True)
            return self.applied

    def _along(self, number: int, row: ReviewRow, new: ReviewRow) -> dict[int, ReviewRow]:
        """What a decision on one finding means for the others of its quote."""
        if new.decision is Decision.WITHHOLD:
            before, after = Decision.OPEN, Decision.WITHHOLD
        elif row.decision is Decision.WITHHOLD:
            before, after = Decision.WITHHOLD, Decision.OPEN
        else:
            return {}
        return {
            n: replace(other, decision=after)
            for n, other in enumerate(self._rows, 1)
            if n != number and other.quote == row.quote and other.decision is before
        }

    def _put(self, changed: Mapping[int, ReviewRow]) -> None:
        if self.applied:
            raise DecidedMeanwhileError(
                "The decisions were applied meanwhile, so there is nothing left to decide here."
            )
        self.require_unchanged()
        try:
            save_list(self.list_file, (changed.get(n, row) for n, row in enumerate(self._rows, 1)))
        except OSError as error:
            raise CorpusError(
                f"{self.list_file} cannot be written: {error.strerror}. This decision was not kept; make room and try again."
            ) from None

    def _keep(self, changed: Mapping[int, ReviewRow]) -> None:
        for number, row in changed.items():
            self._rows[number - 1] = row
        self._seen = self._look()

    def _look(self) -> list[tuple[int, int, int] | None]:
        return [_signs(path) for path in (*self._files, self.list_file)]


def said(row: ReviewRow) -> str:
    """What is decided on a row, as one text to compare."""
    return f"{row.decision}{row.replacement}"


def open_sitting(folder: Path, list_file: Path, var: Path, find: Find, progress: Callable[[Found], Found]) -> Sitting:
    """Go on with the list that is there, or look the corpus through and begin a new one.

    If the list that is there does not fit the corpus any more, the corpus is looked through as well, and what still fits
    is kept. `progress` is handed the findings while they are found.

    Raises:
        CorpusError: the corpus has problems, the list cannot be read, or something cannot be written.
    """
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
            return Sitting(corpus, list_file, var, earlier, Opening(there=True))
    done = read_decided(originals_file(var, folder))
    rows = list(rows_of(progress(undecided(folder, var, find))))
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
    return Sitting(corpus, list_file, var, rows, Opening(bool(earlier), lost, aside))


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
        fits = row.words and texts.get(row.quote, "")[row.at : row.end] == row.words
        if fits and (row.quote, row.words) not in recorded and not any(_overlap(row, other) for other in beside):
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


def _overlap(one: ReviewRow, other: ReviewRow) -> bool:
    return one.at < other.end and other.at < one.end


def _put_aside(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.stem}.before-{number}{path.suffix}")).exists():
        number += 1
    return path.rename(aside)


def _bracketed(written: str) -> str:
    bare = " ".join(written.split()).removeprefix("[").removesuffix("]").strip()
    words = f"[{bare}]"
    if not is_bracketed(words) or not words.isprintable() or len(bare) > LONGEST_REPLACEMENT:
        raise ReplacementError("Write a word or two, without brackets: they are put around it for you.")
    return words


def _signs(path: Path) -> tuple[int, int, int] | None:
    """What changes when a file is written; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
