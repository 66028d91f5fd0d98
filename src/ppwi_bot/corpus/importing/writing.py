"""Writing a corpus folder whole: built beside the old one, checked, and put in its place in a single step."""

import contextlib
import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from ppwi_bot.corpus.alone import alone
from ppwi_bot.corpus.check import check
from ppwi_bot.corpus.withdrawn_file import WITHDRAWN_FILE
from ppwi_bot.errors import CorpusError

_EXCHANGE = 2
"""RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS, by chance the same number."""

_HERE = -100
"""AT_FDCWD of Linux."""

OWNERS_ONLY = ".key"
"""How a file is called that only its owner may read."""


def check_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """See that a corpus would be sound with these files in it. Nothing is written where it is.

    Raises:
        CorpusError: it would not be; the sentence names the first problem.
    """
    with tempfile.TemporaryDirectory() as place:
        aside = Path(place) / folder.name
        _fill(aside, folder, files)
        _check(aside, folder)


def write_folder(folder: Path, files: Mapping[str, bytes], before: Mapping[str, bytes]) -> None:
    """Put these files into a folder, in one step: whoever looks sees the old folder or the new one, whole.

    `files` are the contents by relative name; everything else in the folder stays. `before` is what the folder held when
    the new contents were made.

    Raises:
        CorpusError: the new folder has problems, the old one was changed meanwhile, or another import or a withdrawal is at work.
    """
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        _put_back(folder)
        unchanged = {**before, WITHDRAWN_FILE: _content(folder / WITHDRAWN_FILE)}
        for left in folder.parent.glob(f".{_literal(folder.name)}.import-*"):
            shutil.rmtree(left, ignore_errors=True)
        _check_unchanged(folder, unchanged)
        aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.import-", dir=folder.parent))
        try:
            new = aside / folder.name
            _fill(new, folder, files)
            _check(new, folder)
            _check_unchanged(folder, unchanged)
            _swap(new, folder)
        finally:
            shutil.rmtree(aside, ignore_errors=True)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    try:
        with alone(folder, wait=False):
            yield
    except BlockingIOError:
        raise CorpusError(
            f"Another import or a withdrawal is writing beside {folder}. Wait until it has ended."
        ) from None


def _fill(new: Path, old: Path, files: Mapping[str, bytes]) -> None:
    if old.exists():
        shutil.copytree(old, new, symlinks=True)
    else:
        new.mkdir()
    for name, content in files.items():
        (new / name).parent.mkdir(exist_ok=True)
        if name.endswith(OWNERS_ONLY):
            (new / name).touch(mode=0o600)
        with (new / name).open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


def _check(new: Path, folder: Path) -> None:
    problems = check([new])
    if problems:
        told = str(problems[0]).replace(str(new), str(folder))
        raise CorpusError(f"Nothing was written: the corpus would have {len(problems)} problem(s). {told}")


def _check_unchanged(folder: Path, before: Mapping[str, bytes | None]) -> None:
    for name, content in before.items():
        path = folder / name
        if _content(path) != content:
            raise CorpusError(f"{path} was changed while the import was at work, so nothing was written. Import again.")


def _content(path: Path) -> bytes | None:
    """What a file holds; None where there is none."""
    return path.read_bytes() if path.is_file() else None


def _swap(new: Path, folder: Path) -> None:
    if not folder.exists():
        new.rename(folder)
    elif not _exchange(new, folder):
        # Where the file system cannot exchange two folders, a kill between these lines leaves the old one aside;
        # the next import puts it back.
        folder.rename(_old(folder))
        new.rename(folder)
        shutil.rmtree(_old(folder))
    _sync(folder.parent)


def _old(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.before-import")


def _put_back(folder: Path) -> None:
    old = _old(folder)
    if old.exists() and folder.exists():
        shutil.rmtree(old)
    elif old.exists():
        old.rename(folder)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system cannot."""
    libc = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin":
        return hasattr(libc, "renamex_np") and libc.renamex_np(first, second, _EXCHANGE) == 0
    return hasattr(libc, "renameat2") and libc.renameat2(_HERE, first, _HERE, second, _EXCHANGE) == 0


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _literal(name: str) -> str:
    """A name in which no sign has a meaning for `glob`."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)
