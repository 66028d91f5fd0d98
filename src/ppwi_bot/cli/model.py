"""`ppwi-bot model`: the embedding model."""

import json

import click

from ppwi_bot.cli.options import JSON, one_line_errors
from ppwi_bot.settings import load_settings


@click.group("model")
def model_commands() -> None:
    """The embedding model."""


@model_commands.command("prepare")
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
