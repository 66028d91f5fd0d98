"""Headers that tell browsers what a page of ours may do: nothing but show itself and ask this server."""

from collections.abc import Collection

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


def policy(framed_by: Collection[str] = ()) -> str:
    """The content security policy; the origins of `framed_by` may show our pages in a frame."""
    ancestors = " ".join(sorted(framed_by)) or "'none'"
    return "; ".join((*DIRECTIVES, f"frame-ancestors {ancestors}"))
