"""The application factory of the web door."""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Sequence
from typing import cast

import jinja2
from flask import Blueprint, Flask
from flask.typing import RouteCallable
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.middleware.proxy_fix import ProxyFix

from ppwi_bot.channels import widget
from ppwi_bot.channels.web import headers, messages, origins, pages, problems, rendering, service, welcome
from ppwi_bot.channels.web.conversations import Conversations
from ppwi_bot.channels.web.door import EXTENSION, Door, Limits

PAGES_PER_QUESTION = 10
"""Reading a page costs a small part of what answering a question does."""

FEEDBACK_PER_MINUTE = 10
"""More than anyone reads answers; each one takes room on the disk."""


def create_app(door: Door, beside: Sequence[Blueprint] = ()) -> Flask:
    """The web door as a WSGI application, with the doors `beside` it, which are known callers and have no rate limit.

    Raises:
        SettingsError: the door's secret is too short to sign conversation ids.
    """
    Conversations(door.secret)
    app = Flask(__name__)
    app.extensions[EXTENSION] = door
    app.config["MAX_CONTENT_LENGTH"] = door.limits.max_body_bytes
    app.json.sort_keys = False  # type: ignore[attr-defined]  # programs get the fields in the order of `Answer`
    app.jinja_env.undefined = jinja2.StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if door.limits.trusted_proxies:
        trusted = door.limits.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=trusted, x_proto=trusted)  # type: ignore[method-assign]
    rendering.init_app(app)
    for part in (messages, welcome, pages, service, widget):
        app.register_blueprint(part.blueprint)
    for blueprint in beside:
        app.register_blueprint(blueprint)
    headers.init_app(app, door.origins)
    origins.init_app(app, door.origins)
    limiter = _limit_rates(app, door.limits)
    for blueprint in beside:
        limiter.exempt(blueprint)
    problems.init_app(app, limiter)
    return app


def _limit_rates(app: Flask, limits: Limits) -> Limiter:
    limiter = Limiter(
        _anonymous_visitor(),
        app=app,
        storage_uri="memory://",
        default_limits=[f"{limits.requests_per_minute * PAGES_PER_QUESTION} per minute"],
        default_limits_per_method=False,
    )
    questions = limiter.shared_limit(f"{limits.requests_per_minute} per minute", scope="questions")
    for endpoint in ("messages.post_message", "pages.ask"):
        app.view_functions[endpoint] = cast(RouteCallable, questions(app.view_functions[endpoint]))
    feedback = limiter.limit(f"{FEEDBACK_PER_MINUTE} per minute")
    view = app.view_functions["messages.post_feedback"]
    app.view_functions["messages.post_feedback"] = cast(RouteCallable, feedback(view))
    for endpoint in ("service.healthz", "service.readyz"):
        limiter.exempt(app.view_functions[endpoint])
    return limiter


def _anonymous_visitor() -> Callable[[], str]:
    """A key for counting a visitor's requests that does not hold the address, in memory or in a log line."""
    salt = secrets.token_bytes(32)
    return lambda: hmac.new(salt, get_remote_address().encode(), hashlib.sha256).hexdigest()
