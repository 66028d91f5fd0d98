"""`ppwi-bot corpus review` and what an import tells of it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ppwi_bot.cli import main

TABLE = "Excerpt,Codes\nMy supervisor Marisol told me to rest.,Work > Pay\nIt is the pay and nothing else.,Work > Pay\n"


@pytest.fixture(autouse=True)
def _kept_apart(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PPWI_VAR", str(var))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_a_list_is_written_filled_in_and_applied(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    done = run("corpus", "review", folder, "--to", target)
    assert done.exit_code == 0
    assert "4 findings in 2 quotes" in done.output
    assert "Rosa" not in done.output
    target.write_text(target.read_text(encoding="utf-8").replace(",[name],,", ",[name],replace,"), encoding="utf-8")
    applied = run("corpus", "review", folder, "--apply", target)
    assert "4 replaced, 0 withheld, 0 kept, 0 still open; 2 quotes changed." in applied.output
    assert "Rosa" not in (folder / "quotes.csv").read_text(encoding="utf-8")


def test_without_a_name_the_list_lies_beside_the_originals(folder: Path, var: Path) -> None:
    assert run("corpus", "review", folder).exit_code == 0
    assert (var / "reviews" / "mine.csv").exists()


def test_the_list_is_not_written_into_the_corpus(folder: Path) -> None:
    done = run("corpus", "review", folder, "--to", folder / "list.csv")
    assert done.exit_code == 1
    assert "Write it somewhere else" in done.output


def test_an_import_tells_how_many_quotes_to_look_at_and_none_of_their_words(tmp_path: Path) -> None:
    (tmp_path / "answers.csv").write_text(TABLE)
    into = tmp_path / "data" / "new"
    run("import", tmp_path / "answers.csv", "--into", into, "--title", "T", "--collected-by", "U", "--write")
    [report] = (into / "imports").glob("report-*.txt")
    told = "New or changed quotes with words that may give somebody away: 1. See them with: ppwi-bot corpus review"
    assert told in report.read_text()
    assert "Marisol" not in report.read_text()


def test_another_import_of_the_same_file_does_not_bring_replaced_words_back(tmp_path: Path) -> None:
    (tmp_path / "answers.csv").write_text(TABLE)
    into, target = tmp_path / "data" / "new", tmp_path / "list.csv"
    bring = ("import", tmp_path / "answers.csv", "--into", into, "--title", "T", "--collected-by", "U", "--write")
    run(*bring)
    run("corpus", "review", into, "--to", target)
    target.write_text(target.read_text(encoding="utf-8").replace(",[name],,", ",[name],replace,"), encoding="utf-8")
    run("corpus", "review", into, "--apply", target)
    run(*bring)
    quotes = (into / "quotes.csv").read_text(encoding="utf-8")
    assert "My supervisor [name] told me to rest." in quotes
    assert "Marisol" not in quotes
