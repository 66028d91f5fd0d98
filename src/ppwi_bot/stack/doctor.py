"""Looks at every part and says what is wrong and what mends it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ppwi_bot.corpus.check import check
from ppwi_bot.corpus.reading import load_library
from ppwi_bot.errors import PpwiError
from ppwi_bot.retrieval import model as models
from ppwi_bot.retrieval.embedder import SentenceEmbedder
from ppwi_bot.retrieval.index import open_index
from ppwi_bot.settings import Settings
from ppwi_bot.stack.launch import check_house_ports
from ppwi_bot.stack.rasa import rasa_part
from ppwi_bot.stack.slack import examine_slack


@dataclass(frozen=True, slots=True)
class Finding:
    """One part, whether it is well, and a sentence about it."""

    part: str
    ok: bool
    detail: str


def examine(settings: Settings) -> list[Finding]:
    """Check corpora, model, index, Rasa, ports and Slack; each check is made whatever the others found."""
    return [_finding(part, look, settings) for part, look in _looks()]


def _looks() -> Iterator[tuple[str, Callable[[Settings], str]]]:
    yield "corpora", _corpora
    yield "model", _model
    yield "index", _index
    yield "dialogue", _dialogue
    yield "ports", _ports
    yield "slack", examine_slack


def _finding(part: str, look: Callable[[Settings], str], settings: Settings) -> Finding:
    try:
        return Finding(part, True, look(settings))
    except PpwiError as error:
        return Finding(part, False, str(error))


def _corpora(settings: Settings) -> str:
    problems = check(settings.data)
    if problems:
        raise PpwiError(f"{len(problems)} problem(s), the first: {problems[0]} `ppwi-bot corpus check` lists all.")
    return f"{', '.join(map(str, settings.data))} can be loaded."


def _model(settings: Settings) -> str:
    digest = models.digest_of(settings.model)
    record = models.prepared(settings.model, settings.cache)
    if record is None or record["sha256"] != digest:
        raise PpwiError("The model has not been prepared. Run `ppwi-bot model prepare`.")
    return (
        f"{settings.model} is prepared ({record['onnx'] or 'without ONNX: questions take about four times as long'})."
    )


def _index(settings: Settings) -> str:
    index = open_index(settings.index, load_library(settings.data), SentenceEmbedder(settings.model, settings.cache))
    return f"{index.manifest.counts['quotes']} quotes, up to date."


def _dialogue(settings: Settings) -> str:
    rasa_part(settings, token="")
    return "Rasa's environment and trained model are there."


def _ports(settings: Settings) -> str:
    check_house_ports(settings)
    return f"{settings.port}, {settings.actions_port} and {settings.rasa_port} are free."
