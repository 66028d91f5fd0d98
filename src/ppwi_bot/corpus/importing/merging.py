"""From what was found in a source to a new state of a corpus: what is new, changed, as before, or gone.

For each field three things are compared: what the source says now, what it said at the last import, and what the corpus
says. What the source has not changed stays as the corpus has it, so a correction or a withdrawal by hand is never undone.
"""

import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ppwi_bot.corpus.importing.coding import Coding
from ppwi_bot.corpus.importing.entries import STRICTNESS, TRAITS, Defaults, Entry, Reading, read_entries, stricter
from ppwi_bot.corpus.importing.found import Found
from ppwi_bot.corpus.importing.names import quote_id
from ppwi_bot.corpus.importing.report import Kind, Line, SourceReport, audiences
from ppwi_bot.corpus.importing.state import FIELDS, QuoteOrigin, State, digest, said_of, settled
from ppwi_bot.corpus.likeness import alike
from ppwi_bot.corpus.problems import shown
from ppwi_bot.corpus.quotes import Audience


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person who imports decides: `audience` is for quotes whose source does not say who may see them."""

    audience: Audience = Audience.PUBLIC
    remove_gone: bool = False


@dataclass(slots=True)
class _Work:
    """One source on its way into the corpus.

    `outcome` ("new", "changed" or "same"), `where` and `entries` (of the new) are by quote id.
    """

    state: State
    source: str
    coding: Coding
    rows: dict[str, dict[str, str]]
    origins: dict[tuple[str, str], QuoteOrigin]
    taken: set[str]
    outcome: dict[str, str] = field(default_factory=dict)
    where: dict[str, str] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    merged: int = 0
    skipped: int = 0

    def note(self, kind: Kind, where: str, text: str, quote: str = "") -> None:
        self.lines.append(Line(kind, where, text, quote))

    def skip(self, where: str, text: str, quote: str = "") -> None:
        self.skipped += 1
        self.note(Kind.SKIPPED, where, text, quote)


def merge(state: State, source: str, found: Found, choices: Choices) -> tuple[State, SourceReport]:
    """A corpus with one source brought in, and the report of it.

    `source` is the name under which the source is remembered: a newer version of it must come under the same name.
    """
    coding = Coding(state, source, found)
    defaults = Defaults(choices.audience, state.participants_key or secrets.token_hex(16), dict(state.spellings))
    reading = read_entries(found, coding, defaults)
    work = _Work(
        state=state,
        source=source,
        coding=coding,
        rows={name: dict(cells) for name, cells in state.rows.items()},
        origins=dict(state.quote_origins),
        taken={*state.rows, *(origin.quote for origin in state.quote_origins.values())},
        lines=reading.lines,
        merged=reading.merged,
        skipped=reading.skipped,
    )
    coding.bring_in_codebook()
    by_text = {cells["text"].strip(): name for name, cells in state.rows.items()}
    withdrawn = _withdrawn(state)
    for entry in reading.entries:
        _bring_in(entry, work, by_text, withdrawn)
    # First of all what goes: nothing that comes is to be measured by it.
    gone = _reworded(_gone(reading, work), work) if found.read else []
    removed = _settle_gone(gone, work, remove=choices.remove_gone)
    _agree_with_others(work)
    _drop_copies(work)
    _recount(work)
    is_first = not any(origin.source == source for origin in state.quote_origins.values())
    if is_first:
        _hint_at_older_version(len(reading.entries), work)
    after = replace(
        state,
        rows=work.rows,
        codes=coding.codes,
        quote_origins=work.origins,
        code_origins=coding.origins(_named_codes(reading, work)),
        figures=(*state.figures, *(found.figures if is_first else ())),
        spellings=defaults.spellings,
        participants_key=defaults.participants_key if reading.coded_participants else state.participants_key,
    )
    return after, _report(work, found.read, len(gone), removed)


def _withdrawn(state: State) -> dict[str, str]:
    """The ids of quotes that were imported once and that somebody took out, by the digests of their words."""
    return {
        origin.said["text"]: origin.quote for origin in state.quote_origins.values() if origin.quote not in state.rows
    }


def _bring_in(entry: Entry, work: _Work, by_text: Mapping[str, str], withdrawn: Mapping[str, str]) -> None:
    origin = next(filter(None, (work.origins.get((work.source, key)) for key in entry.keys)), None)
    if origin is not None and origin.quote not in work.rows:
        work.skip(entry.where, f"It {_taken_out(origin.quote, work)}", origin.quote)
    elif origin is not None:
        _bring_up_to_date(entry, origin, work)
    elif (quote := withdrawn.get(digest(entry.fields["text"]))) is not None:
        work.skip(entry.where, f"The quote of these words {_taken_out(quote, work)}")
    elif entry.fields["text"].strip() in by_text:
        _join(entry, by_text[entry.fields["text"].strip()], work)
    else:
        _add(entry, work)


def _taken_out(quote: str, work: _Work) -> str:
    if day := work.state.withdrawn.get(quote):
        return f"was withdrawn on {day} and stays out."
    return "was taken out of the corpus by hand and stays out. To have it again, delete its row in imports/quotes.csv."


def _add(entry: Entry, work: _Work) -> None:
    key = entry.keys[0]
    name = quote_id(work.state.id, key, work.taken, is_digest=not entry.has_key)
    work.taken.add(name)
    work.coding.make(entry.fields["topics"].split(";"))
    work.rows[name] = {"id": name, **entry.fields}
    work.outcome[name], work.where[name], work.entries[name] = "new", entry.where, entry
    _remember(entry, key, name, work, was_there=False)


def _join(entry: Entry, name: str, work: _Work) -> None:
    """The corpus has these words from elsewhere: it gains the codes, and the narrower audience."""
    ours = settled(work.rows[name])
    topics = [*ours["topics"].split(";"), *entry.fields["topics"].split(";")]
    changes = {
        "topics": ";".join(dict.fromkeys(topics)),
        "audience": stricter(ours["audience"], entry.fields["audience"]),
    }
    changes = {field: value for field, value in changes.items() if value != ours[field]}
    work.coding.make(changes.get("topics", "").split(";"))
    work.rows[name] |= changes
    what = f"It gained {' and '.join(changes)} from this source." if changes else "Nothing about it changed."
    work.merged += 1
    work.note(Kind.JOINED, entry.where, f"The corpus has these words from elsewhere. {what}", name)
    _remember(entry, entry.keys[0], name, work, was_there=True)


def _hint_at_older_version(entries: int, work: _Work) -> None:
    """A newer version under another name finds most of its words in the corpus, all from one source."""
    joined = {origin.quote for origin in work.origins.values() if origin.source == work.source and origin.was_there}
    others = Counter(origin.source for origin in work.state.quote_origins.values() if origin.quote in joined)
    for other, count in others.most_common(1):
        if 2 * count > entries:
            told = f"{count} of its {entries} quotes came from {shown(other)}. A newer version needs --source with that name."
            work.note(Kind.NOTE, work.source, told)


def _bring_up_to_date(entry: Entry, origin: QuoteOrigin, work: _Work) -> None:
    name, theirs = origin.quote, said_of(entry.fields)
    if not entry.says_audience:  # what holds where a source says nothing opens nothing that was held back
        theirs["audience"] = stricter(theirs["audience"], origin.said["audience"])
    ours = settled(work.rows[name])
    ours_said = said_of(ours)
    changed, kept = [], []
    for each in FIELDS:
        if theirs[each] in (origin.said[each], ours_said[each]):
            continue
        if ours_said[each] == origin.said[each]:
            changed.append(each)
        elif each == "audience":
            if stricter(ours[each], theirs[each]) != ours[each]:
                changed.append(each)
        else:
            kept.append(each)
    if changed:
        work.coding.make(entry.fields["topics"].split(";") if "topics" in changed else [])
        work.rows[name] |= {each: entry.fields[each] for each in changed}
        work.note(Kind.CHANGED, entry.where, f"{', '.join(changed)} as the source says now.", name)
    if kept:
        told = f"The source's {', '.join(kept)} changed, but so did the corpus by hand, which was kept."
        work.note(Kind.NOTE, entry.where, told, name)
    _count(name, "changed" if changed else "same", entry, work)
    if theirs != dict(origin.said):
        work.origins[work.source, origin.key] = replace(origin, source=work.source, said=theirs)


def _count(name: str, outcome: str, entry: Entry, work: _Work) -> None:
    """A quote that two entries lead to counts once; the second is merged into it."""
    if name in work.outcome:
        work.merged += 1
        work.note(Kind.JOINED, entry.where, "Another row of this source leads to the same quote.", name)
    else:
        work.outcome[name], work.where[name] = outcome, entry.where


def _remember(entry: Entry, key: str, name: str, work: _Work, *, was_there: bool) -> None:
    work.origins[work.source, key] = QuoteOrigin(work.source, key, name, was_there, said_of(entry.fields))


def _agree_with_others(work: _Work) -> None:
    """A participant who has quotes that this import leaves alone keeps the traits these have."""
    known: dict[str, dict[str, str]] = {}
    for name, cells in work.rows.items():
        if work.outcome.get(name, "same") == "same" and cells.get("participant", "").strip():
            known.setdefault(cells["participant"].strip(), settled(cells))
    for name, outcome in work.outcome.items():
        cells = work.rows[name]
        traits = known.get(cells.get("participant", "").strip())
        if outcome == "same" or traits is None:
            continue
        for trait in TRAITS:
            if settled(cells)[trait] != traits[trait]:
                cells[trait] = traits[trait]
                told = f"Its {trait} was set to what the corpus says of this participant elsewhere."
                work.note(Kind.CHANGED, work.where[name], told, name)


def _recount(work: _Work) -> None:
    """A change that came to nothing in the end is none."""
    for name, outcome in work.outcome.items():
        if outcome == "changed" and settled(work.rows[name]) == settled(work.state.rows[name]):
            work.outcome[name] = "same"


def _drop_copies(work: _Work) -> None:
    """A corpus holds nearly the same words only once: the newcomer stays out, a changed text stays what it was."""
    before = work.state.rows
    fresh = {name for name in work.outcome if name not in before or before[name]["text"] != work.rows[name]["text"]}
    while fresh:
        order = sorted(work.rows, key=fresh.__contains__)
        pairs = [*_equal(work, order), *alike([work.rows[name]["text"] for name in order])]
        copies = {order[later]: order[earlier] for earlier, later in pairs if order[later] in fresh}
        if not copies:
            return
        for name, other in copies.items():
            _drop_copy(name, other, work)
        fresh -= set(copies)


def _equal(work: _Work, order: list[str]) -> list[tuple[int, int]]:
    """Places of texts that are the same but for spaces at their ends, short ones too."""
    first: dict[str, int] = {}
    places = [(first.setdefault(work.rows[name]["text"].strip(), place), place) for place, name in enumerate(order)]
    return [(earlier, later) for earlier, later in places if earlier != later]


def _drop_copy(name: str, other: str, work: _Work) -> None:
    where = work.where[name]
    if work.outcome[name] == "new":
        _forget_new(name, work)
        place = work.where.get(other) or "in the corpus before"
        told = f"Nearly the same words as {shown(other)} ({place}). Keep one of the two, or join them in the source."
        work.skip(where, told)
    else:
        work.rows[name]["text"] = work.state.rows[name]["text"]
        told = f"Its text is now nearly the same as that of {shown(other)}, so the old text was kept."
        work.note(Kind.NOTE, where, told, name)


def _forget_new(name: str, work: _Work) -> Entry:
    entry = work.entries.pop(name)
    del work.rows[name], work.outcome[name], work.origins[work.source, entry.keys[0]]
    return entry


def _reworded(gone: list[QuoteOrigin], work: _Work) -> list[QuoteOrigin]:
    """Make nearly the same words, once as they were and now as they are, one changed quote; returns what is gone still.

    Where a source gives its quotes ids, these say which is which.
    """
    old = {origin.quote: origin for origin in gone if not origin.was_there}
    new = [name for name, entry in work.entries.items() if not entry.has_key]
    order, first_new = [*old, *new], len(old)
    for earlier, later in alike([work.rows[name]["text"] for name in order] if old and new else []):
        before, name = order[earlier], order[later]
        if earlier < first_new <= later and before in old and name in work.entries:
            origin, entry = old.pop(before), _forget_new(name, work)
            del work.origins[origin.source, origin.key]
            _bring_up_to_date(entry, replace(origin, key=entry.keys[0]), work)
    return [origin for origin in gone if origin.was_there or origin.quote in old]


def _gone(reading: Reading, work: _Work) -> list[QuoteOrigin]:
    """What this source once said and says no more, of quotes that the corpus still holds."""
    there = reading.skipped_keys.union(*(entry.keys for entry in reading.entries))
    gone = [
        origin
        for origin in work.state.quote_origins.values()
        if origin.source == work.source and origin.key not in there and origin.quote in work.rows
    ]
    return [origin for origin in gone if origin.quote not in work.outcome]


def _settle_gone(gone: list[QuoteOrigin], work: _Work, *, remove: bool) -> int:
    """Take out what is gone, or say that it is; returns how many were taken out."""
    removed = 0
    origins = Counter(origin.quote for origin in work.origins.values())
    for origin in gone:
        if not remove:
            work.note(Kind.GONE, work.source, "The source no longer has it.", origin.quote)
            continue
        del work.origins[origin.source, origin.key]
        origins[origin.quote] -= 1
        if origin.was_there or origins[origin.quote]:
            told = "The source no longer has it. It stays, as it is also from elsewhere."
            work.note(Kind.NOTE, work.source, told, origin.quote)
        else:
            del work.rows[origin.quote]
            removed += 1
            work.note(Kind.REMOVED, work.source, "The source no longer has it.", origin.quote)
    return removed


def _named_codes(reading: Reading, work: _Work) -> set[tuple[str, ...]]:
    """What this source calls the codes of quotes that came in, then or now. Those of what was skipped mean nothing."""
    kept = (entry for entry in reading.entries if any((work.source, key) in work.origins for key in entry.keys))
    return set().union(*(entry.codes for entry in kept))


def _report(work: _Work, read: int, gone: int, removed: int) -> SourceReport:
    outcomes = list(work.outcome.values())
    return SourceReport(
        source=work.source,
        read=read,
        new=outcomes.count("new"),
        changed=outcomes.count("changed"),
        same=outcomes.count("same"),
        merged=work.merged,
        skipped=work.skipped,
        gone=gone,
        removed=removed,
        audiences=audiences((settled(work.rows[name])["audience"] for name in work.outcome), STRICTNESS),
        lines=(*work.lines, *work.coding.lines),
    )
