"""A person goes through a review list, finding by finding; each decision is on the disk before the next is asked."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import RLock

from ppwi_bot.corpus.folder import QUOTES_FILE, Folder
from ppwi_bot.corpus.library import Corpus
from ppwi_bot.corpus.protecting.review_list import Decision, ReviewRow, is_bracketed, save_list
from ppwi_bot.corpus.protecting.reviewing import Applied, apply
from ppwi_bot.corpus.quotes import Quote
from ppwi_bot.corpus.withdrawn_file import WITHDRAWN_FILE
from ppwi_bot.errors import BadRequestError, CorpusError

LONGEST_REPLACEMENT = 100
"""Characters. It stands for a name or a place; whoever wants to write more wants another quote."""

Signs = tuple[tuple[int, int, int] | None, ...]


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

    def __init__(
        self,
        folder: Folder,
        seen: Signs,
        list_file: Path,
        var: Path,
        rows: Sequence[ReviewRow],
        opening: Opening,
    ) -> None:
        """Take the corpus as it was read, the signs of its files before that, and the list with its rows."""
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
        self._corpus_seen = seen
        self._list_seen = _signs([list_file])

    @property
    def rows(self) -> tuple[ReviewRow, ...]:
        """All findings in the order of the corpus."""
        return tuple(self._rows)

    @property
    def counts(self) -> Counter[Decision]:
        """How many findings by decision."""
        return Counter(row.decision for row in self._rows)

    @property
    def decided(self) -> int:
        """How many findings somebody decided on."""
        return len(self._rows) - self.counts[Decision.OPEN]

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
            unchanged = self.applied or (self._corpus_seen, self._list_seen) == self._look()
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
        self._list_seen = _signs([self.list_file])

    def _look(self) -> tuple[Signs, Signs]:
        return corpus_signs(self.folder), _signs([self.list_file])


def said(row: ReviewRow) -> str:
    """What is decided on a row, as one text to compare."""
    return f"{row.decision}{row.replacement}"


def _bracketed(written: str) -> str:
    bare = " ".join(written.split()).removeprefix("[").removesuffix("]").strip()
    words = f"[{bare}]"
    if not is_bracketed(words) or not words.isprintable() or len(bare) > LONGEST_REPLACEMENT:
        raise ReplacementError("Write a word or two, without brackets: they are put around it for you.")
    return words


def corpus_signs(folder: Path) -> Signs:
    """What tells that somebody wrote into a corpus: the signs of the files that say which quotes there are."""
    return _signs([folder / QUOTES_FILE, folder / WITHDRAWN_FILE])


def _signs(paths: Iterable[Path]) -> Signs:
    """Time, size and number of each file, of which one changes when it is written; None where there is none."""
    return tuple(map(_sign, paths))


def _sign(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
