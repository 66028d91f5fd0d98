"""The headers of the public door, on every response."""

from collections.abc import Collection

from flask import Flask, Response, request

from ppwi_bot.channels.headers import HEADERS, policy

SHARED_PATHS = ("/widget.js", "/widget/")
"""What other sites may load: the parts of the chat, of which `channels.web.origins` guards all but the first."""


def init_app(app: Flask, framed_by: Collection[str]) -> None:
    """Put the headers on every response; the origins of `framed_by` may show our pages in a frame."""
    content = policy(framed_by)

    @app.after_request
    def secure(response: Response) -> Response:
        response.headers.update(HEADERS)
        response.headers["Content-Security-Policy"] = content
        if request.path.startswith(SHARED_PATHS):
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if request.path.startswith("/api/"):
            response.headers["Cache-Control"] = "no-store"
        elif not response.cache_control:
            # A quote that is withdrawn must vanish from a page that is opened again.
            response.headers["Cache-Control"] = "no-cache"
        return response
