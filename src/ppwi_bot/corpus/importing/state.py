"""A corpus as an import works on it: the rows and codes it holds, and what was brought in before from where."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from ppwi_bot.corpus.check import sound
from ppwi_bot.corpus.codebook import Actor
from ppwi_bot.corpus.corpus_file import spaced
from ppwi_bot.corpus.decoding import decode
from ppwi_bot.corpus.folder import CORPUS_FILE, QUOTES_FILE, Folder
from ppwi_bot.corpus.importing.found import FoundFigure
from ppwi_bot.corpus.problems import Report
from ppwi_bot.corpus.quotes import Audience, Perspective
from ppwi_bot.corpus.quotes_file import COLUMNS, OPTIONAL_COLUMNS
from ppwi_bot.corpus.tables import each_row, read_rows
from ppwi_bot.corpus.themes_file import CodeEntry
from ppwi_bot.errors import CorpusError

IMPORTS = "imports"
"""The folder inside a corpus that remembers what came from where. Nothing in it is ever shown."""

QUOTE_ORIGINS = f"{IMPORTS}/quotes.csv"
CODE_ORIGINS = f"{IMPORTS}/codes.csv"
PARTICIPANTS_KEY = f"{IMPORTS}/participants.key"

FIELDS = tuple(name for name in (*COLUMNS, *OPTIONAL_COLUMNS) if name != "id")
"""What a source may say of a quote."""

CODE_FIELDS = ("name", "summary", "keywords", "calls", "link")

_QUOTE_COLUMNS = ("from", "key", "quote", "was_there", *FIELDS)
_CODE_COLUMNS = ("from", "key", "code", "path", "summary", "keywords", "calls", "link")
_LEVELS = " > "


@dataclass(frozen=True, slots=True)
class KnownCode:
    """A code of the corpus, or one about to be. `calls` are pairs of actor and text."""

    id: str
    name: str
    parent: str = ""
    summary: str = ""
    keywords: tuple[str, ...] = ()
    calls: tuple[tuple[Actor, str], ...] = ()
    link: str = ""


@dataclass(frozen=True, slots=True)
class QuoteOrigin:
    """What a source said of a quote when it was last imported. `text` is a digest there, all else in clear.

    `was_there`: the quote was in the corpus before this source was imported, so it does not go when the source drops it.
    """

    source: str
    key: str
    quote: str
    was_there: bool
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CodeOrigin:
    """What a source said of a code when it was last imported; summary, keywords and calls are digests."""

    source: str
    key: str
    code: str
    path: tuple[str, ...]
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class State:
    """Everything an import may change.

    `rows` are the cells of quotes.csv by id; `spellings` how groups and regions are written, by field and name in small
    letters; `figures` those to be added to corpus.toml; `files` the bytes as they were read;
    `withdrawn` on which day a quote was withdrawn, by its id.
    """

    id: str
    rows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    codes: Mapping[str, KnownCode] = field(default_factory=dict)
    quote_origins: Mapping[tuple[str, str], QuoteOrigin] = field(default_factory=dict)
    code_origins: tuple[CodeOrigin, ...] = ()
    figures: tuple[FoundFigure, ...] = ()
    participants_key: str = ""
    spellings: Mapping[tuple[str, str], str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    withdrawn: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        """Whether there is no such corpus yet."""
        return CORPUS_FILE not in self.files


def read_state(folder: Path) -> State:
    """A corpus folder, or an empty state where there is none yet.

    Raises:
        CorpusError: it has problems, or its quotes are illustrative.
    """
    name = folder.resolve().name
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return State(name)
    read = sound(folder)
    if read.about.corpus.illustrative:
        raise CorpusError(
            f"{folder} holds illustrative quotes, and real ones are never mixed with them. "
            "Import into a folder of its own."
        )
    files = dict(read.files)
    origins = _optional(folder, QUOTE_ORIGINS, files), _optional(folder, CODE_ORIGINS, files)
    key = _optional(folder, PARTICIPANTS_KEY, files)
    rows = {row["id"]: row for row in _quote_rows(files[QUOTES_FILE])}
    said = tuple(_quote_origins(folder, origins[0]))
    return State(
        id=read.id,
        rows=rows,
        codes={entry.code.id: known_code(entry) for entry in read.codes or ()},
        quote_origins={(each.source, each.key): each for each in said},
        code_origins=tuple(_code_origins(folder, origins[1])),
        participants_key=key.strip(),
        spellings=_spellings(read, said),
        files=files,
        withdrawn={one.id: one.day for one in read.withdrawn},
    )


def known_code(entry: CodeEntry) -> KnownCode:
    """A code as the folder has it."""
    code = entry.code
    return KnownCode(
        code.id,
        code.name,
        code.parent or "",
        code.summaries[0].text if code.summaries else "",
        code.keywords,
        tuple((call.actor, call.text) for call in code.calls),
        code.links[0] if code.links else "",
    )


def settled(cells: Mapping[str, str]) -> dict[str, str]:
    """The fields of a row in the one form in which they are compared and written."""
    perspective, audience = cells.get("perspective", "").strip(), cells.get("audience", "").strip()
    return {
        "text": cells.get("text", ""),
        "topics": ";".join(
            dict.fromkeys(code for part in cells.get("topics", "").split(";") if (code := part.strip()))
        ),
        "perspective": "" if perspective == Perspective.NOT_STATED else perspective,
        "affinity_group": spaced(cells.get("affinity_group", "")),
        "region": spaced(cells.get("region", "")),
        "audience": audience or Audience.PUBLIC,
        "language": cells.get("language", "").strip().lower() or "en",
        "source": cells.get("source", "").strip(),
        "participant": cells.get("participant", "").strip(),
    }


def said_of(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields as they are remembered: a digest of the text, as words live in one place only."""
    return {name: digest(value) if name == "text" else value for name, value in fields.items()}


def digest(text: str) -> str:
    """A short name for a text, the same each time, from which it cannot be read."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def code_said(
    name: str, summary: str, keywords: Sequence[str], calls: Iterable[tuple[str, str]], link: str
) -> dict[str, str]:
    """What a source said of a code, as it is remembered."""
    return {
        "name": name,
        "summary": digest(summary) if summary else "",
        "keywords": digest("\n".join(keywords)) if keywords else "",
        "calls": digest("\n".join("\t".join(call) for call in calls)) if calls else "",
        "link": link,
    }


def quotes_csv(state: State) -> bytes:
    """quotes.csv, with the columns in the order they had."""
    columns = list(COLUMNS)
    if QUOTES_FILE in state.files:
        text = decode(state.files[QUOTES_FILE], Report(QUOTES_FILE))
        columns = [name.strip() for name in next(csv.reader(io.StringIO(text, newline="")))]
    if "participant" not in columns and any(row.get("participant") for row in state.rows.values()):
        columns.append("participant")
    return table_bytes(columns, ([row.get(name, "") for name in columns] for row in state.rows.values()))


def quote_origins_csv(state: State) -> bytes:
    """The table of what was said of which quote by which source."""
    return table_bytes(
        _QUOTE_COLUMNS,
        (
            [
                each.source,
                each.key,
                each.quote,
                "yes" if each.was_there else "",
                *(each.said.get(name, "") for name in FIELDS),
            ]
            for each in state.quote_origins.values()
        ),
    )


def code_origins_csv(state: State) -> bytes:
    """The same for codes."""
    return table_bytes(
        _CODE_COLUMNS,
        (
            [
                each.source,
                each.key,
                each.code,
                _LEVELS.join(each.path),
                *(each.said.get(name, "") for name in _CODE_COLUMNS[4:]),
            ]
            for each in state.code_origins
        ),
    )


def table_bytes(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV table as bytes."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows(rows)
    return file.getvalue().encode()


def _spellings(folder: Folder, said: Iterable[QuoteOrigin]) -> dict[tuple[str, str], str]:
    """How names are written in the corpus, and where it has them no more, how they were at the last import."""
    named = (("affinity_group", folder.about.groups), ("region", folder.about.places))
    spellings = {
        (name, member.casefold()): member for name, sets in named for each in sets for member in sorted(each.members)
    }
    for name, _ in named:
        held = (getattr(entry.quote, name) for entry in folder.quotes)
        for value in (*held, *(origin.said[name] for origin in said)):
            if value:
                spellings.setdefault((name, value.casefold()), value)
    return spellings


def _optional(folder: Path, name: str, files: dict[str, bytes]) -> str:
    try:
        files[name] = (folder / name).read_bytes()
        return files[name].decode()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError):
        raise CorpusError(f"{folder / name} cannot be read. Take it back from a copy.") from None


def _quote_rows(raw: bytes) -> Iterator[Mapping[str, str]]:
    report = Report(QUOTES_FILE)
    for row in each_row(decode(raw, report), COLUMNS, OPTIONAL_COLUMNS, report):
        yield {**row.cells, "id": row.cells["id"].strip()}


def _table(folder: Path, name: str, text: str, columns: Sequence[str]) -> Iterator[Mapping[str, str]]:
    if not text:
        return
    report = Report(str(folder / name))
    rows = read_rows(text, columns, (), report)
    if report.problems:
        raise CorpusError(f"{report.problems[0]} Or take the file back from a copy.")
    yield from (row.cells for row in rows)


def _quote_origins(folder: Path, text: str) -> Iterator[QuoteOrigin]:
    for row in _table(folder, QUOTE_ORIGINS, text, _QUOTE_COLUMNS):
        said = {name: row[name] for name in FIELDS}
        yield QuoteOrigin(row["from"], row["key"], row["quote"], row["was_there"] == "yes", said)


def _code_origins(folder: Path, text: str) -> Iterator[CodeOrigin]:
    for row in _table(folder, CODE_ORIGINS, text, _CODE_COLUMNS):
        path = tuple(row["path"].split(_LEVELS))
        said = {"name": path[-1], **{name: row[name] for name in _CODE_COLUMNS[4:]}}
        yield CodeOrigin(row["from"], row["key"], row["code"], path, said)
