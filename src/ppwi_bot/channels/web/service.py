"""What programs may know about the service: whether it is up, and the description of its API."""

from flask import Blueprint, Response, current_app, jsonify
from flask.typing import ResponseReturnValue

from ppwi_bot.channels.web.door import current_door

blueprint = Blueprint("service", __name__)


@blueprint.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Say that the process is up."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Say which parts are up; 503 while one is not."""
    parts = dict(current_door().parts())
    ready = all(parts.values())
    return jsonify(ready=ready, parts=parts), 200 if ready else 503


@blueprint.get("/openapi.yaml")
def openapi() -> Response:
    """Give the description of this API."""
    with current_app.open_resource("openapi.yaml") as file:
        return Response(file.read(), mimetype="application/yaml")
