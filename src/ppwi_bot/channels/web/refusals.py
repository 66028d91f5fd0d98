"""What this door refuses, beyond the package's own errors."""

from ppwi_bot.errors import BadRequestError


class BadJsonError(BadRequestError):
    """The body is not a JSON object in UTF-8."""

    code = "bad_json"


class OriginNotAllowedError(BadRequestError):
    """Another site asks that is not in the setting `allowed_origins`."""

    status = 403
    code = "origin_not_allowed"


class BadFieldError(BadRequestError):
    """A field is missing or of the wrong type; the text names it."""

    code = "bad_field"


class BadConversationError(BadRequestError):
    """The conversation id was not handed out by this door."""

    code = "bad_conversation"


class WrongContentTypeError(BadRequestError):
    """The body is not declared as JSON. This also keeps other sites' forms out, which cannot send it."""

    status = 415
    code = "wrong_content_type"
