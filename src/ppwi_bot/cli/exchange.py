"""Commands that bring quotes in and take them out: `ppwi-bot import` and `ppwi-bot corpus export`."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ppwi_bot.cli.options import JSON, one_line_errors
from ppwi_bot.errors import CorpusError
from ppwi_bot.settings import load_settings

if TYPE_CHECKING:
    from ppwi_bot.corpus.importing.bringing_in import Plan
    from ppwi_bot.corpus.library import Library

LOOKED_THROUGH = 2_000
"""So many quotes are looked through for identifying words in about half a minute.

A larger import would keep a person waiting for it at the dry run and again at the writing; the report says so and names
the command, which shows how far it is.
"""

AUDIENCES = click.Choice(["public", "staff", "withheld"])
FILE = click.Path(path_type=Path)


@click.command("import")
@click.argument("sources", nargs=-1, required=True, metavar="FILE…")
@click.option("--into", required=True, type=FILE, metavar="DIR", help="The corpus folder; a new one is made.")
@click.option("--write", "do_write", is_flag=True, help="Do it. Without this, nothing is written.")
@click.option("--mapping", "mapping_file", type=FILE, metavar="FILE", help="Which column of a table is what (TOML).")
@click.option("--write-mapping", type=FILE, metavar="FILE", help="Write the guessed mapping there, to edit, and stop.")
@click.option("--title", default="", help="For a new corpus: what it is called.")
@click.option("--collected-by", default="", help="For a new corpus: who collected it.")
@click.option(
    "--audience", default="public", type=AUDIENCES, help="Where a source does not say who may see a quote. [public]"
)
@click.option(
    "--source", "name", default="", metavar="NAME", help="The name under which an earlier version was imported."
)
@click.option("--remove-gone", is_flag=True, help="Take out quotes that the source no longer has.")
@JSON
@one_line_errors
def import_command(
    sources: tuple[str, ...],
    into: Path,
    do_write: bool,
    mapping_file: Path | None,
    write_mapping: Path | None,
    title: str,
    collected_by: str,
    audience: str,
    name: str,
    remove_gone: bool,
    as_json: bool,
) -> None:
    """Bring quotes and codes from each FILE (or web address) into a corpus.

    FILE may be a table (CSV, TSV, XLSX, JSON Lines), a project or codebook of another program (.qdpx, .qdc), a saved web
    page or text, or an address that begins with https://. Without --write you see what would happen.

    \b
    Examples:
      ppwi-bot import interviews.xlsx --into data/mine --title "Interviews" --collected-by "Our team"
      ppwi-bot import interviews.xlsx --into data/mine --write
    """
    from ppwi_bot.corpus.importing import bringing_in
    from ppwi_bot.corpus.importing.mapping import mapping_text, read_mapping
    from ppwi_bot.corpus.importing.merging import Choices
    from ppwi_bot.corpus.importing.sources import is_table, name_of, read_source
    from ppwi_bot.corpus.importing.tables import suggest
    from ppwi_bot.corpus.quotes import Audience

    if name and len(sources) > 1:
        raise CorpusError("--source names one source. Import one file at a time with it.")
    mapping = read_mapping(mapping_file) if mapping_file else None
    mappings = {each: mapping or suggest(Path(each)) for each in sources if is_table(each)}
    if write_mapping:
        if not mappings:
            raise CorpusError(
                "None of the files is a table, so there is no mapping to write. Leave --write-mapping out."
            )
        _write_new(write_mapping, mapping_text(next(iter(mappings.values()))))
        click.echo(f"Look through {write_mapping}, mend it, and import with --mapping {write_mapping}.")
        return
    cache = load_settings().cache
    found = [(name or name_of(each), read_source(each, mapping, cache)) for each in sources]
    choices = Choices(Audience(audience), remove_gone)
    plan = bringing_in.plan(into, found, choices, bringing_in.About(title, collected_by), date.today())
    del found  # a hundred thousand quotes take some room, and the plan has what is needed of them
    plan = _looked_through(plan)
    if do_write:
        report = bringing_in.write(plan)
    else:
        bringing_in.rehearse(plan)
        report = plan.report
    if as_json:
        columns = {
            each: {field: list(names) for field, names in used.columns.items()} for each, used in mappings.items()
        }
        click.echo(json.dumps({**report.to_dict(), "columns": columns}, ensure_ascii=False, indent=2))
        return
    for each, used in mappings.items():
        click.echo(f"Columns of {each}:")
        for field, names in used.columns.items():
            click.echo(f"  {field:<15} {', '.join(names)}")
    for line in _shown(plan.fresh[:3]):
        click.echo(line)
    click.echo(report.text(), nl=False)
    click.echo(_what_now(into, written=report.written, planned=bool(plan.files), do_write=do_write))


@click.command("export")
@click.argument("folder", type=FILE, metavar="DIR")
@click.option(
    "--to", "target", required=True, type=FILE, metavar="FILE", help="Ends in .csv, .xlsx, .jsonl, .qdpx or .qdc."
)
@click.option(
    "--audience",
    default="public",
    type=AUDIENCES,
    help="Whose quotes: public ones; those for staff as well; or all, withheld ones too, as a backup. [public]",
)
@click.option(
    "--as-recorded", is_flag=True, help="Group, region and participant code as they are, for researchers or a backup."
)
@JSON
@one_line_errors
def export_command(folder: Path, target: Path, audience: str, as_recorded: bool, as_json: bool) -> None:
    """Write the quotes of the corpus in DIR to a file for another program, and say what it cannot carry.

    Group and region are written as far as the bot shows them, so that nobody is singled out, and participant codes are
    not. With --as-recorded, all of it is: such a file is not for the public.
    """
    from ppwi_bot.corpus.importing.exporting import export
    from ppwi_bot.corpus.privacy import given_away
    from ppwi_bot.corpus.quotes import Audience
    from ppwi_bot.corpus.reading import load_library

    library = load_library([folder])
    if not as_recorded:
        library = given_away(library, load_settings().smallest_group)
    done = export(library, target, Audience(audience))
    if as_json:
        click.echo(json.dumps(asdict(done), ensure_ascii=False, indent=2))
        return
    click.echo(f"{target}: {done.quotes:,} quotes written, {done.left_out:,} left out by their audience.")
    if as_recorded:
        click.echo("  The file can single people out. Keep it as safe as the corpus itself.")
    else:
        click.echo("  Group and region stand as far as the bot shows them, participant codes not at all.")
    for line in done.not_carried:
        click.echo(f"  {line}")


def export_evidence(library: "Library", quotes: Sequence[str], target: Path) -> int:
    """Write the quotes under an answer, as it shows them, to a file; how many there are.

    Raises:
        CorpusError: the answer shows no quote, or the file cannot be written.
    """
    from ppwi_bot.corpus.importing.exporting import export
    from ppwi_bot.corpus.privacy import unlinked
    from ppwi_bot.corpus.quotes import Audience

    if not quotes:
        raise CorpusError("The answer shows no quote, so nothing was written.")
    shown = {id: library.quotes[id] for id in quotes}
    used = {quote.corpus for quote in shown.values()}
    corpora = {id: corpus for id, corpus in library.corpora.items() if id in used}
    return export(unlinked(replace(library, quotes=shown, corpora=corpora)), target, Audience.PUBLIC).quotes


def _looked_through(plan: "Plan") -> "Plan":
    """The plan, its report saying how many quotes hold words that may give somebody away; not for thousands of quotes."""
    from ppwi_bot.cli.review import with_findings
    from ppwi_bot.corpus.progress import progress

    if not 0 < len(plan.fresh) <= LOOKED_THROUGH:
        return plan
    texts = [cells["text"] for cells in plan.fresh]
    found = with_findings(progress(texts, "Looking for identifying words", "quotes", len(texts)))
    return replace(plan, report=replace(plan.report, to_review=found))


def _write_new(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise CorpusError(f"{path} cannot be written: {error.strerror}. Give another name.") from None


def _shown(quotes: tuple[Mapping[str, str], ...]) -> Iterator[str]:
    """The first quotes as they would be. The words of a withheld one are not shown even here."""
    if quotes:
        yield "The first quotes as they would be:"
    for cells in quotes:
        yield f"  {cells['id']}"
        for name, value in cells.items():
            if name != "id" and value:
                hidden = name == "text" and cells.get("audience") == "withheld"
                yield f"    {name:<15} {'(withheld)' if hidden else value}"


def _what_now(into: Path, *, written: bool, planned: bool, do_write: bool) -> str:
    if written:
        return f"Written to {into}; the report lies in {into}/imports. Build the index to use it: ppwi-bot index build"
    if not planned:
        return "The corpus holds all of this already. Nothing to write."
    return "Look through it. If it is right, run the same command with --write." if not do_write else ""
