"""Keeps what people write out of Rasa's log: when a turn fails or is given up, Rasa 3.6.21 logs the message itself."""

from typing import Any

from rasa.core.channels import rest


class WordlessLog:
    """Logs what another logger would, without the message."""

    def __init__(self, log: Any) -> None:
        self._log = log

    def error(self, event: str, *, text: str = "", **values: Any) -> None:
        """Log that a turn was given up."""
        self._log.error(event, **values)

    def exception(self, event: str, *, text: str = "", **values: Any) -> None:
        """Log that a turn failed, with its traceback."""
        self._log.exception(event, **values)


def keep_words_out() -> None:
    """Take the place of the logger that would write messages down."""
    rest.structlogger = WordlessLog(rest.structlogger)
