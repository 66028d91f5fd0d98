"""Asking one site for pages: at its pace, within its robots.txt, never another host, never more than the limits allow."""

import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx
from protego import Protego

from ppwi_bot.corpus.importing.crawl.log import Visit, page_file
from ppwi_bot.corpus.importing.crawl.site import canonical, is_public, links, origin, site
from ppwi_bot.corpus.importing.found import UnreadableError
from ppwi_bot.corpus.importing.pages.letters import MAX_PAGE_BYTES

AGENT = "ppwi-bot"
"""The name by which a robots.txt may address this program."""

MAX_ROBOTS_BYTES = 500 * 1024
"""As much as RFC 9309 asks every crawler to read."""

_TEXT_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
_BUSY = (429, 503)
_SAVE = "Save the pages from a browser and import the files."


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a crawl goes. Times are in seconds.

    `pages` counts requests for pages; `page_s` is the longest a page may take in all, `timeout_s` the longest that nothing
    may arrive; `longest_wait_s` bounds what a site may ask for between requests; `keep_s` is how long pages count as fresh.
    """

    pages: int = 500
    page_bytes: int = MAX_PAGE_BYTES
    site_bytes: int = 200 * 2**20
    redirects: int = 5
    tries: int = 3
    interval_s: float = 1.0
    timeout_s: float = 20.0
    page_s: float = 60.0
    longest_wait_s: float = 120.0
    keep_s: float = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Clock:
    """Where time comes from. `now` is the time of day in seconds, `passing` runs evenly."""

    now: Callable[[], float] = time.time
    passing: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True)
class _Reply:
    """What a server sent. `fault` says why there is no body to use."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    fault: str = ""

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "")


class Fetcher:
    """Keeps the connection, the pace and the rules of one site."""

    def __init__(self, start: str, limits: Limits, clock: Clock) -> None:
        self._start, self._limits, self._clock = start, limits, clock
        self._interval = limits.interval_s
        self._last: float | None = None
        self._robots: dict[str, Protego | None] = {}
        self._private_allowed = not all(map(is_public, _numbers(start)))
        self._client = httpx.Client(
            headers={
                "User-Agent": f"{AGENT} (reads pages of one site for its corpus)",
                "Accept-Encoding": "gzip, deflate",
            },
            timeout=limits.timeout_s,
            follow_redirects=False,
            trust_env=False,
        )

    def close(self) -> None:
        """Ends the connection."""
        self._client.close()

    def visit(self, address: str) -> tuple[Visit, bytes]:
        """Asks for a page, through redirects on the same site. Its address is the one it was found at in the end.

        Raises:
            UnreadableError: the site cannot be reached, or its robots.txt cannot be read.
        """
        asked = address
        for _ in range(self._limits.redirects + 1):
            if site(address) != site(self._start):
                return Visit(asked, note=f"Leads to another site, {origin(address)}, which was not read."), b""
            if not self._may_read(address):
                return Visit(address, note="Its robots.txt asks programs not to read it."), b""
            reply = self._ask(address, self._limits.page_bytes, _TEXT_TYPES)
            following = _redirect(reply, address)
            if following is None:
                return self._page(address, reply)
            address = following
        return Visit(asked, note="Leads from one address to the next without end."), b""

    def _page(self, address: str, reply: _Reply) -> tuple[Visit, bytes]:
        if reply.fault or reply.status != 200:
            return Visit(address, note=reply.fault or f"The site answered with the status {reply.status}."), b""
        try:
            found = links(reply.body, address, reply.content_type)
        except UnreadableError as error:
            return Visit(address, note=str(error)), b""
        visit = Visit(address, page_file(address), reply.content_type, size=len(reply.body), links=found)
        return visit, reply.body

    def _may_read(self, address: str) -> bool:
        here = origin(address)
        if here not in self._robots:
            self._robots[here] = rules = self._read_robots(f"{here}/robots.txt")
            self._slow_down(here, rules)
        rules = self._robots[here]
        return rules is None or bool(rules.can_fetch(address, AGENT))

    def _read_robots(self, address: str) -> Protego | None:
        """The rules of a site; None where it has none. Where they cannot be read, RFC 9309 has a crawler read nothing."""
        asked = address
        for _ in range(self._limits.redirects + 1):
            reply = self._ask(address, MAX_ROBOTS_BYTES, (), cut=True)
            following = _redirect(reply, address)
            if following is None:
                if 400 <= reply.status < 500:
                    return None
                if reply.status == 200 and not reply.fault:
                    return Protego.parse(reply.body.decode("utf-8", "replace"))
                break
            if site(following) != site(self._start):
                break
            address = following
        raise UnreadableError(
            f"{asked}: what programs may read there cannot be found out. Try again later, or: {_SAVE}"
        )

    def _slow_down(self, here: str, rules: Protego | None) -> None:
        asked = rules and rules.crawl_delay(AGENT)
        if asked and asked > self._limits.longest_wait_s:
            raise UnreadableError(f"{here}: asks programs to wait {asked:g} seconds between pages. {_SAVE}")
        self._interval = max(self._interval, asked or 0.0)

    def _ask(self, address: str, most: int, types: tuple[str, ...], *, cut: bool = False) -> _Reply:
        """Asks once, and again where the site says that it is busy."""
        for tried in range(1, self._limits.tries + 1):
            reply = self._request(address, most, types, cut)
            if reply.status not in _BUSY or tried == self._limits.tries:
                return reply
            wait = reply.headers.get("retry-after", "")
            seconds = float(wait) if wait.isascii() and wait.isdigit() else 10.0 * tried
            if seconds > self._limits.longest_wait_s:
                return reply
            self._clock.sleep(seconds)
        raise AssertionError  # `tries` is at least 1

    def _request(self, address: str, most: int, types: tuple[str, ...], cut: bool) -> _Reply:
        if not self._private_allowed and not all(map(is_public, _numbers(address))):
            return _Reply(0, {}, fault="Its address lies in a private network, which was not read.")
        self._pace()
        try:
            with self._client.stream("GET", address) as response:
                return self._receive(response, most, types, cut)
        except httpx.ConnectError as error:
            host = urlsplit(address).hostname
            raise UnreadableError(
                f"{host}: the site cannot be reached ({error}). Check the address and the network, and import again: "
                "what was read before is kept."
            ) from None
        except httpx.TimeoutException:
            return _Reply(0, {}, fault=f"The site sent nothing for {self._limits.timeout_s:g} seconds.")
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            return _Reply(0, {}, fault=f"The site did not answer as a web server does ({type(error).__name__}).")

    def _pace(self) -> None:
        if self._last is not None and (wait := self._last + self._interval - self._clock.passing()) > 0:
            self._clock.sleep(wait)
        self._last = self._clock.passing()

    def _receive(self, response: httpx.Response, most: int, types: tuple[str, ...], cut: bool) -> _Reply:
        status, headers = response.status_code, response.headers
        peer = response.extensions["network_stream"].get_extra_info("server_addr")
        if not self._private_allowed and not (peer and is_public(peer[0])):
            return _Reply(status, headers, fault="Its address lies in a private network, which was not read.")
        if status != 200:
            return _Reply(status, headers)
        kind = headers.get("content-type", "text/html").partition(";")[0].strip().lower()
        if types and kind not in types:
            return _Reply(status, headers, fault=f"Is no page of text ({kind[:60]}).")
        body = bytearray()
        begun = self._clock.passing()
        for piece in response.iter_bytes():
            body += piece
            if len(body) > most:
                if cut:
                    return _Reply(status, headers, bytes(body[:most]))
                return _Reply(status, headers, fault=f"Is larger than {most / 2**20:.3g} MB.")
            if self._clock.passing() - begun > self._limits.page_s:
                return _Reply(status, headers, fault=f"Took longer than {self._limits.page_s:g} seconds to arrive.")
        return _Reply(status, headers, bytes(body))


def _redirect(reply: _Reply, address: str) -> str | None:
    """Where a reply sends on to, or None. What is no web address sends nowhere."""
    where = reply.headers.get("location", "") if reply.status in (301, 302, 303, 307, 308) else ""
    try:
        return canonical(urljoin(address, where.strip())) or None if where else None
    except ValueError:
        return None


def _numbers(address: str) -> list[str]:
    """The network addresses that a host name stands for; none where it stands for nothing."""
    parts = urlsplit(address)
    try:
        return [
            str(entry[4][0]) for entry in socket.getaddrinfo(parts.hostname, parts.port or 80, type=socket.SOCK_STREAM)
        ]
    except (OSError, UnicodeError):
        return []
