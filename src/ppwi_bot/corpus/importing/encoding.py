"""Bytes of a text file from anywhere to its letters: UTF-8 where it is, else the encoding that fits, which is then named."""

import codecs
from pathlib import Path

from charset_normalizer import from_bytes

from ppwi_bot.corpus.decoding import is_windows_1252
from ppwi_bot.corpus.importing.found import UnreadableError

MAX_TEXT_BYTES = 256 * 2**20
"""Half a million long quotes take less; a larger file is not a table of quotes, and would not fit in memory."""

SAMPLE_BYTES = 200_000
"""An encoding is guessed from so much: more does not make the guess better, only slower."""

UTF8 = "UTF-8"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", UTF8),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        UnreadableError: it is not there, is no file, or is larger than any table of quotes.
    """
    try:
        if (size := path.stat().st_size) > MAX_TEXT_BYTES:
            limit = f"{MAX_TEXT_BYTES // 2**20} MB"
            raise UnreadableError(
                f"{path.name}: the file has {size // 2**20:,} MB, more than {limit}. Split it in parts."
            )
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its path is not sound"
        raise UnreadableError(
            f"{path.name}: the file cannot be read: {reason}. Check its name and who may read it."
        ) from None


def read_text(path: Path) -> tuple[str, str]:
    """The text of a file without a byte-order mark, line ends as they are, and the name of its encoding.

    Raises:
        UnreadableError: the file cannot be read, or it is no text.
    """
    raw = read_bytes(path)
    try:
        text, name = _letters(raw)
    except UnicodeError:
        text, name = "\0", ""
    if "\0" in text:
        raise UnreadableError(
            f"{path.name}: this is no text file, or it is damaged. Save it as 'CSV UTF-8' or as .xlsx, and try again."
        )
    return text, name


def _letters(raw: bytes) -> tuple[str, str]:
    for mark, codec, name in _MARKS:
        if raw.startswith(mark):
            return raw.decode(codec), name
    try:
        return raw.decode(), UTF8
    except UnicodeDecodeError:
        pass
    if is_windows_1252(raw):
        return raw.decode("cp1252"), "Windows-1252"
    best = from_bytes(raw[:SAMPLE_BYTES]).best()
    if best is None:
        raise UnicodeError
    return raw.decode(best.encoding), best.encoding
