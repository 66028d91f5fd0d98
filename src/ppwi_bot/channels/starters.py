"""Questions to start with, so that nobody faces an empty box."""

from collections import Counter
from dataclasses import dataclass
from itertools import cycle

from ppwi_bot.corpus.codebook import Actor, Code, Level
from ppwi_bot.corpus.library import Library
from ppwi_bot.corpus.quotes import Perspective

SHORT_NAME = 30
"""Characters of a topic's name that still make a question one reads at a glance on a phone."""


def starting_questions(library: Library) -> tuple[str, ...]:
    """Questions to begin with: the themes in turn, about the topic of each with most quotes; both by number of quotes."""
    said = Counter(code for quote in library.public for code in library.spread[quote.id])
    themes = cycle(sorted(library.codebook.at(Level.THEME), key=lambda theme: -said[theme.id]))
    found = [_starting_question(library, theme, starter) for theme, starter in zip(themes, _STARTERS, strict=False)]
    return (*filter(None, found), "How many people took part?")


@dataclass(frozen=True, slots=True)
class _Starter:
    """A form of question, with what a topic must have for it: quotes of a perspective, calls to an actor."""

    words: str
    perspective: Perspective | None = None
    actor: Actor | None = None


_STARTERS = (
    _Starter("What do people say about {topic}?"),
    _Starter("What do providers say about {topic}?", perspective=Perspective.DIRECT_SERVICE_PROVIDER),
    _Starter("What should legislators do about {topic}?", actor=Actor.FUNDERS_AND_LEGISLATORS),
)


def _starting_question(library: Library, theme: Code, starter: _Starter) -> str:
    quotes = Counter(
        code
        for quote in library.public
        if starter.perspective in (None, quote.perspective)
        for code in library.spread[quote.id]
    )
    fitting = [
        topic
        for topic in library.codebook.children(theme.id)
        if quotes[topic.id] and (not starter.actor or starter.actor in {call.actor for call in topic.calls})
    ]
    most = max(fitting, key=lambda topic: (len(topic.name) <= SHORT_NAME, quotes[topic.id]), default=None)
    return starter.words.format(topic=most.name) if most else ""
