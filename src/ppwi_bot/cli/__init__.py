"""The command line: `ppwi-bot`."""

import json
import os
import sys
from collections.abc import Iterable
from dataclasses import asdict
from getpass import getuser
from pathlib import Path
from typing import Any

import click

from ppwi_bot.cli.asked import asked_command
from ppwi_bot.cli.exchange import export_command, export_evidence, import_command
from ppwi_bot.cli.options import DATA, JSON, one_line_errors
from ppwi_bot.cli.review import review_command
from ppwi_bot.errors import IndexUnusableError, PpwiError
from ppwi_bot.settings import Settings, load_settings


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ppwi-bot")
def main() -> None:
    """Ask a community what it said, and hear it in its own words.

    Settings come from PPWI_… variables and ppwi.toml; README.md lists them.
    """
    # No model hub is ever asked: the model is on this machine or named by a folder.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")


@main.command()
@one_line_errors
def serve() -> None:
    """Start the bot: the web door, the actions and Rasa, until Ctrl-C.

    The index and the dialogue must have been built before; `make run` does all of it.
    """
    from ppwi_bot.stack.launch import launch

    sys.exit(launch(load_settings(), lambda line: click.echo(line)))


@main.command()
@one_line_errors
def slack() -> None:
    """Start the bot for Slack over Socket Mode, which needs no public address, until Ctrl-C.

    Like `serve`, but it does not start unless Slack accepts both tokens. docs/slack.md tells how to get them.
    """
    from ppwi_bot.stack.launch import launch
    from ppwi_bot.stack.slack import require_socket_mode

    settings = load_settings()
    click.echo(f"Slack: {require_socket_mode(settings)}")
    sys.exit(launch(settings, lambda line: click.echo(line)))


@main.command()
@click.argument("question")
@click.option(
    "--export",
    "target",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the quotes under the answer to a file as well: .csv, .xlsx, .jsonl or .qdpx.",
)
@DATA
@JSON
@one_line_errors
def ask(question: str, target: Path | None, data: tuple[Path, ...], as_json: bool) -> None:
    """Answer one QUESTION here, without a server and without a conversation's memory.

    With --data, the index of these corpora is built in the cache if it is not there yet.

    \b
    Examples:
      ppwi-bot ask "what do providers say about pay"
      ppwi-bot ask "what should the legislature do about burnout?" --json
      ppwi-bot ask "rest" --data my-corpus
      ppwi-bot ask "pay" --export evidence.xlsx
    """
    from ppwi_bot.answers.fill import fill
    from ppwi_bot.answers.focus import Focus
    from ppwi_bot.answers.plain import plain
    from ppwi_bot.answers.respond import respond
    from ppwi_bot.answers.voices import open_voices

    settings = _settings(data)
    if data:
        _build(settings, progress=False)
    voices = open_voices(settings, _embedder(settings))
    answer = fill(respond(question, Focus(), voices).plan, voices)
    click.echo(json.dumps(answer.to_dict(), ensure_ascii=False, indent=2) if as_json else plain(answer), nl=as_json)
    if target:
        count = export_evidence(voices.library, [card.id for card in answer.quotes], target)
        click.echo(f"{count} quotes written to {target}.", err=True)


@main.group()
def corpus() -> None:
    """Corpora: folders with corpus.toml, themes.yaml and quotes.csv."""


@corpus.command("check")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path), metavar="[DIR]…")
@JSON
@one_line_errors
def corpus_check(folders: tuple[Path, ...], as_json: bool) -> None:
    """Name every problem of the corpora in DIR…, with file, row, field and what to do.

    Without DIR, the corpora of the setting `data` are checked. Exit code 1 if there is any problem.
    """
    from ppwi_bot.corpus.check import check

    folders = folders or load_settings().data
    problems = check(folders)
    if as_json:
        click.echo(json.dumps([problem.to_dict() for problem in problems], ensure_ascii=False, indent=2))
    else:
        _echo_lines(str(problem) for problem in problems)
        names = ", ".join(map(str, folders))
        click.echo(
            f"{names}: {len(problems)} problem(s)." if problems else f"{names}: no problem found.",
            err=bool(problems),
        )
    sys.exit(1 if problems else 0)


corpus.add_command(export_command)
corpus.add_command(review_command)
main.add_command(import_command)
main.add_command(asked_command)


@main.group()
def quote() -> None:
    """Single quotes."""


@quote.command("withdraw")
@click.argument("quote_id", metavar="ID")
@click.option("--reason", required=True, help="Why, in a few words. Do not repeat the quote.")
@click.option("--by", default=getuser, show_default="your user name", metavar="NAME", help="Who withdraws it.")
@DATA
@JSON
@one_line_errors
def quote_withdraw(quote_id: str, reason: str, by: str, data: tuple[Path, ...], as_json: bool) -> None:
    """Take the quote ID back: out of quotes.csv, the index, and every answer and page of a running server.

    The corpus folder's withdrawn.csv keeps the id, the day, who and why, not the words. It also keeps an old copy of
    quotes.csv or an import from bringing the quote back. ID stands at the end of the
    address of the quote's own page.
    """
    from ppwi_bot.corpus.withdrawing import withdraw

    settings = _settings(data)
    done = withdraw(settings.data, quote_id, reason, by)
    record = {**asdict(done.withdrawal), "file": str(done.file), "recorded_before": done.recorded_before}
    if not as_json:
        when = f"had been withdrawn on {done.withdrawal.day}" if done.recorded_before else "is withdrawn"
        click.echo(f"{quote_id} {when}: recorded in {done.file}, and no door shows it.")
    try:
        build = _build(settings, progress=not as_json)
    except PpwiError as error:
        raise IndexUnusableError(
            f"{quote_id} is withdrawn, and no door shows it, but the index could not be built anew: {error}"
        ) from None
    if as_json:
        click.echo(json.dumps({"withdrawn": record, "index": asdict(build)}, indent=2))
    else:
        _report_index(build, as_json)


@main.group()
def index() -> None:
    """The search index, built from the corpora."""


@index.command("build")
@DATA
@JSON
@one_line_errors
def index_build(data: tuple[Path, ...], as_json: bool) -> None:
    """Build the index and swap it in; a running server picks it up at its next question.

    Nothing is done if the index is up to date; a text that was embedded before is not embedded again. Corpora with
    problems are refused (see `ppwi-bot corpus check`).
    """
    _report_index(_build(_settings(data), progress=not as_json), as_json)


@index.command("info")
@DATA
@JSON
@one_line_errors
def index_info(data: tuple[Path, ...], as_json: bool) -> None:
    """Say what the index in use was built from."""
    from ppwi_bot.retrieval.index import read_manifest

    settings = _settings(data)
    manifest = asdict(read_manifest(settings.index))
    if as_json:
        click.echo(json.dumps(manifest, indent=2))
    else:
        _echo_lines(f"{name}: {value}" for name, value in manifest.items())


@main.command()
@JSON
@one_line_errors
def feedback(as_json: bool) -> None:
    """Show what people said about answers, newest first.

    Each line gives the day, the answer's id, whether it helped, and the words if there are any. The same question of
    the same corpora has the same id: `ppwi-bot ask "…" --json` shows it.
    """
    from ppwi_bot.channels.feedback import FeedbackFile

    kept = FeedbackFile(load_settings().var).all()
    if as_json:
        click.echo(json.dumps([asdict(one) for one in kept], ensure_ascii=False, indent=2))
        return
    _echo_lines(f"{one.day}  {one.answer}  {'helpful' if one.helpful else 'not    '}  {one.comment}" for one in kept)
    helpful = sum(one.helpful for one in kept)
    click.echo(f"{helpful} helpful, {len(kept) - helpful} not.", err=True)


@main.group()
def model() -> None:
    """The embedding model."""


@model.command("prepare")
@JSON
@one_line_errors
def model_prepare(as_json: bool) -> None:
    """Check the model's weights and make a fast copy in the cache; nothing is done if it is there."""
    from ppwi_bot.retrieval.model import prepare

    settings = load_settings()
    record = prepare(settings.model, settings.cache)
    fast = f"int8 ONNX ({record['onnx']})" if record["onnx"] else "PyTorch (no ONNX export possible here)"
    click.echo(
        json.dumps(record)
        if as_json
        else f"{record['model']}: sha256 {record['sha256'][:12]}…, questions through {fast}."
    )


@main.command()
@JSON
@one_line_errors
def doctor(as_json: bool) -> None:
    """Check every part and say what is wrong and what mends it. Exit code 1 if anything is."""
    from ppwi_bot.stack.doctor import examine

    findings = examine(load_settings())
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        _echo_lines(f"{'ok  ' if finding.ok else 'FAIL'} {finding.part}: {finding.detail}" for finding in findings)
    sys.exit(0 if all(finding.ok for finding in findings) else 1)


def _settings(data: tuple[Path, ...]) -> Settings:
    """The settings; corpora named on the command line get an index of their own in the cache."""
    settings = load_settings()
    if not data or data == settings.data:
        return settings
    from hashlib import sha256

    name = sha256("\0".join(str(folder.resolve()) for folder in data).encode()).hexdigest()[:16]
    return settings.model_copy(update={"data": data, "index": settings.cache / "indexes" / name})


def _embedder(settings: Settings) -> Any:
    from ppwi_bot.retrieval.embedder import SentenceEmbedder

    return SentenceEmbedder(settings.model, settings.cache)


def _build(settings: Settings, *, progress: bool) -> Any:
    from ppwi_bot.answers.intents import open_intents
    from ppwi_bot.answers.voices import examples
    from ppwi_bot.corpus.reading import load_library
    from ppwi_bot.retrieval.index import build

    library, embedder = load_library(settings.data), _embedder(settings)
    # Before the index is swapped in: a running server must not wait for what is learnt from the new corpora.
    open_intents(examples(library, settings.nlu), embedder, settings.cache, progress=progress)
    return build(library, embedder, settings.index, settings.cache, progress=progress)


def _report_index(build: Any, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(asdict(build), indent=2))
        return
    counts = build.manifest.counts
    done = f"built, {build.embedded} texts embedded" if build.written else "up to date"
    click.echo(f"Index {done}: {counts['quotes']} quotes ({counts['withheld']} withheld), {counts['codes']} codes.")


def _echo_lines(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
