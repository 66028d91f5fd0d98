"""What REFI-QDA has no place for, carried in notes and descriptions of its own, so that other programs keep it too."""

import re
from collections.abc import Iterator, Mapping

from ppwi_bot.corpus.codebook import Code
from ppwi_bot.corpus.importing.found import FoundCall, FoundCode
from ppwi_bot.corpus.importing.refi.project import ProjectCode, ProjectNote

ORIGIN = "Ask the Workforce"
"""What our own packages name as the program they come from. They count letters, as the standard asks."""

ILLUSTRATIVE = "Illustrative"
"""Name of the project note that marks quotes which nobody said."""

_CALL = "Call to action: "
_KEYWORDS = "Keywords"
_LINK = "Link"
_ID = "Id"
_QUOTE = re.compile(r"Quote id: ([A-Za-z0-9][A-Za-z0-9._~-]{0,79})")


def quote_description(quote: str) -> str:
    """The description that carries a quote's id."""
    return f"Quote id: {quote}"


def quote_id(description: str) -> str:
    """The quote's id in a description; empty where there is none."""
    found = _QUOTE.fullmatch(description.strip())
    return found[1] if found else ""


def notes_of(code: Code) -> Iterator[ProjectNote]:
    """The notes that carry a code's id, keywords, calls to action and links."""
    yield ProjectNote(_ID, code.id)
    if code.keywords:
        yield ProjectNote(_KEYWORDS, "\n".join(code.keywords))
    for call in code.calls:
        yield ProjectNote(f"{_CALL}{call.actor}", call.text)
    for link in code.links:
        yield ProjectNote(_LINK, link)


def found_code(code: ProjectCode, path: tuple[str, ...], notes: Mapping[str, ProjectNote]) -> FoundCode:
    """A code with what its notes carry. Its key is the id that we gave it, or else its GUID."""
    hung = [notes[key] for key in code.notes if key in notes]
    ids = [note.text.strip() for note in hung if note.name == _ID]
    links = [note.text.strip() for note in hung if note.name == _LINK]
    return FoundCode(
        path=path,
        key=ids[0] if ids else code.guid,
        summary=code.description,
        keywords=tuple(
            word for note in hung if note.name == _KEYWORDS for line in note.text.splitlines() if (word := line.strip())
        ),
        calls=tuple(
            FoundCall(note.text.strip(), note.name.removeprefix(_CALL)) for note in hung if note.name.startswith(_CALL)
        ),
        link=links[0] if links else "",
    )


def carries(note: ProjectNote) -> bool:
    """Whether a note is one that `found_code` or the mark of illustrative quotes reads."""
    return note.name in (ILLUSTRATIVE, _ID, _KEYWORDS, _LINK) or note.name.startswith(_CALL)
