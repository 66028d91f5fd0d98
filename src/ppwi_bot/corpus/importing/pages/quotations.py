"""Which words in quotation marks are a participant's.

A quotation *stands alone* where nothing but marks, a credit or a label shares its block. It is *voiced* where a line above
announces whose words follow, where it stands in a blockquote, or where it is credited to a role or a participant. It is a
*sentence* where it begins like one and ends in `.`, `?`, `!` or an ellipsis.

1. Alone and voiced: a participant's, from two words on or where it is a sentence.
2. Alone and not voiced: a participant's where it is a sentence of five words or more.
3. Within other words: a participant's only where it is a sentence of six words or more, and the words before it name one person
   by role and a verb of speech ("One provider said, …").
4. Without marks: a participant's where it is a sentence of five words or more and ends in a dash and a role or participant, or
   fills a blockquote.
5. Credited to somebody who is neither a role nor a participant: never. Participants are not named; this may be a book or a poem.
6. In a list of sources: never.

What fails is not lost: it is reported with its place and the rule it fails, so that a person can decide.
"""

import re
from dataclasses import dataclass, replace

from ppwi_bot.corpus.importing.pages.letters import LOST
from ppwi_bot.corpus.importing.pages.marks import MARKS, Marked, enclosed, marked
from ppwi_bot.corpus.importing.pages.voices import UNKNOWN, Voice, credit, credit_within, introduced, label

WORDS_VOICED = 2
WORDS_ALONE = 5
WORDS_WITHIN = 6

NOT_CLOSED = "The quotation mark that opens it is never closed."
_UNPAIRED = "Marks within the quotation do not pair up; see where it begins and ends."
_UNMARKED = "The page puts no quotation marks around it."
_CREDIT_INSIDE = "The page has the credit inside the quotation marks; it is not part of the text."
_FOOTNOTE = "A footnote mark behind it was left out."
_REST = "The page says more about who speaks; it was left out, as it may name a person."

_ENDS = re.compile(r"[.?!…。؟][\"”»’')\]]*$")
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
_FOOTNOTE_TAIL = re.compile(r"[.,;]?\s*(?:\[?\d{1,3}\]?|[¹²³⁰-⁹]{1,3}|\*+)?\s*$")
_BULLETS = " \u00a0-–—•·*"


@dataclass(frozen=True, slots=True)
class Passage:
    """Words taken for a quotation and whose they are. `doubt` says why they may be no participant's; empty where they are."""

    words: str
    voice: Voice = UNKNOWN
    doubt: str = ""
    remarks: tuple[str, ...] = ()
    alone: bool = True


def passages(text: str, *, voiced: bool, quoted: bool = False) -> tuple[Passage, ...]:
    """Every quotation of a block in order. `voiced` as above; `quoted`: the block is in a blockquote, so marks may be missing."""
    found = marked(text)
    single = _alone(text, voiced) if text[:1] in "‘'‚" else ()
    if single and not single[0].doubt:
        return single
    if not MARKS.intersection(text):
        return _unmarked(text, quoted)
    return _alone(text, voiced) or _in_a_row(text, found, voiced) or _within(text, found)


def _alone(text: str, voiced: bool) -> tuple[Passage, ...]:
    """The one quotation that fills the block, with a label before it or a credit behind it."""
    first = next((place for place, letter in enumerate(text) if letter in MARKS), 0)
    lead = text[:first] if text[:1] not in "‘'‚" else ""
    named = label(lead) if lead.strip(_BULLETS) else UNKNOWN
    if named is None:
        return ()
    body = text[len(lead) :]
    last = max((place for place, letter in enumerate(body) if letter in MARKS), default=0)
    if body[:1] in "‘'‚":
        last = max(body.rfind("’"), body.rfind("'"))
    tail, body = body[last + 1 :], body[: last + 1]
    inner = enclosed(body)
    behind = _behind(tail)
    if inner is None or behind is None:
        return ()
    voice, remarks = behind
    if not inner.sound:
        remarks = (*remarks, _UNPAIRED)
    words = inner.words
    if voice == UNKNOWN and (within := credit_within(words)):
        (words, voice), remarks = within, (*remarks, _CREDIT_INSIDE)
    voice = named if voice == UNKNOWN else voice
    return (_judged(Passage(words.strip(" \n"), voice, remarks=remarks), voiced or voice != UNKNOWN),)


def _behind(tail: str) -> tuple[Voice, tuple[str, ...]] | None:
    """What stands behind a quotation: nothing, a full stop, a footnote mark, or a credit. None for anything else."""
    if found := _FOOTNOTE_TAIL.fullmatch(tail):
        return UNKNOWN, (_FOOTNOTE,) if found[0].strip(" .,;\u00a0") else ()
    voice = credit(tail)
    return None if voice is None else (voice, ())


def _in_a_row(text: str, found: Marked, voiced: bool) -> tuple[Passage, ...]:
    """Several quotations one after the other, with nothing but credits between them."""
    if not found.spans or found.unclosed is not None or text[: found.spans[0].start].strip(_BULLETS):
        return ()
    row = []
    for span, following in zip(found.spans, [*found.spans[1:], None], strict=True):
        behind = _behind(text[span.end : following.start if following else len(text)])
        if behind is None:
            return ()
        voice, remarks = behind
        passage = Passage(text[span.start + 1 : span.end - 1].strip(" \n"), voice, remarks=remarks)
        row.append(_judged(passage, voiced or voice != UNKNOWN))
    return tuple(row)


def _within(text: str, found: Marked) -> tuple[Passage, ...]:
    within = []
    for span in found.spans:
        words = text[span.start + 1 : span.end - 1].strip(" \n")
        voice = introduced(text[: span.start])
        doubt = ""
        if voice is None:
            doubt = "It stands within other words, and these do not say that one participant said it."
        elif not is_sentence(words) or count(words) < WORDS_WITHIN:
            doubt = f"It stands within other words and is no whole sentence of {WORDS_WITHIN} words or more."
        within.append(_sound(Passage(words, voice or UNKNOWN, doubt, alone=False)))
    if found.unclosed is not None:
        within.append(Passage(text[found.unclosed + 1 :].strip(" \n"), doubt=NOT_CLOSED, alone=False))
    return tuple(within)


def _unmarked(text: str, quoted: bool) -> tuple[Passage, ...]:
    within = credit_within(text)
    words, voice = within or (text, UNKNOWN)
    if not (within or quoted):
        return ()
    passage = Passage(words.strip(" \n"), voice, remarks=(_UNMARKED,))
    if not is_sentence(words) or count(words) < WORDS_ALONE:
        if not quoted:
            return ()
        return (replace(passage, doubt=f"It fills a blockquote but is no sentence of {WORDS_ALONE} words or more."),)
    return (_judged(passage, voiced=True),)


def _judged(passage: Passage, voiced: bool) -> Passage:
    words = passage.words
    doubt = ""
    if voiced and not is_sentence(words) and count(words) < WORDS_VOICED:
        doubt = "It is a single word."
    elif not voiced and not is_sentence(words):
        doubt = "It stands alone, but is no sentence, and nothing says who said it. It may be a title."
    elif not voiced and count(words) < WORDS_ALONE:
        doubt = f"It has fewer than {WORDS_ALONE} words, and nothing says who said it."
    return credited(_sound(replace(passage, doubt=doubt)), UNKNOWN)


def credited(passage: Passage, voice: Voice) -> Passage:
    """A passage with a credit found below it, where it has none of its own, judged by that."""
    if passage.voice == UNKNOWN and voice != UNKNOWN:
        passage = replace(passage, voice=voice)
    if passage.voice.named and not passage.doubt:
        named = "It is credited to somebody who is neither a role nor a participant: this may be a work by another."
        return replace(passage, doubt=named)
    if passage.voice.rest and _REST not in passage.remarks:
        return replace(passage, remarks=(*passage.remarks, _REST))
    return passage


def _sound(passage: Passage) -> Passage:
    """Letters that the page has lost, or no letters at all, are no one's verbatim words."""
    if LOST in passage.words:
        return replace(passage, doubt="It holds letters that cannot be read.")
    if not count(passage.words):
        return replace(passage, doubt="There are no words between the marks.")
    return passage


def count(words: str) -> int:
    """The number of words."""
    return len(_WORD.findall(words))


def is_sentence(words: str) -> bool:
    """Whether words begin without a small letter, or with an ellipsis or bracket, and end like a sentence."""
    begin = words.lstrip()
    return bool(_ENDS.search(words.rstrip())) and bool(begin) and not begin[0].islower()
