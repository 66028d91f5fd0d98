"""One page, block by block: what each is, where it belongs, and what of it becomes a quote, a code, a call or a figure."""

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from ppwi_bot.corpus.importing import vocabulary
from ppwi_bot.corpus.importing.found import FoundCall, FoundFigure, FoundQuote, Remark, UnreadableError
from ppwi_bot.corpus.importing.pages.blocks import Block, Document, Kind, from_text, looks_like_heading
from ppwi_bot.corpus.importing.pages.contents import Page, PageKind
from ppwi_bot.corpus.importing.pages.figures import figures, mentions, named_themes, without_count
from ppwi_bot.corpus.importing.pages.letters import letters
from ppwi_bot.corpus.importing.pages.marks import MARKS
from ppwi_bot.corpus.importing.pages.markup import from_markup, is_markup
from ppwi_bot.corpus.importing.pages.paragraphs import apart, credit_below, is_quotation, joined
from ppwi_bot.corpus.importing.pages.placing import CodeSoFar, kind_of, page_codes, placed
from ppwi_bot.corpus.importing.pages.quotations import Passage, count, credited, is_sentence, passages
from ppwi_bot.corpus.importing.pages.sections import (
    Outline,
    Section,
    actor_and_call,
    actor_of,
    calls_heading,
    is_generic,
    lists_codes,
    lists_sources,
    lists_themes,
)
from ppwi_bot.corpus.importing.pages.voices import UNKNOWN, Voice, line_of
from ppwi_bot.corpus.problems import shown

MAX_QUOTATIONS, MAX_LINES = 10_000, 20_000
"""The largest topic page known has fifty quotations; far beyond that a page is made to exhaust memory or time."""

SHORT = 12
"""So many words at most has a list item that is a name, or a line that only gives a count."""

_BULLETS = "-–—•·* \u00a0"
_AFFINITY = re.compile(r"affinity groups?\s*(?:[:–—-]\s*(?P<group>.+))?", re.IGNORECASE)


def read_page(raw: bytes, name: str, *, address: str = "", content_type: str = "") -> Page:
    """Reads the bytes of a page or plain text. `name` stands for it in remarks; `address` is where it lies on the web.

    Raises:
        UnreadableError: it is no text, or is made to exhaust memory.
    """
    text, remarks = letters(raw, name, content_type)
    document = from_markup(text, name) if is_markup(text, content_type) else from_text(text)
    if sum(1 + block.text.count("\n") for block in document.blocks) > MAX_LINES:
        raise UnreadableError(
            f"{name}: has more than {MAX_LINES:,} paragraphs and lines, so it is no topic page. Leave it out."
        )
    return _Reader(name, document, address or document.address, list(remarks)).page()


class _Reader:
    """Goes through the blocks of one page once, with what is open at each: headings, whose words follow, which actor."""

    def __init__(self, name: str, document: Document, address: str, remarks: list[Remark]) -> None:
        self.name, self.document, self.address, self.remarks = name, document, address, remarks
        self.blocks = [part for block in document.blocks for part in apart(block)]
        title, mentioned = without_count(document.title)
        self.title = title
        self.group = _affinity_group(title, document.crumbs)
        self.codes: dict[tuple[str, ...], CodeSoFar] = {}
        self.quotes: list[FoundQuote] = []
        self.numbers: list[FoundFigure] = []
        self.counts: list[FoundFigure] = []
        self.left_out: list[Remark] = []
        self.listed: list[tuple[str, str]] = []
        self.themes: dict[str, None] = {}
        self.naming: Section | None = None
        self.under_all: set[str] = set()
        self.voice: Voice | None = None
        self.voice_over = ""
        self.actor: str | None = None
        self.calls_level = 0
        self.sources = False
        self.structured = bool(mentioned)
        self.titled = False
        self.read = 0
        self.outline = Outline([Section(0, self._title_code(), title)])
        self._count(title, mentioned)

    def _title_code(self) -> str:
        """The title as a code; empty where it names the whole site, a kind of page, or an affinity group."""
        home = self.document.site.casefold() == self.title.casefold() or (
            bool(self.address) and urlsplit(self.address).path in ("", "/")
        )
        return "" if home or self.group or is_generic(self.title) else self.title

    def page(self) -> Page:
        """Reads all blocks and puts together what they hold."""
        place = 0
        while place < len(self.blocks):
            place += self._take(place)
        kind = kind_of(self.codes, self.themes, structured=self.structured)
        if kind is PageKind.TOPIC:
            self.remarks += self.left_out
        elif kind is PageKind.OTHER:
            self.remarks.append(
                Remark(
                    self.name, "note", "Nothing here shows that this is a topic page; no code was made of its headings."
                )
            )
        return Page(
            name=self.name,
            kind=kind,
            title=self.title,
            themes=tuple(self.themes),
            under_all=frozenset(self.under_all),
            above=tuple(
                crumb for crumb in self.document.crumbs if not is_generic(crumb) and crumb != self.document.site
            ),
            codes=page_codes(self.codes, kind, self.themes),
            quotes=tuple(placed(quote, kind, self.themes) for quote in self.quotes),
            figures=tuple(dict.fromkeys(self.counts if kind is PageKind.TOPIC else self.numbers)),
            remarks=tuple(self.remarks),
            read=self.read,
            listed=tuple(self.listed),
        )

    def _take(self, place: int) -> int:
        """Reads the block at a place, with those that belong to it, and says how many these are."""
        block = self.blocks[place]
        if block.kind is Kind.HEADING and not is_quotation(block.text):
            self._heading(block)
            return 1
        if self._is_line(block):
            return 1
        text, used, remarks = joined(self.blocks, place)
        below = credit_below(self.blocks, place + used)
        voiced = self.voice is not None or bool(block.quotation) or below is not None
        found = passages(text, voiced=voiced, quoted=bool(block.quotation))
        if found and found[-1].alone and below is not None:
            found = (*found[:-1], credited(found[-1], below))
            used += 1
        for passage in found:
            self._passage(replace(passage, remarks=(*remarks, *passage.remarks)), block)
        if not found or not (any(not passage.doubt for passage in found) or found[0].alone):
            self._prose(block, text)
        return used

    def _heading(self, block: Block) -> None:
        text, mentioned = without_count(block.text.strip(_BULLETS))
        if not self.titled and text == self.title:
            self.titled = True
            self._code().link = self._link(block)
            return
        calls, actor = calls_heading(text)
        if calls:
            self.structured = True
            self.outline.enter(Section(block.level, "", block.text, block.anchor))
            self.actor, self.calls_level, self.voice = actor, block.level, None
        elif self.actor is not None and self._is_actor_heading(block, text):
            self.actor = actor_of(text) or text.rstrip(": ")
        elif (voice := line_of(text)) is not None:
            self.outline.close(block.level + 1)
            self._announce(voice, text)
        else:
            self._section(block, text, mentioned)

    def _is_actor_heading(self, block: Block, text: str) -> bool:
        return block.level > self.calls_level or (block.level == self.calls_level and bool(actor_of(text)))

    def _section(self, block: Block, text: str, mentioned: str) -> None:
        text = text.rstrip(": ")
        name = "" if is_generic(text) else text
        self.outline.enter(Section(block.level, name, block.text, block.anchor))
        self.voice, self.voice_over, self.actor = None, "", None
        self.sources = lists_sources(text)
        if name and self.outline.path:
            self._code().link = self._link(block)
        self._count(text, mentioned)

    def _announce(self, voice: Voice, line: str) -> None:
        self.structured = True
        self.voice, self.voice_over, self.actor = voice, line, None

    def _is_line(self, block: Block) -> bool:
        """Takes a block that is neither prose nor quotation: a line that says whose words or which calls follow, or a link."""
        if block.linked and not MARKS.intersection(block.text):
            self.listed.append((self.outline.heading, block.text))
            return True
        text = block.text.strip(_BULLETS)
        if self.actor is not None and (actor := actor_of(text)) and looks_like_heading(text.rstrip(":")):
            self.actor = actor
            return True
        if block.kind is Kind.PARAGRAPH and calls_heading(text)[0] and len(text.split()) <= SHORT:
            self._heading(replace(block, kind=Kind.HEADING, level=7))
            return True
        if block.kind is not Kind.ITEM and (voice := line_of(text)) is not None:
            self._announce(voice, text)
            return True
        return False

    def _passage(self, passage: Passage, block: Block) -> None:
        self.read += 1
        if self.read > MAX_QUOTATIONS:
            raise UnreadableError(
                f"{self.name}: holds more than {MAX_QUOTATIONS:,} quotations, so it is no topic page. Leave it out."
            )
        where = self._where(block)
        doubt = passage.doubt or ("It stands in a list of sources." if self.sources else "")
        if doubt:
            self.remarks.append(
                Remark(where, "skipped", f"{_beginning(passage.words)} is not taken for a participant's words. {doubt}")
            )
            return
        voice, line = passage.voice, self.voice or UNKNOWN
        remarks = passage.remarks
        if self.voice is None and self.voice_over and not voice.perspective:
            remarks = (
                *remarks,
                f"A paragraph stands between it and the line {shown(self.voice_over)}; whose perspective it is was left open.",
            )
        if block.footnotes:
            remarks = (*remarks, "A footnote mark in the paragraph was left out.")
        self.quotes.append(
            FoundQuote(
                text=passage.words,
                where=where,
                codes=(self.outline.path,),
                perspective=_role(voice, line),
                affinity_group=voice.affinity_group or line.affinity_group or self.group,
                region=voice.region or line.region,
                language=block.language,
                source=self.address,
                remarks=remarks,
            )
        )
        if self.outline.path:
            self._code().quoted = True
        if self.outline.open[-1] is self.naming:
            self.under_all.add(passage.words)

    def _prose(self, block: Block, text: str) -> None:
        """What is no quotation: a call to action, the name of a code, a count, or words of the researchers."""
        bare = text.strip(_BULLETS).replace("\n", " ")
        if self.actor is not None:
            self._call(block, bare)
            return
        self._end_voice()
        if mentioned := mentions(bare):
            self.structured = True
            self._count(self.outline.path[-1] if self.outline.path else "", mentioned)
            if len(bare.split()) <= SHORT:
                return
        self._name_themes(named_themes(bare))
        self.numbers += figures(bare)
        if self._is_name_in_list(block, bare):
            return
        if not self.outline.path:
            return
        code = self._code()
        if code.quoted or block.kind is Kind.CREDIT or self.sources:
            self._leave_out(
                block, bare, "It stands after the quotes or beside the text, so it is not part of the summary."
            )
        else:
            code.summary.append(bare)

    def _name_themes(self, names: Sequence[str]) -> None:
        """Themes that the page names; quotes in the same section stand below all of them."""
        if names:
            self.themes |= dict.fromkeys(names)
            self.naming = self.outline.open[-1]

    def _end_voice(self) -> None:
        """Prose ends the reach of a line such as PERSPECTIVES FROM …: to leave open who speaks is better than to be wrong."""
        self.voice = None

    def _is_name_in_list(self, block: Block, name: str) -> bool:
        """Takes a list item below a heading such as "Sub-topics"."""
        if (
            block.kind is not Kind.ITEM
            or count(name) > SHORT
            or not lists_codes(self.outline.heading)
            or is_sentence(name)
        ):
            return False
        if lists_themes(self.outline.heading):
            self._name_themes([name])
        else:
            self.codes.setdefault((*self.outline.path, name), CodeSoFar()).listed = True
        return True

    def _call(self, block: Block, text: str) -> None:
        actor, call = actor_and_call(text)
        actor = actor or self.actor or ""
        if call.endswith(":") or (not actor and block.kind is not Kind.ITEM):
            self._leave_out(block, text, "It leads to calls to action and is none itself.")
            return
        if not self.outline.path:
            self._leave_out(block, text, "It is a call to action, but the page does not say on which topic.")
            return
        if not actor:
            self.remarks.append(
                Remark(
                    self._where(block), "note", f"The page does not say whom the call {shown(call)} is addressed to."
                )
            )
        self._code().calls.append(FoundCall(call, actor))

    def _leave_out(self, block: Block, text: str, why: str) -> None:
        self.left_out.append(Remark(self._where(block), "note", f"{_beginning(text)} was left out. {why}"))

    def _code(self) -> CodeSoFar:
        return self.codes.setdefault(self.outline.path, CodeSoFar(link=self.address))

    def _count(self, name: str, mentioned: str) -> None:
        if name and mentioned:
            self.counts.append(FoundFigure(mentioned, f"times that {name} was mentioned"))

    def _link(self, block: Block) -> str:
        return f"{self.address}#{block.anchor}" if self.address and block.anchor else self.address

    def _where(self, block: Block) -> str:
        heading = self.outline.heading
        return ", ".join(filter(None, (self.name, f"under “{heading}”" if heading else "", block.place)))


def _role(voice: Voice, line: Voice) -> str:
    """The perspective that a credit names; where it names a role that is none, the one of the line above, if any."""
    known = vocabulary.perspective(voice.perspective) if voice.perspective else None
    return line.perspective or voice.perspective if known is None else voice.perspective


def _affinity_group(title: str, crumbs: Sequence[str]) -> str:
    if (found := _AFFINITY.fullmatch(title)) and found["group"]:
        return found["group"].strip()
    return title if any(_AFFINITY.fullmatch(crumb) for crumb in crumbs) else ""


def _beginning(text: str) -> str:
    """How words are named in a remark, which must not spill a quote: by the first of them and their number."""
    first, *more = text.split() or [""]
    words = "1 word" if count(text) == 1 else f"{count(text)} words"
    return f"{shown(f'{first} …' if more else first)} ({words})"
