"""Ports are looked at before anything is started, and a problem names the setting that mends it."""

import socket
from collections.abc import Iterator

import pytest

from ppwi_bot.errors import SettingsError
from ppwi_bot.stack.ports import Listening, check_ports


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_port_in_use_is_named_with_the_setting_to_change(taken: int) -> None:
    with pytest.raises(SettingsError, match=rf"^Port {taken} is in use by another program.*PPWI_PORT\.$"):
        check_ports([Listening("127.0.0.1", taken, "PPWI_PORT")])


def test_a_port_in_use_on_one_address_is_found_when_listening_on_all(taken: int) -> None:
    with pytest.raises(SettingsError, match="in use"):
        check_ports([Listening("0.0.0.0", taken, "PPWI_PORT")])


def test_two_settings_with_the_same_port_are_both_named() -> None:
    with pytest.raises(SettingsError, match="PPWI_PORT and PPWI_RASA_PORT are both 8000"):
        check_ports([Listening("127.0.0.1", 8000, "PPWI_PORT"), Listening("127.0.0.1", 8000, "PPWI_RASA_PORT")])


def test_an_address_of_no_machine_is_named() -> None:
    with pytest.raises(SettingsError, match=r"no\.such\.host\.invalid is unknown"):
        check_ports([Listening("no.such.host.invalid", 8000, "PPWI_PORT")])


def test_an_address_of_another_machine_is_named() -> None:
    with pytest.raises(SettingsError, match=r"Cannot listen on 192\.0\.2\.1.*PPWI_HOST"):
        check_ports([Listening("192.0.2.1", 8000, "PPWI_PORT")])


def test_free_ports_pass_and_stay_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    place = Listening("127.0.0.1", port, "PPWI_PORT")
    check_ports([place])
    check_ports([place])
