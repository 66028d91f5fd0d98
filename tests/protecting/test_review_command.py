"""`ppwi-bot corpus review` and what an import tells of it."""

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner, Result
from tests.protecting.conftest import names
from tests.web.made_door import Markup

from ppwi_bot.cli import main
from ppwi_bot.corpus.protecting.resuming import open_sitting

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


SERVED = """
import signal
from ppwi_bot.cli import main

signal.signal(signal.SIGINT, signal.default_int_handler)  # a test run in the background ignores it
main()
"""


@pytest.fixture
def serving(folder: Path, var: Path) -> Iterator[Callable[[], tuple[subprocess.Popen[str], httpx.Client]]]:
    """Runs the command with --serve, on a list that is there, so that no language model is loaded; gives a browser."""
    open_sitting(folder, var / "reviews" / "mine.csv", var, names, lambda found: found)
    running: list[subprocess.Popen[str]] = []
    clients: list[httpx.Client] = []

    def start() -> tuple[subprocess.Popen[str], httpx.Client]:
        command = [sys.executable, "-u", "-c", SERVED, "corpus", "review", str(folder), "--serve"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        running.append(process)
        assert process.stdout
        address = next(found[0] for line in process.stdout if (found := re.search(r"http://127\.0\.0\.1:\S+", line)))
        browser = httpx.Client(base_url=address.split("/?")[0])
        clients.append(browser)
        browser.get(address).raise_for_status()
        return process, browser

    yield start
    for client in clients:
        client.close()
    for process in running:
        process.kill()
        process.wait()
        assert process.stdout
        process.stdout.close()


def decide(browser: httpx.Client, number: int, decision: str) -> None:
    shown = Markup(browser.get(f"/findings/{number}").text)
    fields = {one.attributes["name"]: one.attributes["value"] for one in shown.all("input") if one.attributes["name"]}
    assert browser.post(f"/findings/{number}", data={**fields, "decision": decision}).status_code == 303


def test_killed_in_the_middle_nothing_decided_is_lost(
    serving: Callable[[], tuple[subprocess.Popen[str], httpx.Client]],
) -> None:
    process, browser = serving()
    decide(browser, 1, "keep")
    decide(browser, 3, "replace")
    process.kill()
    process.wait()
    _, browser = serving()
    listed = " ".join(Markup(browser.get("/list").text).all("tbody")[0].text.split())
    assert "Rosa kept 2: look again Rosa not decided 3: look again Omar replaced by [name]" in listed


def test_ctrl_c_tells_what_was_decided_and_how_to_go_on(
    serving: Callable[[], tuple[subprocess.Popen[str], httpx.Client]], folder: Path, var: Path
) -> None:
    process, browser = serving()
    decide(browser, 1, "keep")
    process.send_signal(signal.SIGINT)
    told, _ = process.communicate()
    assert process.returncode == 0
    assert f"1 of 4 decided, none of it applied yet. All of it is kept in {var}/reviews/mine.csv." in told
    assert f"ppwi-bot corpus review {folder} --serve" in told
    assert f"ppwi-bot corpus review {folder} --apply {var}/reviews/mine.csv" in told
    for hidden in ("Rosa", "Omar", "GET ", "POST "):
        assert hidden not in told


def test_ctrl_c_after_applying_tells_what_was_done(
    serving: Callable[[], tuple[subprocess.Popen[str], httpx.Client]],
) -> None:
    process, browser = serving()
    decide(browser, 1, "replace")
    form = Markup(browser.get("/end").text).all("input", name="form_token")[0].attributes["value"]
    browser.post("/apply", data={"form_token": form})
    process.send_signal(signal.SIGINT)
    told, _ = process.communicate()
    assert "Applied: 1 replaced, 0 withheld, 0 kept, 3 still open; 1 quotes changed." in told
    assert "ppwi-bot index build" in told


def test_a_port_in_use_is_told_in_one_line(folder: Path, var: Path) -> None:
    open_sitting(folder, var / "reviews" / "mine.csv", var, names, lambda found: found)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = run("corpus", "review", folder, "--serve", "--port", port)
    assert done.exit_code == 1
    assert f"Port {port} is in use by another program. Leave out --port to take a free one." in done.output


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--serve", "--to", "list.csv"), "Give one of --serve"),
        (("--serve", "--apply", "list.csv"), "Give one of --serve"),
        (("--serve", "--json"), "prints no JSON"),
        (("--port", "8123"), "give --serve as well"),
    ],
)
def test_options_that_do_not_go_together_are_told(folder: Path, more: tuple[str, ...], told: str) -> None:
    done = run("corpus", "review", folder, *more)
    assert done.exit_code == 1
    assert told in done.output


def test_without_findings_no_page_is_opened(folder: Path) -> None:
    path = folder / "quotes.csv"
    path.write_text(path.read_text().replace("Rosa", "them").replace("Omar", "them"))
    done = run("corpus", "review", folder, "--serve")
    assert done.exit_code == 0
    assert "Nothing to decide" in done.output
