"""A polite visit to one website: robots.txt, one request a second, that site only, resumable, bounded.

Each page that arrives is written to a folder, and a line on it is added to a log there. The log is all the state there is:
after an interruption it is read again, and the crawl goes on behind its last whole line. Within `Limits.keep_s` of its
beginning a crawl is not made again, so that what was shown before writing is what is written.
"""

import hashlib
from collections import deque
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from ppwi_bot.corpus.importing.crawl.fetching import Clock, Fetcher, Limits
from ppwi_bot.corpus.importing.crawl.log import Log, Visit
from ppwi_bot.corpus.importing.crawl.site import start_of
from ppwi_bot.corpus.importing.found import Found, Remark, UnreadableError
from ppwi_bot.corpus.importing.pages.contents import Page
from ppwi_bot.corpus.importing.pages.reading import read_page
from ppwi_bot.corpus.importing.pages.saved import together
from ppwi_bot.corpus.progress import progress


def read(
    address: str,
    folder: Path,
    *,
    limits: Limits | None = None,
    clock: Clock | None = None,
) -> Found:
    """Everything on a site from an address on, as one source.

    Pages are kept below `folder`.

    Raises:
        UnreadableError: the address is no web address, the site cannot be reached, or its robots.txt keeps programs out.
    """
    pages: list[Page] = []
    notes: list[Remark] = []
    for visit in progress(crawl(address, folder, limits=limits, clock=clock), "Reading the site", "pages"):
        if not visit.file:
            notes.append(Remark(visit.address, "note", visit.note))
            continue
        try:
            raw = (site_folder(address, folder) / visit.file).read_bytes()
            pages.append(read_page(raw, visit.address, address=visit.address, content_type=visit.content_type))
        except UnreadableError as error:
            notes.append(Remark(visit.address, "note", str(error)))
    found = together(pages)
    return replace(found, remarks=(*found.remarks, *notes))


def crawl(address: str, folder: Path, *, limits: Limits | None = None, clock: Clock | None = None) -> Iterator[Visit]:
    """Visits a site, start page first, then what it links to, nearest first. Visits of an interrupted crawl come first.

    Raises:
        UnreadableError: as with `read`.
    """
    limits, clock = limits or Limits(), clock or Clock()
    start = start_of(address)
    log = Log(site_folder(address, folder), start, clock.now(), limits.keep_s)
    queue = _Queue(start)
    for visit in log.visits:
        queue.record(visit)
        yield visit
    if log.complete:
        return
    with closing(Fetcher(start, limits, clock)) as fetcher:
        while queue.waiting and queue.asked < limits.pages and queue.bytes < limits.site_bytes:
            following = queue.waiting[0]
            visit, raw = fetcher.visit(following)
            if following == start and not visit.file:
                raise UnreadableError(
                    f"{visit.address}: {visit.note} Check the address, or save the pages from a browser."
                )
            if visit.file and visit.address in queue.have:
                visit, raw = Visit(following, note=f"Leads to {visit.address}, which was read already."), b""
            log.add(visit, raw)
            queue.record(visit)
            yield visit
    if queue.waiting:
        left = Visit(
            start, note=f"Reading stopped after {queue.asked} addresses; at least {len(queue.waiting)} more are linked."
        )
        log.add(left, b"")
        yield left
    log.finish()


def site_folder(address: str, folder: Path) -> Path:
    """Where below `folder` the pages of a site are kept."""
    return folder / hashlib.sha256(start_of(address).encode()).hexdigest()[:16]


@dataclass(slots=True)
class _Queue:
    """What is still to be asked for, nearest to the start first. A visit is always to the address at its head."""

    start: str
    waiting: deque[str] = field(default_factory=deque)
    seen: set[str] = field(default_factory=set)
    have: set[str] = field(default_factory=set)
    asked: int = 0
    bytes: int = 0

    def __post_init__(self) -> None:
        self.waiting.append(self.start)
        self.seen.add(self.start)

    def record(self, visit: Visit) -> None:
        """Notes what came of the address at the head."""
        if self.waiting:
            self.waiting.popleft()
        self.asked += 1
        self.bytes += visit.size
        self.seen.add(visit.address)
        if visit.file:
            self.have.add(visit.address)
        for link in visit.links:
            if link not in self.seen:
                self.seen.add(link)
                self.waiting.append(link)
        while self.waiting and self.waiting[0] in self.have:  # a redirect led there before its turn came
            self.waiting.popleft()
