"""Writing a file in one step: a reader, or a stop in the middle, finds the old one or the new one, whole."""

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, content: bytes, mode: int) -> None:
    """Put the content in the place of whatever the file held; `mode` says who may read and write it, as 0o600.

    Raises:
        OSError: the place cannot be written to. The file is then as it was.
    """
    handle, aside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # for its owner only until it is whole
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).chmod(mode)
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
