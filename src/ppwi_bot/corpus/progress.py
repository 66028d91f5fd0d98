"""How far a step is that takes long."""

import sys
import time
from collections.abc import Iterable, Iterator, Sized
from typing import TypeVar

from tqdm import tqdm

Item = TypeVar("Item")

SECONDS_BETWEEN_LINES = 15.0
"""Where no bar can be drawn: often enough to see that it goes on, seldom enough to keep a log short."""


def progress(items: Iterable[Item], doing: str, unit: str, total: int | None = None) -> Iterable[Item]:
    """The items, with word on standard error of how far one is while they are gone through.

    In a terminal that is a bar, which comes after the first second and is gone at the end; elsewhere a line now and then.
    """
    if sys.stderr.isatty():
        bar: tqdm[Item] = tqdm(items, doing, total, unit=f" {unit}", leave=False, delay=1)
        return bar
    return _told(items, doing, unit, total or (len(items) if isinstance(items, Sized) else None))


def _told(items: Iterable[Item], doing: str, unit: str, total: int | None) -> Iterator[Item]:
    told = time.monotonic()
    for done, item in enumerate(items):
        if time.monotonic() - told >= SECONDS_BETWEEN_LINES:
            of_all = f" of {total:,}" if total else ""
            tqdm.write(f"{doing}: {done:,}{of_all} {unit} …", file=sys.stderr)
            told = time.monotonic()
        yield item
