"""Bytes of a corpus file to text; what programs have done to its letters is found and reported by line."""

import codecs
import re

from ppwi_bot.corpus.problems import Report

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_GARBLED = re.compile("â€[™œ\x9d“”˜¦¢]|â‚¬|Ã[¡©\xad³º±¼]|Â[\xa0«»]")
"""What UTF-8 looks like once a program has taken it for Windows-1252 and saved it again."""

_BAD = re.compile(f"{_CONTROL.pattern}|{_GARBLED.pattern}|\ufffd")

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CP1252_SIGNS = frozenset("‘’“”–—…•€£©®™°½¼¾·´\xa0§¿¡«»")
_AS_UTF8 = "Save it as UTF-8: in a spreadsheet program, choose 'Save as' and the type 'CSV UTF-8'."
_RETYPE = "Copy the words afresh from the transcript."


def decode(raw: bytes, report: Report) -> str:
    """The text of a file, without a byte-order mark; line ends and all letters stay as they are.

    Where the bytes are not sound UTF-8 the problem is reported and the most likely reading is returned, so
    that the rest of the file can be checked in the same pass. Such a text is never loaded.
    """
    text = _read_letters(raw, report)
    if not _BAD.search(text):
        return text
    for number, line in enumerate(lines(text), 1):
        _check_line(line, number, report)
    return _CONTROL.sub(" ", text)


def lines(text: str) -> list[str]:
    """Lines with their ends. They end at CR, LF or CRLF only, as the csv module counts them."""
    return _LINE.findall(text)


def _read_letters(raw: bytes, report: Report) -> str:
    if raw.startswith(_UTF16_MARKS):
        report.add("saved as 'Unicode text' (UTF-16), not as UTF-8", _AS_UTF8)
        return raw.decode("utf-16", "replace")
    try:
        return raw.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError:
        return _mend_letters(raw.removeprefix(codecs.BOM_UTF8), report)


def _mend_letters(raw: bytes, report: Report) -> str:
    bad = [(number, *wrong) for number, line in enumerate(raw.splitlines(), 1) if (wrong := _first_bad_byte(line))]
    if is_windows_1252(raw):
        number, byte, _ = bad[0]
        report.add(
            f"saved as Windows-1252, not as UTF-8: byte 0x{byte:02x} there is "
            f"'{bytes([byte]).decode('cp1252')}'; lines affected: {len(bad)}",
            _AS_UTF8,
            row=number,
        )
        return raw.decode("cp1252")
    for number, byte, position in bad:
        report.add(
            f"bad UTF-8: byte 0x{byte:02x} at position {position} of the line",
            f"{_AS_UTF8} {_RETYPE}",
            row=number,
        )
    # U+FFFD would be reported a second time for the same bytes, so another stand-in takes their place.
    return raw.decode("utf-8", "replace").replace("\ufffd", "?")


def _first_bad_byte(line: bytes) -> tuple[int, int] | None:
    """The byte and its place in the line, counted from 1."""
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as error:
        return line[error.start], error.start + 1
    return None


def is_windows_1252(raw: bytes) -> bool:
    """No letter is sound UTF-8, and each odd byte is one that people's words have in Windows-1252."""
    if any(letter > "\x7f" and letter != "\ufffd" for letter in raw.decode("utf-8", "replace")):
        return False
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return all(letter <= "\x7f" or letter.isalpha() or letter in _CP1252_SIGNS for letter in text)


def _check_line(line: str, number: int, report: Report) -> None:
    if "\x00" in line:
        report.add("holds a NUL byte, so it is not a plain text file or is damaged", _AS_UTF8, row=number)
    elif found := _CONTROL.search(line):
        remedy = f"Delete it. {_RETYPE}"
        report.add(f"holds the control character U+{ord(found[0]):04X}, which cannot be shown", remedy, row=number)
    if "\ufffd" in line:
        report.add("holds the sign '\ufffd', which stands where a letter was lost", _RETYPE, row=number)
    if found := _GARBLED.search(line):
        message = "holds letters garbled by a program that did not read the file as UTF-8, such as 'â€™' for '’'"
        report.add(message, f"Import the original with the encoding UTF-8 and save it again. {_RETYPE}", row=number)
