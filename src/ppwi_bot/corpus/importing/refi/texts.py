"""The texts of a REFI-QDA project's sources, and where in them the selections stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from ppwi_bot.corpus.importing.found import UnreadableError
from ppwi_bot.corpus.importing.refi.notes import ORIGIN
from ppwi_bot.corpus.importing.refi.offsets import (
    CODE_POINTS,
    Convention,
    Mark,
    Reading,
    Ruler,
    judge,
    pooled,
    readings,
)
from ppwi_bot.corpus.importing.refi.package import MissingTextError, Package
from ppwi_bot.corpus.importing.refi.project import Project, Source

Span = tuple[int, int]
"""First index in the text, and the one after the last."""


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A source's text and the span of each of its selections in it.

    `words` is empty where the text is missing, and `problem` then says why; there is a problem too where the text is there
    and its selections fit it in no way well enough. `agreement` tells how well they fit. `disputed` are the numbers of
    selections that two ways to count, neither better than the other, put in different places.
    """

    words: str
    spans: tuple[Span | None, ...]
    problem: str = ""
    agreement: str = ""
    disputed: frozenset[int] = frozenset()


class Texts:
    """Finds out how a project counts, from all its sources together, before any text is cut."""

    def __init__(self, package: Package, project: Project) -> None:
        self._package = package
        self._standard = project.origin == ORIGIN
        surveyed = [() if self._standard else self._survey(source) for source in project.sources]
        self._pool = pooled(surveyed)
        self._verdicts = tuple(judge(reads, self._pool) if reads else None for reads in surveyed)
        self._refuse_misfits()

    @property
    def names_shown_to_tell(self) -> bool:
        """Whether the names of selections hold the words they stand for, as texts of this project show."""
        best = max(self._pool.values(), key=lambda agreement: agreement.named)
        return 0 < best.telling <= 2 * best.named

    @property
    def names_may_tell(self) -> bool:
        """The same, also where the project has no text that could show it."""
        return self.names_shown_to_tell or not any(agreement.telling for agreement in self._pool.values())

    def placed(self, number: int, source: Source) -> PlacedText:
        """The text of the source of that number in the project, with its selections placed."""
        nowhere: tuple[Span | None, ...] = (None,) * len(source.selections)
        try:
            words = self._words(source)
        except MissingTextError as error:
            return PlacedText("", nowhere, str(error))
        if source.as_one:
            return PlacedText(words, ((0, len(words)) if words else None,))
        verdict = self._verdicts[number]
        if verdict is None:
            return PlacedText(words, _spans(source, words, CODE_POINTS))
        if verdict.convention is None:
            problem = f"its positions fit the text in no known way well enough ({verdict.agreement})"
            return PlacedText(words, nowhere, problem, f"The positions were not used: {verdict.agreement}.")
        spans = _spans(source, words, verdict.convention)
        rival = spans if verdict.rival is None else _spans(source, words, verdict.rival)
        disputed = frozenset(
            each for each, (ours, theirs) in enumerate(zip(spans, rival, strict=True)) if ours != theirs
        )
        said = f"Positions count {verdict.convention}: {verdict.agreement}."
        return PlacedText(words, spans, "", said, disputed)

    def _survey(self, source: Source) -> Sequence[Reading]:
        marks = [Mark(s.start, s.end, s.name) for s in source.selections if s.start is not None and s.end is not None]
        if not marks or source.as_one:
            return ()
        try:
            return readings(self._words(source), marks)
        except MissingTextError:
            return ()

    def _words(self, source: Source) -> str:
        if source.text:
            return source.text
        if not source.reference:
            raise MissingTextError("the project gives no text for it")
        words = self._package.text(source.reference)
        if not words:
            raise MissingTextError("its text is empty")
        return words

    def _refuse_misfits(self) -> None:
        judged = [verdict for verdict in self._verdicts if verdict]
        if judged and not any(verdict.convention for verdict in judged):
            best = max(self._pool.values(), key=lambda agreement: agreement.share)
            raise UnreadableError(
                f"{self._package.where}: its positions do not fit its texts: at best {best}. "
                "Nothing was read, as quotes would be cut in the wrong places. Export the project again, with its sources."
            )


def _spans(source: Source, words: str, convention: Convention) -> tuple[Span | None, ...]:
    ruler = Ruler(words, convention)
    return tuple(
        None if s.start is None or s.end is None else ruler.span(Mark(s.start, s.end, s.name))
        for s in source.selections
    )
