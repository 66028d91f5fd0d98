"""Who speaks in a selection, and what is known of them: a project's cases and variables as fields of a quote."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from ppwi_bot.corpus.importing.refi.project import Case, Project, Source
from ppwi_bot.corpus.importing.vocabulary import HEADERS, nearest

FIELDS = ("perspective", "affinity_group", "region", "participant", "audience", "language", "source")
"""The fields that a variable can give."""

MOST_SPEAKERS = 100
"""More cases than this over one place in a text are no speakers."""

MOST_VARIABLES = 1_000
"""Further variables are not looked at: comparing names takes time."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """What is known of who speaks: values by field, and what could not be settled."""

    values: Mapping[str, str]
    doubts: tuple[str, ...] = ()


@dataclass(slots=True)
class _Stretches:
    """How far the stretches reach that belong to each case and begin at or before where we are in a text."""

    reach: dict[int, int] = field(default_factory=dict)

    def at(self, start: int, end: int) -> tuple[int, ...]:
        """The cases with a stretch around a piece of text, for pieces in order of their starts."""
        self.reach = {case: last for case, last in self.reach.items() if last > start}
        around = tuple(case for case, last in self.reach.items() if last >= end)
        return around if len(around) <= MOST_SPEAKERS else ()


class People:
    """The cases and variables of one project. `fields` says which field each variable gives, `unused` names the rest."""

    def __init__(self, project: Project) -> None:
        self._cases = project.cases
        first = islice(project.variables.items(), MOST_VARIABLES)
        self._fields = {key: name for key, said in first if (name := _field(said))}
        self.fields = {project.variables[key]: name for key, name in self._fields.items()}
        self.unused = tuple(said for key, said in project.variables.items() if key not in self._fields)
        self._by_selection = _index(project.cases, lambda case: case.selections)
        self._by_source = _index(project.cases, lambda case: case.sources)
        self._by_code = _index(project.cases, lambda case: case.codes)

    @property
    def codes(self) -> frozenset[str]:
        """GUIDs of the codes that mark whose words something is, and not what it is about."""
        return frozenset(self._by_code)

    def speakers(self, source: Source, spans: Sequence[tuple[int, int] | None]) -> tuple[Speaker, ...]:
        """For each selection of a source, given where it stands in the text, who speaks."""
        around = self._around(source, spans)
        of_source = tuple(dict.fromkeys(case for key in source.guids for case in self._by_source.get(key, ())))
        return tuple(
            self._speaker(
                self._direct(selection.guid, selection.codes) or around.get(number, ()) or of_source, source.values
            )
            for number, selection in enumerate(source.selections)
        )

    def _direct(self, selection: str, codes: Iterable[str]) -> tuple[int, ...]:
        of_codes = (case for code in codes for case in self._by_code.get(code, ()))
        return self._by_selection.get(selection, ()) or tuple(dict.fromkeys(of_codes))

    def _around(self, source: Source, spans: Sequence[tuple[int, int] | None]) -> dict[int, tuple[int, ...]]:
        """The cases whose own selections lie around each selection, as a focus group's transcript is marked."""
        if not self._by_code and not self._by_selection:
            return {}
        stretches = _Stretches()
        found: dict[int, tuple[int, ...]] = {}
        placed = [(span, number) for number, span in enumerate(spans) if span]
        for (start, end), number in sorted(placed, key=lambda each: (each[0][0], -each[0][1])):
            selection = source.selections[number]
            for case in self._direct(selection.guid, selection.codes):
                stretches.reach[case] = max(end, stretches.reach.get(case, 0))
            found[number] = stretches.at(start, end)
        return found

    def _speaker(self, cases: Sequence[int], of_source: Mapping[str, str]) -> Speaker:
        said = [self._named(self._cases[case].values) for case in cases]
        values: dict[str, str] = {}
        doubts: list[str] = []
        own = self._named(of_source)
        for name in FIELDS:
            given = list(dict.fromkeys(each[name] for each in said if name in each))
            if len(given) == 1 and all(name in each for each in said):
                values[name] = given[0]
            elif not given and name in own:
                values[name] = own[name]
            elif given:
                doubts.append(f"The cases it belongs to differ in {name.replace('_', ' ')}, so none is given.")
        if len(cases) == 1:
            values.setdefault("participant", self._cases[cases[0]].name)
        elif cases and "participant" not in values:
            doubts.append(f"It belongs to {len(cases)} cases, so no participant is given.")
        return Speaker({name: value for name, value in values.items() if value}, tuple(doubts))

    def _named(self, values: Mapping[str, str]) -> dict[str, str]:
        return {self._fields[key]: value for key, value in values.items() if key in self._fields}


def _field(variable: str) -> str:
    """The field that a variable of this name gives; empty where it is none of ours."""
    likeness = {name: nearest(variable, HEADERS[name])[1] for name in FIELDS}
    best = max(FIELDS, key=lambda name: likeness[name])
    return best if likeness[best] else ""


def _index(cases: Sequence[Case], keys: Callable[[Case], Iterable[str]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for number, case in enumerate(cases):
        for key in keys(case):
            found.setdefault(key, []).append(number)
    return {key: tuple(numbers) for key, numbers in found.items()}
