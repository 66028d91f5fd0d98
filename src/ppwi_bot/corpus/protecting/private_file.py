"""Files that hold names: for their owner's eyes only, and written in one step, so that a stop leaves the old one or the new."""

from pathlib import Path

from ppwi_bot.corpus.whole_file import write_whole


def write_private(path: Path, content: bytes) -> None:
    """Put the content in the place of whatever the file held.

    Raises:
        OSError: the place cannot be written to. The file is then as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_whole(path, content, 0o600)
