"""A page as the blocks a reader sees, one after the other: headings, paragraphs, list items, credits under a quotation."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ppwi_bot.corpus.importing.pages.marks import left_open
from ppwi_bot.corpus.quotes_file import MAX_QUOTE_CHARACTERS

BOLD_LEVEL = 7
"""Level of a line that only its bold letters make a heading: below all real ones, which end at 6."""

TEXT_LEVEL = 2
"""Level of every heading of a plain text, where nothing tells levels apart. The title is above it."""

HEADING_WORDS = 14
"""A longer line is a sentence. The longest topic name known has six words."""

NARROWEST_WRAP, WIDEST_WRAP = 40, 120
"""Texts broken into lines by a program have a longest line of so many letters; longer lines are whole paragraphs."""

USUAL_LINES, USUAL_GAP = 3, 15
"""A text is broken into lines by a program where so many lines come so near to the longest."""

_SENTENCE_END = re.compile(r"[.?!:;,…][\"'”’)\]]*$")
_TWO_SENTENCES = re.compile(r"[a-z]{3,}[.?!]\s+[A-Z]")
_BULLET = re.compile(r"(?:[*•·▪◦‣]|-(?!-)|\d{1,2}[.)])\s+")
_HASHES = re.compile(r"(#{1,6})\s+(.+?)\s*#*$")


class Kind(StrEnum):
    """What a block is on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CREDIT = "credit"
    """What a `cite`, `figcaption` or a quotation's `footer` holds."""


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text with nothing between it but line breaks, which are `\\n`.

    `level` is 1 to 7 for a heading. `quotation` numbers the blockquote element around it, 0 for none. `linked` says that all
    of it is links. `place` says where it stands, such as "line 12". `anchor` is the id a link can point to.
    """

    text: str
    place: str
    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    quotation: int = 0
    linked: bool = False
    language: str = ""
    anchor: str = ""
    footnotes: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A page: its blocks and what its head says. `crumbs` are the names of the pages above it, from the top."""

    blocks: tuple[Block, ...]
    title: str = ""
    address: str = ""
    site: str = ""
    crumbs: tuple[str, ...] = ()


def looks_like_heading(line: str) -> bool:
    """Whether a line that stands alone is short, begins like a name and does not end like a sentence."""
    return (
        "\n" not in line
        and len(line.split()) <= HEADING_WORDS
        and (line[:1].isupper() or line[:1].isdigit())
        and not _SENTENCE_END.search(line)
        and not _TWO_SENTENCES.search(line)
    )


def from_text(text: str) -> Document:
    """The blocks of a plain text: its first heading is the title, a line break that only wraps a paragraph is a space."""
    blocks = tuple(_text_block(paragraph, line) for line, paragraph in _paragraphs(text))
    title = next((block.text for block in blocks[:1] if block.kind is Kind.HEADING), "")
    return Document(blocks, title)


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Each paragraph with the number of the line it begins on."""
    lines = [line.rstrip() for line in re.split(r"\r\n|\r|\n", text)]
    width = max(map(len, lines))
    usual = sum(len(line) > width - USUAL_GAP for line in lines) >= USUAL_LINES
    begun, held = 0, ""
    for number, line in enumerate(lines, 1):
        if held and line.strip() and _wrapped(held, line.strip(), width, usual):
            held = f"{held}\n{line.strip()}"
            continue
        if held:
            yield begun, held.replace("\n", " ")
        begun, held = number, line.strip()
    if held:
        yield begun, held.replace("\n", " ")


def _wrapped(held: str, line: str, width: int, usual: bool) -> bool:
    """Whether a line goes on with those above: its first word would not have fitted there.

    A line that ends like a sentence has ended, unless in a quotation. Where lines are not `usual`ly broken, only one that begins
    with a small letter goes on.
    """
    above = held.rpartition("\n")[2]
    if (
        len(held) > MAX_QUOTE_CHARACTERS
        or not NARROWEST_WRAP <= width <= WIDEST_WRAP
        or len(above) + 1 + len(line.split()[0]) <= width
    ):
        return False
    ended = (_SENTENCE_END.search(above) or above.isupper()) and not left_open(held)
    return not ended and not _BULLET.match(line) and (usual or line[0].islower())


def _text_block(paragraph: str, line: int) -> Block:
    place = f"line {line}"
    if found := _HASHES.fullmatch(paragraph):
        return Block(found[2], place, Kind.HEADING, len(found[1]))
    if looks_like_heading(paragraph):
        return Block(paragraph, place, Kind.HEADING, TEXT_LEVEL)
    bullet = _BULLET.match(paragraph)
    if bullet and not paragraph.startswith("-"):
        return Block(paragraph[bullet.end() :], place, Kind.ITEM)
    return Block(paragraph, place)  # a dash may begin an item or say who spoke: what stands above decides
