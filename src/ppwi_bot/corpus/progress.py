"""A bar over a step that takes long."""

from collections.abc import Iterable
from typing import TypeVar

from tqdm import tqdm

Item = TypeVar("Item")


def progress(items: Iterable[Item], doing: str, unit: str, total: int | None = None) -> Iterable[Item]:
    """The items, with a bar on standard error while they are gone through, gone at the end.

    Nothing is shown where standard error is no terminal, and in the first second.
    """
    bar: tqdm[Item] = tqdm(items, doing, total, unit=f" {unit}", leave=False, delay=1, disable=None)
    return bar
