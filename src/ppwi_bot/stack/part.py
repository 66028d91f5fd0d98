"""A part of the house: one process, how it is started, and how often it may be started again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

CANNOT_START = 78
"""Exit code (EX_CONFIG) of a part that has said why it cannot start: another try would change nothing."""


@dataclass(frozen=True, slots=True)
class Restart:
    """How a part that died is started again. All times in seconds."""

    limit: int = 5
    """Starts in a row after which we give up."""
    first_delay: float = 0.5
    """Doubles at each start in a row."""
    longest_delay: float = 10.0
    steady_after: float = 60.0
    """A part that ran this long was well: its count begins anew."""

    def delay(self, failures: int) -> float:
        """Seconds to wait before the start that follows this many failures in a row."""
        return min(self.first_delay * 2.0 ** (failures - 1), self.longest_delay)


@dataclass(frozen=True, slots=True)
class Part:
    """One process of the house. `environment` is its whole environment; `ready` asks whether it serves yet.

    What is in `hidden` (tokens and the like) is blotted out of anything the part prints.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    ready: Callable[[], bool]
    restart: Restart = Restart()
    patience: float = 90.0
    """Seconds until a part that is not ready is mentioned."""
    hidden: tuple[str, ...] = ()
