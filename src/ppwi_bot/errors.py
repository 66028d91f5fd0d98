"""The package's one exception base: every expected failure is a sentence for a person and an HTTP status."""

import traceback


class PpwiError(Exception):
    """An expected failure. Its text is one plain sentence that says what to do; `status` is the HTTP status it deserves."""

    status = 500
    code = "internal"


class SettingsError(PpwiError):
    """A setting is missing or malformed."""

    code = "settings"


class CorpusError(PpwiError):
    """A corpus folder cannot be used as it stands."""

    code = "corpus"


class IndexUnusableError(PpwiError):
    """The index is missing, truncated or built by something else; the text names the command that mends it."""

    status = 503
    code = "index"


class ModelError(PpwiError):
    """The embedding model is missing or is not the one expected."""

    status = 503
    code = "model"


class DialogueUnavailableError(PpwiError):
    """The Rasa server did not answer, or not in time."""

    status = 503
    code = "dialogue"


class NotFoundError(PpwiError):
    """There is no public quote, topic, theme or page of that name."""

    status = 404
    code = "not_found"


class WithdrawnError(PpwiError):
    """What is asked for was taken back and does not come again."""

    status = 410
    code = "withdrawn"


class BadRequestError(PpwiError):
    """A request that cannot be understood; the text says which part and how to mend it."""

    status = 400
    code = "bad_request"


def traced(error: BaseException) -> str:
    """An error for a log: an expected one in its own words; else what kind it is and where it came about.

    The text of one that nobody expected is left out, as it may repeat what it was about: words of a question, or a name.
    """
    if isinstance(error, PpwiError):
        return str(error)
    return f"{type(error).__name__}\n{''.join(traceback.format_tb(error.__traceback__))}"
