"""A small website on this machine, to be crawled: it does what it is told and remembers what it was asked."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Reply:
    """What the site answers: body in pieces, so that a page can come slowly or without end."""

    body: bytes | Callable[[], Iterator[bytes]] = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})


@dataclass
class Website:
    """`pages` by path may be changed at any time; `asked` are the paths that were asked for, in order."""

    address: str
    pages: dict[str, list[Reply]]
    asked: list[str] = field(default_factory=list)

    def put(
        self, path: str, body: str | bytes | Callable[[], Iterator[bytes]] = b"", status: int = 200, **headers: str
    ) -> None:
        """Has a path answer so; called again for one path, each answer is given once, and the last for good."""
        content = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        reply = Reply(content, status, {"Content-Type": "text/html; charset=utf-8", **named})
        self.pages.setdefault(path, []).append(reply)


@contextmanager
def website() -> Iterator[Website]:
    """A site on a free port of this machine."""
    site = Website("", {})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            replies = site.pages.get(self.path, [Reply(status=404)])
            reply = replies.pop(0) if len(replies) > 1 else replies[0]
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            pieces = reply.body() if callable(reply.body) else iter([reply.body])
            try:
                for piece in pieces:
                    self.wfile.write(piece)
                    self.wfile.flush()
            except OSError:
                pass  # the reader has seen enough

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
