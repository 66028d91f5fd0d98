"""`python -m ppwi_bot.evaluation.fuzzing`: what the readers of imported files make of damaged ones.

Sound files of every kind are damaged at random and imported. Each must be read, with counts that add up, or be refused
with a sentence; a fault is any other error, a file that takes longer than `PATIENCE`, and anything written outside the
folder of the corpus.
"""

import hashlib
import io
import os
import random
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import click

from ppwi_bot.corpus.importing.bringing_in import About, plan, write
from ppwi_bot.corpus.importing.exporting import export
from ppwi_bot.corpus.importing.mapping import ColumnMapping, mapping_text, read_mapping
from ppwi_bot.corpus.importing.merging import Choices
from ppwi_bot.corpus.importing.sources import read_source
from ppwi_bot.corpus.quotes import Audience
from ppwi_bot.errors import CorpusError
from ppwi_bot.evaluation.verbatim import imported, random_texts, write_table

PATIENCE = 60
"""Seconds that one damaged file may take; the sound ones take a fraction of one."""

TEXTS = 25
"""Quotes in a sound file: enough of each part of a format, and hundreds of files a minute."""

ANYWHERE = (b"", b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"\x1b", b"-1", b"1e400", b"9" * 40, b"\n", b"\r", b"\t")
TOKENS: Mapping[str, tuple[bytes, ...]] = {
    "csv": (b'"', b'""', b";", b",", b"|", b"\xef\xbb\xbf", b'"' * 999, b"," * 9999),
    "xlsx": (b"<f>A1</f>", b"<v>", b"</c>", b't="d"', b't="e"', b'r="XFD1048576"', b'r="A0"', b"&#1;", b"<!DOCTYPE a>"),
    "jsonl": (b"{", b"[" * 9999, b"]", b"null", b"NaN", b'\\ud800"', b'{"text":', b"1" * 9999, b"'"),
    "qdpx": (b"<!DOCTYPE a [", b"&amp;", b"&x;", b"<Code ", b"</Code>", b"guid=", b'"', b"internal://../../x", b"../", b'="-7"'),
    "qdc": (b"<!DOCTYPE a [", b"&#xD800;", b"<Code ", b"</Code>", b'guid=""', b"]]>", b"<![CDATA[", b"<?xml", b"urn:"),
    "html": (b"<blockquote>", b"</p>", b"<h2>", b"&#xD800;", b"<!--", b"<table>", b"<base href='http://['>", b"<plaintext>",
             b"<meta charset=utf-7>", b"\x93", b"\xe2\x80\x9c", b"\xe2\x80\x9d", b"&ldquo;", b"<div>" * 999, b"<svg>"),
    "txt": (b"\xe2\x80\x9c", b"\xe2\x80\x9d", b'"', b"'", b"\x94", b"Calls to Action", b"three themes: ", b"\n\n", b"- from a "),
    "toml": (b"[", b"]", b'"""', b"=", b"[columns]", b"{", b"inf", b"1979-05-27", b"\\u0000"),
}  # fmt: skip
"""What readers of each kind of file are known to stumble over."""

KEPT = Path("test-output/fuzzing")
"""Where the files lie that a reader fell over."""

PLAIN = """Burnout

Perspectives from direct service providers

People spoke of “red tape” and of long days. The three themes: Work, Rest, and Home.

“We say ‘yes’ to everyone,
and then we go home.” - from a home visitor

Calls to Action

Funders and Legislators: Pay for the hours.
"""

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Burnout</title><main><h1>Burnout</h1>
<h2>Perspectives from direct service providers</h2><p>People spoke of “red tape” and of long days.</p>
<blockquote>“We say ‘yes’ to everyone,
and then we go home.” – a home visitor</blockquote><p>"There is no time."<sup><a href="#1">1</a></sup></p>
<h3>Time</h3><ul><li>“I stay late.” (an administrator)</li></ul><table><tr><td>“Late again.”</td></tr></table>
<h2>Call to Action</h2><p>Funders and Legislators: Pay for the hours.</p><p>18 focus groups</p></main></html>"""


CHANGES = {
    "os.rename": (0, 1), "os.link": (1,), "os.symlink": (1,), "os.remove": (0,), "os.rmdir": (0,), "os.mkdir": (0,),
    "os.chmod": (0,),
}  # fmt: skip
"""Events of Python's audit hooks that change the disk, beside `open`, and which of their arguments are the paths."""


class Hang(BaseException):
    """A file took longer than `PATIENCE`. No reader can take it for an error of its own."""


@dataclass
class Outcome:
    """What became of the damaged files of one kind: how many were read, how many refused, and each fault with its first file."""

    read: int = 0
    refused: int = 0
    faulty: int = 0
    slowest: float = 0.0
    faults: dict[str, bytes] = field(default_factory=dict)


class Guard:
    """Notes what is written outside one folder while it watches. Python has no way to take such a hook off again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self.watching = False
        self.outside: list[str] = []
        sys.addaudithook(self._hook)

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.watching:
            return
        if event == "open" and isinstance(arguments[0], str | bytes | os.PathLike):
            if (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                self._see(event, arguments[0])
        # A name within a folder that is open already comes with that folder's number: `shutil.rmtree` goes down so.
        elif event in CHANGES and (arguments[-1] is None or arguments[-1] < 0):
            for at in CHANGES[event]:
                self._see(event, arguments[at])

    def _see(self, event: str, path: str | bytes | os.PathLike[str]) -> None:
        place = Path(os.fsdecode(path)).resolve()
        compiled = place.parent.name == "__pycache__"  # what a reader needs, by Python itself
        if not compiled and place != Path(os.devnull) and not place.is_relative_to(self._folder):
            self.outside.append(f"{event} {place}")


def sound_files(folder: Path) -> dict[str, bytes]:
    """A sound file of each kind by its ending, with quotes of any letters where the kind can hold them."""
    table = folder / "table.csv"
    write_table({f"q{number}": text for number, text in enumerate(random_texts(TEXTS))}, table)
    library, _ = imported(table, folder / "sound")
    files = {}
    for kind in ("csv", "xlsx", "jsonl", "qdpx", "qdc"):
        export(library, folder / f"whole.{kind}", Audience.WITHHELD)
        files[kind] = (folder / f"whole.{kind}").read_bytes()
    mapping = ColumnMapping({"text": ("text",), "codes": ("codes",)}, "", 1, ";", ">", {"boss": "administrator"})
    return {**files, "html": PAGE.encode(), "txt": PLAIN.encode(), "toml": mapping_text(mapping).encode()}


def damaged(kind: str, sound: bytes, chance: random.Random) -> bytes:
    """A file with some of its bytes changed; of a ZIP, mostly those of one of its members."""
    if not sound.startswith(b"PK") or chance.random() < 0.2:
        return _scrambled(sound, TOKENS[kind], chance)
    packed = io.BytesIO()
    with ZipFile(io.BytesIO(sound)) as before, ZipFile(packed, "w", ZIP_DEFLATED) as after:
        chosen = chance.choice(before.namelist())
        for name in before.namelist():
            content = before.read(name)
            if name == chosen:
                content = _scrambled(content, TOKENS[kind], chance)
                name = name if chance.random() < 0.9 else chance.choice(("../out", "/out", "a\\b", name.upper()))
            if chance.random() < 0.98:
                after.writestr(name, content)
    return packed.getvalue()


def _scrambled(sound: bytes, tokens: Sequence[bytes], chance: random.Random) -> bytes:
    content = bytearray(sound)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(len(content) + 1)
        match chance.randrange(6):
            case 0:
                content[at : at + 1] = chance.randbytes(1)
            case 1:
                del content[at : at + chance.randrange(1, 60)]
            case 2:
                content[at:at] = chance.choice((*tokens, *ANYWHERE))
            case 3:
                start = chance.randrange(len(content) + 1)
                content[at:at] = content[start : start + chance.randrange(1, 300)] * chance.choice((1, 1, 50))
            case 4:
                del content[at:]
            case _:
                content[at:at] = chance.randbytes(chance.randrange(1, 9))
    return bytes(content)


def bring_in(source: Path, into: Path) -> None:
    """Read a file as an import does, and write the corpus it becomes.

    Raises:
        CorpusError: the file is refused.
        AssertionError: the numbers of what was read do not add up.
    """
    if source.suffix == ".toml":
        read_mapping(source)
        return
    found = read_source(str(source), None, into.parent)
    skipped = sum(remark.kind == "skipped" for remark in found.remarks)
    assert found.read == len(found.quotes) + skipped, (
        f"{found.read} read, {len(found.quotes)} quotes, {skipped} skipped"
    )
    write(plan(into, [(source.name, found)], Choices(), About("Any", "Nobody"), date.today()))


def attack(kind: str, sound: bytes, folder: Path, seed: int, seconds: float) -> Outcome:
    """Damage and import one file after another in `folder` for so long, at least one.

    To be run in a process of its own: it leaves a hook and a signal handler in it, and a reader may bring it down.
    """
    chance = random.Random(f"{seed} {kind}")  # noqa: S311 (nothing is kept secret with it)
    outcome, guard = Outcome(), Guard(folder)
    file, into = folder / f"damaged.{kind}", folder / "corpus"
    signal.signal(signal.SIGALRM, _too_long)
    begin = end = time.monotonic()
    while not outcome.slowest or end - begin < seconds:
        shutil.rmtree(into, ignore_errors=True)
        if chance.random() < 0.5:
            shutil.copytree(folder / "sound", into)
        file.write_bytes(damaged(kind, sound, chance))
        start = time.monotonic()
        fault = _tried(file, into, guard)
        end = time.monotonic()
        outcome.slowest = max(outcome.slowest, end - start)
        if fault is None:
            outcome.read += 1
        elif not fault:
            outcome.refused += 1
        else:
            outcome.faulty += 1
            outcome.faults.setdefault(fault, file.read_bytes())
    return outcome


def _tried(file: Path, into: Path, guard: Guard) -> str | None:
    """What is wrong with how a file was dealt with: nothing where it was read, "" where it was refused."""
    fault = None
    guard.watching = True
    signal.alarm(PATIENCE)
    try:
        bring_in(file, into)
    except CorpusError:
        fault = ""
    except (Exception, Hang) as error:  # noqa: BLE001 (finding out which is the purpose)
        where = traceback.extract_tb(error.__traceback__)[-2 if isinstance(error, Hang) else -1]
        fault = f"{type(error).__name__} in {Path(where.filename).name}, line {where.lineno}: {error}"
    finally:
        signal.alarm(0)
        guard.watching = False
    outside = list(guard.outside)
    guard.outside.clear()
    return f"written outside: {outside[0]}" if outside else fault


def _too_long(signal: int, frame: FrameType | None) -> None:
    raise Hang(f"no end after {PATIENCE} s")


@click.command()
@click.option("--minutes", default=1.0, show_default=True, help="How long for each kind of file.")
@click.option("--seed", default=0, show_default=True, help="Another number damages the files in other ways.")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(list(TOKENS)), help="Only this kind of file.")
def main(minutes: float, seed: int, kinds: tuple[str, ...]) -> None:
    """Import damaged files of every kind, and print what became of them. Exit code 1 where there is a fault."""
    faulty = 0
    click.echo("| kind | files | read | refused | slowest, s | faults |\n| --- | --- | --- | --- | --- | --- |")
    with TemporaryDirectory() as name:
        folder = Path(name)
        sound = sound_files(folder)
        for kind in kinds or TOKENS:
            outcome = _attacked(kind, sound[kind], folder, seed, minutes * 60)
            files = outcome.read + outcome.refused + outcome.faulty
            click.echo(
                f"| {kind} | {files:,} | {outcome.read:,} | {outcome.refused:,} | {outcome.slowest:.1f} | {outcome.faulty:,} |"
            )
            for fault, content in outcome.faults.items():
                click.echo(f"{kind}: {fault}. The file is {_kept(kind, content)}.", err=True)
            faulty += outcome.faulty
    sys.exit(1 if faulty else 0)


def _attacked(kind: str, sound: bytes, folder: Path, seed: int, seconds: float) -> Outcome:
    with ProcessPoolExecutor(1, get_context("spawn")) as apart:
        try:
            return apart.submit(attack, kind, sound, folder, seed, seconds).result()
        except BrokenProcessPool:
            return Outcome(faulty=1, faults={"the process died": (folder / f"damaged.{kind}").read_bytes()})


def _kept(kind: str, content: bytes) -> Path:
    """Keep a file that a reader fell over, to look at."""
    file = KEPT / f"{hashlib.sha256(content).hexdigest()[:12]}.{kind}"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


if __name__ == "__main__":
    main()
