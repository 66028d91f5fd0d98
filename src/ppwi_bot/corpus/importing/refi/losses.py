"""What REFI-QDA files carry otherwise than a corpus does, or not at all, said to the person who exports."""

import re
from collections.abc import Iterator, Sequence

from ppwi_bot.corpus.codebook import Codebook
from ppwi_bot.corpus.quotes import Quote

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def losses_of_project(quotes: Sequence[Quote], codebook: Codebook, replaced: int) -> tuple[str, ...]:
    """What a project carries in another place or not at all. `replaced` counts the signs that XML cannot hold."""
    return tuple(_of_project(quotes, codebook, replaced))


def losses_of_codebook(codebook: Codebook, replaced: int) -> tuple[str, ...]:
    """What a codebook does not carry. `replaced` counts the signs that XML cannot hold."""
    return tuple(_of_codebook(codebook, replaced))


def _of_project(quotes: Sequence[Quote], codebook: Codebook, replaced: int) -> Iterator[str]:
    yield "Audience, language and web address of a quote are variables of its source: REFI-QDA has none for a selection."
    yield "A quote's id is the description of its selection."
    if any(code.keywords or code.calls or code.links for code in codebook.codes.values()):
        yield "Keywords, calls to action and links of codes are notes, as REFI-QDA has no place of their own for them."
    yield from _joined(codebook)
    if astral := sum(bool(_ASTRAL.search(quote.text)) for quote in quotes):
        yield (
            f"Quotes with emoji or other signs beyond U+FFFF: {astral}. Positions count letters, as the standard says; programs "
            "that count UTF-16 units, such as NVivo 12, can show these and later quotes of the same source cut wrongly."
        )
    yield from _replaced(replaced)
    yield "Figures, names of groups and places, and example questions of the corpus are not carried."


def _of_codebook(codebook: Codebook, replaced: int) -> Iterator[str]:
    codes = codebook.codes.values()
    yield "A codebook holds no quotes."
    for what, count in (
        ("Keywords", sum(len(code.keywords) for code in codes)),
        ("Calls to action", sum(len(code.calls) for code in codes)),
        ("Links", sum(len(code.links) for code in codes)),
    ):
        if count:
            yield f"{what} are not carried: {count}."
    yield "The ids of codes are not carried: an import makes new ones from the names."
    yield from _joined(codebook)
    yield from _replaced(replaced)


def _joined(codebook: Codebook) -> Iterator[str]:
    if several := sum(len(code.summaries) > 1 for code in codebook.codes.values()):
        yield f"Codes that several corpora sum up have these summaries in one description: {several}."


def _replaced(signs: int) -> Iterator[str]:
    if signs:
        yield f"Signs that XML cannot hold were replaced by U+FFFD in names or descriptions: {signs}."
