"""Headers that tell browsers what a page of ours may do: nothing but show itself and ask this server."""

from collections.abc import Collection

from flask import Flask, Response, request

DIRECTIVES = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
)

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # the address of /ask holds a question: links must not carry it
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


SHARED_PATHS = ("/widget.js", "/widget/")
"""What other sites may load: the parts of the chat, of which `channels.web.origins` guards all but the first."""


def init_app(app: Flask, framed_by: Collection[str]) -> None:
    """Put the headers on every response; the origins of `framed_by` may show our pages in a frame."""
    ancestors = " ".join(sorted(framed_by)) or "'none'"
    policy = "; ".join((*DIRECTIVES, f"frame-ancestors {ancestors}"))

    @app.after_request
    def secure(response: Response) -> Response:
        response.headers.update(HEADERS)
        response.headers["Content-Security-Policy"] = policy
        if request.path.startswith(SHARED_PATHS):
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if request.path.startswith("/api/"):
            response.headers["Cache-Control"] = "no-store"
        elif not response.cache_control:
            # A quote that is withdrawn must vanish from a page that is opened again.
            response.headers["Cache-Control"] = "no-cache"
        return response
