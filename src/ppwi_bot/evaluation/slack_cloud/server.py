"""The HTTP half of the stand-in: the Web API and the response_urls, over what the workspace holds."""

from typing import Any

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import BadRequest
from werkzeug.serving import WSGIRequestHandler

from ppwi_bot.evaluation.slack_cloud.content import parsed
from ppwi_bot.evaluation.slack_cloud.messages import Json
from ppwi_bot.evaluation.slack_cloud.methods import METHODS
from ppwi_bot.evaluation.slack_cloud.responding import respond
from ppwi_bot.evaluation.slack_cloud.rules import SCOPE_OF, RefusedError, check_required, check_scope, check_token
from ppwi_bot.evaluation.slack_cloud.workspace import Call, Trouble, Workspace

FORMS_ONLY = frozenset(
    {
        *("conversations.info", "conversations.members", "conversations.replies", "conversations.history"),
        *("users.info", "users.list"),
    }
)
"""Methods that read: Slack takes no JSON body there and acts as if nothing had been sent."""
NESTED = ("blocks", "attachments", "metadata", "view")


class Handler(WSGIRequestHandler):
    """Serves without a log of its own, and hangs up where an answer is to be lost."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: what was called is in `calls`."""

    def connection_dropped(self, error: BaseException, environ: Any = None) -> None:
        """Close at once, or the client would wait for the answer."""
        self.close_connection = True


def web_app(workspace: Workspace) -> Flask:
    """The Web API below `/api/` and the response_urls below `/response/`."""
    app = Flask(__name__)
    # Hanging up is an exception that the server below must see.
    app.config["PROPAGATE_EXCEPTIONS"] = True

    @app.route("/api/<method>", methods=["GET", "POST"])
    def call(method: str) -> Response:
        fields = _fields(method)
        in_form = fields.pop("token", "")
        token = request.authorization.token if request.authorization else in_form
        with workspace.changed:
            outcome, response = _answer(workspace, method, fields, token)
            workspace.calls.append(Call(method, _readable(fields), outcome))
            workspace.changed.notify_all()
        if response is None:
            raise ConnectionAbortedError("The stand-in was told to lose this answer.")
        granted = workspace.app_scopes if token == workspace.app_token else workspace.scopes
        response.headers["x-oauth-scopes"] = ",".join(sorted(granted))
        return response

    @app.post("/response/<id>")
    def answer(id: str) -> Response:
        try:
            respond(workspace, id, request.get_json(force=True))
        except BadRequest:
            return _json({"ok": False, "error": "invalid_payload"}, 400)
        except RefusedError as refused:
            status = 404 if refused.error in ("used_url", "expired_url") else 400
            return _json({"ok": False, "error": refused.error} | refused.more, status)
        return _json({"ok": True})

    return app


def _json(body: Json, status: int = 200) -> Response:
    response = jsonify(body)
    response.status_code = status
    return response


def _fields(method: str) -> Json:
    fields: Json = {**request.args, **request.form}
    body = request.get_json(silent=True) if request.is_json and method not in FORMS_ONLY else None
    if isinstance(body, dict):
        # A token counts in the header or a form only.
        fields |= {name: value for name, value in body.items() if name != "token"}
    return fields


def _readable(fields: Json) -> Json:
    def value(name: str, given: Any) -> Any:
        try:
            return parsed(given, "") if name in NESTED else given
        except RefusedError:
            return given

    return {name: value(name, given) for name, given in fields.items()}


def _answer(workspace: Workspace, method: str, fields: Json, token: str | None) -> tuple[str, Response | None]:
    """What comes of a call, and the response; none where the connection is to break."""
    waiting = workspace.troubles.get(method)
    trouble = waiting.popleft() if waiting else Trouble("")
    if trouble.kind == "dropped":
        return "dropped", None
    if trouble.kind == "ratelimited":
        response = _json({"ok": False, "error": "ratelimited"}, 429)
        response.headers["Retry-After"] = str(trouble.retry_after)
        return "ratelimited", response
    try:
        if method not in METHODS:
            raise RefusedError("unknown_method", req_method=method)
        check_token(workspace, method, token)
        if needed := SCOPE_OF.get(method):
            check_scope(workspace, needed)
        check_required(method, fields)
        answered = {"ok": True} | METHODS[method](workspace, fields)
    except RefusedError as refused:
        return refused.error, _json({"ok": False, "error": refused.error} | refused.more)
    return ("answer lost", None) if trouble.kind == "answer lost" else ("ok", _json(answered))
