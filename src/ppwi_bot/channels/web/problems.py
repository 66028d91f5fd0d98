"""Errors as people and programs see them: one JSON shape for the API, one page for the rest; no traceback."""

import logging
import math
import time
from dataclasses import dataclass

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_limiter import Limiter
from werkzeug.exceptions import HTTPException, TooManyRequests

from ppwi_bot.errors import PpwiError, traced

log = logging.getLogger(__name__)

API_PATHS = ("/api/", "/widget/", "/healthz", "/readyz", "/openapi.yaml")
FIRST_SERVER_ERROR = 500


@dataclass(frozen=True, slots=True)
class Problem:
    """An error in words. `code` is for programs, `title` heads the page, `message` says what to do."""

    status: int
    code: str
    title: str
    message: str


PROBLEMS = {
    problem.status: problem
    for problem in (
        Problem(
            400,
            "bad_request",
            "Something is wrong with this request",
            "This request could not be understood.",
        ),
        Problem(403, "forbidden", "Not open to this website", "This website may not use this chat."),
        Problem(404, "not_found", "Page not found", "There is nothing at this address. It may have moved."),
        Problem(405, "method_not_allowed", "This does not work here", "This address cannot be used in that way."),
        Problem(410, "withdrawn", "Withdrawn", "What was at this address was withdrawn."),
        Problem(
            413,
            "body_too_large",
            "That was too much",
            "What you sent is too large. Please send a shorter message.",
        ),
        Problem(415, "wrong_content_type", "Wrong kind of content", "Send the message as JSON."),
        Problem(
            429,
            "too_many_requests",
            "One moment, please",
            "There were many requests from your network. Please wait a minute and try again.",
        ),
        Problem(
            500,
            "internal",
            "Something went wrong",
            "Something went wrong on our side. Please try again. If it happens again, try other words.",
        ),
        Problem(
            503,
            "unavailable",
            "Not available right now",
            "The answers are not available right now. Please try again in a few minutes.",
        ),
    )
}


def init_app(app: Flask, limiter: Limiter) -> None:
    """Let every error of the application leave it in our shape."""

    @app.errorhandler(PpwiError)
    def expected(error: PpwiError) -> Response:
        return _response(_of_ours(error))

    @app.errorhandler(TooManyRequests)
    def too_many(_: TooManyRequests) -> Response:
        response = _response(PROBLEMS[429])
        if limiter.current_limit:
            response.headers["Retry-After"] = str(max(1, limiter.current_limit.reset_at - math.ceil(time.time())))
        return response

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        status = error.code or 500
        response = _response(PROBLEMS.get(status) or Problem(status, "http", error.name, f"{error.name}."))
        for name, value in error.get_headers():
            if name == "Allow":
                response.headers[name] = value
        return response

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        log.error("unexpected error at %s: %s", request.endpoint, traced(error))
        return _response(PROBLEMS[500])


def _of_ours(error: PpwiError) -> Problem:
    """Below 500 the error's own sentence is meant for the visitor; above, for whoever runs the service."""
    known = PROBLEMS.get(error.status, PROBLEMS[500])
    if error.status >= FIRST_SERVER_ERROR:
        log.error("%s at %s: %s", error.code, request.endpoint, error)
        return Problem(error.status, error.code, known.title, known.message)
    return Problem(error.status, error.code, known.title, str(error))


def _response(problem: Problem) -> Response:
    page = not request.path.startswith(API_PATHS)
    if not page or request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        response = jsonify(error={"code": problem.code, "message": problem.message})
    else:
        response = make_response(render_template("error.html", problem=problem))
    response.status_code = problem.status
    if page:
        response.vary.add("Accept")
    return response
