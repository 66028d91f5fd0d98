"""Noting what visitors ask, after they were answered: in a thread of its own, and masked before it reaches the disk."""

import logging
import textwrap
from collections.abc import Callable, Sequence, Set
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from queue import Empty, Full, Queue
from threading import Lock, Thread

from ppwi_bot.answers.answer import Answer
from ppwi_bot.answers.intents import read_examples, refused
from ppwi_bot.answers.plan import Reason
from ppwi_bot.channels.asked import Asked, AskedFile, Entrance
from ppwi_bot.channels.records import today
from ppwi_bot.corpus.library import Library
from ppwi_bot.corpus.protecting.knowledge import uses
from ppwi_bot.corpus.protecting.masking import masked, ordinary_words
from ppwi_bot.errors import PpwiError, traced
from ppwi_bot.retrieval.index import other_subjects

log = logging.getLogger(__name__)

LONGEST = 300
"""Characters kept of a question: what is asked, of a pasted paragraph its beginning."""

WAITING = 1_000
"""Questions that may wait to be written: some seconds of more load than the bot can answer; those beyond are not noted."""

TOGETHER = 100
"""Questions written at once."""

CLOSING_SECONDS = 5.0
"""For what still waits at the end."""

SMALL_TALK = frozenset({Reason.GREET, Reason.THANKS, Reason.GOODBYE, Reason.DENY, Reason.EMPTY})
"""Where nothing was asked."""


class OrdinaryWords:
    """The words that are not masked, by the library served now (see `corpus.protecting.masking`)."""

    def __init__(self, library: Callable[[], Library], nlu: Path) -> None:
        """Take where the library comes from, and the folder with Rasa's examples of what people say.

        The word lists are read here, before anybody asks: parsing them holds up every other thread for seconds.

        Raises:
            PpwiError: the examples cannot be read.
        """
        self._library = library
        self._nlu = nlu
        self._of = library()
        self._words = self._gathered(self._of)
        uses("", "es")  # the one list that gathering words does not read
        self._lock = Lock()

    def __call__(self) -> frozenset[str]:
        """The words. When another library is served, they are gathered aside, and nobody waits for them."""
        library = self._library()
        with self._lock:
            another, self._of = library is not self._of, library
        if another:
            Thread(target=self._gather, args=(library,), name="ordinary words", daemon=True).start()
        return self._words

    def _gather(self, library: Library) -> None:
        try:
            words = self._gathered(library)
            if library is self._of:  # a later one may be through already
                self._words = words
        except PpwiError as error:
            log.warning("what is said is masked by the words of the corpora before: %s", error)

    def _gathered(self, library: Library) -> frozenset[str]:
        examples = (text for text, _ in (*read_examples(self._nlu), *refused()))
        return ordinary_words(library, (*examples, *other_subjects()))


class Recorder:
    """Notes questions in a file; `ordinary` gives the words that are not masked.

    Nobody waits for it, and what goes wrong in it costs a record and never an answer.
    """

    def __init__(self, file: AskedFile, ordinary: Callable[[], Set[str]]) -> None:
        """Start."""
        self._file = file
        self._ordinary = ordinary
        self._waiting: Queue[Asked | None] = Queue(WAITING)
        self._told = False
        self._thread = Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    def note(self, entrance: Entrance, text: str, answer: Answer) -> None:
        """Take down a question and how it came out; words of distress are not taken down."""
        if answer.reason in SMALL_TALK:
            return
        distress = answer.reason == Reason.SUPPORT
        codes = tuple(code.id for code in answer.topics or answer.themes)
        asked = Asked(
            today().isoformat(), entrance, answer.kind, answer.reason, answer.id, codes, "" if distress else text
        )
        try:
            self._waiting.put_nowait(asked)
        except Full:
            self._tell("more come in than can be written")

    def close(self) -> None:
        """Write what waits, for a few seconds, and stop."""
        with suppress(Full):
            self._waiting.put(None, timeout=CLOSING_SECONDS)
            self._thread.join(CLOSING_SECONDS)

    def _run(self) -> None:
        while batch := self._next():
            self._try([one for one in batch if one is not None])
            if None in batch:
                return

    def _next(self) -> list[Asked | None]:
        batch = [self._waiting.get()]
        with suppress(Empty):
            while len(batch) < TOGETHER and batch[-1] is not None:
                batch.append(self._waiting.get_nowait())
        return batch

    def _try(self, noted: Sequence[Asked]) -> None:
        """Write questions down."""
        try:
            ordinary = self._ordinary()
            self._file.keep([_ready(one, ordinary) for one in noted])
            self._told = False
        except Exception as error:  # noqa: BLE001 - the thread must go on
            self._tell(traced(error))

    def _tell(self, why: str) -> None:
        """Log that questions are lost, once until one is written again."""
        if not self._told:
            self._told = True
            log.warning("what is asked is not noted: %s", why)


def _ready(asked: Asked, ordinary: Set[str]) -> Asked:
    """The question as it may be kept. It is masked whole and then cut: a cut might leave half of what is masked."""
    return replace(asked, question=textwrap.shorten(masked(asked.question, ordinary), LONGEST, placeholder=" …"))
