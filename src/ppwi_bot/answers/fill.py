"""From a plan of ids to an `Answer` of words, each taken from the corpora at the last moment."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence

from ppwi_bot.answers.answer import (
    Answer,
    CallCard,
    CodeRef,
    Coverage,
    Passage,
    QuoteCard,
    Side,
    Source,
    SourceKind,
)
from ppwi_bot.answers.excerpt import excerpt
from ppwi_bot.answers.plan import AnswerPlan, Reason, Said, SidePlan
from ppwi_bot.answers.voices import Voices
from ppwi_bot.answers.wording import counted, listed, sentence
from ppwi_bot.corpus.codebook import Actor, CallToAction, Level
from ppwi_bot.corpus.library import Library
from ppwi_bot.corpus.quotes import Audience, Perspective, Quote
from ppwi_bot.retrieval.filters import Filters

_WITHOUT_SUMMARY = {"answer.more", "answer.overview", "answer.real_all", "answer.real_elsewhere"}

SUMMED_UP = 2
"""Codes whose summaries an answer shows: with more, a reader would wade through them to the first quote."""


def fill(plan: AnswerPlan, voices: Voices) -> Answer:
    """Put the words of the corpora in the places a plan names by id.

    What is no longer in the corpora (a quote withdrawn meanwhile) is left out.
    """
    library = voices.library
    sides = tuple(_side(side, voices) for side in plan.sides)
    codes = [code for code in plan.codes if code in library.codebook]
    summary = tuple(passage for code in codes[:SUMMED_UP] for passage in summaries(library, code))
    if plan.reason is Reason.NO_MORE or not _WITHOUT_SUMMARY.isdisjoint(said.key for said in plan.lead):
        summary = ()
    calls = tuple(_call_card(library, voices.calls[call]) for call in plan.calls if call in voices.calls)
    themes = dict.fromkeys(theme.id for code in codes if (theme := library.codebook.ancestor(code, Level.THEME)))
    notices = [say(said, library) for said in plan.notices]
    shown = [card for side in sides for card in side.quotes]
    drawn_on: tuple[QuoteCard | CallCard | Passage, ...] = (*shown, *calls, *summary)
    if any(drawn.illustrative for drawn in drawn_on):
        notices.append(say(Said("notice.illustrative"), library))
    figures = _figures(library) if plan.reason is Reason.PARTICIPATION else ()
    used = dict.fromkeys(drawn.corpus for drawn in (*drawn_on, *figures))
    return Answer(
        id=plan_id(plan),
        kind=plan.kind,
        reason=plan.reason.value,
        lead=(*(say(said, library) for said in plan.lead), *figures),
        themes=tuple(code_ref(library, theme) for theme in themes),
        topics=tuple(code_ref(library, code) for code in codes if code not in themes),
        filters=plan.filters.to_dict(),
        summary=summary,
        sides=sides,
        calls_to_action=calls,
        listing=tuple(code_ref(library, code) for code in plan.listing if code in library.codebook),
        sources=tuple(_source(library, corpus) for corpus in used),
        notices=tuple(notices),
        follow_ups=tuple(say(said, library) for said in plan.follow_ups),
    )


def plan_id(plan: AnswerPlan) -> str:
    """A short name of a plan: equal plans have equal names."""
    return hashlib.sha256(json.dumps(plan.to_dict(), sort_keys=True).encode()).hexdigest()[:16]


def code_ref(library: Library, code: str) -> CodeRef:
    """A code as named in an answer."""
    found = library.codebook[code]
    return CodeRef(found.id, found.level.value, found.name, library.codebook.path(code)[0].id)


def summaries(library: Library, code: str) -> tuple[Passage, ...]:
    """What researchers wrote about a code: first those whose corpus has quotes on it, and of these the real ones.

    A corpus that only names a topic says less than one that speaks of it.
    """
    passages = (
        Passage(summary.text, SourceKind.SUMMARY, code, summary.corpus, library.illustrative(summary.corpus))
        for summary in library.codebook[code].summaries
    )
    return tuple(sorted(passages, key=lambda one: ((one.corpus, code) not in library.spoken, one.illustrative)))


def call_cards(library: Library, code: str) -> tuple[CallCard, ...]:
    """The calls to action of a code, in file order."""
    return tuple(_call_card(library, call) for call in library.codebook[code].calls)


def quote_card(library: Library, quote: Quote) -> QuoteCard:
    """A quote as shown."""
    parts = [quote.perspective.singular.capitalize(), quote.affinity_group, quote.region]
    corpus = library.corpora[quote.corpus]
    return QuoteCard(
        id=quote.id,
        text=quote.text,
        excerpt=excerpt(quote.text),
        perspective=quote.perspective.value,
        affinity_group=quote.affinity_group,
        region=quote.region,
        attribution=" · ".join(part for part in parts if part),
        corpus=corpus.id,
        corpus_title=corpus.title,
        illustrative=corpus.illustrative,
        language=quote.language,
        source=quote.source or corpus.source,
        audience=quote.audience.value,
        topics=tuple(code_ref(library, code) for code in quote.codes),
    )


def coverage(voices: Voices, quotes: Sequence[Quote], filters: Filters | None = None) -> tuple[Coverage, ...]:
    """How widely something came up, real and illustrative quotes apart; corpora without such a quote give no line."""
    library = voices.library
    lines = []
    for illustrative in (False, True):
        counted_in = [quote for quote in quotes if library.illustrative(quote.corpus) is illustrative]
        if not counted_in:
            continue
        perspectives = Counter(quote.perspective for quote in counted_in)
        groups = {quote.affinity_group for quote in counted_in if quote.affinity_group}
        apart = bool(groups) and not (filters and (filters.groups or filters.places))
        key = "coverage.illustrative" if illustrative else "coverage.real_groups" if apart else "coverage.real"
        params = {
            "quotes": counted(len(counted_in), "quote"),
            "perspectives": listed(
                [f"{perspectives[role]} from {role.plural}" for role in Perspective if perspectives[role]]
            ),
            "groups": f"; {counted(len(groups), 'affinity group')}" if apart else "",
        }
        lines.append(
            Coverage(
                illustrative=illustrative,
                quotes=len(counted_in),
                perspectives={role.value: perspectives[role] for role in Perspective if perspectives[role]},
                groups=len(groups) if apart else 0,
                text=Passage(sentence(key, params), SourceKind.WORDING, key),
            )
        )
    return tuple(lines)


def who(filters: Filters, anyone: str = "people") -> str:
    """The people that filters let through, in words: "administrators in Eastern Washington"; `anyone` where all pass."""
    people = listed(list(filters.groups)) or listed(list(map(_role, filters.perspectives))) or anyone
    people += f" other than {listed(list(map(_role, filters.without)))}" if filters.without else ""
    people += f" in {listed(list(filters.places))}" if filters.places else ""
    return people + (f" outside {listed(list(filters.outside))}" if filters.outside else "")


def _role(name: str) -> str:
    """A role in words; the name of a group is what it is."""
    return Perspective(name).plural if name in {role.value for role in Perspective} else name


def _side(side: SidePlan, voices: Voices) -> Side:
    library = voices.library
    codes = [code for code in side.codes if code in library.codebook]
    # A count is for everyone, whoever reads it: staff quotes are not in it.
    counted_in = [quote for quote in voices.quotes_about(codes, side.filters) if quote.audience is Audience.PUBLIC]
    visible = {Audience.PUBLIC, voices.audience}
    quotes = [library.quotes[quote] for quote in side.quotes if quote in library.quotes]
    return Side(
        heading=say(side.heading, library) if side.heading else None,
        coverage=coverage(voices, counted_in, side.filters),
        quotes=tuple(quote_card(voices.library, quote) for quote in quotes if quote.audience in visible),
    )


def say(said: Said, library: Library) -> Passage:
    """A piece of our wording with its blanks filled."""
    params = {name: _named(name, value, library) for name, value in said.params.items()}
    language = "es" if said.key.endswith("_es") else "en"
    return Passage(sentence(said.key, params), SourceKind.WORDING, said.key, language=language)


def _named(name: str, value: str | int, library: Library) -> str | int:
    """What a parameter reads as: topics are given by code id, actors by actor id, everything else as it stands."""
    if name.startswith("topic") and value in library.codebook:
        return library.codebook[str(value)].name
    if name == "actor":
        return Actor(str(value)).plural
    return value


def _call_card(library: Library, call: CallToAction) -> CallCard:
    return CallCard(
        id=call.id,
        text=call.text,
        actor=call.actor.value,
        actor_name=call.actor.plural,
        topic=call.code,
        corpus=call.corpus,
        illustrative=library.illustrative(call.corpus),
    )


def _figures(library: Library) -> tuple[Passage, ...]:
    return tuple(
        Passage(f"{figure.value} {figure.label}", SourceKind.FIGURE, corpus.id, corpus.id, corpus.illustrative)
        for corpus in library.real_first
        for figure in corpus.figures
    )


def _source(library: Library, corpus: str) -> Source:
    found = library.corpora[corpus]
    return Source(found.id, found.title, found.collected_by, found.source, found.illustrative)
