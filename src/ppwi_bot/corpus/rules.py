"""What a name, a link and a language tag in a corpus must look like."""

import re
from urllib.parse import urlsplit

_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,79}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")

SLUG_RULE = "Use letters a–z, digits, '-', '_' and '.', at most 80, beginning with a letter or digit."
"""What `is_slug` asks for, as a remedy."""


def is_slug(value: str) -> bool:
    """Whether a name can stand in a web address as it is."""
    return _SLUG.fullmatch(value) is not None


def is_link(value: str) -> bool:
    """Whether this is a whole web address, so that nothing else (`javascript:` …) becomes a link."""
    if any(letter.isspace() or not letter.isprintable() for letter in value):
        return False
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def is_language(value: str) -> bool:
    """Whether this has the form of a BCP 47 tag, such as `en`, `es` or `zh-Hant`."""
    return _LANGUAGE.fullmatch(value) is not None
