"""A community small enough to reason about, and an embedder whose vectors are known."""

import hashlib
from collections.abc import Sequence

import numpy as np

from ppwi_bot.corpus.codebook import Actor, CallToAction, Code, Codebook, Level, Summary
from ppwi_bot.corpus.library import Corpus, Figure, Library, NamedSet
from ppwi_bot.corpus.quotes import Audience, Perspective, Quote
from ppwi_bot.retrieval.embedder import Vectors
from ppwi_bot.retrieval.index import other_subjects

AXES = (
    ("pay", "wage", "wages", "money", "paycheck", "salary"),
    ("rest", "vacation", "tired", "sleep", "exhausted"),
    ("drive", "driving", "road", "miles", "snow"),
    ("baby", "babies", "infant", "infants"),
    ("office", "desk"),
)
"""Words that mean the same to the fake embedder; all other words mean nothing to it."""

OTHER_SUBJECTS = frozenset(other_subjects())

PROVIDER, ADMINISTRATOR = Perspective.DIRECT_SERVICE_PROVIDER, Perspective.ADMINISTRATOR


class WordEmbedder:
    """Counts the words of each axis; a text without any, or about another subject, is near nothing."""

    name = "words"
    digest = hashlib.sha256(b"words").hexdigest()

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def documents(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        return np.stack([self.question(text) for text in texts])

    def question(self, text: str) -> Vectors:
        words = "".join(letter if letter.isalnum() else " " for letter in text.casefold()).split()
        known = text not in OTHER_SUBJECTS
        counts = [float(known and sum(word in axis for word in words)) for axis in AXES]
        vector = np.array(counts, dtype=np.float32)
        return vector / (np.linalg.norm(vector) or 1.0)


def code(id: str, level: Level, parent: str | None, name: str, *keywords: str, calls: Sequence[Actor] = ()) -> Code:
    """A code of the corpus `made`, with a summary and a call to action for each actor named."""
    return Code(
        id=id,
        level=level,
        name=name,
        parent=parent,
        keywords=keywords,
        summaries=(Summary("made", f"People spoke about {name.lower()}."),),
        calls=tuple(
            CallToAction(f"made/{id}/{at}", "made", id, actor, f"Do something about {name.lower()}.")
            for at, actor in enumerate(calls, 1)
        ),
        links=(),
    )


CODES = (
    code("care", Level.THEME, None, "Care for carers"),
    code("pay", Level.TOPIC, "care", "Pay", "wages", "money", calls=list(Actor)),
    code("low-pay", Level.SUBTOPIC, "pay", "Low wages", "paycheck"),
    code("rest", Level.TOPIC, "care", "Rest", "vacation", "sleep", calls=[Actor.ORGANIZATION_ADMINISTRATORS]),
    code("roads", Level.TOPIC, "care", "Driving", "road", "snow"),
    code("unspoken", Level.TOPIC, "care", "Office", "desk"),
)

TEXTS = {
    "low-pay": (
        "My paycheck is gone by Tuesday.",
        "The wages here are fine, honestly.",
        "Money is why my best friend left.",
        "I clean houses too, for the money.",
        "Nobody goes into this for the salary, but still.",
        "We lost her over a wage that a shop would beat.",
    ),
    "rest": (
        "I have not had a vacation since spring.",
        "Sleep is for other people.",
        "I rest on Sundays and nobody dares to call.",
        "They gave us a rest day and I slept through it, tired as I was.",
    ),
    "roads": (
        "Snow on the road, and a family waiting.",
        "Ninety miles each way.",
        "I like the driving; it is where I think.",
    ),
}


def quote(id: str, text: str, code: str, **changes: object) -> Quote:
    """A public English quote by a provider of the group Home visitors in the North."""
    values: dict[str, object] = {
        "id": id,
        "corpus": "made",
        "text": text,
        "codes": (code,),
        "perspective": PROVIDER,
        "affinity_group": "Home visitors",
        "region": "North",
        "audience": Audience.PUBLIC,
        "language": "en",
        "source": "",
        "participant": f"P-{id}",
    }
    return Quote(**{**values, **changes})  # type: ignore[arg-type]


def library(*more: Quote, illustrative: bool = True) -> Library:
    """Thirteen quotes: in each topic the odd ones by providers in the North, the even ones by administrators in the South."""
    quotes = []
    for topic, texts in TEXTS.items():
        for at, text in enumerate(texts, 1):
            even = (
                {"perspective": ADMINISTRATOR, "affinity_group": "Directors", "region": "South"} if at % 2 == 0 else {}
            )
            quotes.append(quote(f"{topic}-{at}", text, topic, **even))
    return Library(
        corpora={
            "made": Corpus(
                id="made",
                title="A made corpus",
                collected_by="the tests",
                source="https://example.org/made",
                description="",
                illustrative=illustrative,
                figures=(Figure("13", "quotes were made up"),),
                not_asked=(NamedSet("Parents", ("parents", "moms"), frozenset({"Parents"})),),
            )
        },
        codebook=Codebook({code.id: code for code in CODES}),
        quotes={quote.id: quote for quote in (*quotes, *more)},
        groups=(
            NamedSet("Home visitors", (), frozenset({"Home visitors"})),
            NamedSet("Directors", (), frozenset({"Directors"})),
        ),
        places=(
            NamedSet("North", ("up north",), frozenset({"North"})),
            NamedSet("South", (), frozenset({"South"})),
            NamedSet("Everywhere", (), frozenset({"North", "South"})),
        ),
        digest=hashlib.sha256(repr(sorted(quotes, key=lambda one: one.id)).encode() + repr(more).encode()).hexdigest(),
    )
