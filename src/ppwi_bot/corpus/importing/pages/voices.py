"""Who speaks, by what a page says: lines such as PERSPECTIVES FROM ADMINISTRATORS, credits, words before a quotation."""

import re
from dataclasses import dataclass

from ppwi_bot.corpus.importing import vocabulary
from ppwi_bot.corpus.importing.pages.marks import MARKS

CREDIT_WORDS = 15
"""A longer line is a sentence about a quotation, not its credit."""

CREDIT_CHARACTERS = 150

_ROLE_NOUNS = (
    r"providers?|administrators?|supervisors?|leaders?|directors?|managers?|visitors?|therapists?|clinicians?|teachers?|"
    r"educators?|coach(?:es)?|consultants?|specialists?|doulas?|nurses?|midwi(?:fe|ves)|workers?|staff|practitioners?|"
    r"professionals?|coordinators?|navigators?|advocates?|counsell?ors?|psychologists?|psychiatrists?|pediatricians?|"
    r"caregivers?|trainers?|executives?|interventionists?|facilitators?|assistants?|aides?|employees?|administrator/supervisors?"
)
_ROLE = re.compile(rf"\b(?:{_ROLE_NOUNS})\b", re.IGNORECASE)
_ANYBODY = re.compile(
    r"\b(?:focus[- ]groups?|participants?|respondents?|interviewees?|members?|attendees?|anonymous)\b", re.IGNORECASE
)
_GROUP = re.compile(r"\baffinity groups?\b", re.IGNORECASE)
_PLACE = re.compile(r"\b(?:County|Counties|Washington|Valley|Peninsula|Region|Islands?|Tri-Cities|Puget Sound)\b")
_ARTICLE = re.compile(
    r"^(?:(?:said|says|shared|told|stated|quoted|quote|by|from|of|an?|the|one|another|our)\s+)+", re.IGNORECASE
)
_APART = re.compile(r"\s*[,;|/]\s+|\s+[-–—]\s+|\s+(?:in|from|at|of)\s+(?=[A-Z])")
_LINES = tuple(
    re.compile(rf"(?:{pattern})\s*:?", re.IGNORECASE)
    for pattern in (
        r"(?:the\s+)?(?:perspectives?|voices?|views?|quotes?|quotations|words|reflections|insights)\s+(?:from|of|by)\s+(?P<who>.+?)",
        r"(?:perspectives?|voices?)\s*[:–—-]\s*(?P<who>.+?)",
        r"(?P<who>.+?)(?:['’]s|['’])?\s+(?:perspectives?|voices|viewpoints?|views)",
        r"what\s+(?P<who>.+?)\s+(?:said|say|told us|shared|think)",
        r"in\s+the\s+words\s+of\s+(?P<who>.+?)",
        r"from\s+(?P<who>.+?)",
    )
)
_OWN_WORDS = re.compile(
    r"(?:in their own words|quotes?|quotations?|participant (?:quotes|voices)|voices)\s*:?", re.IGNORECASE
)
_DASH = re.compile(r"(?:[-–—―‒−~]{1,3}|\()\s*")
_INSIDE = re.compile(r"[\s\u00a0]+[-–—―]{1,2}\s*((?:from\s+)?(?:an?\s+|one\s+)?[^\n.?!:;\"“”]{3,80})$", re.IGNORECASE)
_INTRODUCED = re.compile(
    rf"\b(?:one|an?|another)\s+((?:[\w’'-]+\s+){{0,4}}(?:{_ROLE_NOUNS}|participants?))\b([^.?!]{{0,80}}?)[,:]\s*$",
    re.IGNORECASE,
)
_SPOKE = re.compile(
    r"\b(?:said|says|shared|told|explained|put|described|noted|added|stated|reflected|asked|remarked|recalled|expressed|"
    r"commented|observed|offered)\b",
    re.IGNORECASE,
)
_LEAD_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose words a quotation is, in the page's words; empty fields were not said.

    `anybody` says that a role or a participant is credited, `named` that it is somebody else. `rest` says that more was said than
    the fields hold.
    """

    perspective: str = ""
    affinity_group: str = ""
    region: str = ""
    anybody: bool = False
    named: bool = False
    rest: bool = False


UNKNOWN = Voice()


def line_of(text: str) -> Voice | None:
    """The voice that a line on its own announces for the quotations below it, or None."""
    line = text.strip()
    if (
        len(line.split()) > CREDIT_WORDS
        or len(line) > CREDIT_CHARACTERS
        or MARKS.intersection(line)
        or line[-1:] in ".?!"
    ):
        return None
    if _OWN_WORDS.fullmatch(line):
        return UNKNOWN
    for pattern in _LINES:
        if (found := pattern.fullmatch(line)) and _is_somebody(found["who"]):
            return _voice(found["who"])
    return _voice(line.rstrip(": ")) if vocabulary.PERSPECTIVES.get(vocabulary.plain(line)) else None


def credit(text: str, *, certain: bool = False) -> Voice | None:
    """The voice that words behind a quotation give, or None where they are something else.

    They begin with a dash or stand in brackets, or are a role and nothing more. `certain`: the page marks them as a credit.
    """
    words = text.strip()
    dash = _DASH.match(words)
    rest = words[dash.end() :] if dash else words
    rest = rest.removesuffix(")").rstrip(" .")
    if (
        not rest
        or "\n" in rest
        or len(rest.split()) > CREDIT_WORDS
        or len(rest) > CREDIT_CHARACTERS
        or MARKS.intersection(rest)
    ):
        return None
    if dash or certain or _is_role_alone(rest):
        return _voice(rest)
    return None


def credit_line(text: str) -> Voice | None:
    """The voice of a whole line below a quotation: it begins with a dash, or with "from a"."""
    words = text.strip()
    begins = _DASH.match(words) or re.match(r"(?:from|said|shared by) an? ", words, re.IGNORECASE)
    found = credit(words) if begins else None
    return found if found and (_is_somebody(words) or len(words.split()) <= 5) else None


def credit_within(text: str) -> tuple[str, Voice] | None:
    """Words that end in a dash and a role or participant: the words without that, and the voice."""
    tail = text[-CREDIT_CHARACTERS:]
    found = _INSIDE.search(tail)
    if not found or not _is_role_alone(found[1]):
        return None
    return text[: len(text) - len(tail) + found.start()].rstrip(), _voice(found[1])


def label(text: str) -> Voice | None:
    """The voice that a label before a quotation gives, such as "Administrator:", or None."""
    words = text.strip()
    return _voice(words[:-1]) if words.endswith(":") and _is_role_alone(words[:-1]) else None


def introduced(text: str) -> Voice | None:
    """The voice of one person that the words before a quotation name together with a verb of speech, or None."""
    found = _INTRODUCED.search(text[-_LEAD_CHARACTERS:])
    return _voice(found[1]) if found and _SPOKE.search(found[2]) else None


def _is_somebody(words: str) -> bool:
    return bool(_ROLE.search(words) or _ANYBODY.search(words))


def _is_role_alone(words: str) -> bool:
    """Whether words are a role, or a participant, with at most a few words before and a place behind."""
    parts = _APART.split(_ARTICLE.sub("", words.strip()))
    first = parts[0].split()
    return (
        bool(first)
        and len(first) <= 6
        and _is_somebody(first[-1])
        and len(words.split()) <= CREDIT_WORDS
        and all(part[:1].isupper() or part[:1].isdigit() or _is_somebody(part) for part in parts[1:] if part)
    )


def _voice(words: str) -> Voice:
    """Sorts the parts of a credit: role, affinity group, place. A part that is none of these may be a name and is not kept."""
    perspective = group = region = ""
    rest = False
    for part in filter(None, (part.strip(" .:()") for part in _APART.split(words.strip()))):
        bare = _ARTICLE.sub("", part)
        if _GROUP.search(bare):
            group = group or _GROUP.sub("", bare).strip(" :")
        elif _PLACE.search(part) and not _ROLE.search(part):
            region = region or bare
        elif _ROLE.search(part):
            rest = rest or bool(perspective)
            perspective = perspective or (bare.lower() if bare.isupper() else bare)
        elif not _ANYBODY.search(part):
            rest = True
    somebody = _is_somebody(words) or bool(group)
    return Voice(perspective, group, region, anybody=somebody, named=not somebody, rest=rest and somebody)
