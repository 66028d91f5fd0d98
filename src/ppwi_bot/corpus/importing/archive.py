"""ZIP files that may be hostile: the list of what they hold cannot exhaust memory."""

import io
from pathlib import Path

from ppwi_bot.corpus.importing.found import UnreadableError

MAX_READ_BYTES = 8 * 2**20
"""The list of files in an archive is read in one piece: this is room for 100,000 of them."""


class BoundedFile(io.BufferedReader):
    """A file of which no single read takes more than the bound, so that no declared size can exhaust memory.

    A longer read raises UnreadableError.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(io.FileIO(path))
        self._called = path.name

    def read(self, size: int | None = -1, /) -> bytes:
        """At most `size` bytes; all that are left where it is negative."""
        raw = super().read(MAX_READ_BYTES + 1 if size is None or size < 0 else min(size, MAX_READ_BYTES + 1))
        if len(raw) > MAX_READ_BYTES:
            raise UnreadableError(
                f"{self._called}: holds far more files than a project or workbook needs. "
                "Save or export it again from the program it was made with."
            )
        return raw
