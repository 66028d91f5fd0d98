"""The command line: `ppwi-bot`."""

import json
import os
import sys
from dataclasses import asdict
from getpass import getuser
from pathlib import Path

import click

from ppwi_bot.cli.ask import ask_command
from ppwi_bot.cli.asked import asked_command
from ppwi_bot.cli.exchange import export_command, import_command
from ppwi_bot.cli.feedback import feedback_command
from ppwi_bot.cli.index import build_index, index_commands, report_index, settings_for
from ppwi_bot.cli.model import model_commands
from ppwi_bot.cli.options import DATA, JSON, echo_lines, one_line_errors
from ppwi_bot.cli.review import review_command
from ppwi_bot.errors import IndexUnusableError, PpwiError
from ppwi_bot.settings import load_settings


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
        echo_lines(str(problem) for problem in problems)
        names = ", ".join(map(str, folders))
        click.echo(
            f"{names}: {len(problems)} problem(s)." if problems else f"{names}: no problem found.",
            err=bool(problems),
        )
    sys.exit(1 if problems else 0)


corpus.add_command(export_command)
corpus.add_command(review_command)
for command in (ask_command, import_command, asked_command, feedback_command, index_commands, model_commands):
    main.add_command(command)


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

    settings = settings_for(data)
    done = withdraw(settings.data, quote_id, reason, by)
    record = {**asdict(done.withdrawal), "file": str(done.file), "recorded_before": done.recorded_before}
    if not as_json:
        when = f"had been withdrawn on {done.withdrawal.day}" if done.recorded_before else "is withdrawn"
        click.echo(f"{quote_id} {when}: recorded in {done.file}, and no door shows it.")
    try:
        build = build_index(settings, progress=not as_json)
    except PpwiError as error:
        raise IndexUnusableError(
            f"{quote_id} is withdrawn, and no door shows it, but the index could not be built anew: {error}"
        ) from None
    if as_json:
        click.echo(json.dumps({"withdrawn": record, "index": asdict(build)}, indent=2))
    else:
        report_index(build, settings.data, as_json)


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
        echo_lines(f"{'ok  ' if finding.ok else 'FAIL'} {finding.part}: {finding.detail}" for finding in findings)
    sys.exit(0 if all(finding.ok for finding in findings) else 1)
