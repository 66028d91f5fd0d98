"""`ppwi-bot asked`: what visitors ask, and what nobody spoke of."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING

import click

from ppwi_bot.cli.options import JSON, one_line_errors
from ppwi_bot.settings import load_settings

if TYPE_CHECKING:
    from ppwi_bot.channels.asked import Asked, Unanswered


@click.command("asked")
@click.option("--declined", is_flag=True, help="Only what was declined: by reason, what was asked most often first.")
@JSON
@one_line_errors
def asked_command(declined: bool, as_json: bool) -> None:
    """Show what visitors asked in the browser and how it came out, the newest day first.

    Each line gives the day, where it was asked, the kind of answer with its reason, the words with names and the like
    masked, and the topics of the answer. --declined shows what people asked that nobody spoke of, and how often.

    \b
    Examples:
      ppwi-bot asked | grep -i burnout
      ppwi-bot asked --declined
    """
    from ppwi_bot.channels.asked import AskedFile, unanswered

    settings = load_settings()
    if not settings.keep_questions_days:
        click.echo("Nothing is noted: the setting keep_questions_days is 0.", err=True)
    file = AskedFile(settings.var, settings.keep_questions_days)
    # The bot may not have run for long.
    file.forget_old()
    questions = file.all()
    nobody_spoke_of = unanswered(questions) if declined else []
    if as_json:
        shown = nobody_spoke_of if declined else questions
        click.echo(json.dumps([asdict(one) for one in shown], ensure_ascii=False, indent=2))
        return
    if declined:
        _echo_declined(nobody_spoke_of)
    else:
        _echo_all(questions)
    click.echo(f"{len(questions):,} questions are kept, each for {settings.keep_questions_days} days.", err=True)


def _echo_all(questions: "Sequence[Asked]") -> None:
    for one in questions:
        outcome = f"{one.kind}: {one.reason}" if one.reason else one.kind
        topics = f"  ({', '.join(one.codes)})" if one.codes else ""
        click.echo(f"{one.day}  {one.entrance:<7}  {outcome:<22}  {one.question}{topics}")


def _echo_declined(declined: "Sequence[Unanswered]") -> None:
    for reason, same in groupby(declined, key=lambda each: each.reason):
        asked = list(same)
        click.echo(f"{reason}: {sum(each.times for each in asked):,}")
        for each in asked:
            click.echo(f"{each.times:>6,} x  {each.question}  (last on {each.last})")
