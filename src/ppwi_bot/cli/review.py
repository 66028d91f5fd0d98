"""`ppwi-bot corpus review`: words in the quotes that may give somebody away."""

import json
import shlex
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ppwi_bot.cli.options import JSON, one_line_errors
from ppwi_bot.errors import CorpusError
from ppwi_bot.settings import load_settings

if TYPE_CHECKING:
    from ppwi_bot.corpus.protecting.findings import Finding
    from ppwi_bot.corpus.protecting.resuming import Found
    from ppwi_bot.corpus.protecting.reviewing import Applied

FILE = click.Path(path_type=Path)


@click.command("review")
@click.argument("folder", type=FILE, metavar="DIR")
@click.option("--to", "target", type=FILE, metavar="FILE", help="Where to write the list. [var/reviews/NAME.csv]")
@click.option("--apply", "decided", type=FILE, metavar="FILE", help="Do what was decided in this list.")
@click.option("--serve", "serving", is_flag=True, help="Decide on a page in your browser, on this machine only.")
@click.option("--port", type=click.IntRange(1024, 65535), help="The page's port. [default: a free one]")
@JSON
@one_line_errors
def review_command(
    folder: Path, target: Path | None, decided: Path | None, serving: bool, port: int | None, as_json: bool
) -> None:
    """List words in the quotes of DIR that may give somebody away; or do what was decided on them.

    With --serve you decide on a page in your browser, finding by finding. It can be left at any time and goes on where it
    was. Otherwise the list is a CSV file for a spreadsheet program: write keep, replace or withhold into the column
    `decision`.

    \b
    Examples:
      ppwi-bot corpus review data/mine --serve
      ppwi-bot corpus review data/mine --to review.csv
      ppwi-bot corpus review data/mine --apply review.csv
    """
    if sum((bool(target), bool(decided), serving)) > 1:
        raise CorpusError(
            "Give one of --serve, to decide on a page; --to, to write a list; and --apply, to do what was decided in one."
        )
    if serving and as_json:
        raise CorpusError("--serve is for a person, so it prints no JSON. Leave out one of the two.")
    if port and not serving:
        raise CorpusError("--port is the port of the page: give --serve as well.")
    var = load_settings().var
    usual = var / "reviews" / f"{folder.resolve().name}.csv"
    if serving:
        _serve(folder, usual, var, port or 0)
    elif decided:
        _apply(folder, decided, var, as_json)
    else:
        _write(folder, target or usual, var, as_json)


def _serve(folder: Path, list_file: Path, var: Path, port: int) -> None:
    from ppwi_bot.channels.review import serve
    from ppwi_bot.corpus.protecting.resuming import open_sitting

    _require_outside(folder, list_file)
    sitting = open_sitting(folder, list_file, var, _find, _counted)
    total = len(sitting.rows)
    if sitting.opening.aside:
        click.echo(
            f"{sitting.opening.lost:,} earlier decisions do not fit the corpus any more. The list as it was is kept in "
            f"{sitting.opening.aside}; it holds names."
        )
    if not total:
        click.echo(f"Nothing to decide: no word that may give somebody away was found in {folder}, or all is decided.")
        return
    quotes = len({row.quote for row in sitting.rows})
    click.echo(f"{total:,} findings in {quotes:,} quotes; {sitting.decided:,} decided so far.")
    serve(sitting, port, lambda address: click.echo(_INVITATION.format(address=address)))
    again = f"ppwi-bot corpus review {shlex.quote(str(folder))}"
    if sitting.applied:
        click.echo("Applied: ", nl=False)
        _tell(sitting.applied)
        return
    click.echo(f"{sitting.decided:,} of {total:,} decided, none of it applied yet. All of it is kept in {list_file}.")
    click.echo(f"Go on:    {again} --serve")
    click.echo(f"Apply it: {again} --apply {shlex.quote(str(list_file))}")


_INVITATION = """
Open this address in your browser. It works on this machine only.

  {address}

When you are done, or want to go on later, press Ctrl-C here."""


def _find(text: str) -> "Sequence[Finding]":
    # Only now: the language model takes seconds to load, and to go on with a list needs none.
    from ppwi_bot.corpus.protecting.detecting import find

    return find(text)


def _counted(found: "Found") -> "Found":
    """The findings, while their number is shown: that of the quotes is not known before they are read."""
    from ppwi_bot.corpus.progress import progress

    click.echo("Looking for words that may give somebody away …", err=True)
    return progress(found, "Found", "findings")


def _require_outside(folder: Path, list_file: Path) -> None:
    if list_file.resolve().is_relative_to(folder.resolve()):
        raise CorpusError(f"The list holds names, and {folder} is given away and published. Write it somewhere else.")


def _write(folder: Path, target: Path, var: Path, as_json: bool) -> None:
    from ppwi_bot.corpus.protecting.review_list import write_list
    from ppwi_bot.corpus.protecting.reviewing import undecided

    _require_outside(folder, target)
    found = list(_counted(undecided(folder, var, _find)))
    write_list(target, found)
    kinds = Counter(one.kind.value for _, _, one in found)
    quotes = len({quote for quote, _, _ in found})
    if as_json:
        click.echo(json.dumps({"list": str(target), "quotes": quotes, "findings": kinds}, indent=2))
        return
    click.echo(f"{len(found):,} findings in {quotes:,} quotes, listed in {target}.")
    for kind, count in kinds.most_common():
        click.echo(f"  {kind:<13}{count:>7,}")
    click.echo(f"Decide on each, save the list as CSV, and run: ppwi-bot corpus review {folder} --apply {target}")


def _apply(folder: Path, decided: Path, var: Path, as_json: bool) -> None:
    from ppwi_bot.corpus.protecting.reviewing import apply

    done = apply(folder, decided, var, date.today())
    if as_json:
        click.echo(json.dumps(asdict(done), indent=2))
    else:
        _tell(done)


def _tell(done: "Applied") -> None:
    click.echo(
        f"{done.replaced:,} replaced, {done.withheld:,} withheld, {done.kept:,} kept, {done.still_open:,} still open; "
        f"{done.quotes_changed:,} quotes changed."
    )
    click.echo(f"The original words are in {done.originals}. Keep it safe, and never with the corpus.")
    if done.quotes_changed:
        click.echo("Build the index to show the change: ppwi-bot index build")


def with_findings(texts: Iterable[str]) -> int:
    """How many of these texts hold words that may give somebody away."""
    return sum(bool(_find(text)) for text in texts)
