"""Serving the page: on this machine only, until Ctrl-C."""

import errno
import logging
import socket
from collections.abc import Callable

from waitress.server import create_server

from ppwi_bot.channels.review import guard
from ppwi_bot.channels.review.app import create_app
from ppwi_bot.corpus.protecting.sitting import Sitting
from ppwi_bot.errors import SettingsError

HOST = "127.0.0.1"
THREADS = 4
"""One person sits at it, in one or two windows."""


def serve(sitting: Sitting, port: int, opened: Callable[[str], None]) -> None:
    """Serve until Ctrl-C; `opened` is told the address. Port 0 takes a free one.

    Raises:
        SettingsError: the port cannot be had.
    """
    # It warns of every request that waits for a free thread.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    with _listening(port) as place:
        taken = place.getsockname()[1]
        token = guard.new_token()
        server = create_server(create_app(sitting, token, taken), sockets=[place], threads=THREADS, ident=None)
        opened(f"http://{HOST}:{taken}/?{guard.IN_ADDRESS}={token}")
        server.run()
        server.close()


def _listening(port: int) -> socket.socket:
    place = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        place.bind((HOST, port))
        place.listen()
    except OSError as error:
        place.close()
        why = "is in use by another program" if error.errno == errno.EADDRINUSE else f"cannot be had: {error.strerror}"
        raise SettingsError(f"Port {port} {why}. Leave out --port to take a free one.") from None
    return place
