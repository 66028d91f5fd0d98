"""`ppwi-bot corpus review`: words in the quotes that may give somebody away."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from ppwi_bot.cli.options import JSON, one_line_errors
from ppwi_bot.errors import CorpusError
from ppwi_bot.settings import load_settings

FILE = click.Path(path_type=Path)


@click.command("review")
@click.argument("folder", type=FILE, metavar="DIR")
@click.option("--to", "target", type=FILE, metavar="FILE", help="Where to write the list. [var/reviews/NAME.csv]")
@click.option("--apply", "decided", type=FILE, metavar="FILE", help="Do what was decided in this list.")
@JSON
@one_line_errors
def review_command(folder: Path, target: Path | None, decided: Path | None, as_json: bool) -> None:
    """List words in the quotes of DIR that may give somebody away; or do what was decided on them.

    The list is a CSV file for a spreadsheet program. Write keep, replace or withhold into the column `decision`.

    \b
    Examples:
      ppwi-bot corpus review data/mine --to review.csv
      ppwi-bot corpus review data/mine --apply review.csv
    """
    if target and decided:
        raise CorpusError("Give either --to, to write a new list, or --apply, to do what was decided in one.")
    var = load_settings().var
    if decided:
        _apply(folder, decided, var, as_json)
    else:
        _write(folder, target or var / "reviews" / f"{folder.resolve().name}.csv", var, as_json)


def _write(folder: Path, target: Path, var: Path, as_json: bool) -> None:
    from tqdm import tqdm

    from ppwi_bot.corpus.protecting.detecting import find
    from ppwi_bot.corpus.protecting.review_list import write_list
    from ppwi_bot.corpus.protecting.reviewing import undecided

    if target.resolve().is_relative_to(folder.resolve()):
        raise CorpusError(f"The list holds names, and {folder} is given away and published. Write it somewhere else.")
    # Counts what was found: the number of quotes is not known before they are read.
    found = list(tqdm(undecided(folder, var, find), unit=" findings", disable=None, leave=False))
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
        return
    click.echo(
        f"{done.replaced:,} replaced, {done.withheld:,} withheld, {done.kept:,} kept, {done.still_open:,} still open; "
        f"{done.quotes_changed:,} quotes changed."
    )
    click.echo(f"The original words are in {done.originals}. Keep it safe, and never with the corpus.")
    if done.quotes_changed:
        click.echo("Build the index to show the change: ppwi-bot index build")


def with_findings(texts: Iterable[str]) -> int:
    """How many of these texts hold words that may give somebody away."""
    from ppwi_bot.corpus.protecting.detecting import find

    return sum(bool(find(text)) for text in texts)
