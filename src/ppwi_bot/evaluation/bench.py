"""`make bench`: where the time of a question goes, as milliseconds and as multiples of a bare greeting in the same run."""

import os
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import httpx
import numpy as np

from ppwi_bot.answers.fill import fill
from ppwi_bot.answers.focus import Focus
from ppwi_bot.answers.respond import respond
from ppwi_bot.answers.voices import open_voices
from ppwi_bot.errors import PpwiError
from ppwi_bot.evaluation import browser, slack_load
from ppwi_bot.evaluation.house import Stack, Visitor, opened_to, running
from ppwi_bot.evaluation.questions import read_questions
from ppwi_bot.evaluation.slack_cloud import SlackCloud
from ppwi_bot.retrieval.embedder import SentenceEmbedder
from ppwi_bot.retrieval.filters import Filters
from ppwi_bot.settings import load_settings

CLIENTS = 16
BROWSER_TURNS = 20
WARM_UP = 10
SLACK_EVENTS = 400


@click.command()
@click.option(
    "--turns", default=100, show_default=True, type=click.IntRange(20, 140), help="Questions timed one after the other."
)
@click.option("--load", default=320, show_default=True, help="Questions asked by the clients together.")
def main(turns: int, load: int) -> None:
    """Time the parts of an answer, a load of clients, and the memory of both processes."""
    try:
        with (
            TemporaryDirectory() as var,
            SlackCloud() as cloud,
            running(Path(var), opened_to(cloud)) as house,
            httpx.Client(timeout=60) as http,
        ):
            _measure(house, cloud, http, turns, load)
    except PpwiError as error:
        click.echo(f"bench: {error}", err=True)
        sys.exit(1)


def _measure(house: Stack, cloud: SlackCloud, http: httpx.Client, turns: int, load: int) -> None:
    answerable = [one.text for one in read_questions(Path("tests/eval/questions.csv")) if one.answerable]
    # The web process keeps embedded questions: what the door was asked must not be asked of Rasa again.
    questions, unasked = answerable[:turns], answerable[turns : 2 * turns]
    settings = load_settings()
    voices = open_voices(settings, SentenceEmbedder(settings.model, settings.cache))
    searcher = voices.searcher
    vectors = {question: searcher.embedder.question(question) for question in questions}
    # Each row: what is timed, and over which questions.
    parts: dict[str, tuple[Callable[[str], object], Sequence[str]]] = {
        "bare greeting, Rasa alone": (lambda _: _rasa(house, http, "hello"), questions),
        "full answer, through the door": (lambda question: Visitor(house, http).say(question), questions),
        "full answer, Rasa with its action": (lambda question: _rasa(house, http, question), unasked),
        "answer without the dialogue": (
            lambda question: fill(respond(question, Focus(), voices).plan, voices),
            questions,
        ),
        "embedding a question": (searcher.embedder.question, questions),
        # A yardstick: what the prepared copy saves, and how fast the machine is just now.
        "embedding it in full precision": (lambda question: searcher.embedder.documents([question]), questions),
        "search": (lambda question: searcher.search_vector(vectors[question], question, Filters()), questions),
    }
    times = {name: _times(part, asked) for name, (part, asked) in parts.items()}
    bare = float(np.median(times["bare greeting, Rasa alone"]))
    click.echo("| part | median ms | 95th percentile ms | x bare greeting |\n| --- | --- | --- | --- |")
    for name, measured in times.items():
        median, high = np.percentile(measured, [50, 95])
        click.echo(f"| {name} | {median:.1f} | {high:.1f} | {median / bare:.2f} |")
    _load(house, (questions * (load // len(questions) + 1))[:load])
    click.echo(f"Memory of both processes: {house.memory() / 1e9:.2f} GB")
    slack = slack_load.measure(house, cloud, (questions * (SLACK_EVENTS // len(questions) + 1))[:SLACK_EVENTS])
    click.echo(
        f"In Slack, {slack_load.IN_FLIGHT} questions in flight: an event is acknowledged in {slack.median:.0f} ms "
        f"(99th percentile {slack.high:.0f} ms, {slack.high / bare:.1f} x bare greeting); "
        f"{slack.answers_a_second:.1f} answers a second"
    )
    if chromium := os.environ.get("PPWI_CHROMIUM"):
        felt = browser.measure(house.url, questions[:BROWSER_TURNS], chromium)
        click.echo(
            f"In a browser, from Enter to the drawn answer: {felt.drawn:.0f} ms, {felt.drawn / felt.call:.2f} x its API "
            f"call of {felt.call:.0f} ms; longest task {felt.longest_task:.0f} ms; layout shift {felt.shift:.3f}"
        )


def _rasa(house: Stack, http: httpx.Client, text: str) -> object:
    body = {"sender": f"bench-{time.monotonic_ns()}", "message": text}
    return http.post(f"{house.rasa_url}/webhooks/rest/webhook", json=body).raise_for_status().json()


def _times(part: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    """Milliseconds of each call, after some calls to warm up."""
    for question in questions[:WARM_UP]:
        part(question)
    return [_timed(part, question) for question in questions]


def _timed(part: Callable[[str], object], question: str) -> float:
    start = time.perf_counter()
    part(question)
    return (time.perf_counter() - start) * 1000


def _load(house: Stack, questions: Sequence[str]) -> None:
    with (
        httpx.Client(timeout=60, limits=httpx.Limits(max_connections=CLIENTS)) as http,
        ThreadPoolExecutor(CLIENTS) as clients,
    ):
        start = time.perf_counter()
        answers = list(clients.map(lambda question: Visitor(house, http).say(question), questions))
        seconds = time.perf_counter() - start
    alone = sum(any(notice["ref"] == "notice.without_context" for notice in answer["notices"]) for answer in answers)
    click.echo(
        f"\n{CLIENTS} clients: {len(answers) / seconds:.1f} answers a second, no error, {alone} answered without the dialogue"
    )


if __name__ == "__main__":
    main()
