"""A `.qdpx` package: a ZIP with one project file and the texts beside it. Nothing is ever unpacked to disk."""

import codecs
import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self
from urllib.parse import unquote

from ppwi_bot.corpus.importing.archive import BoundedFile
from ppwi_bot.corpus.importing.found import UnreadableError

MAX_PROJECT_BYTES = 100 * 2**20
"""Unpacked project file: about 250,000 selections."""

MAX_TEXT_BYTES = 16 * 2**20
"""One source text, unpacked: about 2,500 pages."""

MAX_ALL_TEXT_BYTES = 512 * 2**20
"""All source texts read from one package, each of them twice."""

MAX_RATIO = 200
"""How many times its packed size a file may grow. XML grows 10 to 50 times, zeros a thousand times."""

_SMALL = 2**20
"""Below this a file may grow as it likes: it does no harm."""

_PIECE = 2**20

_EXTERNAL = re.compile(r"(?i)(?!internal:)[a-z][a-z0-9+.-]*://|file:|[a-z]:|[\\/]")
"""A scheme other than internal://, a drive letter, or a path from the root."""

_AGAIN = "Export the project again from the program it was made with."


class MissingTextError(Exception):
    """A source's text is not there or cannot be read; the sentence says why. Its selections may survive by their names."""


class Package:
    """An open package. `name` is the file's name for messages, `where` that with the project file's."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._file = BoundedFile(path)
        self._left = MAX_ALL_TEXT_BYTES
        try:
            self._zip = _open(self._file, self.name)
            named = ((_plain(info.filename), info) for info in self._zip.infolist())
            self._members = {name: info for name, info in named if name and not name.endswith("/")}
            self._check_names()
            main = self._find_project()
            self._texts = _by_reference(self._members, str(PurePosixPath(main).parent))
            self.where = f"{self.name}, {PurePosixPath(main).name}"
            self._project = self._members[main]
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()
        self._file.close()

    def project(self) -> bytes:
        """The bytes of the project file."""
        return self._read(self._project, MAX_PROJECT_BYTES)

    def text(self, reference: str) -> str:
        """The text that a source refers to, letter for letter, with its byte-order mark where it has one.

        Raises MissingTextError where the package has no such text, UnreadableError where it points out of the package.
        """
        inside = self._inside(reference).lower()
        info = self._texts.get(inside) or self._texts.get(unquote(inside))
        if info is None:
            raise MissingTextError(f"the package does not hold {reference}")
        raw = self._read(info, MAX_TEXT_BYTES)
        self._left -= len(raw)
        if self._left < 0:
            raise UnreadableError(
                f"{self.name}: its texts are larger than {MAX_ALL_TEXT_BYTES // 2**21} MB together. "
                "Export the project in parts."
            )
        return _decoded(raw, reference)

    def _check_names(self) -> None:
        for name in self._members:
            if _EXTERNAL.match(name) or ".." in PurePosixPath(name).parts:
                raise UnreadableError(
                    f"{self.name}: holds a file whose path leads out of the package ({name[:80]!a}). "
                    f"Such a file can do harm, so nothing was read. {_AGAIN}"
                )

    def _find_project(self) -> str:
        found = [name for name in self._members if name.lower().endswith(".qde") and not name.startswith("__MACOSX/")]
        found.sort(key=lambda name: (name.count("/"), PurePosixPath(name).name.lower() != "project.qde"))
        if not found:
            raise UnreadableError(
                f"{self.name}: a ZIP file, but no REFI-QDA project: it holds no project file (.qde). {_AGAIN}"
            )
        if len(found) > 1 and PurePosixPath(found[0]).name.lower() != "project.qde":
            raise UnreadableError(f"{self.name}: holds several project files (.qde). {_AGAIN}")
        return found[0]

    def _inside(self, reference: str) -> str:
        """The name below the sources folder that a reference means."""
        if _EXTERNAL.match(reference) or ".." in PurePosixPath(_plain(unquote(reference))).parts:
            raise UnreadableError(
                f"{self.name}: a source's text lies outside the package ({reference[:80]!a}), and nothing outside is read. "
                "Export the project again with its sources inside."
            )
        return re.sub("(?i)^(internal:/*)?(sources/)?", "", _plain(reference))

    def _read(self, info: zipfile.ZipInfo, limit: int) -> bytes:
        """The bytes of one file, never more than it declares, and that is held to `limit`."""
        where = f"{self.name}, {info.filename[:80]}"
        if info.flag_bits & 1:
            raise UnreadableError(f"{where}: protected by a password. Export the project without one.")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnreadableError(f"{where}: packed in a way that no REFI-QDA program uses. {_AGAIN}")
        if info.file_size > limit or info.file_size > max(_SMALL, MAX_RATIO * info.compress_size):
            raise UnreadableError(
                f"{where}: would unpack to {info.file_size:,} bytes, more than a project needs. {_AGAIN}"
            )
        try:
            with self._zip.open(info) as file:
                # In pieces, as no single read may be long; to the end, where the checksum is compared.
                return b"".join(iter(lambda: file.read(_PIECE), b""))
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise UnreadableError(f"{where}: damaged ({error}). Copy the file again, or export it again.") from None


def _open(file: BoundedFile, name: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableError(
            f"{name}: not a whole ZIP file ({error}). It may be cut short; copy it again, or export it again."
        ) from None


def _by_reference(members: Mapping[str, zipfile.ZipInfo], base: str) -> dict[str, zipfile.ZipInfo]:
    """The files by the name that a source calls them by, in small letters: programs differ in capitals, of the folder too."""
    found: dict[str, zipfile.ZipInfo] = {}
    for name, info in members.items():
        found.setdefault(name.lower().removeprefix(f"{base.lower()}/").removeprefix("sources/"), info)
    return found


def _plain(name: str) -> str:
    """A path with the slashes that ZIP files should have."""
    return name.replace("\\", "/")


def _decoded(raw: bytes, reference: str) -> str:
    """Text from UTF-8, or from UTF-16 where a byte-order mark says so."""
    encoding = "utf-8"
    if raw.startswith(codecs.BOM_UTF16_LE):
        encoding = "utf-16-le"
    elif raw.startswith(codecs.BOM_UTF16_BE):
        encoding = "utf-16-be"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise MissingTextError(f"{reference} is not sound {encoding.upper()} (byte {error.start})") from None
