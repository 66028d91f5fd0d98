"""`python -m ppwi_bot.evaluation.verbatim`: whether quotes keep every letter on the whole way through the bot.

Random texts go into a table, are imported, indexed and shown in answers. What is served is then exported in each format
and imported again. Numbers made from a hash stand for the model's vectors: they decide which quotes are found, never what
these say, and the model would take half an hour for a hundred thousand.
"""

import csv
import hashlib
import json
import random
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import click
import numpy as np

from ppwi_bot.answers.answer import Kind
from ppwi_bot.answers.answering import more
from ppwi_bot.answers.fill import fill
from ppwi_bot.answers.focus import Focus
from ppwi_bot.answers.intents import Intents
from ppwi_bot.answers.plan import AnswerPlan, SidePlan
from ppwi_bot.answers.voices import Voices
from ppwi_bot.corpus.codebook import Level
from ppwi_bot.corpus.importing.bringing_in import About, plan, write
from ppwi_bot.corpus.importing.exporting import export
from ppwi_bot.corpus.importing.merging import Choices
from ppwi_bot.corpus.importing.report import SourceReport
from ppwi_bot.corpus.importing.sources import read_source
from ppwi_bot.corpus.library import Library
from ppwi_bot.corpus.progress import progress
from ppwi_bot.corpus.quotes import Audience
from ppwi_bot.corpus.reading import load_library
from ppwi_bot.errors import PpwiError
from ppwi_bot.retrieval.embedder import Vectors
from ppwi_bot.retrieval.filters import Filters
from ppwi_bot.retrieval.index import build, open_index
from ppwi_bot.retrieval.search import Searcher

FORMATS = ("csv", "xlsx", "jsonl", "qdpx")

MOST_TOPICS, QUOTES_OF_A_TOPIC = 100, 10
"""What search learns takes more room with each topic, and needs some quotes of each."""

PIECES = (
    "\r\n", "\r", "\n", "\t", " ", "  ", "\u00a0", "\u202f", "\u2028", "\u0301", "e\u0301", "é", "\u200d", "\u200b",
    "👩🏽\u200d🏫", "👨‍👩‍👧", "🇺🇸", "שלום", "العربية", "\u202b", "\u202c", "\u200f", "=", "+", "-", "@", "'", "''", '"', '""',
    "“", "”", "‘", "’", "…", "\\", "/", ";", "|", ",", ":", " > ", "&", "&amp;", "<b>", "]]>", "_x000D_", "_x005F_", "{", "}",
    "#REF!", "1.0", "007", "1e5", "2024-01-02", "TRUE", "nan", "\ufeff", "\ufffe", "we are tired", " and so on", "I said",
)  # fmt: skip
"""What programs are known to stumble over, and a few words."""


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the way: how many quotes came along it, how many were left out and told, and ids that are not as before."""

    name: str
    quotes: int
    left_out: int
    differing: tuple[str, ...]


class HashVectors:
    """Stands in for the model: the unit vector of a text is made from its hash."""

    name = "hashes"
    digest = hashlib.sha256(b"hashes").hexdigest()

    def documents(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts, shape (len(texts), 32)."""
        return np.stack([self.question(text) for text in texts])

    def question(self, text: str) -> Vectors:
        """The vector of one text, shape (32,)."""
        vector = np.frombuffer(hashlib.sha256(text.encode()).digest(), dtype=np.uint8).astype(np.float32) - 127.5
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def random_texts(number: int) -> list[str]:
    """So many different texts of any letters that a text file can hold and of `PIECES`, the same each time."""
    chance = random.Random(number)  # noqa: S311 (nothing is kept secret with it)
    found: dict[str, str] = {}
    while len(found) < number:
        text = "".join(
            _letter(chance) if chance.random() < 0.5 else chance.choice(PIECES) for _ in range(_length(chance))
        )
        found[text.strip()] = text
    return list(found.values())


def _length(chance: random.Random) -> int:
    """Pieces in a text: most are short, some fill a page."""
    return chance.randint(1, chance.choice((5, 30, 30, 30, 300)))


def _letter(chance: random.Random) -> str:
    while unicodedata.category(letter := chr(chance.randrange(chance.choice((0x80, 0x3000, 0x110000))))) in (
        "Cc",
        "Cs",
    ):
        pass
    return letter


def travel(texts: Sequence[str], folder: Path) -> Iterator[Step]:
    """Send texts all the way and hold what arrives at each point against what was sent.

    A step's `differing` also names quotes that are missing though nothing was said of them.
    """
    sent = {f"q{number}": text for number, text in enumerate(texts)}
    table = folder / "table.csv"
    write_table(sent, table)
    library, report = imported(table, folder / "mine")
    told = report.merged + report.skipped
    lost = () if len(library.quotes) + told == len(sent) else tuple(sent.keys() - library.quotes.keys())
    came = {quote.id: quote.text for quote in library.quotes.values()}
    yield Step("table to corpus", len(came), told, (*lost, *_differing(came, sent)))

    voices = _voices(library, folder)
    asked = list(_asked(voices))
    yield Step("index to answers, topic by topic", len(dict(asked)), 0, tuple(_differing(asked, sent)))
    shown = list(_shown_by_id(voices))
    missing = came.keys() - dict(shown).keys()
    yield Step("index to answers, each quote by its id", len(dict(shown)), 0, (*missing, *_differing(shown, sent)))

    for form in FORMATS:
        target = folder / f"out.{form}"
        export(voices.library, target, Audience.WITHHELD)
        back, report = imported(target, folder / form / "mine")
        came_back = {quote.id: quote.text for quote in back.quotes.values()}
        missing = came.keys() - came_back.keys()
        differing = (*missing, *_differing(came_back, came))
        yield Step(f"export to {form}, and import", len(came_back), report.merged + report.skipped, differing)


def write_table(sent: Mapping[str, str], table: Path) -> None:
    """Write texts by their ids as a CSV file, each with a topic."""
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "text", "codes"])
        topics = min(MOST_TOPICS, 1 + len(sent) // QUOTES_OF_A_TOPIC)
        writer.writerows([id, text, f"Voices > topic{at % topics:03}"] for at, (id, text) in enumerate(sent.items()))


def imported(source: Path, into: Path) -> tuple[Library, SourceReport]:
    """The corpus that a file becomes when it is imported into a folder, and what the report says of it."""
    into.parent.mkdir(exist_ok=True)
    found = read_source(str(source), None, into.parent)
    done = write(plan(into, [(source.name, found)], Choices(), About("Random texts", "Nobody"), date.today()))
    return load_library([into]), done.sources[0]


def _voices(library: Library, folder: Path) -> Voices:
    embedder = HashVectors()
    build(library, embedder, folder / "index", folder / "cache")
    searcher = Searcher(library, open_index(folder / "index", library, embedder), embedder)
    # Topics are asked for by their ids here: there is no question whose intent would have to be read.
    return Voices(library, searcher, 1, cast(Intents, None))


def _asked(voices: Voices) -> Iterator[tuple[str, str]]:
    """Id and text of every quote that turns up when each topic is asked for, and for more until there is none."""
    codebook = voices.library.codebook
    for topic in progress(codebook.at(Level.TOPIC), "Asking", "topics"):
        focus = Focus(about=": ".join(code.name for code in codebook.path(topic.id)), codes=(topic.id,))
        while (reply := more(focus, voices)).plan.quotes:
            yield from _read(reply.plan, voices)
            focus = reply.focus


def _shown_by_id(voices: Voices) -> Iterator[tuple[str, str]]:
    """The same for every quote that is indexed, as an answer shows it that names it by id."""
    for quote in progress(voices.library.public, "Showing", "quotes"):
        side = SidePlan(Filters(), quote.codes, (quote.id,))
        yield from _read(AnswerPlan(Kind.ANSWER, codes=quote.codes, sides=(side,)), voices)


def _read(answer: AnswerPlan, voices: Voices) -> Iterator[tuple[str, str]]:
    """What a program that asked for JSON reads."""
    received = json.loads(json.dumps(fill(answer, voices).to_dict(), ensure_ascii=False).encode())
    yield from ((card["id"], card["text"]) for card in received["quotes"])


def _differing(came: Mapping[str, str] | Iterable[tuple[str, str]], sent: Mapping[str, str]) -> Iterator[str]:
    pairs = came.items() if isinstance(came, Mapping) else came
    return (id for id, text in pairs if sent.get(id) != text)


@click.command()
@click.option("--texts", "number", default=2_000, show_default=True, type=click.IntRange(1), help="How many texts.")
def main(number: int) -> None:
    """Send random texts all the way, print how many arrive and how many differ. Exit code 1 if any does."""
    differing = 0
    click.echo("| way | quotes | left out and told | differing |\n| --- | --- | --- | --- |")
    try:
        with TemporaryDirectory() as folder:
            for step in travel(random_texts(number), Path(folder)):
                click.echo(f"| {step.name} | {step.quotes:,} | {step.left_out:,} | {len(step.differing):,} |")
                differing += len(step.differing)
    except PpwiError as error:
        click.echo(f"verbatim: {error}", err=True)
        sys.exit(1)
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
