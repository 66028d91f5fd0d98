"""Socket Mode: the WebSocket over which Slack sends envelopes to an app that has no public address."""

import json
import uuid
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection, serve

from ppwi_bot.evaluation.slack_cloud.messages import Json
from ppwi_bot.evaluation.slack_cloud.responding import show
from ppwi_bot.evaluation.slack_cloud.workspace import ResponseUrl, Workspace


class Link:
    """The server behind apps.connections.open: says hello, sends envelopes, collects what acknowledges them."""

    def __init__(self, workspace: Workspace) -> None:
        """Start on a free port of the loopback address."""
        self._workspace = workspace
        self._connections: list[ServerConnection] = []
        self._commands: dict[str, ResponseUrl] = {}
        self._server = serve(self._hold, "127.0.0.1", 0, process_request=self._admit, close_timeout=1)
        self.url = f"ws://127.0.0.1:{self._server.socket.getsockname()[1]}/link/"
        self._thread = Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close all connections and stop."""
        self._server.shutdown()
        self._thread.join()
        for connection in list(self._connections):
            connection.close(1001)
        self._workspace.wait_for(lambda: not self._connections)

    def send(self, type: str, payload: Json, *, retry: int = 0, answers: ResponseUrl | None = None) -> str:
        """Send an envelope to the newest connection, once there is one; its id.

        `answers` says where an answer that comes with the acknowledgement is shown.
        """
        envelope: Json = {
            "envelope_id": str(uuid.uuid4()),
            "payload": payload,
            "type": type,
            "accepts_response_payload": type != "events_api",
        }
        if type == "events_api":
            envelope |= {"retry_attempt": retry, "retry_reason": "timeout" if retry else ""}
        with self._workspace.changed:
            self._workspace.wait_for(lambda: bool(self._connections))
            if answers:
                self._commands[envelope["envelope_id"]] = answers
            connection = self._connections[-1]
        connection.send(json.dumps(envelope))
        return str(envelope["envelope_id"])

    def disconnect(self) -> None:
        """Ask every client to come back on a new connection, and hang up."""
        with self._workspace.changed:
            # At once, so that what is sent next waits for a new connection.
            leaving, self._connections = self._connections, []
        for connection in leaving:
            host = {"host": "applink-stand-in"}
            connection.send(json.dumps({"type": "disconnect", "reason": "refresh_requested", "debug_info": host}))
            connection.close()

    def _admit(self, connection: ServerConnection, request: Request) -> Response | None:
        address = urlsplit(request.path)
        ticket = parse_qs(address.query).get("ticket", [""])[0]
        with self._workspace.changed:
            if address.path != "/link/" or ticket not in self._workspace.tickets:
                return connection.respond(403, "no such ticket: each opens one connection\n")
            self._workspace.tickets.remove(ticket)
        return None

    def _hold(self, connection: ServerConnection) -> None:
        try:
            with self._workspace.changed:
                connection.send(json.dumps(self._hello()))
                self._connections.append(connection)
                self._workspace.changed.notify_all()
            for text in connection:
                self._take(json.loads(text))
        except ConnectionClosed:
            pass  # A client that died: what it did not acknowledge is for the test to send again.
        finally:
            with self._workspace.changed:
                if connection in self._connections:
                    self._connections.remove(connection)
                self._workspace.changed.notify_all()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._connections) + 1,
            "connection_info": {"app_id": self._workspace.app_id},
            "debug_info": {"host": "applink-stand-in", "build_number": 1, "approximate_connection_time": 18060},
        }

    def _take(self, ack: Json) -> None:
        with self._workspace.changed:
            self._workspace.acks.append(ack)
            answers = self._commands.pop(ack.get("envelope_id", ""), None)
            if answers and ack.get("payload"):
                show(self._workspace, answers, ack["payload"])
            self._workspace.changed.notify_all()
