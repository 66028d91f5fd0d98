"""Identifying words that have a shape: e-mails, addresses, ages with dates, offices held by one person."""

import re
from collections.abc import Iterable, Iterator

from ppwi_bot.corpus.protecting.findings import Kind
from ppwi_bot.corpus.protecting.knowledge import Knowledge

Place = tuple[int, int, Kind]

_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")

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

_NUMBER = (
    r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
    r"\d{1,2})"
)
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)\.?"
)
_ORDINAL = r"(?:\d{1,2}(?:st|nd|rd|th)?|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fifteenth|twentieth)"
_DATE = (
    rf"(?:{_MONTH}\s(?:the\s)?{_ORDINAL}(?:,?\s\d{{4}})?|(?:the\s)?{_ORDINAL}\s(?:of|de)\s{_MONTH}(?:,?\s(?:de\s|del\s)?\d{{4}})?|"
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2}|"
    r"(?:New Year['’]s(?: Eve| Day)?|Christmas(?: Eve| Day)?|Thanksgiving|Halloween|Valentine['’]s Day)(?:\s(?:of\s)?\d{4})?)"
)
_AGE = (
    rf"(?:\b(?:am|are|is|was|were|be|turn(?:ed|s|ing)?|at|age|aged|just|I['’]m|he['’]s|she['’]s|he['’]d be|cumplí|tenía|tengo)\s{_NUMBER}\b"
    rf"(?!\s(?:hours|days|weeks|months|people|families|kids|children|of|minutes|miles|percent|dollars))|\b{_NUMBER}[- ]years?[- ]old\b)"
)
_AGE_DATE = re.compile(
    rf"{_AGE}[^.!?]{{0,45}}?\b{_DATE}|\b{_DATE}(?:,\s|\s)[^.!?]{{0,25}}?{_AGE}"
    rf"|\b(?:born|birthday|birth date|date of birth|nací|nació)\b[^.!?]{{0,20}}?\b{_DATE}",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"(?:date of birth(?: is|,)?|birth ?da(?:y|te)(?: is|,)?|am|are|is|was|were|be|turn(?:ed|s|ing)?|just|I['’]m|he['’]s|she['’]s|he['’]d be)\s",
    re.IGNORECASE,
)

_PLAIN = r"[\w'’-]+"
_ENDS = r"(?:who|that|and|to(?!\s[A-Z])|is|was|has|had|runs|ran|told|said|says|would|will|called|calls|quit|retires|when|for \w+ years?)\b"
_TAIL = rf"(?:\s(?:in|on|at|of|for|from|en|de|del)\s(?:the\s|our\s|this\s|that\s|el\s|la\s|los\s|las\s)?(?:[\w'’.-]+)(?:\s(?!{_ENDS})[\w'’.-]+){{0,4}})"
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
    job, office = _any(known.job), _any(known.office)
    only = (
        rf"\b(?:(?:the|our|my|[\w]+['’]s)\s(?:one and only|only|sole)|only one|(?:la|el) (?:única|único))\s"
        rf"(?:{_PLAIN}\s){{0,4}}?(?:{job})\b{_TAIL}?"
    )
    first = rf"\b(?:(?:the|our)\s(?:first|last)|(?:la|el) (?:primera|primer))\s(?:{_PLAIN}\s){{0,3}}?(?:{job}){_TAIL}"
    of_a_place = rf"\b(?:the|our)?\s?[\w]+['’]s first\s(?:{_PLAIN}\s){{0,3}}?(?:{job})\b"
    holds = (
        rf"\b(?:(?:the|our county['’]s|la|el)\s(?:{_PLAIN}\s){{0,2}}?|(?<=\bas\s)(?:{_PLAIN}\s)?|(?<=\bi['’]m\s)|(?<=\bi am\s)|(?<=\bwas\s))"
        rf"(?:{office})\s(?:of|for|at|in|from|de|del)\s(?!a\s|an\s)(?:the\s|our\s|this\s|la\s)?{_PLAIN}(?:\s(?!{_ENDS})[\w'’.-]+){{0,5}}"
    )
    for shape in (only, first, of_a_place, holds):
        for match in re.finditer(shape, text, re.IGNORECASE):
            if not _NOT_ONE.search(match.group()):
                yield match.start(), match.end(), Kind.ROLE


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda each: (-len(each), each)))
