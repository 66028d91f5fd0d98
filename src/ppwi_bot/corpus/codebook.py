"""The researchers' codebook: a tree of themes, topics and sub-topics, each a *code* that quotes are marked with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Level(StrEnum):
    """Where a code stands in the tree."""

    THEME = "theme"
    TOPIC = "topic"
    SUBTOPIC = "subtopic"


class Actor(StrEnum):
    """Whom a call to action is addressed to."""

    FUNDERS_AND_LEGISLATORS = "funders_and_legislators"
    GOVERNMENT_AGENCIES = "government_agencies"
    ORGANIZATION_ADMINISTRATORS = "organization_administrators"

    @property
    def plural(self) -> str:
        """The actor's name in a sentence."""
        return {
            Actor.FUNDERS_AND_LEGISLATORS: "funders and legislators",
            Actor.GOVERNMENT_AGENCIES: "government agencies",
            Actor.ORGANIZATION_ADMINISTRATORS: "organization and program administrators",
        }[self]


@dataclass(frozen=True, slots=True)
class Summary:
    """What researchers wrote about a code, in one corpus."""

    corpus: str
    text: str


@dataclass(frozen=True, slots=True)
class CallToAction:
    """What the workforce asks of one kind of actor. `id` is `<corpus>/<code>/<n>`, n counted from 1 in file order."""

    id: str
    corpus: str
    code: str
    actor: Actor
    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """A theme, topic or sub-topic. Several corpora may speak of the same code; each keeps its own summary and calls."""

    id: str
    level: Level
    name: str
    parent: str | None
    keywords: tuple[str, ...]
    summaries: tuple[Summary, ...]
    calls: tuple[CallToAction, ...]
    links: tuple[str, ...]


@dataclass(frozen=True)
class Codebook:
    """All codes of the loaded corpora by id, in file order."""

    codes: Mapping[str, Code]

    def __getitem__(self, code: str) -> Code:
        return self.codes[code]

    def __contains__(self, code: object) -> bool:
        return code in self.codes

    @cached_property
    def _children(self) -> Mapping[str | None, tuple[str, ...]]:
        children: dict[str | None, list[str]] = {}
        for code in self.codes.values():
            children.setdefault(code.parent, []).append(code.id)
        return {parent: tuple(ids) for parent, ids in children.items()}

    def at(self, level: Level) -> tuple[Code, ...]:
        """Every code of one level, in file order."""
        return tuple(code for code in self.codes.values() if code.level is level)

    def children(self, code: str) -> tuple[Code, ...]:
        """The codes directly below one."""
        return tuple(self.codes[child] for child in self._children.get(code, ()))

    def path(self, code: str) -> tuple[Code, ...]:
        """The code with all above it, theme first."""
        found = self.codes[code]
        return (*(self.path(found.parent) if found.parent else ()), found)

    def within(self, code: str) -> frozenset[str]:
        """Ids of the code and everything below it."""
        return frozenset({code}).union(*(self.within(child) for child in self._children.get(code, ())))

    def ancestor(self, code: str, level: Level) -> Code | None:
        """The code itself or the one above it that stands at `level`."""
        return next((found for found in self.path(code) if found.level is level), None)

    def spread(self, codes: Iterable[str]) -> frozenset[str]:
        """Ids of the codes and all codes above them: everything a quote with these codes is about."""
        return frozenset(above.id for code in codes for above in self.path(code))
