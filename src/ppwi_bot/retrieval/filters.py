"""Whose quotes a search may return."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from ppwi_bot.corpus.library import Library, NamedSet
from ppwi_bot.corpus.quotes import Audience, Perspective, Quote


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that all hold together; an empty tuple is no condition.

    `groups` and `places` hold names of the library's NamedSets. `without` holds roles and groups whose quotes are left
    out, `outside` places; a quote that does not say enough to be sure that it is not one of those is left out as well.
    """

    perspectives: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    corpora: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()

    @property
    def narrowed(self) -> bool:
        """Whether speakers are restricted by role, group or place."""
        return bool(self.perspectives or self.groups or self.places or self.leaves_out)

    @property
    def leaves_out(self) -> bool:
        """Whether somebody is left out."""
        return bool(self.without or self.outside)

    def everyone(self) -> Self:
        """The same without restriction to role, group or place."""
        return replace(self, perspectives=(), groups=(), places=(), without=(), outside=())

    def to_dict(self) -> dict[str, list[str]]:
        """The conditions that are set, as JSON-ready lists."""
        return {name: list(value) for name, value in asdict(self).items() if value}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Read what `to_dict` wrote."""
        return cls(**{name: tuple(value) for name, value in values.items()})


def known(filters: Filters, library: Library) -> Filters:
    """The filters without groups and places of which the library has no such name, or no longer has it."""
    groups, places = _names(library.groups), _names(library.places)
    people = groups.union(Perspective)
    return replace(
        filters,
        groups=tuple(name for name in filters.groups if name in groups),
        places=tuple(name for name in filters.places if name in places),
        without=tuple(name for name in filters.without if name in people),
        outside=tuple(name for name in filters.outside if name in places),
    )


def matcher(filters: Filters, library: Library, audience: Audience = Audience.PUBLIC) -> Callable[[Quote], bool]:
    """A predicate that is true of the quotes that the filters let through and `audience` may see.

    Nobody passes where the library does not know a group or place: who is in it cannot be told.
    """
    if known(filters, library) != filters:
        return lambda quote: False
    groups = _members(library.groups, filters.groups)
    regions = _members(library.places, filters.places)
    shown = {Audience.PUBLIC, audience}
    perspectives, corpora = set(filters.perspectives), set(filters.corpora)
    roles_out = {role.value for role in Perspective} & set(filters.without)
    roles_out |= {Perspective.NOT_STATED.value} if roles_out else set()
    groups_out = _with_unknown(_members(library.groups, filters.without))
    regions_out = _with_unknown(_perhaps_in(library.places, _members(library.places, filters.outside)))

    def matches(quote: Quote) -> bool:
        return (
            quote.audience in shown
            and quote.audience is not Audience.WITHHELD
            and (not perspectives or quote.perspective in perspectives)
            and (not groups or quote.affinity_group in groups)
            and (not regions or quote.region in regions)
            and quote.perspective not in roles_out
            and quote.affinity_group not in groups_out
            and quote.region not in regions_out
            and (not corpora or quote.corpus in corpora)
        )

    return matches


def _names(named: tuple[NamedSet, ...]) -> frozenset[str]:
    return frozenset(one.name for one in named)


def _members(named: tuple[NamedSet, ...], names: tuple[str, ...]) -> frozenset[str]:
    return frozenset[str]().union(*(one.members for one in named if one.name in names))


def _perhaps_in(places: tuple[NamedSet, ...], regions: frozenset[str]) -> frozenset[str]:
    """The regions, and the areas that hold one of them: who is only known to be in such an area may be in the region."""
    return regions.union(place.name for place in places if not regions.isdisjoint(place.members))


def _with_unknown(values: frozenset[str]) -> frozenset[str]:
    """Values to leave out, and with them what is not known."""
    return values | {""} if values else values
