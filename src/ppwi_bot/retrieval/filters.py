"""Whose quotes a search may return."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from ppwi_bot.corpus.library import Library, NamedSet
from ppwi_bot.corpus.quotes import Audience, Quote


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that all hold together; an empty tuple is no condition.

    `groups` and `places` hold names of the library's NamedSets, `codes` ids of the codebook (quotes below a code count
    as its own).
    """

    perspectives: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    corpora: tuple[str, ...] = ()

    @property
    def narrowed(self) -> bool:
        """Whether speakers are restricted by role, group or place."""
        return bool(self.perspectives or self.groups or self.places)

    def everyone(self) -> Self:
        """The same without restriction to role, group or place."""
        return replace(self, perspectives=(), groups=(), places=())

    def to_dict(self) -> dict[str, list[str]]:
        """The conditions that are set, as JSON-ready lists."""
        return {name: list(value) for name, value in asdict(self).items() if value}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Read what `to_dict` wrote."""
        return cls(**{name: tuple(value) for name, value in values.items()})


def matcher(filters: Filters, library: Library, audience: Audience = Audience.PUBLIC) -> Callable[[Quote], bool]:
    """A predicate that is true of the quotes that the filters let through and `audience` may see."""
    groups = _members(library.groups, filters.groups)
    regions = _members(library.places, filters.places)
    shown = {Audience.PUBLIC, audience}
    perspectives, corpora, codes = set(filters.perspectives), set(filters.corpora), set(filters.codes)

    def matches(quote: Quote) -> bool:
        return (
            quote.audience in shown
            and quote.audience is not Audience.WITHHELD
            and (not perspectives or quote.perspective in perspectives)
            and (not groups or quote.affinity_group in groups)
            and (not regions or quote.region in regions)
            and (not corpora or quote.corpus in corpora)
            and (not codes or not codes.isdisjoint(library.spread[quote.id]))
        )

    return matches


def _members(named: tuple[NamedSet, ...], names: tuple[str, ...]) -> frozenset[str]:
    return frozenset[str]().union(*(one.members for one in named if one.name in names))
