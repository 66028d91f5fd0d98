"""Two sorts of people, or two places, on one topic."""

from ppwi_bot.answers import follow_ups
from ppwi_bot.answers.answering import answer, narrow, voices_on
from ppwi_bot.answers.declining import decline
from ppwi_bot.answers.each_topic import topics_asked
from ppwi_bot.answers.fill import who
from ppwi_bot.answers.focus import Focus, Reply
from ppwi_bot.answers.plan import AnswerPlan, Reason, Said, SidePlan, outcome
from ppwi_bot.answers.question import Question
from ppwi_bot.answers.selecting import FEW, allowed, codes_meant, evidence
from ppwi_bot.answers.voices import Voices
from ppwi_bot.corpus.quotes import Perspective
from ppwi_bot.retrieval.filters import Filters


def compare(question: Question, focus: Focus, voices: Voices) -> Reply:
    """Two sorts of people, or two places, on one topic, side by side."""
    if len(_named(question)) < 2 and topics_asked(question, voices):
        return answer(question, focus, voices)
    new_topic = question.names_topic
    about = question.about if new_topic else focus.about
    if not about:
        return narrow(question, focus, voices)
    everyone = voices.searcher.search(about, Filters())
    codes = codes_meant(about, everyone, voices) if new_topic else focus.codes
    if not codes:
        return decline(Reason.NO_EVIDENCE, everyone, focus, voices)
    permitted = [allowed(filters, voices) for filters in _sides(question, focus, voices)]
    widened = tuple(notice for one in permitted for notice in one.notices)
    apart = list(dict.fromkeys(one.filters for one in permitted))
    if len(apart) == 1:
        found = voices.searcher.search(about, apart[0])
        return voices_on(Focus(about, codes, apart[0]), found, voices, widened)
    sides = []
    for filters in apart:
        found = voices.searcher.search(about, filters)
        heading = Said("side.heading", {"who": who(filters)})
        sides.append(SidePlan(filters, codes, evidence(found, codes, voices, FEW), heading))
    lead = Said("answer.compare", {"who": who(sides[0].filters), "who2": who(sides[1].filters), "topic": codes[0]})
    shown = tuple(quote for side in sides for quote in side.quotes)
    few = min(len(side.quotes) for side in sides) < FEW
    offered = follow_ups.after_answer(codes, Filters(), shown, everyone, voices, calls_shown=False, compared=apart)
    plan = AnswerPlan(
        *outcome(widened=bool(widened), few=few),
        lead=(lead,),
        codes=codes,
        sides=tuple(sides),
        notices=(*widened, Said("notice.few_voices" if few else "notice.not_a_survey")),
        follow_ups=offered,
    )
    return Reply(plan, Focus(about, codes, Filters(), shown, offered, sides=tuple(apart)))


def _sides(question: Question, focus: Focus, voices: Voices) -> list[Filters]:
    """Whom to set side by side: those the question names, else those in hand, else the one in hand against another or the
    two main roles."""
    named = _named(question) or list(focus.sides)
    if named and (question.against_the_rest or _others(named[0]) in named):
        named = [named[0], _others(allowed(named[0], voices).filters)]
    if len(named) == 1 and focus.filters.narrowed and focus.filters != named[0]:
        named = [focus.filters, *named]
    main = [
        Filters(perspectives=(role.value,)) for role in (Perspective.DIRECT_SERVICE_PROVIDER, Perspective.ADMINISTRATOR)
    ]
    return (named + [side for side in main if side not in named])[: max(2, len(named))]


def _others(filters: Filters) -> Filters:
    """Everyone but those whom the filters let through."""
    return Filters(without=(*filters.perspectives, *filters.groups), outside=filters.places)


def _named(question: Question) -> list[Filters]:
    """The sides a question names; those it leaves out are one, against them or others ("Spokane and outside Spokane")."""
    named = [Filters(perspectives=(one,)) for one in question.perspectives]
    named += [Filters(groups=(one,)) for one in question.groups]
    if len(named) < 2:
        named += [Filters(places=(one,)) for one in question.places]
    if question.without or question.outside:
        named.append(Filters(without=question.without, outside=question.outside))
    return named
