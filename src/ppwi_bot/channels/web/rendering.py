"""What the templates need: addresses and grouping; and the question that leads to an answer again."""

from collections.abc import Iterable
from datetime import date
from importlib.metadata import version

from flask import Flask, url_for

from ppwi_bot.answers import fill
from ppwi_bot.answers.answer import Answer, CallCard, CodeRef, Kind
from ppwi_bot.answers.wording import sentence
from ppwi_bot.channels.web.door import current_door
from ppwi_bot.corpus.codebook import Actor, Code, Level
from ppwi_bot.corpus.library import Corpus
from ppwi_bot.retrieval.filters import Filters


def init_app(app: Flask) -> None:
    """Make the helps known to the templates."""
    app.jinja_env.filters |= {
        "code_url": code_url,
        "by_actor": by_actor,
        "upper_first": upper_first,
    }
    app.jinja_env.globals |= {"today": today, "corpora_shown": corpora_shown, "version": version("ppwi-bot")}


def corpora_shown() -> tuple[Corpus, ...]:
    """Where the words come from, real corpora first."""
    return current_door().voices().library.real_first


def today() -> str:
    """The day, as it is written out on paper."""
    day = date.today()
    return f"{day:%B} {day.day}, {day.year}"


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


def alone(answer: Answer) -> str:
    """A question that leads to the topic and people of this answer without what was said before, or nothing.

    "And administrators?" makes no sense as a link to send to a colleague; this does.
    """
    opening = answer.lead[0].ref if answer.lead else ""
    if not answer.topics or len(answer.sides) != 1 or answer.kind not in (Kind.ANSWER, Kind.CAVEAT):
        return ""
    if opening == "answer.more":  # which quotes come next depends on those shown before
        return ""
    filters = Filters.from_dict(answer.filters)
    named = {"topic": answer.topics[0].name, "who": fill.who(filters)}
    if not answer.calls_first:
        return sentence("follow.topic_who", named)
    actors = {call.actor_name for call in answer.calls_to_action}
    if opening != "answer.calls" or len(actors) != 1:
        return sentence("follow.calls", named)
    return sentence("follow.calls_who" if filters.narrowed else "follow.calls_actor", {**named, "actor": actors.pop()})
