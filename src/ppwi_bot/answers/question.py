"""Understanding one question: whose words are wanted, about what, and what plain checks say of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ppwi_bot.answers import cues
from ppwi_bot.answers.distress import in_distress
from ppwi_bot.answers.intents import Intents, neutral
from ppwi_bot.answers.laws import beside, unspoken_law
from ppwi_bot.answers.leaving_out import left_out
from ppwi_bot.answers.names import WORD, Mention, Names, elsewhere
from ppwi_bot.answers.plan import Reason
from ppwi_bot.answers.sides import absent_sides, staff_side, trimmed
from ppwi_bot.answers.spelling import mended
from ppwi_bot.answers.wording import listed
from ppwi_bot.retrieval.filters import Filters

_OF_A_SIDE = {None, Reason.GROUP_ABSENT, Reason.NOT_ASKED, Reason.PLACE_ABSENT}
"""What may be said of a whole comparison because one side of it is not known."""

_SAID_OF_TOPICS = {Reason.CLAIM, Reason.NUMBER, Reason.OFF_TOPIC}
"""What "the biggest challenge" sounds like, though there is an honest answer to it."""

_PEOPLE = {"perspective", "group", "place"}

_SENTENCE = re.compile(r"(?<=[.!?])\s+")

_PREPOSITION = re.compile(r"\b(?:in|from|around|near|at|across|of)\s+(?:the\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Question:
    """What was understood of a question.

    `text` is the question with slips of the keyboard mended; `about` the part to search for, without who is asked and
    how; `perspectives`, `groups` and `places` are who is wanted to speak, `without` the roles and groups and `outside` the
    places that are left out; `actors` is who is asked to act. `concern` is what plain checks say (None: nothing against
    searching) and `absent` names who or what is missing where it is about that.
    `compares` says that things are set side by side, `against_the_rest` that those named are, against all others.
    `everyone` and `everywhere` say that a restriction to people or to places is lifted. `law` is a bill or law that it
    names and no quote does. `wants_overview` says that it asks what matters most, and names no topic. `wants_real`
    says that nothing illustrative is wanted, `unwanted` that a topic is left out.
    """

    text: str
    about: str
    perspectives: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    concern: Reason | None = None
    absent: str = ""
    compares: bool = False
    against_the_rest: bool = False
    everyone: bool = False
    everywhere: bool = False
    law: str = ""
    wants_overview: bool = False
    wants_real: bool = False
    unwanted: bool = False

    @property
    def names_speakers(self) -> bool:
        """Whether it says whose words are wanted."""
        return bool(self.perspectives or self.groups or self.places or self.without or self.outside)

    @property
    def filters(self) -> Filters:
        """The quotes of those whose words are wanted."""
        return Filters(
            perspectives=self.perspectives,
            groups=self.groups,
            places=self.places,
            without=self.without,
            outside=self.outside,
        )

    @property
    def names_topic(self) -> bool:
        """Whether anything is left to search for besides who is asked."""
        return bool(content_words(self.about))


def understand(text: str, names: Names, intents: Intents) -> Question:
    """Read a question with the names the corpora know and what was learnt of questions not to be searched."""
    said = text
    text = mended(" ".join(_question_itself(text, names).split()), names.spoken, names.named)
    text = cues.pattern("sign", "shared_name").sub(r"\1 \4 \2 \3", text)
    law = unspoken_law(text, names.laws)
    if law and content_words(besides := beside(text, law)):
        text = besides
    mentions = names.find(text)
    leaving = left_out(mentions, text)
    mentions = tuple(one for one in mentions if not any(out.start <= one.start < out.end for out in leaving))
    speakers = [mention for mention in mentions if _speaks(mention, mentions, text)]
    compares = bool(cues.pattern("sign", "compares").search(text))
    if compares:
        mentions = (*mentions, *staff_side(text, mentions))
        speakers = [mention for mention in mentions if mention.kind in _PEOPLE]
    wants_real = bool(cues.pattern("sign", "real").search(text))
    wants_overview = _wants_overview(text, [*mentions, *leaving])
    if wants_overview:
        speakers = [mention for mention in mentions if mention.kind in _PEOPLE]
    sides = absent_sides(text, speakers) if compares else ()
    about = _about(text, [*speakers, *leaving], law)
    wanted = cues.pattern("sign", "but_not").split(about, maxsplit=1)[0]
    unwanted = wanted != about and bool(content_words(wanted))
    about = wanted if unwanted else about
    if leaving or (compares and speakers):
        about = trimmed(_without_words(about, sides))
    actors = _names(mentions, "actor")
    perspectives = _names(speakers, "perspective")
    kept = _without(text, [(one.start, one.end) for one in leaving])
    if leaving:  # "everyone but providers" claims nothing about everyone, and "outside Seattle?" is not empty
        kept = cues.pattern("sign", "everyone").sub("people", kept) if any(map(str.isalnum, kept)) else "people"
    reason, absent = _concern(kept, about, names.find(kept), names, intents)
    if in_distress(said):
        reason = Reason.SUPPORT
    elif wants_real:
        reason, absent = None, ""
    elif law and law in text:
        reason, absent = Reason.LAW, law
    elif wants_overview and reason in _SAID_OF_TOPICS:
        reason, absent = None, ""
    elif sides and reason in _OF_A_SIDE:
        reason, absent = Reason.SIDE_ABSENT, listed(list(sides))
    return Question(
        text=text,
        about=about,
        perspectives=perspectives,
        groups=_names(speakers, "group"),
        places=_names(speakers, "place"),
        without=(*_names(leaving, "perspective"), *_names(leaving, "group")),
        outside=_names(leaving, "place"),
        actors=actors,
        concern=reason,
        absent=absent,
        compares=compares,
        against_the_rest=compares and bool(cues.pattern("comparing", "rest").search(text)),
        everyone=bool(cues.pattern("sign", "everyone").search(text)),
        everywhere=bool(cues.pattern("sign", "everywhere").search(text)),
        law=law,
        wants_overview=wants_overview,
        wants_real=wants_real,
        unwanted=unwanted,
    )


def without_actors(question: Question, names: Names) -> str:
    """What a question is about, without those it says should act."""
    return _without(question.about, [(one.start, one.end) for one in names.find(question.about) if one.kind == "actor"])


def content_words(text: str) -> list[str]:
    """Words of a text that can name a topic, in lower case."""
    return [
        word
        for word in (match.group().casefold() for match in WORD.finditer(text))
        if word not in cues.words("about", "empty")
    ]


def _speaks(mention: Mention, mentions: Iterable[Mention], text: str) -> bool:
    """Whether the one mentioned is asked to speak, rather than spoken about ("training *for home visitors*")."""
    if mention.kind == "place":
        return True
    if mention.kind not in {"perspective", "group"}:
        return False
    after = text[mention.end :]
    for other in sorted(mentions, key=lambda one: one.start):
        if other.kind == "place" and 0 <= other.start - mention.end <= 6:
            after = text[other.end :]
    alone = not content_words(_without(text, [(one.start, one.end) for one in mentions]))
    if cues.pattern("speaking", "about").search(text[: mention.start]):
        return False
    return (
        alone
        or bool(cues.pattern("speaking", "before").search(text[: mention.start]))
        or bool(cues.pattern("speaking", "after").match(after))
    )


def _wants_overview(text: str, mentions: Iterable[Mention]) -> bool:
    """Whether a question asks what matters most, in words that name no topic, whoever is to speak."""
    rest = _without(text, [(one.start, one.end) for one in mentions if one.kind in _PEOPLE])
    if not cues.pattern("sign", "overview").search(rest) or cues.pattern("sign", "of_this").search(rest):
        return False
    return cues.words("about", "overview").issuperset(content_words(rest))


def _concern(
    text: str, about: str, mentions: tuple[Mention, ...], names: Names, intents: Intents
) -> tuple[Reason | None, str]:
    if not any(character.isalnum() for character in text):
        return Reason.EMPTY, ""
    if about.strip(" ?.!").casefold() in names.codes:
        return None, ""
    if place := elsewhere(text, mentions):
        return Reason.PLACE_ABSENT, place
    if cues.pattern("sign", "share").search(text):
        return Reason.NUMBER, ""
    reason = Reason.GROUP_ABSENT if _by_trait(text, mentions) else intents.concern(neutral(text, mentions))
    if reason is Reason.CLAIM and cues.pattern("sign", "open").search(text):
        return None, ""
    if reason is Reason.GROUP_ABSENT and (absent := [one for one in mentions if one.kind == "not_asked"]):
        # Of several names for the same words, the one that was said.
        exact = (one.name for one in absent if one.name.casefold() == text[one.start : one.end].casefold())
        return Reason.NOT_ASKED, next(exact, absent[0].name)
    return reason or None, ""


def _question_itself(text: str, names: Names) -> str:
    """The question that a message ends with, without sentences before it that say who asks, and why.

    They are kept unless the question names a topic and points at nothing said before.
    """
    *before, last = _SENTENCE.split(text.strip())
    introduced = before and all(cues.pattern("sign", "introduction").match(one) and "?" not in one for one in before)
    if not introduced or not last.endswith("?") or cues.pattern("sign", "points_back").search(last):
        return text
    return last if names.names_topic(last) else text


def _by_trait(text: str, mentions: Iterable[Mention]) -> bool:
    """Whether those are asked to speak who share what nobody noted of those who spoke, such as their age."""
    found = cues.pattern("sign", "trait").search(text)
    if not found:
        return False
    start = found.start("language") if found["language"] else found.start()
    return not any(one.start <= start < one.end for one in mentions if one.kind in _PEOPLE)


def _about(text: str, people: list[Mention], law: str) -> str:
    """The part of a question that says what it is about; the whole text where nothing else is left."""
    beside = [match.span() for name in ("dated", "real") for match in cues.pattern("sign", name).finditer(text)]
    spans = [*(_with_preposition(one, text) for one in people), *beside, *_places_of(law, text)]
    rest = " ".join(_without(text, spans).split())
    if not content_words(rest):
        return rest
    changed = True
    while changed:
        changed = False
        for pattern in cues.patterns("about", "beginnings"):
            shorter = pattern.sub("", rest, count=1).strip()
            if shorter != rest and content_words(shorter):
                rest, changed = shorter, True
    return rest


def _with_preposition(mention: Mention, text: str) -> tuple[int, int]:
    """Where a name stands, with what ties a place to the sentence: "in Spokane"."""
    tie = _PREPOSITION.search(text, 0, mention.start) if mention.kind == "place" else None
    return (tie.start() if tie else mention.start, mention.end)


def _places_of(part: str, text: str) -> list[tuple[int, int]]:
    at = text.find(part) if part else -1
    return [(at, at + len(part))] if at >= 0 else []


def _without_words(text: str, sides: Iterable[str]) -> str:
    """The text without the words that say a side of a comparison."""
    gone = {word for side in sides for word in side.casefold().split()}
    return " ".join(word for word in text.split() if word.casefold().strip("?!.,:") not in gone)


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    return text


def _names(mentions: Iterable[Mention], kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.name for mention in mentions if mention.kind == kind))
