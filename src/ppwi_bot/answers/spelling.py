"""Mending slips of the keyboard, towards words the corpora use and no others."""

import re
from functools import cache

from spellchecker import SpellChecker

from ppwi_bot.answers import cues

SHORTEST = 5
"""Letters; a shorter word is one letter away from too many others."""

_WORD = re.compile(r"[^\W\d_]+")


def mended(text: str, spoken: frozenset[str], named: frozenset[str] = frozenset()) -> str:
    """The text with short forms written out, and each unknown word replaced by the one word of `spoken` it was meant as.

    A word that English or the corpora know is never touched, and one that could be several is left alone, unless just one
    of these is in `named`, the words that name a topic or people, or just one of them is the word with a letter more: left
    out is what a letter is most often.
    """

    def mend(match: re.Match[str]) -> str:
        if (long_form := cues.short_forms("abbreviations").get(match.group())) is not None:
            return long_form
        word = match.group().casefold()
        if (written_out := cues.short_forms("shorthand").get(word)) is not None:
            return written_out
        if len(word) < SHORTEST or word in spoken or not word.isascii() or word in _english():
            return match.group()
        meant = (_english().candidates(word) or set()) & spoken
        meant = meant if len(meant) == 1 else meant & named
        meant = meant if len(meant) == 1 else {one for one in meant if len(one) > len(word)}
        return meant.pop() if len(meant) == 1 else match.group()

    return _WORD.sub(mend, text)


@cache
def _english() -> SpellChecker:
    return SpellChecker(language="en", distance=1)
