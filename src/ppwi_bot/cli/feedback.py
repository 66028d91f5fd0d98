"""`ppwi-bot feedback`: what people said about answers."""

import json
from dataclasses import asdict

import click

from ppwi_bot.cli.options import JSON, echo_lines, one_line_errors
from ppwi_bot.settings import load_settings


@click.command("feedback")
@JSON
@one_line_errors
def feedback_command(as_json: bool) -> None:
    """Show what people said about answers, the newest day first.

    Each line gives the day, the answer's id, whether it helped, and the words if there are any, with names and the like
    masked. The same question of the same corpora has the same id: `ppwi-bot ask "…" --json` shows it.
    """
    from ppwi_bot.channels.feedback import FeedbackFile

    settings = load_settings()
    file = FeedbackFile(settings.var, settings.keep_feedback_days)
    # The bot may not have run for long.
    file.forget_old()
    kept = file.all()
    if as_json:
        click.echo(json.dumps([asdict(one) for one in kept], ensure_ascii=False, indent=2))
        return
    echo_lines(f"{one.day}  {one.answer}  {'helpful' if one.helpful else 'not    '}  {one.comment}" for one in kept)
    helpful = sum(one.helpful for one in kept)
    days = settings.keep_feedback_days
    click.echo(f"{helpful} helpful, {len(kept) - helpful} not. Each is kept for {days} days.", err=True)
