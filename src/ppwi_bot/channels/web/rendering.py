"""What the templates need: addresses, grouping, the one sentence a screen reader says about an answer."""

from collections.abc import Iterable, Sequence

from flask import Flask, url_for

from ppwi_bot.answers import fill
from ppwi_bot.answers.answer import Answer, CallCard, CodeRef, Kind, Passage
from ppwi_bot.answers.wording import sentence
from ppwi_bot.corpus.codebook import Actor, Code, Level
from ppwi_bot.retrieval.filters import Filters


def init_app(app: Flask) -> None:
    """Make the helps known to the templates."""
    app.jinja_env.filters |= {
        "code_url": code_url,
        "by_actor": by_actor,
        "announcement": announcement,
        "alone": alone,
        "upper_first": upper_first,
    }


def code_url(code: Code | CodeRef) -> str:
    """The page of a theme, topic or sub-topic."""
    if code.level == Level.THEME:
        return url_for("pages.theme", theme_id=code.id)
    return url_for("pages.topic", topic_id=code.id)


def by_actor(calls: Iterable[CallCard]) -> list[tuple[str, list[CallCard]]]:
    """Calls to action under the name of whom they address, always in the same order of actors."""
    calls = list(calls)
    groups = [[call for call in calls if call.actor == actor] for actor in Actor]
    return [(group[0].actor_name, group) for group in groups if group]


def upper_first(text: str) -> str:
    """The text as a heading: first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


def announcement(answer: Answer) -> str:
    """What is read aloud when the answer arrives: short, so that people decide themselves what to read."""
    count = len(answer.quotes)
    if count and answer.kind in (Kind.ANSWER, Kind.CAVEAT):
        about = f" about {_listed([topic.name for topic in answer.topics])}" if answer.topics else ""
        return f"Answer{about}: {count} {'quote' if count == 1 else 'quotes'}."
    return _first_text(answer.lead) or "There is an answer."


def alone(answer: Answer) -> str:
    """A question that leads to the topic and people of this answer without what was said before, or nothing.

    "And administrators?" makes no sense as a link to send to a colleague; this does.
    """
    if not answer.topics or len(answer.sides) != 1 or answer.kind not in (Kind.ANSWER, Kind.CAVEAT):
        return ""
    people = fill.who(Filters.from_dict(answer.filters))
    return sentence("follow.topic_who", {"topic": answer.topics[0].name, "who": people})


def _first_text(passages: Sequence[Passage]) -> str:
    return passages[0].text if passages else ""


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
