"""`ppwi-bot import` shows everything first, and does it only when told to."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ppwi_bot.cli import exchange, main
from ppwi_bot.corpus.reading import load_library

TABLE = "Excerpt,Codes,Who,OK to share\nIt is the pay.,Work > Pay,P1,yes\nI would rather not say.,Work > Pay,P2,no\n"
NEW = ("--title", "Interviews", "--collected-by", "Our team")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    (tmp_path / "answers.csv").write_text(TABLE)
    return tmp_path / "answers.csv"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "mine"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_without_write_it_shows_columns_first_quotes_and_report_and_writes_nothing(table: Path, folder: Path) -> None:
    done = run("import", table, "--into", folder, *NEW)
    assert done.exit_code == 0
    assert "  text            Excerpt\n" in done.output
    assert "It is the pay." in done.output
    assert "2  = 2 new + 0 changed + 0 as before" in done.output
    assert "run the same command with --write" in done.output
    assert not folder.parent.exists()


def test_the_words_of_a_withheld_quote_are_not_shown_even_before_it_is_written(table: Path, folder: Path) -> None:
    assert "rather not say" not in run("import", table, "--into", folder, *NEW).output


def test_with_write_the_corpus_is_there_and_a_second_time_there_is_nothing_to_do(table: Path, folder: Path) -> None:
    assert run("import", table, "--into", folder, *NEW, "--write").exit_code == 0
    assert len(load_library([folder]).quotes) == 2
    assert "Nothing to write." in run("import", table, "--into", folder, "--write").output


def test_a_large_import_says_that_nobody_looked_for_identifying_words(
    table: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = f"ppwi-bot corpus review {folder}"
    assert f"give somebody away: 0. See them with: {told}" in run("import", table, "--into", folder, *NEW).output
    monkeypatch.setattr(exchange, "LOOKED_THROUGH", 1)
    run("import", table, "--into", folder, *NEW, "--write")
    [report] = (folder / "imports").glob("report-*.txt")
    assert "have not been looked through" in report.read_text()
    assert f"Do it before you publish, with: {told}" in report.read_text()


def test_a_mapping_can_be_written_mended_and_used(table: Path, folder: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "columns.toml"
    assert run("import", table, "--into", folder, "--write-mapping", mapping).exit_code == 0
    mapping.write_text(mapping.read_text().replace('participant = ""', 'participant = "Who"'))
    done = run("import", table, "--into", folder, *NEW, "--mapping", mapping, "--write")
    assert done.exit_code == 0
    assert {quote.participant for quote in load_library([folder]).quotes.values()} == {"P1", "P2"}
    assert run("import", table, "--into", folder, "--write-mapping", mapping).exit_code == 1, (
        "what was mended is not lost"
    )


def test_a_newer_version_may_come_under_another_name(table: Path, folder: Path) -> None:
    run("import", table, "--into", folder, *NEW, "--write")
    newer = table.rename(table.with_name("answers v2.csv"))
    done = run("import", newer, "--into", folder, "--source", "answers.csv", "--json")
    assert json.loads(done.output)["sources"][0]["same"] == 2


def test_json_holds_the_same_numbers(table: Path, folder: Path) -> None:
    report = json.loads(run("import", table, "--into", folder, *NEW, "--write", "--json").output)
    [source] = report["sources"]
    assert (report["written"], report["quotes_after"]) == (True, 2)
    assert source["read"] == source["kept"] + source["merged"] + source["skipped"]


def test_what_cannot_be_read_is_one_line_and_exit_code_1(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "answers.xlsx").write_bytes(b"PK\x03\x04 cut short")
    done = run("import", tmp_path / "answers.xlsx", "--into", folder, *NEW)
    assert (done.exit_code, done.output.count("\n")) == (1, 1)
    assert "answers.xlsx: this is no sound .xlsx workbook" in done.output


def test_the_kind_of_a_file_is_told_by_its_content(tmp_path: Path, folder: Path) -> None:
    quote = "“We are tired, and we say so to each other every day.”"
    page = f"<html><body><h1>Burnout</h1><blockquote>{quote}</blockquote></body></html>"
    (tmp_path / "page.csv").write_text(page)
    (tmp_path / "made.pdf").write_bytes(b"%PDF-1.7\n")
    assert "1 new" in run("import", tmp_path / "page.csv", "--into", folder, *NEW).output
    assert "this is a PDF" in run("import", tmp_path / "made.pdf", "--into", folder, *NEW).output


def test_real_and_illustrative_quotes_never_mix(table: Path, folder: Path) -> None:
    sample = Path(__file__).parents[2] / "data" / "sample"
    assert "these are never imported" in run("import", sample / "quotes.csv", "--into", folder, *NEW).output
    assert "never mixed" in run("import", table, "--into", sample).output


def test_a_corpus_is_exported_and_what_is_not_carried_is_told(table: Path, folder: Path, tmp_path: Path) -> None:
    run("import", table, "--into", folder, *NEW, "--write")
    done = run("corpus", "export", folder, "--to", tmp_path / "out.xlsx")
    assert "1 quotes written, 1 left out by their audience." in done.output
    assert "not carried" in done.output


def test_what_is_exported_says_no_more_of_speakers_than_the_bot_shows(folder: Path, tmp_path: Path) -> None:
    source = tmp_path / "one.csv"
    source.write_text("Excerpt,Codes,Participant,County\nIt is the pay.,Work > Pay,P1,Ferry\n")
    run("import", source, "--into", folder, *NEW, "--write")
    given, kept = tmp_path / "given.jsonl", tmp_path / "kept.jsonl"
    run("corpus", "export", folder, "--to", given)
    run("corpus", "export", folder, "--to", kept, "--as-recorded")
    told = [json.loads(file.read_text()) for file in (given, kept)]
    assert [row["text"] for row in told] == ["It is the pay."] * 2
    assert [(row["region"], row["participant"]) for row in told] == [("", ""), ("Ferry", "P1")]
