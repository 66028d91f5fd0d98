"""Which lines and paragraphs of a page are one thing: a quotation over several, its credit below it, two things in one block."""

from collections.abc import Sequence
from dataclasses import replace

from ppwi_bot.corpus.importing.pages.blocks import Block, Kind
from ppwi_bot.corpus.importing.pages.marks import MARKS, enclosed, left_open
from ppwi_bot.corpus.importing.pages.quotations import count, is_sentence
from ppwi_bot.corpus.importing.pages.sections import calls_heading
from ppwi_bot.corpus.importing.pages.voices import Voice, credit, credit_line, line_of
from ppwi_bot.corpus.quotes_file import MAX_QUOTE_CHARACTERS

MAX_PARAGRAPHS = 20
"""A quotation over more paragraphs is most often one whose closing mark was forgotten."""

QUOTED_HEADING_WORDS = 8
"""A heading that is all in quotation marks is a quotation from so many words on, and a title below."""


def apart(block: Block) -> list[Block]:
    """A block with line breaks as several where each line is a thing of its own, such as a line in capitals above a quotation."""
    if "\n" not in block.text or block.kind is Kind.HEADING:
        return [block]
    texts: list[str] = []
    for line in block.text.split("\n"):
        if texts and not _begins_anew(texts[-1], line):
            texts[-1] = f"{texts[-1]}\n{line}"
        else:
            texts.append(line)
    return [replace(block, text=text) for text in texts if text.strip()]


def _begins_anew(above: str, line: str) -> bool:
    if len(above) > MAX_QUOTE_CHARACTERS:
        return True
    if left_open(above):
        return False
    return (
        line[:1] in MARKS
        or line_of(line) is not None
        or line_of(above) is not None
        or calls_heading(above)[0]
        or (bool(enclosed(above)) and credit_line(line) is not None)
    )


def is_quotation(heading: str) -> bool:
    """Whether a heading is a quotation that is only set as one."""
    inner = enclosed(heading)
    return inner is not None and is_sentence(inner.words) and count(inner.words) >= QUOTED_HEADING_WORDS


def joined(blocks: Sequence[Block], place: int) -> tuple[str, int, tuple[str, ...]]:
    """The text of a block, with the paragraphs after it that the same quotation goes on in, and their number."""
    block = blocks[place]
    if block.quotation:
        group = _same_blockquote(blocks, place)
        if len(group) > 1 and not any(MARKS.intersection(part.text) for part in group):
            return "\n\n".join(part.text for part in group), len(group), (_paragraphs(len(group)),)
    text, used = block.text, 1
    following = blocks[place + 1 : place + 1 + MAX_PARAGRAPHS]
    if text in MARKS and following and following[0].text[:1] not in MARKS:
        text, used = text + following[0].text, 2
    if text in MARKS or len(text) > MAX_QUOTE_CHARACTERS or not left_open(text):
        return text, used, ()
    for more in blocks[place + used : place + used + MAX_PARAGRAPHS]:
        if more.kind is Kind.HEADING or more.quotation != block.quotation or line_of(more.text) is not None:
            break
        alone = more.text in MARKS
        text += more.text if alone else f"\n\n{more.text[1:] if more.text[:1] in MARKS else more.text}"
        used += 1
        if len(text) > MAX_QUOTE_CHARACTERS:
            break
        if not left_open(text):
            return text, used, () if alone and used < 4 else (_paragraphs(used),)
    return block.text, 1, ()


def _same_blockquote(blocks: Sequence[Block], place: int) -> Sequence[Block]:
    first = blocks[place]
    group = []
    for block in blocks[place : place + MAX_PARAGRAPHS]:
        if block.quotation != first.quotation or block.kind in (Kind.CREDIT, Kind.HEADING) or credit_line(block.text):
            break
        group.append(block)
    return group


def credit_below(blocks: Sequence[Block], place: int) -> Voice | None:
    """Who is credited in the block at a place, which stands below a quotation; None where it is something else."""
    if place >= len(blocks):
        return None
    block = blocks[place]
    if block.kind is Kind.CREDIT:
        return credit(block.text, certain=True)
    return credit_line(block.text) if block.kind is Kind.PARAGRAPH else None


def _paragraphs(number: int) -> str:
    return f"{number} paragraphs of the page are one quote here, as only the last closes it; see that one person said them all."
