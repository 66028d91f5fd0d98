"""Headers, cookies and rates: what keeps visitors and the service safe."""

import logging

import pytest
from flask.testing import FlaskClient
from tests.web.conftest import Opened
from tests.web.made_door import Markup, error_of

EVERYTHING = (
    "/",
    "/ask?q=pay",
    "/quotes/real",
    "/nowhere",
    "/healthz",
    "/static/site.css",
    "/widget.js",
)
QUESTION = {"path": "/api/messages", "json": {"text": "pay"}}


@pytest.mark.parametrize("path", EVERYTHING)
def test_every_response_lets_the_browser_do_nothing_but_show_it(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        headers = response.headers
    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("path", EVERYTHING)
def test_no_cookies_are_set(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("path", ["/", "/ask?q=pay", "/themes", "/about", "/topics/pay", "/demo", "/nowhere"])
def test_pages_hold_no_inline_script_or_style_and_load_nothing_from_elsewhere(client: FlaskClient, path: str) -> None:
    shown = Markup(client.get(path).text)
    for element in shown.elements:
        assert not [name for name in element.attributes if name.startswith("on") or name == "style"]
    loaded = [script.attributes["src"] for script in shown.all("script")]
    loaded += [link.attributes["href"] for link in shown.all("link")]
    assert all(address.startswith(("/static/", "/widget.js")) for address in loaded)


def test_answers_are_not_kept_by_caches(client: FlaskClient) -> None:
    assert client.post(**QUESTION).headers["Cache-Control"] == "no-store"


def test_too_many_questions_are_told_to_wait(opened: Opened) -> None:
    client = opened(requests_per_minute=3)
    assert [client.post(**QUESTION).status_code for _ in range(4)] == [200, 200, 200, 429]
    response = client.post(**QUESTION)
    assert error_of(response)["code"] == "too_many_requests"
    assert 1 <= int(response.headers["Retry-After"]) <= 60


def test_the_ask_page_counts_too_and_says_it_as_a_page(opened: Opened) -> None:
    client = opened(requests_per_minute=2)
    client.post(**QUESTION)
    client.get("/ask?q=pay")
    response = client.get("/ask?q=pay")
    assert response.status_code == 429
    assert "wait a minute" in Markup(response.text).all("main")[0].text


def test_one_visitor_does_not_use_up_another_ones_questions(opened: Opened) -> None:
    client = opened(requests_per_minute=1)
    visitors = ("203.0.113.1", "203.0.113.1", "203.0.113.2")
    statuses = [client.post(**QUESTION, environ_base={"REMOTE_ADDR": one}).status_code for one in visitors]
    assert statuses == [200, 429, 200]


def test_a_forwarded_address_is_believed_only_behind_a_trusted_proxy(opened: Opened) -> None:
    def statuses(client: FlaskClient) -> list[int]:
        forwarded = [{"X-Forwarded-For": f"203.0.113.{number}"} for number in (1, 2)]
        return [client.post(**QUESTION, headers=headers).status_code for headers in forwarded]

    assert statuses(opened(requests_per_minute=1)) == [200, 429]
    assert statuses(opened(requests_per_minute=1, trusted_proxies=1)) == [200, 200]


def test_reading_goes_on_when_questions_are_used_up(opened: Opened) -> None:
    client = opened(requests_per_minute=1)
    client.post(**QUESTION)
    assert client.post(**QUESTION).status_code == 429
    assert client.get("/themes").status_code == 200


def test_health_is_never_limited(opened: Opened) -> None:
    client = opened(requests_per_minute=1)
    assert {client.get("/healthz").status_code for _ in range(50)} == {200}


def test_being_limited_leaves_no_address_in_the_log(opened: Opened, caplog: pytest.LogCaptureFixture) -> None:
    client = opened(requests_per_minute=1)
    with caplog.at_level(logging.DEBUG):
        for _ in range(3):
            client.post(**QUESTION, environ_base={"REMOTE_ADDR": "203.0.113.77"})
    assert "203.0.113.77" not in caplog.text
