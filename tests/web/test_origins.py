"""Which other sites may use the API and the chat, and what the rest hear."""

import pytest
from flask.testing import FlaskClient
from pydantic import ValidationError
from tests.web.conftest import Opened
from tests.web.made_door import House, error_of

from ppwi_bot.settings import Settings
from ppwi_bot.stack.launch import settings_as_environment

FRIEND = "https://county.example"
STRANGER = "https://elsewhere.example"
SHARED = ("/api/welcome", "/api/counts/pay", "/widget/current/chat.js")


@pytest.fixture
def client(house: House, opened: Opened) -> FlaskClient:
    house.origins = frozenset({FRIEND})
    return opened()


def preflight(client: FlaskClient, origin: str) -> object:
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    return client.options("/api/messages", headers=headers)


def granted(response: object) -> dict[str, str]:
    return {name: value for name, value in response.headers.items() if name.startswith("Access-Control-")}  # type: ignore[attr-defined]


def test_a_site_on_the_list_may_ask_and_read(client: FlaskClient, house: House) -> None:
    response = client.post("/api/messages", json={"text": "pay"}, headers={"Origin": FRIEND})
    assert response.status_code == 200
    assert granted(response) == {
        "Access-Control-Allow-Origin": FRIEND,
        "Access-Control-Expose-Headers": "Retry-After",
    }
    assert "Origin" in response.vary


def test_a_browser_of_a_site_on_the_list_is_told_so_before_it_asks(client: FlaskClient) -> None:
    response = preflight(client, FRIEND)
    assert response.status_code == 204  # type: ignore[attr-defined]
    assert granted(response) == {
        "Access-Control-Allow-Origin": FRIEND,
        "Access-Control-Expose-Headers": "Retry-After",
        "Access-Control-Allow-Methods": "GET, POST",
        "Access-Control-Allow-Headers": "Content-Type",
        "Access-Control-Max-Age": "600",
    }


def test_any_other_site_is_refused_before_anything_is_asked(client: FlaskClient, house: House) -> None:
    response = client.post("/api/messages", json={"text": "pay"}, headers={"Origin": STRANGER})
    assert response.status_code == 403
    assert error_of(response)["code"] == "origin_not_allowed"
    assert house.heard == []


def test_the_browser_of_another_site_is_granted_nothing(client: FlaskClient) -> None:
    response = preflight(client, STRANGER)
    assert response.status_code == 403  # type: ignore[attr-defined]
    assert granted(response) == {}


@pytest.mark.parametrize("path", SHARED)
def test_a_refusal_can_be_read_by_the_site_that_is_refused(client: FlaskClient, path: str) -> None:
    response = client.get(path, headers={"Origin": STRANGER})
    assert error_of(response)["code"] == "origin_not_allowed"
    assert response.headers["Access-Control-Allow-Origin"] == STRANGER


@pytest.mark.parametrize("origin", [FRIEND, STRANGER, "null", None])
def test_nobody_is_granted_everything_or_credentials(client: FlaskClient, origin: str | None) -> None:
    for path in (*SHARED, "/widget.js", "/", "/ask?q=pay"):
        headers = granted(client.get(path, headers={"Origin": origin} if origin else {}))
        assert "*" not in headers.values()
        assert "Access-Control-Allow-Credentials" not in headers


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://localhost"},
        {"Origin": "https://localhost"},
        {"Origin": "https://bot.example", "Sec-Fetch-Site": "same-origin"},
    ],
    ids=["a program", "our page", "our page behind HTTPS", "our page behind a proxy that changes the host"],
)
def test_our_own_pages_and_programs_are_never_refused(client: FlaskClient, headers: dict[str, str]) -> None:
    assert client.post("/api/messages", json={"text": "pay"}, headers=headers).status_code == 200


@pytest.mark.parametrize("origin", ["http://[", "null", "", "://", "http://localhost@evil.example"])
def test_what_is_no_origin_of_ours_is_refused(client: FlaskClient, origin: str) -> None:
    assert client.post("/api/messages", json={"text": "pay"}, headers={"Origin": origin}).status_code == 403


@pytest.mark.parametrize("site", ["same-site", "cross-site", "none"])
def test_a_site_cannot_pass_for_ours(client: FlaskClient, site: str) -> None:
    headers = {"Origin": STRANGER, "Sec-Fetch-Site": site}
    assert client.post("/api/messages", json={"text": "pay"}, headers=headers).status_code == 403


def test_a_site_that_is_told_to_wait_can_read_for_how_long(house: House, opened: Opened) -> None:
    house.origins = frozenset({FRIEND})
    client = opened(requests_per_minute=1)
    for _ in range(2):
        response = client.post("/api/messages", json={"text": "pay"}, headers={"Origin": FRIEND})
    assert response.status_code == 429
    assert response.headers["Access-Control-Allow-Origin"] == FRIEND
    assert "Retry-After" in response.headers


def test_only_sites_on_the_list_may_show_our_pages_in_a_frame(
    client: FlaskClient, house: House, opened: Opened
) -> None:
    def ancestors(client: FlaskClient) -> str:
        return client.get("/").headers["Content-Security-Policy"].split("; ")[-1]

    assert ancestors(client) == f"frame-ancestors {FRIEND}"
    house.origins = frozenset()
    assert ancestors(opened()) == "frame-ancestors 'none'"


def test_origins_are_set_with_spaces_between_them_and_written_as_browsers_write_them() -> None:
    settings = Settings(allowed_origins="https://County.example/ http://127.0.0.1:8080 https://a.example:443")  # type: ignore[arg-type]
    assert settings.allowed_origins == ("https://county.example", "http://127.0.0.1:8080", "https://a.example")


def test_origins_reach_the_web_process(monkeypatch: pytest.MonkeyPatch) -> None:
    given = Settings(allowed_origins=("https://a.example", "https://b.example"))
    for name, value in settings_as_environment(given).items():
        monkeypatch.setenv(name, value)
    assert Settings() == given


@pytest.mark.parametrize(
    "wrong",
    ["*", "county.example", "https://", "ftp://a.example", "https://a.example/path", "https://a.example; script-src *",
     "https://*.example", "https://a.example:port", "https://user@a.example", "null"],
)  # fmt: skip
def test_what_is_no_origin_is_refused_at_the_start(wrong: str) -> None:
    with pytest.raises(ValidationError, match="is not the address of a website"):
        Settings(allowed_origins=wrong)  # type: ignore[arg-type]
