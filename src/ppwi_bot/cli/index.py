"""`ppwi-bot index`: the search index, built from the corpora."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ppwi_bot.cli.options import DATA, JSON, echo_lines, one_line_errors
from ppwi_bot.settings import Settings, load_settings

if TYPE_CHECKING:
    from ppwi_bot.retrieval.embedder import SentenceEmbedder
    from ppwi_bot.retrieval.index import Build


@click.group("index")
def index_commands() -> None:
    """The search index, built from the corpora."""


@index_commands.command("build")
@DATA
@JSON
@one_line_errors
def index_build(data: tuple[Path, ...], as_json: bool) -> None:
    """Build the index and swap it in; a running server picks it up at its next question.

    Nothing is done if the index is up to date; a text that was embedded before is not embedded again. Corpora with
    problems are refused (see `ppwi-bot corpus check`).
    """
    settings = settings_for(data)
    report_index(build_index(settings, progress=not as_json), settings.data, as_json)


@index_commands.command("info")
@DATA
@JSON
@one_line_errors
def index_info(data: tuple[Path, ...], as_json: bool) -> None:
    """Say what the index in use was built from."""
    from ppwi_bot.retrieval.index import read_manifest

    settings = settings_for(data)
    manifest = asdict(read_manifest(settings.index))
    if as_json:
        click.echo(json.dumps(manifest, indent=2))
    else:
        echo_lines(f"{name}: {value}" for name, value in manifest.items())


def settings_for(data: tuple[Path, ...]) -> Settings:
    """The settings; corpora named on the command line get an index of their own in the cache."""
    settings = load_settings()
    if not data or data == settings.data:
        return settings
    name = sha256("\0".join(str(folder.resolve()) for folder in data).encode()).hexdigest()[:16]
    return settings.model_copy(update={"data": data, "index": settings.cache / "indexes" / name})


def embedder(settings: Settings) -> "SentenceEmbedder":
    """The model of the settings, for questions and for texts."""
    from ppwi_bot.retrieval.embedder import SentenceEmbedder

    return SentenceEmbedder(settings.model, settings.cache)


def build_index(settings: Settings, *, progress: bool) -> "Build":
    """Build the index if it is not up to date, and all that is learnt from the corpora beside it."""
    from ppwi_bot.answers.intents import open_intents
    from ppwi_bot.answers.voices import examples
    from ppwi_bot.corpus.reading import load_library
    from ppwi_bot.retrieval.index import build

    library, model = load_library(settings.data), embedder(settings)
    # Before the index is swapped in: a running server must not wait for what is learnt from the new corpora.
    open_intents(examples(library, settings.nlu), model, settings.cache, progress=progress)
    return build(library, model, settings.index, settings.cache, progress=progress)


def report_index(build: "Build", folders: Sequence[Path], as_json: bool) -> None:
    """Say what was built."""
    if as_json:
        click.echo(json.dumps(asdict(build), indent=2))
        return
    counts = build.manifest.counts
    done = f"built, {build.embedded} texts embedded" if build.written else "up to date"
    click.echo(
        f"Index of {', '.join(map(str, folders))} {done}: "
        f"{counts['quotes']} quotes ({counts['withheld']} withheld), {counts['codes']} codes."
    )
