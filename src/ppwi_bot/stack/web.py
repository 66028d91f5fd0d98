"""The web process: the public door and, on loopback, the actions that Rasa calls; one model, one index."""

import logging
import signal
import sys
import threading
from typing import TYPE_CHECKING, NoReturn, Protocol

from waitress.server import create_server

from ppwi_bot.errors import PpwiError
from ppwi_bot.settings import Settings, load_settings
from ppwi_bot.stack.part import CANNOT_START
from ppwi_bot.stack.ports import check_ports, web_places

if TYPE_CHECKING:
    from types import FrameType
    from wsgiref.types import WSGIApplication

LARGEST_BODY = 8 * 1024 * 1024
"""Bytes. Far above what the door accepts: the door refuses in its own words; beyond this, waitress does."""
IDLE_TIMEOUT = 30
"""Seconds until a silent connection is closed."""

logger = logging.getLogger(__name__)


def serve(public: "WSGIApplication", webhook: "WSGIApplication", settings: Settings) -> NoReturn:
    """Serve the public application and, on loopback only, the actions webhook, until SIGTERM or Ctrl-C.

    Answers under way are finished (for up to 5 seconds) before the process ends.

    Raises:
        SettingsError: a port cannot be had.
        SystemExit: always, at the end.
    """
    check_ports(web_places(settings))
    inner = _server(webhook, "127.0.0.1", settings.actions_port, settings)
    outer = _server(public, settings.host, settings.port, settings)
    signal.signal(signal.SIGTERM, _leave)
    # A daemon: it goes on serving while the door finishes, and ends with the process.
    threading.Thread(target=inner.run, name="actions", daemon=True).start()
    outer.run()
    sys.exit(0)


class _Server(Protocol):
    def run(self) -> None: ...


def _server(app: "WSGIApplication", host: str, port: int, settings: Settings) -> _Server:
    server: _Server = create_server(
        app,
        host=host,
        port=port,
        threads=settings.threads,
        ident=None,
        max_request_body_size=LARGEST_BODY,
        channel_timeout=IDLE_TIMEOUT,
        # Waitress would drop X-Forwarded-For, which the door needs to tell visitors apart behind a proxy.
        clear_untrusted_proxy_headers=settings.trusted_proxies == 0,
    )
    return server


def _leave(number: int, frame: "FrameType | None") -> NoReturn:
    del number, frame
    raise SystemExit(0)


def main() -> int:
    """Run the web process; the exit code tells the supervisor whether another try can help."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    # Of the libraries only what went wrong; of ourselves also what was done.
    logging.getLogger("ppwi_bot").setLevel(logging.INFO)
    # It warns of every request that waits for a free thread, which under load is all of them.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    try:
        # Only now: the libraries behind it take seconds to import, and a wrong setting is told at once.
        settings = load_settings()
        from ppwi_bot.stack.wiring import wire

        wired = wire(settings)
        try:
            serve(wired.public, wired.webhook, settings)
        finally:
            wired.close()
    except PpwiError as error:
        logger.error("%s", error)
        return CANNOT_START


if __name__ == "__main__":
    sys.exit(main())
