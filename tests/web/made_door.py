"""A door with nothing behind it but a small library and one answer, and eyes for its HTML."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any, cast

from tests.small_world import library as small_library
from tests.small_world import quote

from ppwi_bot.answers.answer import Answer, Kind
from ppwi_bot.answers.fill import fill
from ppwi_bot.answers.intents import Intents
from ppwi_bot.answers.plan import AnswerPlan, Reason, Said, SidePlan
from ppwi_bot.answers.scope import EVERYTHING, Parts, Scope
from ppwi_bot.answers.voices import Voices
from ppwi_bot.channels.asked import Entrance
from ppwi_bot.channels.feedback import Feedback
from ppwi_bot.channels.web import Door, Keeping, Limits
from ppwi_bot.corpus.library import Corpus, Figure, Library
from ppwi_bot.corpus.quotes import Audience, Perspective
from ppwi_bot.retrieval.filters import Filters
from ppwi_bot.retrieval.search import Searcher

SECRET = b"a secret for tests only, 32 bytes"
ATTACK = "\"><script>alert('x')</script><img src=x onerror=alert(1)> & {{ 7*7 }}"
VERBATIM = "I don’t  know…\n“She said: «no» & <left>.”  Café, cafe\u0301, 🙂 \u2066مرحبا\u2069."
LONG = " ".join(f"This is sentence number {number} of a long story." for number in range(1, 21))

QUOTES = (
    quote("real", "I just don't want to have to balance my checkbook every week.", "low-pay", corpus="page",
          perspective=Perspective.NOT_STATED, affinity_group="", region=""),
    quote("attack", ATTACK, "low-pay"),
    quote("verbatim", VERBATIM, "low-pay"),
    quote("long", LONG, "low-pay"),
    quote("spanish", "No alcanza para la renta.", "low-pay", language="es"),
    quote("staff", "Only for staff: the funder shouted.", "low-pay", audience=Audience.STAFF),
    quote("withheld", "Not released yet.", "low-pay", audience=Audience.WITHHELD),
)  # fmt: skip


def library() -> Library:
    """The small library, all illustrative, and one real corpus of a single quote."""
    made = small_library(*QUOTES)
    page = Corpus(
        id="page",
        title="A published page",
        collected_by="The initiative",
        source="https://example.org/page",
        description="What was published.",
        illustrative=False,
        figures=(Figure("115", "people in focus groups"),),
        not_asked=(),
    )
    return replace(made, corpora={**made.corpora, "page": page})


def pay_plan(*quotes: str) -> AnswerPlan:
    """A whole answer about pay with these quotes."""
    return AnswerPlan(
        kind=Kind.ANSWER,
        lead=(Said("answer.about", {"who": "people", "topic": "pay"}),),
        codes=("pay",),
        sides=(SidePlan(Filters(), ("pay",), quotes),),
        calls=("made/pay/1", "made/pay/2", "made/pay/3"),
        follow_ups=(Said("follow.more"), Said("follow.calls", {"topic": "rest"})),
    )


ACTING = replace(pay_plan("real"), lead=(Said("answer.calls_all", {"topic": "pay"}),))
"""An answer to what should be done."""

DECLINE = AnswerPlan(
    kind=Kind.DECLINE,
    reason=Reason.NO_EVIDENCE,
    lead=(Said("decline.no_evidence"), Said("decline.nearest")),
    listing=("pay", "rest"),
)

COMPARISON = AnswerPlan(
    kind=Kind.ANSWER,
    lead=(Said("answer.compare", {"who": "providers", "who2": "administrators", "topic": "pay"}),),
    codes=("low-pay",),
    sides=(
        SidePlan(
            Filters(perspectives=("direct_service_provider",)),
            ("low-pay",),
            ("low-pay-1",),
            Said("side.heading", {"who": "providers"}),
        ),
        SidePlan(
            Filters(perspectives=("administrator",)),
            ("low-pay",),
            ("low-pay-2",),
            Said("side.heading", {"who": "administrators"}),
        ),
    ),
)

SUPPORT = AnswerPlan(kind=Kind.INFORMATION, reason=Reason.SUPPORT, lead=(Said("info.support"),))
PARTICIPATION = AnswerPlan(kind=Kind.INFORMATION, reason=Reason.PARTICIPATION, lead=(Said("info.participation"),))


class NoSearcher:
    """Pages and answers are made of the library alone; nothing here searches."""

    def part(self, library: Library) -> "NoSearcher":
        return self

    def seen_by(self, audience: Audience) -> "NoSearcher":
        return self


@dataclass
class House:
    """What stands behind the door: it gives `plan` filled, or fails, and remembers what it heard."""

    plan: AnswerPlan = field(default_factory=lambda: pay_plan("real", "low-pay-1", "low-pay-2"))
    failure: Exception | None = None
    parts: Mapping[str, bool] = field(default_factory=lambda: {"index": True, "dialogue": True})
    heard: list[tuple[str | None, str]] = field(default_factory=list)
    scopes: list[Scope] = field(default_factory=list)
    feedback: list[Feedback] = field(default_factory=list)
    noted: list[tuple[Entrance, str, Answer]] = field(default_factory=list)
    keeping: Keeping = field(
        default_factory=lambda: Keeping(questions_days=90, conversations_days=30, feedback_days=60)
    )
    origins: frozenset[str] = frozenset()
    voices: Voices = field(
        default_factory=lambda: Voices(
            library(), cast(Searcher, NoSearcher()), smallest_group=1, intents=cast(Intents, None)
        )
    )

    def keep(self, given: Feedback) -> None:
        """Store feedback."""
        self.feedback.append(given)

    def door(self, limits: Limits, secret: bytes = SECRET) -> Door:
        """The door to this house."""
        return Door(
            talk=self._answer,
            ask=lambda text, scope: self._answer(None, text, scope),
            voices=Parts(lambda: self.voices),
            keep=self.keep,
            note=lambda *noted: self.noted.append(noted),
            keeping=self.keeping,
            parts=lambda: self.parts,
            secret=secret,
            origins=self.origins,
            limits=limits,
        )

    def _answer(self, conversation: str | None, text: str, scope: Scope = EVERYTHING) -> Answer:
        self.heard.append((conversation, text))
        self.scopes.append(scope)
        if self.failure:
            raise self.failure
        return fill(self.plan, self.voices)


@dataclass
class Element:
    """An element with its attributes and all text in it."""

    name: str
    attributes: dict[str, str]
    text: str = ""


class Markup(HTMLParser):
    """The elements of an HTML text, in order of their beginnings."""

    VOID = frozenset({"meta", "link", "img", "br", "input", "hr"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in self.VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop().name != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, name: str, /, **attributes: str) -> list[Element]:
        """The elements of a name; `class_` asks for one of the classes, others for the whole value."""
        wanted = attributes.pop("class_", None)
        return [
            element
            for element in self.elements
            if element.name == name
            and (wanted is None or wanted in element.attributes.get("class", "").split())
            and all(element.attributes.get(key) == value for key, value in attributes.items())
        ]

    def links(self) -> list[str]:
        """Where the links lead."""
        return [element.attributes["href"] for element in self.all("a")]


def error_of(response: Any) -> dict[str, str]:
    """The error in the API's one shape; fails if it has another."""
    body = response.get_json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message"}
    assert all(isinstance(value, str) and value for value in body["error"].values())
    assert "Traceback" not in response.text
    return cast(dict[str, str], body["error"])
