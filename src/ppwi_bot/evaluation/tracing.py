"""Whether every sentence of an answer comes from where it says it does."""

import re
from functools import cache

from ppwi_bot.answers.answer import Answer, Passage, SourceKind
from ppwi_bot.answers.voices import Voices
from ppwi_bot.answers.wording import catalogue


def traced(passage: Passage, voices: Voices) -> bool:
    """Whether the source a passage names holds exactly its text; for our wording, its template with blanks filled."""
    library = voices.library
    match passage.source:
        case SourceKind.QUOTE:
            return passage.ref in library.quotes and library.quotes[passage.ref].text == passage.text
        case SourceKind.SUMMARY:
            return passage.text in {one.text for one in library.codebook[passage.ref].summaries}
        case SourceKind.CALL_TO_ACTION:
            return passage.ref in voices.calls and voices.calls[passage.ref].text == passage.text
        case SourceKind.FIGURE:
            return passage.text in {f"{one.value} {one.label}" for one in library.corpora[passage.ref].figures}
        case SourceKind.WORDING:
            return bool(_template(passage.ref).fullmatch(passage.text))


def share(answers: list[Answer], voices: Voices) -> float:
    """Share of all passages of the answers that are traced, 0 to 1."""
    checks = [traced(passage, voices) for answer in answers for passage in answer.passages()]
    return sum(checks) / len(checks)


@cache
def _template(key: str) -> re.Pattern[str]:
    parts = re.split(r"\{\w+\}", catalogue()[key])
    return re.compile(".*".join(map(re.escape, parts)), re.DOTALL)
