"""Ids for quotes, codes and participants that come without one of ours: the same each time, and safe in a web address."""

import hmac
import re
import unicodedata
from collections.abc import Container
from hashlib import sha256

from ppwi_bot.corpus.importing.state import digest
from ppwi_bot.corpus.rules import is_slug

_GUID = re.compile(r"\{?([0-9a-fA-F]{8})-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\}?")
_NUMBERED = re.compile(
    r"(?:[A-Za-z]{1,3}|participant|person|speaker|respondent|interview|interviewee|group|focus group|member)[\s#._:-]*\d{1,6}"
    r"(?:[\s#._:-]*[A-Za-z]?\d{0,4})",
    re.IGNORECASE,
)


def slug(words: str, most: int = 60) -> str:
    """Words as part of a web address, without accents; empty where no letter of theirs can stand there."""
    letters = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters.replace("'", "")).strip("-")[:most].strip("-")


def free(name: str, taken: Container[str]) -> str:
    """The name itself, or with the first number that nobody has."""
    number, candidate = 2, name
    while candidate in taken:
        candidate, number = f"{name[:74]}-{number}", number + 1
    return candidate


def is_lasting(key: str) -> bool:
    """Whether a source's key can serve as an id here: it can stand in an address, and is no number or GUID."""
    return is_slug(key) and not key.isdigit() and not _GUID.fullmatch(key)


def quote_id(corpus: str, key: str, taken: Container[str], *, is_digest: bool) -> str:
    """An id for a quote, from the source's key or, where it has none, from the digest in its place."""
    if is_digest:
        return free(f"{corpus[:40]}-{key[:10]}", taken)
    if is_lasting(key):
        return free(key, taken)
    guid = _GUID.fullmatch(key)
    part = guid[1].lower() if guid else slug(key, 30) or digest(key)[:10]
    return free(f"{corpus[:40]}-{part}", taken)


def code_id(name: str, parent: str, key: str, taken: Container[str]) -> str:
    """An id for a code: the source's own where it can be one, else from its name."""
    if is_lasting(key) and key not in taken:
        return key
    plain = slug(name) or f"code-{digest(name)[:8]}"
    return plain if plain not in taken else free(f"{parent[:30]}-{plain}"[:74].strip("-"), taken)


def participant_code(words: str, key: str) -> tuple[str, bool]:
    """A participant's code, and whether it was made here because the words may be a name.

    What has a number in it and can stand in an address is a code already; 'Participant 7' becomes `participant-7`. All
    else gets a code that only `key` can make again, so that a name cannot be guessed from it.
    """
    words = words.strip()
    if not words or (is_slug(words) and any(letter.isdigit() for letter in words)):
        return words, False
    if _NUMBERED.fullmatch(words):
        return slug(words), False
    code = hmac.new(key.encode(), words.casefold().encode("utf-8", "surrogatepass"), sha256).hexdigest()
    return f"p-{int(code[:12], 16) % 10**8:08d}", True
