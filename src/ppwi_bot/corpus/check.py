"""Checking corpus folders: every problem of all of them, in one pass, in words that say how to mend it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ppwi_bot.corpus.codebook import Code
from ppwi_bot.corpus.folder import CORPUS_FILE, QUESTIONS_FILE, QUOTES_FILE, THEMES_FILE, Folder, read_folder
from ppwi_bot.corpus.likeness import alike
from ppwi_bot.corpus.problems import Problem, report_on, shown
from ppwi_bot.corpus.quotes_file import QuoteEntry
from ppwi_bot.corpus.withdrawn_file import WITHDRAWN_FILE
from ppwi_bot.errors import CorpusError

__all__ = ["Problem", "Survey", "check", "sound", "survey"]


_FILES = (CORPUS_FILE, THEMES_FILE, QUOTES_FILE, QUESTIONS_FILE, WITHDRAWN_FILE)
"""In the order in which problems are told."""


@dataclass(frozen=True, slots=True)
class Survey:
    """Corpus folders as read, and everything wrong with them, alone and beside one another."""

    folders: tuple[Folder, ...]
    problems: tuple[Problem, ...]


def check(folders: Sequence[Path]) -> list[Problem]:
    """Every problem of these corpora, by folder, file and line; none if they can be loaded."""
    return list(survey(folders).problems)


def survey(folders: Sequence[Path]) -> Survey:
    """Read corpora and check them, each by itself and all together."""
    read = [read_folder(path) for path in folders]
    found = [folder for folder, _ in read if folder is not None]
    problems = [problem for _, alone in read for problem in alone]
    problems += [*_same_corpus(found), *_disagreeing_codes(found), *_names_by_capitals(found)]
    problems += [*_same_ids(found), *_same_texts(found)]
    if not folders:
        problems.append(Problem("data", None, "", "no corpus folder was given", "Name at least one folder."))
    return Survey(tuple(found), tuple(_in_order(problems, folders)))


def _in_order(problems: Iterable[Problem], folders: Sequence[Path]) -> list[Problem]:
    files = [report_on(path / name).file for path in folders for name in (".", *_FILES)]
    rank = {file: place for place, file in reversed(list(enumerate(files)))}
    return sorted(problems, key=lambda problem: (rank.get(problem.file, 0), problem.row or 0))


def _problem(folder: Folder, file: str, row: int | None, field: str, message: str, remedy: str) -> Problem:
    return Problem(report_on(folder.path / file).file, row, field, message, remedy)


def _same_corpus(folders: Iterable[Folder]) -> Iterator[Problem]:
    first: dict[str, Folder] = {}
    for folder in folders:
        if first.setdefault(folder.id, folder) is not folder:
            message = f"the corpus id {shown(folder.id)} is already used by {report_on(first[folder.id].path).file}"
            remedy = 'Load each corpus once; two corpora need an id = "…" of their own.'
            yield _problem(folder, CORPUS_FILE, None, "id", message, remedy)


def _disagreeing_codes(folders: Iterable[Folder]) -> Iterator[Problem]:
    """The same code in two corpora is one code, so its name and its place must be the same."""
    first: dict[str, tuple[Folder, Code]] = {}
    for folder in folders:
        for entry in folder.codes or ():
            home, known = first.setdefault(entry.code.id, (folder, entry.code))
            if home is folder:
                continue
            for field, here, there in (
                ("name", entry.code.name, known.name),
                ("id", entry.code.parent or "", known.parent or ""),
            ):
                if here != there:
                    message = _disagreement(field, entry.code.id, here, there, home.id)
                    remedy = "Make the two corpora agree, or give one of the codes another id."
                    yield _problem(folder, THEMES_FILE, entry.line, field, message, remedy)


def _disagreement(field: str, code: str, here: str, there: str, corpus: str) -> str:
    if field == "name":
        return f"{shown(code)} is named {shown(here)} here and {shown(there)} in corpus {shown(corpus)}"
    places = [f"under {shown(parent)}" if parent else "at the top" for parent in (here, there)]
    return f"{shown(code)} stands {places[0]} here and {places[1]} in corpus {shown(corpus)}"


def _names_by_capitals(folders: Sequence[Folder]) -> Iterator[Problem]:
    """'King County' and 'King county' would be two places, with too few people in each to be shown."""
    first: dict[tuple[str, str], str] = {}
    for folder in folders:
        for field, named in (("affinity_group", folder.about.groups), ("region", folder.about.places)):
            first.update({(field, name.casefold()): name for each in named for name in sorted(each.members)})
    told: set[tuple[str, str]] = set()
    for folder in folders:
        for entry in folder.quotes:
            for field in ("affinity_group", "region"):
                name: str = getattr(entry.quote, field)
                usual = first.setdefault((field, name.casefold()), name)
                if usual != name and (field, name) not in told:
                    told.add((field, name))
                    message = f"{shown(name)} is written {shown(usual)} elsewhere"
                    yield _problem(folder, QUOTES_FILE, entry.line, field, message, "Write it one way everywhere.")


def _all_quotes(folders: Iterable[Folder]) -> list[tuple[Folder, QuoteEntry]]:
    return [(folder, entry) for folder in folders for entry in folder.quotes]


def _same_ids(folders: Iterable[Folder]) -> Iterator[Problem]:
    first: dict[str, tuple[Folder, QuoteEntry]] = {}
    for folder, entry in _all_quotes(folders):
        name = entry.quote.id
        home, known = first.setdefault(name, (folder, entry)) if name else (folder, entry)
        if known is not entry:
            message = f"duplicate id {shown(name)}, already used in {_place(home, known, folder)}"
            yield _problem(folder, QUOTES_FILE, entry.line, "id", message, "Give each quote an id of its own.")


def _same_texts(folders: Iterable[Folder]) -> Iterator[Problem]:
    quotes = _all_quotes(folders)
    texts = [entry.quote.text.strip() for _, entry in quotes]
    copies: dict[int, tuple[int, str]] = {}
    first: dict[str, int] = {}
    for place, text in enumerate(texts):
        if text and first.setdefault(text, place) != place:
            copies[place] = first[text], "the same text as"
    for earlier, later in alike(texts):
        copies.setdefault(later, (earlier, "nearly the same text as"))
    for later, (earlier, likeness) in sorted(copies.items()):
        folder, entry = quotes[later]
        message = f"{likeness} {_place(*quotes[earlier], folder)}"
        remedy = "Keep one of the two rows. A quote on several topics lists them in one row, separated by ';'."
        yield _problem(folder, QUOTES_FILE, entry.line, "text", message, remedy)


def _place(home: Folder, entry: QuoteEntry, seen_from: Folder) -> str:
    line = f"line {entry.line}"
    return line if home is seen_from else f"{line} of {report_on(home.path / QUOTES_FILE).file}"


def sound(folder: Path) -> Folder:
    """One corpus folder as it was read.

    Raises:
        CorpusError: it has problems; the first is named.
    """
    found = survey([folder])
    if found.problems:
        raise CorpusError(
            f"{folder} has problems; mend them first (ppwi-bot corpus check {folder}). {found.problems[0]}"
        )
    return found.folders[0]
