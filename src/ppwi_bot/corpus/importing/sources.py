"""What kind of source something is, told by its content, and the reader for it."""

from pathlib import Path
from zipfile import BadZipFile, ZipFile

from ppwi_bot.corpus.corpus_file import read_corpus_file
from ppwi_bot.corpus.folder import CORPUS_FILE
from ppwi_bot.corpus.importing import tables
from ppwi_bot.corpus.importing.archive import BoundedFile
from ppwi_bot.corpus.importing.delimited import delimiter_of
from ppwi_bot.corpus.importing.encoding import read_text
from ppwi_bot.corpus.importing.found import Found, UnreadableError
from ppwi_bot.corpus.importing.json_lines import is_json_lines
from ppwi_bot.corpus.importing.mapping import ColumnMapping
from ppwi_bot.corpus.importing.tables import beginning
from ppwi_bot.corpus.importing.workbook import OLE
from ppwi_bot.corpus.problems import Report

_ADDRESSES = ("http://", "https://")
_TABLES = (".csv", ".tsv", ".tab", ".jsonl", ".ndjson", ".xlsx", ".xlsm", ".xls")
_OFFICE = {"word/": "a Word document", "ppt/": "a presentation", "META-INF/": "an OpenDocument file"}


def is_address(source: str) -> bool:
    """Whether this names a page on the web and not a file."""
    return source.lower().startswith(_ADDRESSES)


def name_of(source: str) -> str:
    """The name by which a source is remembered: a web address whole, of a file only its name."""
    return source if is_address(source) else Path(source).name


def is_table(source: str) -> bool:
    """Whether a source is a table, so that a mapping of its columns means something.

    Raises:
        UnreadableError: it cannot be opened.
    """
    return not is_address(source) and _kind(Path(source)) == "table"


def read_source(source: str, mapping: ColumnMapping | None, cache: Path) -> Found:
    """Everything in a file, or on a site from an address on. `mapping` is for tables; `cache` keeps what a crawl fetched.

    Raises:
        UnreadableError: it cannot be read.
    """
    if is_address(source):
        from ppwi_bot.corpus.importing.crawl import visiting as crawl

        return crawl.read(source, cache / "pages")
    path = Path(source)
    kind = _kind(path)
    _refuse_made_up(path)
    if kind == "table":
        return tables.read(path, mapping)
    if kind == "refi":
        from ppwi_bot.corpus.importing.refi import reading as refi

        return refi.read(path)
    from ppwi_bot.corpus.importing.pages import saved as pages

    return pages.read(path)


def _refuse_made_up(path: Path) -> None:
    """The quotes.csv of an illustrative corpus says nowhere that nobody said these words; the file beside it does."""
    beside = path.with_name(CORPUS_FILE)
    if beside.is_file() and read_corpus_file(read_text(beside)[0], "", Report("")).corpus.illustrative:
        raise UnreadableError(f"{path.name}: it lies in a corpus of illustrative quotes, and these are never imported.")


def _kind(path: Path) -> str:
    """`table`, `refi` or `page`."""
    head = beginning(path)
    if head.startswith(b"PK"):
        return _packed(path)
    if head.startswith(OLE):
        return "table"
    if head.startswith(b"%PDF"):
        raise UnreadableError(f"{path.name}: this is a PDF. Bring in the table or the page that it was made from.")
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if plain.startswith(b"<"):
        return "refi" if b"<CodeBook" in plain or b"<Project" in plain or path.suffix.lower() == ".qdc" else "page"
    return "table" if _is_table(path, head) else "page"


def _packed(path: Path) -> str:
    try:
        with BoundedFile(path) as file, ZipFile(file) as archive:
            names = archive.namelist()
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return "refi" if path.suffix.lower() in (".qdpx", ".qdc") else "table"
    if any(name.startswith("xl/") for name in names):
        return "table"
    for part, what in _OFFICE.items():
        if any(name.startswith(part) for name in names) and not any(name.lower().endswith(".qde") for name in names):
            raise UnreadableError(f"{path.name}: this is {what}. Save it as plain text or as a web page.")
    return "refi"


def _is_table(path: Path, head: bytes) -> bool:
    if path.suffix.lower() in _TABLES or is_json_lines(head.decode("utf-8-sig", "replace")):
        return True
    return bool(delimiter_of(read_text(path)[0]))
