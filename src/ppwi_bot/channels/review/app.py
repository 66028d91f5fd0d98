"""The application factory of the page, and its errors: in full for the person at it, in the log without a word of theirs."""

import logging

import jinja2
from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from ppwi_bot.channels.review import guard, pages
from ppwi_bot.corpus.protecting.sitting import Sitting
from ppwi_bot.errors import PpwiError, traced

log = logging.getLogger(__name__)

MAX_BODY_BYTES = 16 * 1024
"""Far more than a decision takes."""

LOOK = "../web/static"
"""Style sheet and icon of the web door, so that both look the same."""

TITLES = {
    404: ("Page not found", "There is nothing at this address. Go on from the start."),
    409: ("Something changed meanwhile", ""),
    500: ("Something went wrong", "This did not work. What was decided before is kept; try again."),
}


def create_app(sitting: Sitting, token: str, port: int) -> Flask:
    """The page as a WSGI application, for browsers that open it with this token on this port."""
    app = Flask(__name__, static_folder=LOOK, static_url_path="/static")
    app.extensions[pages.EXTENSION] = sitting
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.jinja_env.undefined = jinja2.StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    guard.init_app(app, token, port)
    app.register_blueprint(pages.blueprint)
    app.register_error_handler(PpwiError, _expected)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)
    return app


def _expected(error: PpwiError) -> Response:
    return _page(error.status, TITLES.get(error.status, TITLES[500])[0], str(error))


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    return _page(status, *TITLES.get(status, (error.name, "This request could not be understood.")))


def _unexpected(error: Exception) -> Response:
    log.error("unexpected error at %s: %s", request.endpoint, traced(error))
    return _page(500, *TITLES[500])


def _page(status: int, title: str, message: str) -> Response:
    return make_response(render_template("error.html", title=title, message=message), status)
