from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.web.made_door import SECRET, House

from ppwi_bot.channels.web import Limits, create_app

Opened = Callable[..., FlaskClient]


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def opened(house: House) -> Opened:
    """Opens the house's door with some limits other than the usual ones."""

    def open_door(secret: bytes = SECRET, **limits: int) -> FlaskClient:
        return create_app(house.door(Limits(**{"requests_per_minute": 100_000, **limits}), secret)).test_client()

    return open_door


@pytest.fixture
def client(opened: Opened) -> FlaskClient:
    return opened()


@pytest.fixture
def app(client: FlaskClient) -> Flask:
    return client.application
