"""Understanding one question: whose words are wanted, about what, and what plain checks say of it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ppwi_bot.answers import cues
from ppwi_bot.answers.about import about, content_words, without
from ppwi_bot.answers.concerns import concern_of
from ppwi_bot.answers.distress import in_distress
from ppwi_bot.answers.intents import Intents
from ppwi_bot.answers.laws import beside, unspoken_law
from ppwi_bot.answers.leaving_out import left_out
from ppwi_bot.answers.names import PEOPLE, Mention, Names
from ppwi_bot.answers.plan import Reason
from ppwi_bot.answers.sides import absent_sides, staff_side, trimmed
from ppwi_bot.answers.spelling import mended
from ppwi_bot.answers.wording import listed
from ppwi_bot.retrieval.filters import Filters

_OF_A_SIDE = {None, Reason.GROUP_ABSENT, Reason.NOT_ASKED, Reason.PLACE_ABSENT}
"""What may be said of a whole comparison because one side of it is not known."""

_SAID_OF_TOPICS = {Reason.CLAIM, Reason.NUMBER, Reason.OFF_TOPIC}
"""What "the biggest challenge" sounds like, though there is an honest answer to it."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+")


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
    said, (text, law) = text, _legible(text, names)
    people = _people(text, names)
    wants_real = cues.signed(text, "real")
    wants_overview = _wants_overview(text, [*people.mentioned, *people.left_out])
    speakers = people.named if people.compared or wants_overview else people.speakers
    sides = absent_sides(text, speakers) if people.compared else ()
    topic, unwanted = _topic(about(text, [*speakers, *people.left_out], law))
    if people.left_out or (people.compared and speakers):
        topic = trimmed(_without_words(topic, sides))
    concern, absent = concern_of(_of_those_left(text, people.left_out), topic, names, intents)
    if in_distress(said):
        concern = Reason.SUPPORT
    elif law and law in text and not wants_real:
        concern, absent = Reason.LAW, law
    elif wants_real or (wants_overview and concern in _SAID_OF_TOPICS):
        concern, absent = None, ""
    elif sides and concern in _OF_A_SIDE:
        concern, absent = Reason.SIDE_ABSENT, listed(list(sides))
    return Question(
        text=text,
        about=topic,
        perspectives=_names(speakers, "perspective"),
        groups=_names(speakers, "group"),
        places=_names(speakers, "place"),
        without=(*_names(people.left_out, "perspective"), *_names(people.left_out, "group")),
        outside=_names(people.left_out, "place"),
        actors=_names(people.mentioned, "actor"),
        concern=concern,
        absent=absent,
        compares=people.compared,
        against_the_rest=people.compared and bool(cues.pattern("comparing", "rest").search(text)),
        everyone=cues.signed(text, "everyone"),
        everywhere=cues.signed(text, "everywhere"),
        law=law,
        wants_overview=wants_overview,
        wants_real=wants_real,
        unwanted=unwanted,
    )


def without_actors(question: Question, names: Names) -> str:
    """What a question is about, without those it says should act."""
    return without(question.about, [one for one in names.find(question.about) if one.kind == "actor"])


@dataclass(frozen=True, slots=True)
class _People:
    """Who and what a question mentions: all of it but those left out, who is to speak, and whether they are set side by side."""

    mentioned: tuple[Mention, ...]
    speakers: tuple[Mention, ...]
    left_out: tuple[Mention, ...]
    compared: bool

    @property
    def named(self) -> tuple[Mention, ...]:
        """The people and places mentioned, whether they are to speak or not."""
        return tuple(one for one in self.mentioned if one.kind in PEOPLE)


def _legible(text: str, names: Names) -> tuple[str, str]:
    """The question alone, with slips mended and without the clause of a law that no quote names; and that law."""
    text = cues.pattern("sign", "insisting").sub("", " ".join(_question_itself(text, names).split()))
    if not cues.signed(text, "spanish"):  # whose words look like slips in English ones
        text = mended(text, names.spoken, names.named)
    text = cues.pattern("sign", "shared_name").sub(r"\1 \4 \2 \3", text)
    law = unspoken_law(text, names.laws)
    besides = beside(text, law) if law else ""
    return besides if content_words(besides) else text, law


def _people(text: str, names: Names) -> _People:
    found = names.find(text)
    leaving = left_out(found, text)
    mentioned = tuple(one for one in found if not any(out.start <= one.start < out.end for out in leaving))
    speakers = tuple(one for one in mentioned if _speaks(one, mentioned, text))
    compared = cues.signed(text, "compares")
    return _People((*mentioned, *(staff_side(text, mentioned) if compared else ())), speakers, leaving, compared)


def _topic(text: str) -> tuple[str, bool]:
    """What is asked about without what is not ("pay, not benefits"), and whether there is such."""
    wanted = cues.pattern("sign", "but_not").split(text, maxsplit=1)[0]
    return (wanted, True) if wanted != text and content_words(wanted) else (text, False)


def _without_words(text: str, sides: Iterable[str]) -> str:
    """The text without the words that say a side of a comparison."""
    gone = {word for side in sides for word in side.casefold().split()}
    return " ".join(word for word in text.split() if word.casefold().strip("?!.,:") not in gone)


def _of_those_left(text: str, leaving: Sequence[Mention]) -> str:
    """The text without whom it leaves out: "everyone but providers" claims nothing about everyone."""
    kept = without(text, leaving)
    if not leaving:
        return kept
    # "outside Seattle?" is not empty.
    return cues.pattern("sign", "everyone").sub("people", kept) if any(map(str.isalnum, kept)) else "people"


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
    alone = not content_words(without(text, mentions))
    if cues.pattern("speaking", "about").search(text[: mention.start]):
        return False
    return (
        alone
        or bool(cues.pattern("speaking", "before").search(text[: mention.start]))
        or bool(cues.pattern("speaking", "after").match(after))
    )


def _wants_overview(text: str, mentions: Iterable[Mention]) -> bool:
    """Whether a question asks what matters most, in words that name no topic, whoever is to speak."""
    rest = without(text, [one for one in mentions if one.kind in PEOPLE])
    if not cues.signed(rest, "overview") or cues.signed(rest, "of_this"):
        return False
    return cues.words("about", "overview").issuperset(content_words(rest))


def _question_itself(text: str, names: Names) -> str:
    """The question that a message ends with, without sentences before it that say who asks, and why.

    They are kept unless the question names a topic and points at nothing said before.
    """
    *before, last = _SENTENCE.split(text.strip())
    introduced = before and all(cues.pattern("sign", "introduction").match(one) and "?" not in one for one in before)
    if not introduced or not last.endswith("?") or cues.signed(last, "points_back"):
        return text
    return last if names.names_topic(last) else text


def _names(mentions: Iterable[Mention], kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.name for mention in mentions if mention.kind == kind))
