"""The addresses of the browser code.

The tag's own address is asked for again after minutes, so that a new version arrives. It names the folder of all else,
which changes with the content and so may be kept for good.
"""

from flask import Blueprint, Response, abort, request

from ppwi_bot.channels.widget.assets import Asset, assets

blueprint = Blueprint("widget", __name__)

LOADER_SECONDS = 300
FOREVER = "public, max-age=31536000, immutable"


@blueprint.get("/widget.js")
def loader() -> Response:
    """Give what the tag loads: it draws the launcher and fetches the rest when it is opened."""
    response = _sent(assets().loader)
    response.headers["Cache-Control"] = f"public, max-age={LOADER_SECONDS}"
    response.add_etag()
    response.make_conditional(request)
    return response


@blueprint.get("/widget/<digest>/<name>")
def file(digest: str, name: str) -> Response:
    """Give one file. Under the name of an older version it is today's, so that an older loader still opens the chat."""
    found = assets().files.get(name)
    if found is None:
        abort(404)
    response = _sent(found)
    response.headers["Cache-Control"] = FOREVER if digest == assets().digest else "no-cache"
    return response


def _sent(asset: Asset) -> Response:
    squeezed = request.accept_encodings.quality("gzip") > 0
    response = Response(asset.squeezed if squeezed else asset.plain, mimetype=asset.kind)
    if squeezed:
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response
