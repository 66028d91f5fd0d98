"""Bytes of a saved or fetched page to its letters: by its mark, by what it declares, or by what fits."""

import codecs
import re
from pathlib import Path

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding

from ppwi_bot.corpus.decoding import decode, is_windows_1252
from ppwi_bot.corpus.importing.found import Remark, UnreadableError
from ppwi_bot.corpus.problems import Report

MAX_PAGE_BYTES = 5 * 2**20
"""A topic page with all its quotes takes about 100 KB; far larger ones are no pages of text."""

LOST = "\ufffd"
"""Stands where a byte is no letter in the page's encoding."""

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_OF_THE_WEB = re.compile(
    r"ascii|utf-8|cp\d{3,4}|iso8859-\d{1,2}|koi8-[ru]|mac-(?:roman|cyrillic)|shift_jis|euc_(?:jp|kr)|iso2022_jp|gbk|gb18030|"
    r"big5(?:hkscs)?"
)
"""Encodings that browsers know, by Python's names. UTF-16 is not: what declares itself in single bytes is not in it."""

_OTHER_KINDS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a Word file or another packed file"),
    (b"\xd0\xcf\x11\xe0", "an old Word file"),
    (b"bplist", "a web archive"),
    (b"\x1f\x8b", "a packed file"),
)
_SAVE_AS = "Open the page in a browser, choose 'Save as' and the type 'Web page, HTML only', and import that file."


def read_bytes(path: Path, name: str) -> bytes:
    """The bytes of a page.

    Raises:
        UnreadableError: it cannot be opened or is larger than `MAX_PAGE_BYTES`.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_PAGE_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its path is not sound"
        raise UnreadableError(
            f"{name}: the file cannot be read: {reason}. Check its name and who may read it."
        ) from None
    if len(raw) > MAX_PAGE_BYTES:
        raise UnreadableError(
            f"{name}: is larger than {MAX_PAGE_BYTES // 2**20} MB, so it is no page of text. {_SAVE_AS}"
        )
    return raw


def letters(raw: bytes, name: str, content_type: str = "") -> tuple[str, tuple[Remark, ...]]:
    """The text of a page and what is to be said about its letters.

    A byte-order mark decides, then `content_type` (the header a server sent), then the page's own declaration. One that
    does not fit the bytes is noted and not followed. Control characters become spaces; a byte that is no letter becomes
    U+FFFD. Both are noted with their line.

    Raises:
        UnreadableError: this is no text.
    """
    for beginning, kind in _OTHER_KINDS:
        if raw.startswith(beginning):
            raise UnreadableError(f"{name}: is {kind}, not a page of text. {_SAVE_AS}")
    text, note = _letters(raw, content_type)
    if "\0" in text:
        raise UnreadableError(f"{name}: holds NUL bytes, so it is damaged or no page of text. {_SAVE_AS}")
    report = Report(name)
    shown = decode(text.encode("utf-8", "replace"), report)
    remarks = [Remark(name, "note", note)] if note else []
    remarks += [
        Remark(f"{name}, line {problem.row}", "note", f"The line {problem.message}.") for problem in report.problems
    ]
    if shown != text:
        remarks.append(Remark(name, "changed", "Each control character was replaced by a space."))
    return shown, tuple(remarks)


def _letters(raw: bytes, content_type: str) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw.removeprefix(mark).decode(encoding, "replace"), ""
    declared = http_content_type_encoding(content_type) or html_body_declared_encoding(raw)
    if declared and not _OF_THE_WEB.fullmatch(declared):
        declared = None
    sound = _decoded(raw, "utf-8")
    if sound is not None and declared in (None, "utf-8", "ascii"):
        return sound, ""
    if sound is not None and declared == "cp1252":
        wrong = "The page says that it is Windows-1252 or Latin-1, but is UTF-8. It was read as UTF-8."
        return sound, "" if raw.isascii() else wrong
    if declared and (text := _decoded(raw, declared)) is not None:
        return text, ""
    if is_windows_1252(raw):
        claim = f"says that it is {declared}, but is not" if declared else "does not say how it is encoded"
        return raw.decode(
            "cp1252"
        ), f"The page {claim}. It was read as Windows-1252; compare accents and quotation marks."
    text = raw.decode(declared or "utf-8", "replace")
    return (
        text,
        f"{text.count(LOST)} letters cannot be read as {declared or 'utf-8'}. Quotes that hold one are left out.",
    )


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except (UnicodeError, LookupError):
        return None
