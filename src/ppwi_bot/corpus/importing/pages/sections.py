"""The sections of a page, from its headings: topics and sub-topics, calls to action and their actors, and what is neither."""

import re
from dataclasses import dataclass

from ppwi_bot.corpus.importing import vocabulary

_GENERIC = re.compile(
    r"(?:the\s+|major\s+|key\s+|main\s+|our\s+|all\s+|related\s+|explore\s+)*"
    r"(?:themes?|topics?|sub-?\s?topics?|overview|introduction|background|summary|findings|data|quotes?|perspectives?|"
    r"what we (?:heard|learned)|topic deep dives?|deep dives?|affinity groups?(?: sections?)?|home|about(?: us)?|contact(?: us)?|"
    r"share(?: this(?: page)?)?|subscribe|newsletter|menu|search|resources?|references?|sources|notes|footnotes|"
    r"bibliography|further reading|acknowledge?ments?|table of contents|contents|on this page|next steps|learn more|"
    r"image description|leave a (?:reply|comment)|comments?)\s*:?",
    re.IGNORECASE,
)
_LISTS_CODES = re.compile(
    r"(?:the\s+|major\s+|key\s+|main\s+|our\s+)*(?:(?P<themes>themes?)|topics?|sub-?\s?topics?)\s*:?", re.IGNORECASE
)
_SOURCES = re.compile(
    r"(?:references?|sources|notes|footnotes|bibliography|further reading|resources?)\s*:?", re.IGNORECASE
)
_CALLS = re.compile(
    r"(?:calls?[- ]to[- ]action|opportunit(?:y|ies) for action|recommendations?|what (?:can|should|needs to) be done)"
    r"(?:\s*(?:for|to|by|[-–—:])\s*(?P<actor>.{2,100}?))?\s*:?",
    re.IGNORECASE,
)
_ACTOR = re.compile(
    r"\b(?:funders?|legislat(?:ors?|ures?)|lawmakers?|policy ?makers?|agency|agencies|governments?|organi[sz]ations?|"
    r"administrators?|employers?|foundations?|philanthrop\w+)\b",
    re.IGNORECASE,
)
_TO = re.compile(r"^(?:(?:actions?|calls?|recommendations?)\s+)?(?:for|to|by)\s+(?:the\s+)?", re.IGNORECASE)
_ACTOR_WORDS = 9
_PREFIX = re.compile(r"\s*([^:.?!\n]{3,80}):\s+(?=\S)")


def is_generic(heading: str) -> bool:
    """Whether a heading names a part of any page and no topic."""
    return _GENERIC.fullmatch(heading.strip()) is not None


def lists_codes(heading: str) -> bool:
    """Whether what a heading is above are names of themes, topics or sub-topics."""
    return _LISTS_CODES.fullmatch(heading.strip()) is not None


def lists_themes(heading: str) -> bool:
    """Whether what a heading is above are names of themes."""
    found = _LISTS_CODES.fullmatch(heading.strip())
    return found is not None and found["themes"] is not None


def lists_sources(heading: str) -> bool:
    """Whether what a heading is above are works of others."""
    return _SOURCES.fullmatch(heading.strip()) is not None


def calls_heading(heading: str) -> tuple[bool, str]:
    """Whether calls to action follow, and the actor if the heading names one."""
    found = _CALLS.fullmatch(heading.strip())
    return found is not None, _bare(found["actor"] or "") if found else ""


def actor_of(line: str) -> str:
    """The actor that a line on its own names, in the page's words; empty where it names none."""
    bare = _bare(line)
    if not bare or len(bare.split()) > _ACTOR_WORDS or bare[-1] in ".?!":
        return ""
    return bare if vocabulary.actor(bare) or _ACTOR.search(bare) else ""


def actor_and_call(text: str) -> tuple[str, str]:
    """A call such as "Legislators: pay more." as actor and call; the actor is empty where none stands before a colon."""
    found = _PREFIX.match(text)
    actor = actor_of(found[1]) if found else ""
    return (actor, text[found.end() :]) if found and actor else ("", text)


def _bare(words: str) -> str:
    return _TO.sub("", words.strip(" :*-–—•\u00a0"))


@dataclass(frozen=True, slots=True)
class Section:
    """A heading that is open. `name` is empty where the heading names no topic."""

    level: int
    name: str
    heading: str = ""
    anchor: str = ""


@dataclass(slots=True)
class Outline:
    """The headings that are open at one place of a page, the title first."""

    open: list[Section]

    def enter(self, section: Section) -> None:
        """A heading closes all of its own level and below."""
        self.close(section.level)
        self.open.append(section)

    def close(self, level: int) -> None:
        """Closes sections of this level and below; the title stays."""
        while len(self.open) > 1 and self.open[-1].level >= level:
            self.open.pop()

    @property
    def path(self) -> tuple[str, ...]:
        """Names from the title down."""
        return tuple(section.name for section in self.open if section.name)

    @property
    def heading(self) -> str:
        """The nearest heading, as the page has it."""
        return self.open[-1].heading
