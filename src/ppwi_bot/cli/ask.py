"""`ppwi-bot ask`: one question, answered here."""

import json
from pathlib import Path

import click

from ppwi_bot.cli.exchange import export_evidence
from ppwi_bot.cli.index import build_index, embedder, settings_for
from ppwi_bot.cli.options import DATA, JSON, one_line_errors


@click.command("ask")
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
def ask_command(question: str, target: Path | None, data: tuple[Path, ...], as_json: bool) -> None:
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

    settings = settings_for(data)
    if data:
        build_index(settings, progress=True)
    voices = open_voices(settings, embedder(settings))
    answer = fill(respond(question, Focus(), voices).plan, voices)
    click.echo(json.dumps(answer.to_dict(), ensure_ascii=False, indent=2) if as_json else plain(answer), nl=as_json)
    if target:
        count = export_evidence(voices.library, [card.id for card in answer.quotes], target)
        click.echo(f"{count} quotes written to {target}.", err=True)
