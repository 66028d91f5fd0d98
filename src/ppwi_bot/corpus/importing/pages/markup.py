"""HTML to blocks of text: what a browser would set apart is apart, what it would collapse is collapsed, all letters stay."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from ppwi_bot.corpus.importing.found import UnreadableError
from ppwi_bot.corpus.importing.pages.blocks import BOLD_LEVEL, Block, Document, Kind, looks_like_heading
from ppwi_bot.corpus.rules import is_language, is_link

LOOKED_AT = 10
"""So many elements that could be the main part, the title or above the page are tried: nested, they hold each other's text."""

_HEADINGS = {f"h{level}": level for level in range(1, 7)} | {"summary": 6, "dt": 6}
_INLINE = frozenset(
    {
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
        "ins", "kbd", "label", "mark", "output", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike",
        "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "o:p",
    }
)  # fmt: skip
_SKIPPED = frozenset(
    {
        "head", "script", "style", "template", "noscript", "svg", "math", "iframe", "object", "embed", "canvas",
        "select", "datalist", "textarea", "nav", "audio", "video", "map", "button", "dialog",
    }
)  # fmt: skip
_BOLD = frozenset({"b", "strong"})
_AROUND_THE_PAGE = frozenset({"navigation", "banner", "contentinfo", "search"})
_WHITESPACE = re.compile(r"[ \t\r\n\f]+")
_BREAKS = re.compile(r" *\n *")
_PARAGRAPH_BREAK = re.compile(r"\n{2,}")
_SAVED_FROM = re.compile(r"\s*saved from url=\(\d+\)(\S+)")
_HTML_TYPES = ("text/html", "application/xhtml+xml")
_LOOKS_LIKE_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|meta|body|main|article|section|div|p|h[1-6]|br|ul|ol|li|table|blockquote|span|a)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)


def is_markup(text: str, content_type: str = "") -> bool:
    """Whether a text is HTML and not plain text: by what a server said, else by its first tag."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind in _HTML_TYPES or (kind != "text/plain" and _LOOKS_LIKE_HTML.search(text) is not None)


def parse(text: str, name: str) -> etree._Element | None:
    """The tree of a page, or None where it holds nothing.

    Raises:
        UnreadableError: elements are nested so deeply that the parser stopped.
    """
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if any(error.level_name == "FATAL" and error.type_name != "ERR_DOCUMENT_EMPTY" for error in parser.error_log):
        raise UnreadableError(
            f"{name}: the elements of the page are nested too deeply, or it is damaged. Open it in a browser, copy its text "
            "into a plain text file, and import that."
        )
    return root


def from_markup(text: str, name: str) -> Document:
    """The blocks of an HTML page, without menus, banners and footers, and what its head says.

    Where there is a `main` element, all else is left out.
    """
    root = parse(text, name)
    if root is None:
        return Document(())
    mains = islice(filter(_is_main, root.iter()), LOOKED_AT)
    main = next((found for found in mains if _all_text(found).strip()), None)
    return Document(
        blocks=tuple(_Walk().blocks(root if main is None else main)),
        title=_title(root),
        address=_address(root),
        site=_meta(root, "og:site_name"),
        crumbs=_crumbs(root),
    )


def collapsed(text: str) -> str:
    """White space as a browser shows it: runs become one space, hard spaces stay."""
    return _WHITESPACE.sub(" ", text).strip(" ")


@dataclass(slots=True)
class _Walk:
    """One pass over the tree. What is open above the present letter is kept in counters and stacks."""

    run: list[str] = field(default_factory=list)
    letters: int = 0
    bold: int = 0
    linked: int = 0
    anchor: str = ""
    footnotes: bool = False
    numbered: int = 0
    found: list[Block] = field(default_factory=list)
    open: dict[str, int] = field(default_factory=dict)
    levels: list[int] = field(default_factory=list)
    quotations: list[int] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)

    def blocks(self, root: etree._Element) -> list[Block]:
        above = (node.get("lang") for node in root.iterancestors())
        self.languages += [language for language in above if language and is_language(language)][:1]
        walk = etree.iterwalk(root, events=("start", "end", "comment"))
        for event, node in walk:
            tag = str(node.tag) if isinstance(node.tag, str) else ""
            if event == "comment":
                self._say(node.tail)
            elif event == "start":
                if self._skips(node, tag):
                    self.run.append(" " if tag in _INLINE else "")
                    walk.skip_subtree()
                    self.open["skipped"] = 1
                    continue
                self._enter(node, tag)
            else:
                if self.open.pop("skipped", 0) == 0:
                    self._leave(node, tag)
                if node is not root:
                    self._say(node.tail)
        self._flush()
        return self.found

    def _skips(self, node: etree._Element, tag: str) -> bool:
        if tag in _SKIPPED:
            return not (tag == "button" and (self.levels or node.get("aria-expanded") or node.get("aria-controls")))
        if node.get("role", "") in _AROUND_THE_PAGE or "breadcrumb" in _marks(node):
            return True
        if tag in ("header", "footer"):
            return not any(self.open.get(part) for part in ("main", "article", "section", "blockquote", "figure"))
        if (
            tag == "sup"
            and all(link.get("href", "").startswith("#") for link in node.iter("a"))
            and node.find(".//a") is not None
        ):
            self.footnotes = True
            return True
        return False

    def _enter(self, node: etree._Element, tag: str) -> None:
        if self._is_block(tag):
            self._flush()
        self.open[tag] = self.open.get(tag, 0) + 1
        if level := _level(node, tag):
            self.levels.append(level)
        if tag == "blockquote":
            self.numbered += 1
            self.quotations.append(self.numbered)
        if (language := node.get("lang") or "") and is_language(language):
            self.languages.append(language)
        if anchor := node.get("id") or node.get("name") if tag == "a" or self._is_block(tag) else "":
            self.anchor = anchor
        if tag == "br":
            self.run.append("\n")
        elif tag == "q":
            self.run.append("“")
        self._say(node.text)

    def _leave(self, node: etree._Element, tag: str) -> None:
        if tag == "q":
            self.run.append("”")
        if self._is_block(tag):
            self._flush()
        self.open[tag] -= 1
        if _level(node, tag):
            self.levels.pop()
        if tag == "blockquote":
            self.quotations.pop()
        if (language := node.get("lang") or "") and is_language(language):
            self.languages.pop()

    def _is_block(self, tag: str) -> bool:
        if tag == "cite":  # a credit of its own under a quotation; within a sentence, the title of a work
            return bool(self.open.get("blockquote") or self.open.get("figure"))
        return tag != "br" and tag not in _INLINE

    def _say(self, text: str | None) -> None:
        if not text:
            return
        if self.open.get("pre"):
            self.run.append(text.replace("\r\n", "\n"))
        else:
            self.run.append(_WHITESPACE.sub(" ", text))
        letters = len(text) - sum(map(text.count, " \t\r\n\f"))
        self.letters += letters
        if any(self.open.get(tag) for tag in _BOLD):
            self.bold += letters
        if self.open.get("a"):
            self.linked += letters

    def _flush(self) -> None:
        text = re.sub(" {2,}", " ", _BREAKS.sub("\n", "".join(self.run))).strip(" \n") if self.run else ""
        if text and not text.isspace():
            for part in _PARAGRAPH_BREAK.split(text):
                self.found.append(self._block(part))
            self.anchor, self.footnotes = "", False
        self.run.clear()
        self.letters = self.bold = self.linked = 0

    def _block(self, text: str) -> Block:
        kind, level = Kind.PARAGRAPH, 0
        if self.levels:
            kind, level, text = Kind.HEADING, self.levels[-1], text.replace("\n", " ")
        elif self._is_credit():
            kind = Kind.CREDIT
        elif self.letters and self.bold == self.letters and looks_like_heading(text):
            kind, level = Kind.HEADING, BOLD_LEVEL
        elif self.open.get("li") or self.open.get("dd"):
            kind = Kind.ITEM
        return Block(
            text=text,
            place=f"paragraph {len(self.found) + 1}",
            kind=kind,
            level=level,
            quotation=self.quotations[-1] if self.quotations else 0,
            linked=bool(self.letters) and self.linked == self.letters,
            language=self.languages[-1] if self.languages else "",
            anchor=self.anchor,
            footnotes=self.footnotes,
        )

    def _is_credit(self) -> bool:
        around = self.open.get("blockquote") or self.open.get("figure")
        return bool(around and (self.open.get("cite") or self.open.get("footer"))) or bool(self.open.get("figcaption"))


def _level(node: etree._Element, tag: str) -> int:
    """The heading level of an element, 0 for none."""
    if node.get("role") == "heading":
        level = node.get("aria-level", "2")
        return int(level) if level in {"1", "2", "3", "4", "5", "6"} else 2
    return _HEADINGS.get(tag, 0)


def _all_text(node: etree._Element) -> str:
    return "".join(map(str, node.itertext()))


def _is_main(node: etree._Element) -> bool:
    return node.tag == "main" or (isinstance(node.tag, str) and node.get("role") == "main")


def _marks(node: etree._Element) -> str:
    """What an element says of its purpose."""
    return " ".join(node.get(name, "") for name in ("class", "id", "aria-label", "itemtype")).lower()


def _title(root: etree._Element) -> str:
    """The first heading of level 1, else what the window would be called."""
    for tag in ("h1", "title"):
        for node in islice(root.iter(tag), LOOKED_AT):
            if words := collapsed(_all_text(node)):
                return words
    return ""


def _address(root: etree._Element) -> str:
    """Where a page was saved from, or the address it gives itself."""
    return next((address for address in _addresses(root) if is_link(address)), "")


def _addresses(root: etree._Element) -> Iterator[str]:
    for comment in (*root.itersiblings(etree.Comment, preceding=True), *root.iter(etree.Comment)):
        if found := _SAVED_FROM.match(comment.text or ""):
            yield found[1]
    for link in root.iter("link"):
        if "canonical" in link.get("rel", "").lower().split():
            yield link.get("href", "").strip()
    yield _meta(root, "og:url")


def _meta(root: etree._Element, name: str) -> str:
    return next((collapsed(node.get("content", "")) for node in root.iter("meta") if node.get("property") == name), "")


def _crumbs(root: etree._Element) -> tuple[str, ...]:
    """Names of the pages above this one, from a breadcrumb trail."""
    trail = next((node for node in root.iter(etree.Element) if "breadcrumb" in _marks(node)), None)
    if trail is None:
        return ()
    return tuple(filter(None, (collapsed(_all_text(link)) for link in islice(trail.iter("a"), LOOKED_AT))))
