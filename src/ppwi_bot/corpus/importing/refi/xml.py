"""The XML of REFI-QDA files: no entities, no DTD, bounded, and with names free of their namespace."""

from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from ppwi_bot.corpus.importing.found import UnreadableError

MAX_ELEMENTS = 2_000_000
"""About 400,000 selections with their codings: ten times the largest project we know of."""

MAX_DEPTH = 100
"""Codes nest a few levels deep; far beyond that the file is made to exhaust memory."""


def parse(raw: bytes, where: str) -> Element:
    """The root of an XML file. Element and attribute names come without namespace, as older files use other ones.

    Raises UnreadableError, with `where` in its sentence, on XML that is unsound, declares a DTD or entities, or is too large.
    """
    parser = XMLParser(target=_Builder(where), forbid_dtd=True)
    try:
        parser.feed(raw)
        root = parser.close()
    except DefusedXmlException:
        raise UnreadableError(
            f"{where}: declares a DTD or entities, which no REFI-QDA file needs and which can be used to do harm. "
            "Export the project again from the program it was made with."
        ) from None
    except (ParseError, ValueError, LookupError) as error:
        raise UnreadableError(
            f"{where}: not sound XML ({error}). The file may be cut short or damaged; export or copy it again."
        ) from None
    return root if isinstance(root, Element) else Element("")


def children(node: Element | None, *names: str) -> list[Element]:
    """The elements of these names directly below one, in file order."""
    return [] if node is None else [child for child in node if child.tag in names]


def child(node: Element | None, name: str) -> Element | None:
    """The first element of this name directly below one."""
    return None if node is None else node.find(name)


def words(node: Element | None, name: str) -> str:
    """The text of the first element of this name directly below one, letter for letter; empty where there is none."""
    found = child(node, name)
    return "" if found is None else found.text or ""


def guid(value: str | None) -> str:
    """A GUID as a key: programs differ in capitals and in braces around it."""
    return (value or "").strip().strip("{}").lower()


def targets(node: Element, *names: str) -> tuple[str, ...]:
    """The GUIDs that the references of these names directly below an element point to."""
    return tuple(key for found in children(node, *names) if (key := guid(found.get("targetGUID"))))


class _Builder(TreeBuilder):
    """Builds the tree and stops where it grows beyond bounds."""

    def __init__(self, where: str) -> None:
        super().__init__()
        self._where = where
        self._elements = 0
        self._depth = 0

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self._elements += 1
        self._depth += 1
        if self._elements > MAX_ELEMENTS or self._depth > MAX_DEPTH:
            raise UnreadableError(
                f"{self._where}: has more than {MAX_ELEMENTS:,} entries or nests deeper than {MAX_DEPTH}. "
                "Export the project in parts."
            )
        return super().start(_local(tag), {_local(name): value for name, value in attrs.items()})

    def end(self, tag: str) -> Element:
        self._depth -= 1
        return super().end(_local(tag))


def _local(name: str) -> str:
    return name.rpartition("}")[2]
