"""Loading corpora: all of them together, or none where one has a problem."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from ppwi_bot.corpus.check import Survey, survey
from ppwi_bot.corpus.codebook import Code, Codebook
from ppwi_bot.corpus.folder import Folder
from ppwi_bot.corpus.library import Library, NamedSet
from ppwi_bot.corpus.problems import listed
from ppwi_bot.errors import CorpusError


def load_library(folders: Sequence[Path]) -> Library:
    """Load corpus folders in the order given.

    Raises:
        CorpusError: there is a problem in any of them; the text lists the first twenty and counts the rest.
    """
    found = survey(folders)
    if found.problems:
        raise CorpusError(_refusal(found))
    corpora = found.folders
    quotes = [entry.quote for folder in corpora for entry in folder.quotes]
    return Library(
        corpora={folder.id: folder.about.corpus for folder in corpora},
        codebook=_codebook(corpora),
        quotes={quote.id: quote for quote in quotes},
        groups=_merged(
            (named for folder in corpora for named in folder.about.groups),
            (quote.affinity_group for quote in quotes),
        ),
        places=_merged(
            (named for folder in corpora for named in folder.about.places), (quote.region for quote in quotes)
        ),
        digest=_digest(corpora),
        questions=tuple(question for folder in corpora for question in folder.questions),
        withdrawn=frozenset(withdrawal.id for folder in corpora for withdrawal in folder.withdrawn),
    )


def _refusal(found: Survey) -> str:
    count = "1 problem" if len(found.problems) == 1 else f"{len(found.problems)} problems"
    head = f"The corpus was not loaded: {count} to mend."
    return listed(head, found.problems, ": see ppwi-bot corpus check")


def _codebook(corpora: Iterable[Folder]) -> Codebook:
    codes: dict[str, Code] = {}
    for folder in corpora:
        for entry in folder.codes or ():
            known = codes.get(entry.code.id)
            codes[entry.code.id] = entry.code if known is None else _joined(known, entry.code)
    return Codebook(codes)


def _joined(one: Code, other: Code) -> Code:
    """The same code in two corpora: what each says of it stays apart by corpus."""
    return replace(
        one,
        keywords=tuple(dict.fromkeys((*one.keywords, *other.keywords))),
        summaries=(*one.summaries, *other.summaries),
        calls=(*one.calls, *other.calls),
        links=tuple(dict.fromkeys((*one.links, *other.links))),
    )


def _merged(named: Iterable[NamedSet], occurring: Iterable[str]) -> tuple[NamedSet, ...]:
    """Entries of one name made one, followed by the values that occur in quotes without an entry."""
    sets: dict[str, NamedSet] = {}
    for entry in (*named, *(NamedSet(name, (), frozenset({name})) for name in occurring if name)):
        known = sets.get(entry.name, entry)
        also = tuple(dict.fromkeys((*known.also, *entry.also)))
        sets[entry.name] = NamedSet(entry.name, also, known.members | entry.members)
    return tuple(sets.values())


def _digest(corpora: Iterable[Folder]) -> str:
    digest = hashlib.sha256()
    for folder in corpora:
        for name, raw in folder.files:
            digest.update(f"{folder.id}/{name}\0{len(raw)}\0".encode())
            digest.update(raw)
    return digest.hexdigest()
