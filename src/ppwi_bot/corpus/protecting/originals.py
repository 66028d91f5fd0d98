"""What stood in a quote before words were replaced, and every decision: kept outside the corpus, for its owner's eyes only."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from ppwi_bot.corpus.decoding import decode
from ppwi_bot.corpus.importing.state import table_bytes
from ppwi_bot.corpus.problems import Report
from ppwi_bot.corpus.protecting.private_file import write_private
from ppwi_bot.corpus.tables import read_rows
from ppwi_bot.errors import CorpusError


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision: `words` stood from character `at` on in the quote as it was before that day's replacements."""

    day: str
    quote: str
    decision: str
    kind: str
    at: str
    words: str
    replacement: str


_COLUMNS = tuple(each.name for each in fields(Decided))


def originals_file(var: Path, corpus: Path) -> Path:
    """Where the decisions on a corpus are kept.

    Raises:
        CorpusError: that would be inside the corpus, which is given away and published.
    """
    path = var / "originals" / f"{corpus.resolve().name}.csv"
    if path.resolve().is_relative_to(corpus.resolve()):
        raise CorpusError(
            f"Original words must not lie in the corpus itself. Set PPWI_VAR to a folder outside {corpus}."
        )
    return path


def read_decided(path: Path) -> tuple[Decided, ...]:
    """All decisions so far, in order; none where there is no file yet.

    Raises:
        CorpusError: the file is damaged or cannot be read.
    """
    report = Report(str(path))
    try:
        rows = read_rows(decode(path.read_bytes(), report), _COLUMNS, (), report)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise CorpusError(f"{path} cannot be read: {error.strerror}. Take it back from a copy.") from None
    if report.problems:
        raise CorpusError(f"{report.problems[0]} Or take the file back from a copy.")
    return tuple(Decided(**row.cells) for row in rows)


def write_decided(path: Path, decided: Sequence[Decided]) -> None:
    """Write all decisions anew, in one step; nobody but the owner may read them.

    Raises:
        CorpusError: the place cannot be written to.
    """
    try:
        write_private(path, table_bytes(_COLUMNS, [astuple(each) for each in decided]))
    except OSError as error:
        raise CorpusError(f"{path} cannot be written: {error.strerror}. Nothing was changed.") from None
