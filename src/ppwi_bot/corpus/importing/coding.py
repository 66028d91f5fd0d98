"""Names of a source to codes of the corpus: what is there is found, and what is missing is made."""

import unicodedata
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from ppwi_bot.corpus.codebook import Actor
from ppwi_bot.corpus.importing import vocabulary
from ppwi_bot.corpus.importing.found import Found, FoundCode
from ppwi_bot.corpus.importing.names import code_id
from ppwi_bot.corpus.importing.report import Kind, Line
from ppwi_bot.corpus.importing.state import CODE_FIELDS, CodeOrigin, KnownCode, State, code_said
from ppwi_bot.corpus.problems import shown
from ppwi_bot.corpus.rules import is_link

LEVELS = 3
"""Theme, topic, sub-topic."""

UNCODED = ("Not coded yet",)
"""The theme of quotes that their source gives no code."""

_AT_LEVEL = ("theme", "topic", "sub-topic")

Path = tuple[str, ...]


class Coding:
    """The codes of a corpus while one source is brought in.

    A path of names is looked up by the source's key, by what it was called at the last import, by its names, and last,
    for a single name, by any code of that name or id. A code is made only when a quote or the source's codebook needs it.
    """

    def __init__(self, state: State, source: str, found: Found) -> None:
        """Take the codes of the corpus and all paths that the source knows."""
        self.codes: dict[str, KnownCode] = dict(state.codes)
        self.lines: list[Line] = []
        self._source = source
        self._planned: dict[str, KnownCode] = {}
        self._ids: dict[Path, str] = {}  # what a quote's path means
        self._places: dict[Path, str] = {}  # what stands at a path
        self._at: dict[tuple[str, str], str] = {}  # by parent and name
        self._named: dict[str, list[str]] = {}
        for known in state.codes.values():
            self._index(known)
        self._found: dict[Path, FoundCode] = {}
        self._told: set[Path] = set()
        self._cleaned: dict[Path, Path] = {}
        keys: set[str] = set()
        for code in found.codes:
            # An id that a source gives to two codes names the first alone.
            one = replace(code, key="") if code.key in keys else code
            keys.add(self._found.setdefault(self.path(code.path), one).key)
        origins = [origin for origin in state.code_origins if origin.source == source]
        self._by_key = {origin.key: origin for origin in origins if origin.key}
        self._by_path = {origin.path: origin for origin in origins}
        self._others = tuple(origin for origin in state.code_origins if origin.source != source)
        self._taken = {*state.codes, *(origin.code for origin in state.code_origins)}

    def path(self, names: Path) -> Path:
        """The names with single spaces, and at most three: what lies deeper is joined with the third."""
        if names not in self._cleaned:
            self._cleaned[names] = self._joined(tuple(name for name in map(_clean, names) if name))
        return self._cleaned[names]

    def _joined(self, cleaned: Path) -> Path:
        if len(cleaned) <= LEVELS:
            return cleaned
        joined = (*cleaned[: LEVELS - 1], ": ".join(cleaned[LEVELS - 1 :]))
        if joined not in self._told:
            self._told.add(joined)
            told = f"The code has {len(cleaned)} levels and a corpus {LEVELS}, so it is named {shown(joined[-1])}."
            self.lines.append(Line(Kind.CHANGED, " > ".join(cleaned), told))
        return joined

    def ids(self, paths: Sequence[Path]) -> tuple[str, ...]:
        """The ids of codes, each once. They exist only once `make` was called for them."""
        return tuple(dict.fromkeys(self._id(path) for names in paths if (path := self.path(names))))

    def make(self, ids: Sequence[str]) -> None:
        """See to it that these codes, and those above them, are in the corpus."""
        for code in ids:
            if code not in self.codes and code in self._planned:
                planned = self._planned[code]
                self.make([planned.parent] if planned.parent else [])
                self.codes[code] = planned
                level = _AT_LEVEL[self._depth(code)]
                self.lines.append(Line(Kind.NEW_CODE, "", f"{level} {shown(planned.name)}", code))

    def bring_in_codebook(self) -> None:
        """Make and update the codes that the source lists itself. One that was taken out by hand stays out."""
        for path, found in self._found.items():
            if not path:
                continue
            origin = self._origin(path, found.key)
            code = self._id(path)
            if origin is None:
                self.make([code])
            if code in self.codes:
                self._update(code, path, found, origin)

    def origins(self, named: Set[Path]) -> tuple[CodeOrigin, ...]:
        """What is to be remembered of all sources' codes, with the paths `named` that quotes have.

        What the source no longer names is remembered too.
        """
        now = dict(self._by_path)
        for path, code in {**self._places, **{path: self._ids[path] for path in self._ids if path in named}}.items():
            found = self._found.get(path, FoundCode(path))
            old = self._origin(path, found.key)
            if old is not None:
                now.pop(old.path, None)
            if code in self.codes or old is not None:
                said = _said(_as_code(code, "", path, found, []))
                now[path] = CodeOrigin(self._source, found.key, code, path, said)
        return (*self._others, *(now[path] for path in sorted(now)))

    def _origin(self, path: Path, key: str) -> CodeOrigin | None:
        return self._by_key.get(key) or self._by_path.get(path)

    def _id(self, path: Path) -> str:
        """The code that a quote's path of names means: for a single name also one that stands deeper."""
        if path not in self._ids:
            self._ids[path] = (self._elsewhere(path) if len(path) == 1 else "") or self._place(path)
        return self._ids[path]

    def _elsewhere(self, path: Path) -> str:
        """The code that one name means by what was imported before, by being the only one of its name, or by its id."""
        origin = self._origin(path, self._key(path))
        if origin is not None:
            return origin.code if origin.code in self.codes else ""
        if ("", path[0].casefold()) in self._at:
            return ""
        anywhere = self._named.get(path[0].casefold(), [])
        if len(anywhere) == 1:
            return anywhere[0]
        return path[0] if path[0] in self.codes else ""

    def _place(self, path: Path) -> str:
        """The code at the end of a path from the theme down; it is planned where there is none."""
        if path not in self._places:
            self._places[path] = self._remembered(path) or self._there(path) or self._new(path)
        return self._places[path]

    def _remembered(self, path: Path) -> str:
        """The code of an earlier import. It may have been moved by hand since, but must still have room below it."""
        origin = self._origin(path, self._key(path))
        if origin is None:
            return ""
        if origin.code not in self.codes:
            self._plan(origin.code, path)
        return origin.code if self._depth(origin.code) <= (len(path) == 2) or len(path) == LEVELS else ""

    def _there(self, path: Path) -> str:
        """The id of a code that the corpus has at this place; empty where there is none."""
        key = self._key(path)
        if key in self.codes and self._names(key) == tuple(map(str.casefold, path)):
            return key
        return self._at.get((self._parent(path), path[-1].casefold()), "")

    def _parent(self, path: Path) -> str:
        return self._place(path[:-1]) if len(path) > 1 else ""

    def _key(self, path: Path) -> str:
        return self._found[path].key if path in self._found else ""

    def _index(self, code: KnownCode) -> None:
        name = " ".join(code.name.split()).casefold()
        self._at.setdefault((code.parent, name), code.id)
        self._named.setdefault(name, []).append(code.id)

    def _names(self, code: str) -> Path:
        known = self.codes[code]
        return (*(self._names(known.parent) if known.parent else ()), known.name.casefold())

    def _new(self, path: Path) -> str:
        code = code_id(path[-1], self._parent(path), self._key(path), self._taken)
        self._taken.add(code)
        self._plan(code, path)
        return code

    def _plan(self, code: str, path: Path) -> None:
        self._planned[code] = _as_code(code, self._parent(path), path, self._found.get(path), self.lines)
        self._index(self._planned[code])

    def _depth(self, code: str) -> int:
        known = self.codes.get(code) or self._planned[code]
        return 1 + self._depth(known.parent) if known.parent else 0

    def _update(self, code: str, path: Path, found: FoundCode, origin: CodeOrigin | None) -> None:
        """Take over what the source says anew; what was changed here by hand stays."""
        known = self.codes[code]
        theirs = _as_code(code, known.parent, path, found, [])
        said, ours = _said(theirs), _said(known)
        before: Mapping[str, str] = origin.said if origin else {}
        changed, kept = [], []
        for name in CODE_FIELDS:
            if said[name] in (ours[name], before.get(name, "")):
                continue
            if ours[name] == before.get(name, ""):
                known = replace(known, **{name: getattr(theirs, name)})
                changed.append(name)
            else:
                kept.append(name)
        self.codes[code] = known
        place = " > ".join(path)
        if changed and code not in self._planned:
            self.lines.append(Line(Kind.CHANGED, place, f"The source's {', '.join(changed)} was taken over.", code))
        if kept:
            told = f"The source's {', '.join(kept)} differs from what the corpus says, which was kept."
            self.lines.append(Line(Kind.NOTE, place, told, code))


def _said(code: KnownCode) -> dict[str, str]:
    return code_said(code.name, code.summary, code.keywords, code.calls, code.link)


def _as_code(code: str, parent: str, path: Path, found: FoundCode | None, lines: list[Line]) -> KnownCode:
    """What a codebook can hold of what the source says of a code; what it cannot hold is told in `lines`."""
    known = KnownCode(code, path[-1], parent)
    if found is None:
        return known
    calls: list[tuple[Actor, str]] = []
    where = " > ".join(found.path)
    for call in found.calls:
        actor = vocabulary.actor(call.actor)
        if actor is not None and call.text.strip():
            calls.append((actor, call.text.strip()))
        else:
            told = f"A call to action was left out: {shown(call.actor)} is none of the actors known here."
            lines.append(Line(Kind.CHANGED, where, told))
    link = found.link.strip()
    if link and not is_link(link):
        link = ""
        lines.append(Line(Kind.CHANGED, where, "Its link is no web address and was left out."))
    keywords = tuple(dict.fromkeys(word for each in found.keywords if (word := _clean(each))))
    return replace(known, summary=found.summary.strip(), keywords=keywords, calls=tuple(calls), link=link)


def _clean(name: str) -> str:
    """A name on one line, without control characters."""
    return " ".join("".join(" " if unicodedata.category(letter) in ("Cc", "Cs") else letter for letter in name).split())
