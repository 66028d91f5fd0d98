"""Which other sites may use the API and embed the chat: those on the list, and nobody else.

A refusal can be read by the site that is refused, so that the chat there can say what is wrong. It holds nothing but
our own sentence, and what was asked for is not even begun.
"""

from collections.abc import Collection

from flask import Flask, Response, request

from ppwi_bot.channels.web.refusals import OriginNotAllowedError

PATHS = ("/api/", "/widget/")
ALLOWED_HEADERS = "Content-Type"
EXPOSED_HEADERS = "Retry-After"
PREFLIGHT_SECONDS = 600
"""How long a browser may remember that it may ask: not long after a site was taken off the list."""


def init_app(app: Flask, allowed: Collection[str]) -> None:
    """Let the sites of `allowed` (origins such as "https://example.org") in, and turn other sites away.

    Requests from our own pages, and from programs, which name no origin, are none of its business.
    """

    @app.before_request
    def turn_away() -> Response | None:
        if not from_another_site():
            return None
        if request.headers["Origin"] not in allowed:
            raise OriginNotAllowedError("This website is not on the list of those that may use this chat.")
        return Response(status=204) if _is_preflight() else None

    @app.after_request
    def name_origin(response: Response) -> Response:
        if not request.path.startswith(PATHS):
            return response
        response.vary.add("Origin")
        if not from_another_site():
            return response
        known = request.headers["Origin"] in allowed
        if known or not _is_preflight():
            response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
            response.headers["Access-Control-Expose-Headers"] = EXPOSED_HEADERS
        if known and _is_preflight():
            response.headers["Access-Control-Allow-Methods"] = "GET, POST"
            response.headers["Access-Control-Allow-Headers"] = ALLOWED_HEADERS
            response.headers["Access-Control-Max-Age"] = str(PREFLIGHT_SECONDS)
        return response


def from_another_site() -> bool:
    """Whether a page of another origin asks for something that sites may share.

    Behind a proxy our own host name may not reach us, but a browser says of itself that the page is ours, and no page
    can make it say so.
    """
    origin = request.headers.get("Origin")
    return (
        origin is not None
        and request.path.startswith(PATHS)
        and request.headers.get("Sec-Fetch-Site") != "same-origin"
        and origin.partition("://")[2] != request.host
    )


def _is_preflight() -> bool:
    return request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
