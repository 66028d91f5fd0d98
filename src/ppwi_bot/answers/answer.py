"""What every door renders: an `Answer`, in which each passage says where it comes from."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """How a question came out."""

    ANSWER = "answer"
    CAVEAT = "answer_with_caveat"
    ASK_BACK = "ask_back"
    DECLINE = "decline"
    INFORMATION = "information"
    """About the bot or the initiative itself: greeting, help, figures, a list of topics, support in distress."""


class SourceKind(StrEnum):
    """Where a passage comes from. There is no other kind: nothing is generated."""

    QUOTE = "quote"
    SUMMARY = "summary"
    CALL_TO_ACTION = "call_to_action"
    FIGURE = "figure"
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text with its source.

    `ref` is a quote id, a code id, a call's id, a corpus id (figure) or a key of `answers.wording` (our fixed
    wording). `corpus` is empty and `illustrative` false for our own wording. `language` is a BCP 47 tag.
    """

    text: str
    source: SourceKind
    ref: str
    corpus: str = ""
    illustrative: bool = False
    language: str = "en"


@dataclass(frozen=True, slots=True)
class CodeRef:
    """A theme, topic or sub-topic named in an answer."""

    id: str
    level: str
    name: str
    theme: str
    """Id of the theme it belongs to."""


@dataclass(frozen=True, slots=True)
class QuoteCard:
    """A quote as shown. `text` is the whole quote, letter for letter; `excerpt` is it shortened by whole sentences.

    `excerpt` equals `text` where nothing was left out. `attribution` is already coarsened so that nobody is singled
    out; `affinity_group` and `region` are empty where they may not be shown.
    """

    id: str
    text: str
    excerpt: str
    perspective: str
    affinity_group: str
    region: str
    attribution: str
    corpus: str
    corpus_title: str
    illustrative: bool
    language: str
    source: str
    audience: str
    topics: tuple[CodeRef, ...]


@dataclass(frozen=True, slots=True)
class CallCard:
    """A call to action with the actor it is addressed to."""

    id: str
    text: str
    actor: str
    actor_name: str
    topic: str
    corpus: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """How widely something came up, for real and illustrative quotes apart.

    `perspectives` maps perspective id to number of quotes.
    """

    illustrative: bool
    quotes: int
    perspectives: dict[str, int]
    groups: int
    text: Passage


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an answer: an answer has one, a comparison two or more, each with a heading."""

    heading: Passage | None
    coverage: tuple[Coverage, ...]
    quotes: tuple[QuoteCard, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A corpus an answer drew on."""

    corpus: str
    title: str
    collected_by: str
    url: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, ready to render. Programs get the fields in this order; each door decides what it shows first.

    `id` names the plan it was filled from: the same question of the same corpora gives the same id. `reason` says
    why a `decline`, `ask_back` or caveat came about (see `answers.plan.Reason`), empty otherwise.
    """

    id: str
    kind: Kind
    reason: str
    lead: tuple[Passage, ...]
    themes: tuple[CodeRef, ...]
    topics: tuple[CodeRef, ...]
    filters: dict[str, list[str]]
    summary: tuple[Passage, ...]
    sides: tuple[Side, ...]
    calls_to_action: tuple[CallCard, ...]
    listing: tuple[CodeRef, ...]
    """Topics listed because they were asked for, or the nearest ones where the answer is a decline."""
    sources: tuple[Source, ...]
    notices: tuple[Passage, ...]
    """Caveats and remarks on how the answer came about."""
    follow_ups: tuple[Passage, ...]
    """Questions known to have an answer, to be sent as they stand."""

    @property
    def quotes(self) -> tuple[QuoteCard, ...]:
        """All quotes shown, in order."""
        return tuple(card for side in self.sides for card in side.quotes)

    @property
    def calls_first(self) -> bool:
        """Whether calls to action stand above summary and quotes: whoever asks what should be done reads that first."""
        return any(passage.ref.startswith("answer.calls") for passage in self.lead)

    def name_of(self, code: str) -> str:
        """The name of a theme or topic of this answer, by id."""
        return next((one.name for one in (*self.topics, *self.themes) if one.id == code), "")

    def passages(self) -> tuple[Passage, ...]:
        """Every piece of text a reader sees, in order, with its source."""
        quotes = (
            Passage(card.text, SourceKind.QUOTE, card.id, card.corpus, card.illustrative, card.language)
            for card in self.quotes
        )
        calls = (
            Passage(call.text, SourceKind.CALL_TO_ACTION, call.id, call.corpus, call.illustrative)
            for call in self.calls_to_action
        )
        headings = (side.heading for side in self.sides if side.heading)
        coverage = (line.text for side in self.sides for line in side.coverage)
        return (
            *self.lead,
            *self.summary,
            *headings,
            *coverage,
            *quotes,
            *calls,
            *self.notices,
            *self.follow_ups,
        )

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON-ready values: the fields in order, and `quotes` and `coverage` of all sides together."""
        return {
            **asdict(self),
            "calls_first": self.calls_first,
            "quotes": [asdict(card) for card in self.quotes],
            "coverage": [asdict(line) for side in self.sides for line in side.coverage],
        }
