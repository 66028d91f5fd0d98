"""Who may look and decide: a browser on this machine that was opened with the address the command printed."""

import hmac
import secrets

from flask import Flask, Response, request, session

from ppwi_bot.channels.headers import HEADERS, policy

IN_ADDRESS = "token"
"""The name of the token in the address."""

IN_FORMS = "form_token"
"""The name of the field that every form of ours carries, and of its value in the session."""

_REFUSED = "This page opens with the address that the command printed. Copy the whole of it into the browser.\n"


def new_token() -> str:
    """A token that nobody can guess."""
    return secrets.token_urlsafe(24)


def init_app(app: Flask, token: str, port: int) -> None:
    """Turn everyone else away, before anything is looked up, and let browsers do nothing but show our pages.

    The host must be this machine by its own name: another name that leads here would make us part of another site. The
    token becomes a cookie, which is signed and dies with the process. Cookies know no ports, so a form must also carry
    what only our own page could tell it.
    """
    hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
    app.secret_key = secrets.token_bytes(32)
    app.config.update(
        SESSION_COOKIE_NAME=f"ppwi_review_{port}", SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Strict"
    )

    @app.before_request
    def turn_away() -> Response | None:
        if request.host not in hosts:
            return _refused()
        if hmac.compare_digest(request.args.get(IN_ADDRESS, "").encode(), token.encode()) and IN_FORMS not in session:
            session[IN_FORMS] = new_token()
        if IN_FORMS not in session or (request.method == "POST" and not _from_our_form()):
            return _refused()
        return None

    @app.after_request
    def secure(response: Response) -> Response:
        response.headers.update(HEADERS)
        response.headers["Content-Security-Policy"] = policy()
        response.headers["Cache-Control"] = "no-store"
        return response

    @app.context_processor
    def form_token() -> dict[str, str]:
        return {IN_FORMS: session.get(IN_FORMS, "")}


def _from_our_form() -> bool:
    origin = request.headers.get("Origin")
    return (
        (origin is None or origin.partition("://")[2] == request.host)
        and request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        and hmac.compare_digest(request.form.get(IN_FORMS, "").encode(), session[IN_FORMS].encode())
    )


def _refused() -> Response:
    return Response(_REFUSED, 403, mimetype="text/plain")
