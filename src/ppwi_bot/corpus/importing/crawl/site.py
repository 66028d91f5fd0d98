"""Addresses of a website: one spelling for each page, and what belongs to the same site."""

import ipaddress
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

from ppwi_bot.corpus.importing.found import UnreadableError
from ppwi_bot.corpus.importing.pages.letters import letters
from ppwi_bot.corpus.importing.pages.markup import is_markup, parse
from ppwi_bot.corpus.rules import is_link

MAX_ADDRESS = 2_000
"""A longer address is one that a program made up, and often without end."""

_STANDARD_PORTS = {"http": 80, "https": 443}
_NO_PAGES = (
    ".7z", ".avi", ".css", ".csv", ".doc", ".docx", ".eot", ".epub", ".exe", ".gif", ".gz", ".ico", ".ics", ".jpeg",
    ".jpg", ".js", ".json", ".m4a", ".mov", ".mp3", ".mp4", ".mpg", ".odt", ".pdf", ".png", ".ppt", ".pptx", ".rar",
    ".rss", ".svg", ".tar", ".tif", ".tiff", ".ttf", ".wav", ".webm", ".webp", ".woff", ".woff2", ".xls", ".xlsx",
    ".xml", ".zip",
)  # fmt: skip


def start_of(address: str) -> str:
    """The address a crawl begins at, in its one spelling.

    Raises:
        UnreadableError: it is no web address, or holds a password.
    """
    if not is_link(address) or "@" in urlsplit(address).netloc or not (found := canonical(address)):
        raise UnreadableError(
            f"{address[:80]}: is no web address to read. Write it whole, such as https://example.org/topics."
        )
    return found


def canonical(address: str) -> str:
    """One spelling for what is the same page: no fragment, no standard port. Empty where it is no address to ask for."""
    try:
        parts = urlsplit(canonicalize_url(address, keep_blank_values=True, keep_fragments=False))
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in _STANDARD_PORTS or not parts.hostname or "@" in parts.netloc:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    netloc = host if port in (None, _STANDARD_PORTS[parts.scheme]) else f"{host}:{port}"
    found = urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, ""))
    return found if is_link(found) and len(found) <= MAX_ADDRESS else ""


def site(address: str) -> tuple[str, int | None]:
    """What two addresses of one site have in common. Secure or not, with `www.` or without, it is the same site."""
    parts = urlsplit(address)
    return (parts.hostname or "").removeprefix("www."), parts.port


def origin(address: str) -> str:
    """Scheme, host and port: what one robots.txt is valid for."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def links(raw: bytes, address: str, content_type: str) -> tuple[str, ...]:
    """Addresses of other pages of the same site that a page links to, in order, unless it asks that they not be followed.

    Raises:
        UnreadableError: as with `page_letters.letters` and `page_markup.parse`.
    """
    text, _ = letters(raw, address, content_type)
    root = parse(text, address) if is_markup(text, content_type) else None
    if root is None:
        return ()
    for meta in root.iter("meta"):
        if meta.get("name", "").lower() == "robots" and {"nofollow", "none"} & set(_words(meta.get("content", ""))):
            return ()
    base = next((node.get("href", "") for node in root.iter("base") if node.get("href")), "")
    hrefs = (node.get("href") for node in root.iter("a", "area") if "nofollow" not in _words(node.get("rel", "")))
    return tuple(dict.fromkeys(_same_site(filter(None, hrefs), base, address)))


def _same_site(hrefs: Iterator[str], base: str, address: str) -> Iterator[str]:
    for href in hrefs:
        try:
            found = canonical(urljoin(urljoin(address, base.strip()), href.strip()))
        except ValueError:
            continue
        if found and site(found) == site(address) and not urlsplit(found).path.lower().endswith(_NO_PAGES):
            yield found


def _words(value: str) -> list[str]:
    return value.lower().replace(",", " ").split()


def is_public(number: str) -> bool:
    """Whether a network address is one of the open internet: not this machine, not a network of a house or office."""
    try:
        address = ipaddress.ip_address(number.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return address.is_global and not address.is_multicast
