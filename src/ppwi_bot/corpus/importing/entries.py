"""What a source says of its quotes, in the words of a corpus: each value understood, and each quote once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from ppwi_bot.corpus.corpus_file import spaced
from ppwi_bot.corpus.decoding import decode
from ppwi_bot.corpus.importing import vocabulary
from ppwi_bot.corpus.importing.coding import UNCODED, Coding
from ppwi_bot.corpus.importing.found import Found, FoundQuote, Remark
from ppwi_bot.corpus.importing.names import participant_code
from ppwi_bot.corpus.importing.report import Kind, Line
from ppwi_bot.corpus.importing.state import digest
from ppwi_bot.corpus.problems import SHOWN_CHARACTERS, Report, shown
from ppwi_bot.corpus.progress import progress
from ppwi_bot.corpus.quotes import Audience, Perspective
from ppwi_bot.corpus.quotes_file import check_text
from ppwi_bot.corpus.rules import is_language, is_link

TRAITS = ("perspective", "affinity_group", "region")
"""What all quotes of one participant have in common."""

STRICTNESS = (Audience.PUBLIC, Audience.STAFF, Audience.WITHHELD)


@dataclass(slots=True)
class Entry:
    """A quote of the source.

    `keys` are the source's ids of the rows it was made of, or a digest where there are none; `codes` the paths of names
    by which these rows call its codes. `says_audience` is whether the source says who may see it.
    """

    where: str
    keys: list[str]
    has_key: bool
    fields: dict[str, str]
    says_audience: bool = True
    codes: set[tuple[str, ...]] = field(default_factory=set)


@dataclass(slots=True)
class Reading:
    """The entries of a source, with what became of the others.

    `coded_participants` says whether any participant got a code made from the corpus's own key.
    """

    entries: list[Entry] = field(default_factory=list)
    merged: int = 0
    skipped: int = 0
    skipped_keys: set[str] = field(default_factory=set)
    coded_participants: bool = False
    lines: list[Line] = field(default_factory=list)


class Tallies:
    """Remarks that hold for many entries: told once, with the first place and how many they are."""

    def __init__(self) -> None:
        self._first: dict[tuple[Kind, str], str] = {}
        self._count: dict[tuple[Kind, str], int] = {}

    def add(self, kind: Kind, where: str, text: str) -> None:
        """Count a remark."""
        self._first.setdefault((kind, text), where)
        self._count[kind, text] = self._count.get((kind, text), 0) + 1

    def lines(self) -> list[Line]:
        """One line for each remark."""
        return [
            Line(
                kind,
                where,
                text
                if self._count[kind, text] == 1
                else f"{text} ({self._count[kind, text]:,} times; this is the first.)",
            )
            for (kind, text), where in self._first.items()
        ]


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds where a source says nothing.

    Who may see its quotes; the key for participants without a code; and how groups and regions are spelled, by field and
    name in small letters. A spelling met for the first time is added to it.
    """

    audience: Audience
    participants_key: str
    spellings: dict[tuple[str, str], str]


def read_entries(found: Found, coding: Coding, defaults: Defaults) -> Reading:
    """The quotes of a source as rows of a corpus.

    The same words by the same participant are one quote with all its codes. Words that a corpus cannot hold are skipped.
    """
    reading = Reading(lines=[_line(remark) for remark in found.remarks])
    reading.skipped = sum(remark.kind == "skipped" for remark in found.remarks)
    tallies = Tallies()
    by_text: dict[str, Entry] = {}
    by_key: dict[str, Entry] = {}
    for quote in progress(found.quotes, "Understanding quotes", "quotes", len(found.quotes)):
        if fault := text_fault(quote.text):
            _skip(reading, quote, fault)
            continue
        if not quote.key.isascii() and _has_half_a_letter(quote.key):
            told = "Its id holds half a letter (a lone surrogate), so it got one of its own."
            tallies.add(Kind.NOTE, quote.where, told)
            quote = replace(quote, key="")
        codes = _codes(quote, coding, tallies)
        fields = _fields(quote, coding.ids(codes), defaults, tallies)
        reading.coded_participants |= fields["participant"] not in ("", quote.participant.strip())
        known = by_text.get(quote.text.strip())
        if known is not None and _one_speaker(known, fields):
            _join(known, quote, fields, reading)
            known.codes.update(codes)
        elif known is not None:
            _skip(
                reading,
                quote,
                f"The same words stand in {known.where}, by another participant. A corpus holds them once.",
            )
        else:
            entry = _entry(quote, fields, by_key, tallies)
            entry.codes.update(codes)
            by_text[quote.text.strip()] = entry
            by_key[entry.keys[0]] = entry
            reading.entries.append(entry)
    _agree(reading.entries, reading.lines)
    reading.lines += tallies.lines()
    return reading


def text_fault(text: str) -> str:
    """Why a corpus cannot hold these words letter for letter; empty where it can."""
    report = Report("")
    if _has_half_a_letter(text):
        return "The words hold half a letter (a lone surrogate), so something was lost before. Export them anew."
    decode(text.encode(), report)
    check_text(text, 1, report)
    if not report.problems:
        return ""
    problem = report.problems[0]
    return f"{problem.message[0].upper()}{problem.message[1:]}. {problem.remedy}"


def _has_half_a_letter(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def stricter(one: str, other: str) -> str:
    """The audience that fewer people belong to."""
    return max(one, other, key=lambda name: STRICTNESS.index(Audience(name)))


def _line(remark: Remark) -> Line:
    kinds = {"changed": Kind.CHANGED, "skipped": Kind.SKIPPED}
    return Line(kinds.get(remark.kind, Kind.NOTE), remark.where, remark.text)


def _skip(reading: Reading, quote: FoundQuote, why: str) -> None:
    reading.skipped += 1
    reading.skipped_keys.add(quote.key)
    reading.lines.append(Line(Kind.SKIPPED, quote.where, why))


def _entry(quote: FoundQuote, fields: dict[str, str], by_key: dict[str, Entry], tallies: Tallies) -> Entry:
    key = quote.key
    if key in by_key:
        tallies.add(
            Kind.NOTE,
            quote.where,
            "The source gives the id of another quote to these words, so they got one of their own.",
        )
        key = ""
    for remark in quote.remarks:
        tallies.add(Kind.NOTE, quote.where, remark)
    keys = [key or digest(f"{quote.text}\0{fields['participant']}")]
    return Entry(quote.where, keys, bool(key), fields, bool(quote.audience.strip()))


def _one_speaker(known: Entry, fields: dict[str, str]) -> bool:
    there, here = known.fields["participant"], fields["participant"]
    return not there or not here or there == here


def _join(known: Entry, quote: FoundQuote, fields: dict[str, str], reading: Reading) -> None:
    """One more row of the same quote: its codes are added, and what the first row left empty is taken from it."""
    reading.merged += 1
    ours = known.fields
    codes = [code for code in (*ours["topics"].split(";"), *fields["topics"].split(";")) if code]
    ours["topics"] = ";".join(dict.fromkeys(codes))
    if quote.key and quote.key not in known.keys:
        known.keys.append(quote.key)
    known.says_audience |= bool(quote.audience.strip())
    strict = stricter(ours["audience"], fields["audience"])
    if ours["audience"] != fields["audience"]:
        told = f"Rows of one quote differ in who may see it; {strict} was taken."
        reading.lines.append(Line(Kind.CHANGED, quote.where, told))
    ours["audience"] = strict
    for name in (*TRAITS, "participant", "source"):
        if ours[name] and fields[name] and ours[name] != fields[name]:
            told = f"Rows of one quote differ in {name}; the one in {known.where} was taken."
            reading.lines.append(Line(Kind.CHANGED, quote.where, told))
        ours[name] = ours[name] or fields[name]


def _codes(quote: FoundQuote, coding: Coding, tallies: Tallies) -> list[tuple[str, ...]]:
    paths = [path for names in quote.codes if (path := coding.path(names))]
    if not paths:
        tallies.add(Kind.CHANGED, quote.where, f"The quote has no code. It was put under {shown(UNCODED[0])}.")
    return paths or [UNCODED]


def _fields(quote: FoundQuote, topics: Iterable[str], defaults: Defaults, tallies: Tallies) -> dict[str, str]:
    participant, made = participant_code(quote.participant, defaults.participants_key)
    if made:
        told = "The participant is given by words that may be a name. A made-up code stands in the corpus instead."
        tallies.add(Kind.CHANGED, quote.where, told)

    def noted(text: str, kind: Kind = Kind.CHANGED) -> None:
        tallies.add(kind, quote.where, text)

    return {
        "text": quote.text,
        "topics": ";".join(topics),
        "perspective": _perspective(quote.perspective, noted),
        "affinity_group": _name(quote.affinity_group, "affinity_group", defaults, noted),
        "region": _name(quote.region, "region", defaults, noted),
        "audience": _audience(quote.audience, defaults.audience, noted),
        "language": _language(quote.language, noted),
        "source": _source(quote.source, noted),
        "participant": participant,
    }


Noted = Callable[..., None]


def _perspective(words: str, noted: Noted) -> str:
    if not words.strip():
        return ""
    found = vocabulary.perspective(words)
    if found is None:
        noted(f"The perspective {_value(words)} is none of ours, so it counts as not stated.")
        return ""
    if found != words.strip() and found is not Perspective.NOT_STATED:
        noted(f"The perspective {_value(words)} was taken for {found}.", Kind.NOTE)
    return "" if found is Perspective.NOT_STATED else found


def _audience(words: str, default: Audience, noted: Noted) -> str:
    if not words.strip():
        noted(
            f"The source does not say who may see the quote: {default}, or fewer where the corpus has it so.", Kind.NOTE
        )
        return default
    found = vocabulary.audience(words)
    if found is None:
        noted(f"It is not clear who {_value(words)} lets see the quote, so it is withheld.")
        return Audience.WITHHELD
    if found != words.strip():
        noted(f"{_value(words)} was taken for the audience {found}.", Kind.NOTE)
    return found


def _language(words: str, noted: Noted) -> str:
    words = words.strip()
    tag = vocabulary.LANGUAGES.get(vocabulary.plain(words), words)
    if tag and not is_language(tag):
        noted(f"The language {_value(words)} is not known, so the quote counts as English.")
        tag = ""
    return tag.lower() or "en"


def _source(words: str, noted: Noted) -> str:
    words = words.strip()
    if words and not is_link(words):
        noted("The source is no web address and was left out.")
        return ""
    return words


def _name(words: str, trait: str, defaults: Defaults, noted: Noted) -> str:
    name = spaced(words)
    if not name:
        return ""
    if defaults.spellings.get((trait, name.casefold())) == name:
        return name
    if text_fault(name):
        noted(f"The {trait} holds signs that cannot be shown and was left out.")
        return ""
    usual = defaults.spellings.setdefault((trait, name.casefold()), name)
    if usual != name:
        noted(f"The {trait} {_value(name)} is written {_value(usual)} elsewhere, and so it is here.")
    return usual


def _value(words: str) -> str:
    """A value in a remark. A long one is no value of a field but somebody's words, and does not belong in a report."""
    return shown(words.strip()) if len(words) <= SHOWN_CHARACTERS else "of this row"


def _agree(entries: Iterable[Entry], lines: list[Line]) -> None:
    """One participant has one perspective, group and region: gaps are filled, and what contradicts itself is left out."""
    people: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.fields["participant"]:
            people.setdefault(entry.fields["participant"], []).append(entry)
    for code, quotes in people.items():
        for trait in TRAITS:
            values = list(dict.fromkeys(entry.fields[trait] for entry in quotes))
            if len(values) == 1:
                continue
            given = [value for value in values if value]
            value = given[0] if len(given) == 1 else ""
            at = next(entry for entry in quotes if entry.fields[trait] != value)
            told = (
                f"Participant {shown(code)} has a {trait} in some rows only; it was taken for all of them."
                if value
                else f"Participant {shown(code)} has several values of {trait}; it was left out of all {len(quotes)} quotes."
            )
            lines.append(Line(Kind.CHANGED, at.where, told))
            for entry in quotes:
                entry.fields[trait] = value
