"""Understanding one question: whose words are wanted, about what, and what plain checks say of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ppwi_bot.answers import cues
from ppwi_bot.answers.concerns import concern
from ppwi_bot.answers.names import Mention, Names, elsewhere
from ppwi_bot.answers.plan import Reason

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Question:
    """What was understood of a question.

    `text` is the question as asked; `about` the part to search for, without who is asked and how; `perspectives`,
    `groups` and `places` are who is wanted to speak; `actors` who is asked to act; `concern` is what plain checks say
    (None: nothing against searching); `absent` names who or what is missing where `concern` is about that.
    """

    text: str
    about: str
    perspectives: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    concern: Reason | None = None
    absent: str = ""
    compares: bool = False
    everyone: bool = False

    @property
    def names_speakers(self) -> bool:
        """Whether it says whose words are wanted."""
        return bool(self.perspectives or self.groups or self.places)

    @property
    def names_topic(self) -> bool:
        """Whether anything is left to search for besides who is asked."""
        return bool(content_words(self.about))


def understand(text: str, names: Names) -> Question:
    """Read a question with the names the corpora know."""
    text = " ".join(text.split())
    mentions = names.find(text)
    speakers = [mention for mention in mentions if _speaks(mention, mentions, text)]
    compares = bool(cues.pattern("sign", "compares").search(text))
    if compares:
        speakers = [mention for mention in mentions if mention.kind in {"perspective", "group", "place"}]
    about = _about(text, speakers)
    reason, absent = _concern(text, mentions, speakers, compares, names.topical)
    actors = _names(mentions, "actor")
    perspectives = _names(speakers, "perspective")
    return Question(
        text=text,
        about=about,
        perspectives=perspectives,
        groups=_names(speakers, "group"),
        places=_names(speakers, "place"),
        actors=actors,
        concern=reason,
        absent=absent,
        compares=compares,
        everyone=bool(cues.pattern("sign", "everyone").search(text)),
    )


def content_words(text: str) -> list[str]:
    """Words of a text that can name a topic, in lower case."""
    return [
        word
        for word in (match.group().casefold() for match in _WORD.finditer(text))
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
    return (
        alone
        or bool(cues.pattern("speaking", "before").search(text[: mention.start]))
        or bool(cues.pattern("speaking", "after").match(after))
    )


def _concern(
    text: str, mentions: tuple[Mention, ...], speakers: list[Mention], compares: bool, topical: frozenset[str]
) -> tuple[Reason | None, str]:
    if not any(character.isalnum() for character in text):
        return Reason.EMPTY, ""
    if (reason := concern(text)) is not None:
        return reason, ""
    for mention in mentions:
        if mention.kind == "not_asked" and _asked_of(mention, text):
            return Reason.NOT_ASKED, mention.name
    if place := elsewhere(text, mentions):
        return Reason.PLACE_ABSENT, place
    if not speakers and not compares and _strangers(text, mentions, topical):
        return Reason.GROUP_ABSENT, ""
    return None, ""


def _strangers(text: str, mentions: Iterable[Mention], topical: frozenset[str]) -> bool:
    """Whether people are asked to speak who are neither known to the corpora nor what a topic is about."""
    for pattern in cues.patterns("speaking", "strangers"):
        for found in pattern.finditer(text):
            head = found.group("who").casefold().split()[-1]
            known = any(one.start < found.end("who") and found.start("who") < one.end for one in mentions)
            if (
                not known
                and head not in cues.words("speaking", "anyone")
                and head not in topical
                and cues.pattern("speaking", "role").search(head)
            ):
                return True
    return False


def _asked_of(mention: Mention, text: str) -> bool:
    """Whether somebody who was not asked is asked to speak ("what do parents think", "and parents?", "the kids' view")."""
    before, after = text[: mention.start], text[mention.end :]
    if re.match(
        r"['’]?s?['’]?\s+(?:own\s+)?(?:views?|opinions?|perspectives?|voices?|thoughts|experiences?|reactions?|feedback|side|take|words|point)\b",
        after,
        re.IGNORECASE,
    ):
        return True
    if not content_words(_without(text, [(mention.start, mention.end)])):
        return True
    speaks = re.match(
        r"\s+(?:themselves\s+)?(?:say|said|saying|think|feel|want|tell|told|believe|report|complain|mention|ask|see|like|rate|describe|prefer|react|have to say|need|wish|experience)\b",
        after, re.IGNORECASE,
    )  # fmt: skip
    asked = re.search(
        r"\b(?:do|does|did|what|how|hear from|heard from|according to|ask|asked|from|interview\w*|survey\w*|talk(?:ed)? (?:to|with)|quotes? (?:from|by))\s+(?:the |any |some |those |what |local |other |most )?(?:\w+ )?$",
        before, re.IGNORECASE,
    )  # fmt: skip
    return bool(speaks and asked) or bool(
        re.search(
            r"\b(?:according to|quotes? (?:from|by)|hear(?:d)? from|from the (?:perspective|point of view) of|the (?:views?|voices?|opinions?|perspectives?) of|ask(?:ed)?|talk(?:ed)? to|interview(?:ed)?|survey(?:ed)?)\s+(?:the |any |some )?$",
            before,
            re.IGNORECASE,
        )
    )


def _about(text: str, speakers: list[Mention]) -> str:
    """The part of a question that says what it is about; the whole text where nothing else is left."""
    rest = " ".join(_without(text, [(one.start, one.end) for one in speakers]).split())
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


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    return text


def _names(mentions: Iterable[Mention], kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.name for mention in mentions if mention.kind == kind))
