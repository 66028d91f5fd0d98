"""Whether the bot answers what it can and declines what it cannot."""

from collections.abc import Sequence
from dataclasses import dataclass

from ppwi_bot.answers.answer import Kind
from ppwi_bot.answers.focus import Focus
from ppwi_bot.answers.question import understand
from ppwi_bot.answers.respond import respond
from ppwi_bot.answers.voices import Voices
from ppwi_bot.evaluation.metrics import auroc
from ppwi_bot.evaluation.questions import Judged
from ppwi_bot.retrieval.confidence import confidence
from ppwi_bot.retrieval.filters import Filters

ANSWERED = frozenset({Kind.ANSWER, Kind.CAVEAT})


@dataclass(frozen=True, slots=True)
class AbstentionScores:
    """`precision` and `recall` are of declining; `auroc` of the confidence, plain checks counting as 0.

    `balanced_accuracy` is the mean of the shares of answerable questions answered and unanswerable ones declined. An
    answerable question that is asked back about counts as not answered, an unanswerable one as not declined.
    `wrong` lists id, kind and reason of every question that came out otherwise than judged.
    """

    answerable: int
    unanswerable: int
    precision: float
    recall: float
    balanced_accuracy: float
    auroc: float
    wrong: tuple[tuple[str, str, str, str], ...]


def measure(questions: Sequence[Judged], voices: Voices) -> AbstentionScores:
    """Ask every question on its own and compare with what was judged."""
    plans = {question.id: respond(question.text, Focus(), voices).plan for question in questions}
    answerable = [question for question in questions if question.answerable]
    unanswerable = [question for question in questions if not question.answerable]
    answered = sum(plans[question.id].kind in ANSWERED for question in answerable)
    declined = {question.id for question in questions if plans[question.id].kind is Kind.DECLINE}
    rightly = sum(question.id in declined for question in unanswerable)
    wrong = [
        (question.id, question.type, plans[question.id].kind.value, question.text)
        for question in questions
        if (plans[question.id].kind not in ANSWERED if question.answerable else question.id not in declined)
    ]
    return AbstentionScores(
        answerable=len(answerable),
        unanswerable=len(unanswerable),
        precision=rightly / len(declined) if declined else 0.0,
        recall=rightly / len(unanswerable),
        balanced_accuracy=(answered / len(answerable) + rightly / len(unanswerable)) / 2,
        auroc=auroc([_sure(one, voices) for one in answerable], [_sure(one, voices) for one in unanswerable]),
        wrong=tuple(wrong),
    )


def _sure(question: Judged, voices: Voices) -> float:
    understood = understand(question.text, voices.names, voices.intents)
    return 0.0 if understood.concern else confidence(voices.searcher.search(understood.about, Filters()))
