"""The web process with two stand-ins for its applications: door.py PORT ACTIONS_PORT."""

import sys
import time

from ppwi_bot.settings import Settings
from ppwi_bot.stack.web import serve


def public(environ, start_response):  # type: ignore[no-untyped-def]
    start_response("200 OK", [("Content-Type", "text/plain")])
    if environ["PATH_INFO"] == "/slow":
        print("at work", flush=True)
        time.sleep(1)
    return [f"public {environ.get('HTTP_X_FORWARDED_FOR', 'direct')}".encode()]


def webhook(environ, start_response):  # type: ignore[no-untyped-def]
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"actions"]


if __name__ == "__main__":
    port, actions_port = map(int, sys.argv[1:])
    serve(public, webhook, Settings(host="0.0.0.0", port=port, actions_port=actions_port))
