"""What people and programs see when something is wrong."""

import logging

import pytest
from flask.testing import FlaskClient
from tests.web.conftest import Opened
from tests.web.made_door import House, Markup, error_of

from ppwi_bot.channels.web import Limits, create_app
from ppwi_bot.errors import CorpusError, DialogueUnavailableError, IndexUnusableError, SettingsError


def test_a_page_that_is_not_there_offers_ways_on(client: FlaskClient) -> None:
    response = client.get("/nowhere")
    assert response.status_code == 404
    shown = Markup(response.text)
    assert [heading.text for heading in shown.all("h1")] == ["Page not found"]
    assert {"/", "/themes"} <= set(shown.links())


@pytest.mark.parametrize("path", ["/ask", "/themes", "/quotes/real", "/"])
def test_a_page_used_in_the_wrong_way_says_so_as_a_page(client: FlaskClient, path: str) -> None:
    response = client.delete(path)
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert response.mimetype == "text/html"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/messages", 405, "method_not_allowed"),
        ("GET", "/api/nothing", 404, "not_found"),
        ("POST", "/healthz", 405, "method_not_allowed"),
    ],
)
def test_the_api_has_one_error_shape(client: FlaskClient, method: str, path: str, status: int, code: str) -> None:
    response = client.open(path, method=method)
    assert response.status_code == status
    assert error_of(response)["code"] == code


@pytest.mark.parametrize(
    ("failure", "status", "code"),
    [
        (IndexUnusableError("Run `ppwi-bot index build` in /srv/secret."), 503, "index"),
        (DialogueUnavailableError("Rasa at 127.0.0.1:5005 is gone."), 503, "dialogue"),
        (CorpusError("/srv/secret/quotes.csv:7 is broken."), 500, "corpus"),
        (ZeroDivisionError("secret detail"), 500, "internal"),
    ],
)
def test_a_failure_behind_the_door_shows_its_status_and_nothing_of_the_house(
    client: FlaskClient, house: House, failure: Exception, status: int, code: str
) -> None:
    house.failure = failure
    api = client.post("/api/messages", json={"text": "pay"})
    page = client.get("/ask?q=pay")
    assert (api.status_code, page.status_code) == (status, status)
    assert error_of(api)["code"] == code
    assert page.mimetype == "text/html"
    for shown in (api.text, page.text):
        for inner in ("secret", "127.0.0.1", "ppwi-bot", "Traceback", "Error"):
            assert inner not in shown


def test_an_unexpected_failure_is_logged_by_kind_and_place_and_without_its_words(
    client: FlaskClient, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.failure = ZeroDivisionError("my boss")
    with caplog.at_level(logging.ERROR):
        client.post("/api/messages", json={"text": "pay"})
    assert "ZeroDivisionError" in caplog.text
    assert "made_door.py" in caplog.text
    assert "my boss" not in caplog.text


def test_the_process_is_up_even_if_a_part_is_not(client: FlaskClient, house: House) -> None:
    house.parts = {"index": True, "dialogue": False}
    assert client.get("/healthz").json == {"status": "ok"}
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json) == (
        503,
        {"ready": False, "parts": {"index": True, "dialogue": False}},
    )


def test_it_is_ready_when_every_part_is(client: FlaskClient) -> None:
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json["ready"]) == (200, True)


def test_a_door_does_not_open_with_a_secret_that_can_be_guessed(house: House) -> None:
    with pytest.raises(SettingsError, match="16 bytes"):
        create_app(house.door(Limits(), secret=b""))


def test_a_limit_that_was_set_is_the_limit_that_is_told(opened: Opened) -> None:
    response = opened(max_message_characters=5).post("/api/messages", json={"text": "too long"})
    assert "5 or fewer" in error_of(response)["message"]
