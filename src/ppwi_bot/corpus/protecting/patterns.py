"""Identifying words that have a shape: e-mails, addresses, ages with dates, offices held by one person."""

import re
from collections.abc import Iterator

from ppwi_bot.corpus.protecting.findings import Kind
from ppwi_bot.corpus.protecting.knowledge import Knowledge, any_of, lists
from ppwi_bot.corpus.protecting.surroundings import COUNT

Place = tuple[int, int, Kind]

_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")

_STREET = (
    r"(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Way|Boulevard|Blvd|Drive|Dr|Court|Ct|Place|Pl|Highway|Hwy|Route|Loop|Trail|"
    r"Terrace|Circle|Parkway|Pkwy|Alley)\b\.?"
)
_CAP = r"(?:[A-Z][\w'’]*\.?|\d+(?:st|nd|rd|th))"
_ADDRESS = re.compile(
    rf"\b\d{{1,5}}[A-Z]?\s(?:(?:{_CAP}|of)\s){{0,4}}{_STREET}(?:\s\d{{1,4}})?(?:,?\s(?:Suite|Ste|Unit|Apt|#|No)\.?\s?\w+)?"
    rf"(?:,\s{_CAP}(?:\s{_CAP})?(?:,?\s(?:WA|Washington))?(?:\s\d{{5}})?)?"
    rf"|\bP\.?\s?O\.?\s[Bb]ox\s\d+"
    rf"|\b{_CAP}(?:\s{_CAP}){{1,3}}\s{_STREET}(?!\s(?:Clinic|School|Center|Family))"
    rf"|\b\d+(?:st|nd|rd|th)\s(?:{_STREET}\s)?and\s[A-Z]\w+(?:\s{_STREET})?"
)

_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|{any_of(lists()['ordinals'])})"
_MONTH = rf"(?:{any_of(lists()['months'])})\.?"
_DATE = (
    rf"(?:{_MONTH}\s(?:the\s)?{_DAY}(?:,?\s\d{{4}})?|(?:the\s)?{_DAY}\s(?:of|de)\s{_MONTH}(?:,?\s(?:de\s|del\s)?\d{{4}})?|"
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2}|"
    r"(?:New Year['’]s(?: Eve| Day)?|Christmas(?: Eve| Day)?|Thanksgiving|Halloween|Valentine['’]s Day)(?:\s(?:of\s)?\d{4})?)"
)
_AGE = (
    rf"(?:\b(?:{any_of(lists()['before_an_age'])})\s{COUNT}\b(?!\s(?:{any_of(lists()['not_years'])})\b)"
    rf"|\b{COUNT}[- ]years?[- ]old\b)"
)
_AGE_DATE = re.compile(
    rf"{_AGE}[^.!?]{{0,45}}?\b{_DATE}|\b{_DATE}(?:,\s|\s)[^.!?]{{0,25}}?{_AGE}"
    rf"|\b(?:born|birthday|birth date|date of birth|nací|nació)\b[^.!?]{{0,20}}?\b{_DATE}",
    re.IGNORECASE,
)
_LEADING = re.compile(
    rf"(?:date of birth(?: is|,)?|birth ?da(?:y|te)(?: is|,)?|{any_of(set(lists()['before_an_age']) - {'at', 'age', 'aged'})})\s",
    re.IGNORECASE,
)
"""What stands before an age and tells nothing."""

_PLAIN = r"[\w'’-]+"
_SPOKEN = r"(?:[\w'’-]|\.(?=\w))+"
_ON = rf"(?:\s(?!(?:{any_of(lists()['ends_a_title'])}|to(?!\s[A-Z])|for \w+ years?)\b){_SPOKEN})"
_TAIL = rf"(?:\s(?:in|on|at|of|for|from|en|de|del)\s(?:(?:the|our|this|that|el|la|los|las)\s)?{_SPOKEN}{_ON}{{0,4}})"
_NOT_ONE = re.compile(
    r"\b(?:of|for|in) the (?:month|week|year|day|class|united states|country|line|table|game|moment)\b", re.IGNORECASE
)


def patterns(text: str, known: Knowledge) -> Iterator[Place]:
    """Where such words stand, with their kind; they may overlap."""
    for match in _EMAIL.finditer(text):
        yield match.start(), match.end(), Kind.EMAIL
    for match in _ADDRESS.finditer(text):
        if match.group().casefold() not in known.ordinary:
            yield match.start(), match.end(), Kind.ADDRESS
    for match in _AGE_DATE.finditer(text):
        led = _LEADING.match(match.group())
        yield match.start() + (led.end() if led else 0), match.end(), Kind.AGE
    yield from _roles(text, known)


def _roles(text: str, known: Knowledge) -> Iterator[Place]:
    job, office = any_of(known.job), any_of(known.office)
    only = (
        rf"\b(?:(?:the|our|my|[\w]+['’]s)\s(?:one and only|only|sole)|only one|(?:la|el) (?:única|único))\s"
        rf"(?:{_PLAIN}\s){{0,4}}?(?:{job})\b{_TAIL}?"
    )
    first = rf"\b(?:(?:the|our)\s(?:first|last)|(?:la|el) (?:primera|primer))\s(?:{_PLAIN}\s){{0,3}}?(?:{job}){_TAIL}"
    of_a_place = rf"\b(?:the|our)?\s?[\w]+['’]s first\s(?:{_PLAIN}\s){{0,3}}?(?:{job})\b"
    holds = (
        rf"\b(?:(?:the|our county['’]s|la|el)\s(?:{_PLAIN}\s){{0,2}}?|(?<=\bas\s)(?:{_PLAIN}\s)?"
        r"|(?<=\bi['’]m\s)|(?<=\bi am\s)|(?<=\bwas\s))"
        rf"(?:{office})\s(?:of|for|at|in|from|de|del)\s(?!a\s|an\s)(?:(?:the|our|this|la)\s)?{_PLAIN}{_ON}{{0,5}}"
    )
    for shape in (only, first, of_a_place, holds):
        for match in re.finditer(shape, text, re.IGNORECASE):
            if not _NOT_ONE.search(match.group()):
                yield match.start(), match.end(), Kind.ROLE
