"""One corpus folder: its files, read and checked as far as one folder goes."""

from dataclasses import dataclass, replace
from pathlib import Path

from ppwi_bot.corpus.consent import check_consent, withheld
from ppwi_bot.corpus.corpus_file import CorpusFile, read_corpus_file
from ppwi_bot.corpus.decoding import decode
from ppwi_bot.corpus.library import ExampleQuestion
from ppwi_bot.corpus.problems import Problem, Report, report_on
from ppwi_bot.corpus.questions_file import read_questions
from ppwi_bot.corpus.quotes_file import QuoteEntry, read_quotes
from ppwi_bot.corpus.themes_file import CodeEntry, read_themes
from ppwi_bot.corpus.withdrawn_file import WITHDRAWN_FILE, Withdrawal, read_withdrawn

CORPUS_FILE = "corpus.toml"
THEMES_FILE = "themes.yaml"
QUOTES_FILE = "quotes.csv"
QUESTIONS_FILE = "questions.csv"
"""May be left out."""

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".numbers")
_EXPORT = "Open it in the spreadsheet program and save it as 'CSV UTF-8' under the name {name}."


@dataclass(frozen=True, slots=True)
class Folder:
    """A corpus as its files have it. `files` are names and bytes; `codes` is None where unreadable.

    `files` are those that say what can be found; who withdrew what is not one of them.
    """

    path: Path
    about: CorpusFile
    codes: tuple[CodeEntry, ...] | None
    quotes: tuple[QuoteEntry, ...]
    questions: tuple[ExampleQuestion, ...]
    withdrawn: tuple[Withdrawal, ...]
    files: tuple[tuple[str, bytes], ...]

    @property
    def id(self) -> str:
        """The corpus id."""
        return self.about.corpus.id


def read_folder(path: Path) -> tuple[Folder | None, list[Problem]]:
    """A corpus folder with its problems by file and line; None where there is nothing to read."""
    names = _listing(path)
    if isinstance(names, Problem):
        return None, [names]
    optional = [name for name in (QUESTIONS_FILE, WITHDRAWN_FILE) if name in names]
    reports = {name: report_on(path / name) for name in (CORPUS_FILE, THEMES_FILE, QUOTES_FILE, *optional)}
    raw = {name: _bytes(path / name, names, report) for name, report in reports.items()}
    texts = {name: decode(data, reports[name]) if data is not None else None for name, data in raw.items()}

    about = read_corpus_file(texts[CORPUS_FILE], path.resolve().name, reports[CORPUS_FILE])
    themes, quotes = texts[THEMES_FILE], texts[QUOTES_FILE]
    codes = read_themes(themes, about.corpus.id, reports[THEMES_FILE]) if themes is not None else None
    taken_back = texts.get(WITHDRAWN_FILE)
    withdrawn = read_withdrawn(taken_back, reports[WITHDRAWN_FILE]) if taken_back is not None else ()
    entries = read_quotes(quotes, about.corpus.id, codes, withdrawn, reports[QUOTES_FILE]) if quotes is not None else ()
    if quotes is not None:
        said = (entry.quote for entry in entries)
        check_consent(about.consents, said, about.groups, about.places, reports[CORPUS_FILE])
    entries = tuple(replace(one, quote=withheld(one.quote, about.consents, about.places)) for one in entries)

    asked = texts.get(QUESTIONS_FILE)
    questions = read_questions(asked, codes, reports[QUESTIONS_FILE]) if asked is not None else ()

    files = tuple((name, data) for name, data in raw.items() if data is not None and name != WITHDRAWN_FILE)
    problems = [
        problem for report in reports.values() for problem in sorted(report.problems, key=lambda each: each.row or 0)
    ]
    return Folder(path, about, codes, entries, questions, withdrawn, files), problems


def _listing(path: Path) -> list[str] | Problem:
    """Names in the folder, or why there is no corpus in it."""
    report = report_on(path)
    try:
        names = sorted(child.name for child in path.iterdir() if not child.name.startswith("."))
    except FileNotFoundError:
        report.add("there is no such folder", "Check the path; a corpus is a folder with a corpus.toml.")
    except NotADirectoryError:
        report.add("this is a file, not a corpus folder", "Give the folder that holds corpus.toml.")
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        report.add(f"the folder cannot be read: {_reason(error)}", "Check who may read it.")
    else:
        if names:
            return names
        report.add("the folder is empty", f"Put {CORPUS_FILE}, {THEMES_FILE} and {QUOTES_FILE} into it.")
    return report.problems[0]


def _bytes(path: Path, names: list[str], report: Report) -> bytes | None:
    """The bytes of a file; None, with the reason reported, where it is missing or of quite another kind."""
    if path.name not in names:
        _report_missing(path, names, report)
        return None
    try:
        raw = path.read_bytes()
    except OSError as error:
        report.add(f"the file cannot be read: {_reason(error)}", "Check that it is a file and who may read it.")
        return None
    if path.suffix == ".csv" and raw.startswith((_ZIP, _OLE)):
        report.add("this is a spreadsheet workbook, only named .csv", _EXPORT.format(name=path.name))
        return None
    return raw


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or "its path is not sound"


def _report_missing(path: Path, names: list[str], report: Report) -> None:
    similar = [name for name in names if Path(name).stem.casefold() == path.stem]
    workbook = next((name for name in similar if Path(name).suffix.casefold() in _WORKBOOKS), None)
    if path.name == QUOTES_FILE and workbook:
        report.add(f"the file is missing; there is {workbook}, a spreadsheet workbook", _EXPORT.format(name=path.name))
    elif similar:
        report.add(f"the file is missing; there is {similar[0]}", f"Rename it to {path.name}.")
    else:
        report.add("the file is missing", "Add it; docs/corpus.md says what it holds.")
