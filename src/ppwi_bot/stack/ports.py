"""Looks, before anything is started, whether the ports are to be had."""

import errno
import socket
from collections.abc import Sequence
from dataclasses import dataclass

from ppwi_bot.errors import SettingsError
from ppwi_bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Listening:
    """A place we want to listen at, and the setting that moves it."""

    host: str
    port: int
    setting: str


def web_places(settings: Settings) -> tuple[Listening, Listening]:
    """Where the web process listens: the public door and the actions."""
    return (
        Listening(settings.host, settings.port, "PPWI_PORT"),
        Listening("127.0.0.1", settings.actions_port, "PPWI_ACTIONS_PORT"),
    )


def check_ports(places: Sequence[Listening]) -> None:
    """Make sure that each place is free and no two are the same.

    Raises:
        SettingsError: names the port and the setting to change.
    """
    seen: dict[int, str] = {}
    for place in places:
        if place.port in seen:
            raise SettingsError(
                f"{seen[place.port]} and {place.setting} are both {place.port}; give each a port of its own."
            )
        seen[place.port] = place.setting
        _check(place)


def _check(place: Listening) -> None:
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError:
        raise SettingsError(f"The address {place.host} is unknown on this machine; mend PPWI_HOST.") from None
    for family, kind, protocol, _, address in found:
        try:
            with socket.socket(family, kind, protocol) as probe:
                # As the servers do: a port that is only cooling down after the last run counts as free.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
                probe.listen(1)
        except OSError as error:
            raise SettingsError(_explain(place, error)) from None


def _explain(place: Listening, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {place.port} is in use by another program: stop it, or set {place.setting}."
    if error.errno == errno.EACCES:
        return f"Port {place.port} may not be used by this account; set {place.setting} to one above 1023."
    return f"Cannot listen on {place.host}:{place.port} ({error.strerror}); set PPWI_HOST or {place.setting}."
