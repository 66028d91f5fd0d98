"""One writer of a corpus at a time: an import, a review that is applied, or a withdrawal."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alone(folder: Path, *, wait: bool) -> Iterator[None]:
    """Keep every other writer away from the corpora beside a folder. The lock goes with the process, however it ends.

    The folder above is what is locked: an import puts another folder in the place of this one.

    Raises:
        BlockingIOError: another writer is at work, and `wait` is false.
    """
    handle = os.open(folder.resolve().parent, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(handle)
