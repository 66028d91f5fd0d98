"""The page for decisions: whom it lets in, what it shows, and what it does when something goes wrong."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from tests.protecting.conftest import QUOTES, names, write_corpus
from tests.web.made_door import Markup
from werkzeug.test import TestResponse

from ppwi_bot.channels.review import create_app
from ppwi_bot.corpus.protecting.resuming import open_sitting
from ppwi_bot.corpus.protecting.review_list import Decision
from ppwi_bot.corpus.protecting.sitting import Sitting, said
from ppwi_bot.corpus.reading import load_library

PORT, TOKEN = 8123, "a token for tests only"
HOME = f"http://127.0.0.1:{PORT}"
ATTACK = "<script>alert('x')</script> & \"{{ 7*7 }}\" said Rosa"

Opened = Callable[..., "Staff"]


class Staff:
    """Somebody at the page, with one browser."""

    def __init__(self, sitting: Sitting) -> None:
        self.sitting = sitting
        self.client: FlaskClient = create_app(sitting, TOKEN, PORT).test_client()
        self.shown = Markup("")

    def get(self, path: str, **more: Any) -> TestResponse:
        return self._seen(self.client.get(path, base_url=HOME, **more))

    def enter(self) -> "Staff":
        assert self.get("/", query_string={"token": TOKEN}).status_code == 200
        return self

    def post(self, path: str, **fields: str) -> TestResponse:
        """Send a form as the page that was last seen would."""
        hidden = {one.attributes["name"]: one.attributes["value"] for one in self.shown.all("input", type="hidden")}
        return self._seen(self.client.post(path, base_url=HOME, data={**hidden, **fields}))

    def decide(self, number: int, decision: str, **fields: str) -> TestResponse:
        self.get(f"/findings/{number}")
        return self.post(f"/findings/{number}", decision=decision, **fields)

    def text(self) -> str:
        return " ".join(self.shown.all("main")[0].text.split())

    def _seen(self, response: TestResponse) -> TestResponse:
        if response.mimetype == "text/html" and response.status_code != 303:
            self.shown = Markup(response.text)
        return response


@pytest.fixture
def opened(tmp_path: Path, var: Path) -> Opened:
    """Opens the page for a corpus with these quotes."""

    def open_page(quotes: str = QUOTES) -> Staff:
        folder = tmp_path / "data" / "mine"
        if not folder.exists():
            write_corpus(folder, quotes)
        return Staff(open_sitting(folder, var / "reviews" / "mine.csv", var, names, lambda found: found))

    return open_page


@pytest.fixture
def staff(opened: Opened) -> Staff:
    return opened().enter()


def decisions(staff: Staff) -> list[str]:
    return [said(row) for row in staff.sitting.rows]


@pytest.mark.parametrize(
    "path", ["/", "/findings/1", "/list", "/end", "/static/site.css", "/review/keys.js", "/nowhere"]
)
def test_without_the_token_nothing_is_shown(opened: Opened, path: str) -> None:
    for query in ({}, {"token": "wrong"}, {"token": ""}):
        response = opened().get(path, query_string=query)
        assert response.status_code == 403
        assert response.text.startswith("This page opens with the address that the command printed.")


def test_the_token_becomes_a_cookie_that_scripts_and_other_sites_cannot_use(opened: Opened) -> None:
    response = opened().get("/", query_string={"token": TOKEN})
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith(f"ppwi_review_{PORT}=")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert TOKEN not in cookie


def test_a_cookie_of_an_earlier_run_opens_nothing(opened: Opened) -> None:
    earlier = opened().enter()
    cookie = earlier.client.get_cookie(f"ppwi_review_{PORT}", domain="127.0.0.1")
    assert cookie
    later = opened()
    later.client.set_cookie(cookie.key, cookie.value, domain="127.0.0.1")
    assert later.get("/").status_code == 403


@pytest.mark.parametrize("host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:8124", "localhost"])
def test_another_name_for_this_machine_is_refused_even_with_the_token(opened: Opened, host: str) -> None:
    response = opened().client.get("/", query_string={"token": TOKEN}, headers={"Host": host})
    assert response.status_code == 403


def test_this_machine_may_be_called_localhost(opened: Opened) -> None:
    response = opened().client.get("/", query_string={"token": TOKEN}, base_url=f"http://localhost:{PORT}")
    assert response.status_code == 200


@pytest.mark.parametrize(
    "forged",
    [
        {"data": {"decision": "keep", "seen": ""}},
        {"data": {"decision": "keep", "seen": "", "form_token": "wrong"}},
        {"headers": {"Origin": "https://evil.example"}},
        {"headers": {"Origin": "http://127.0.0.1:9999"}},
        {"headers": {"Origin": "null"}},
        {"headers": {"Origin": "http://["}},
        {"headers": {"Sec-Fetch-Site": "cross-site"}},
        {"headers": {"Sec-Fetch-Site": "same-site"}},
    ],
)
def test_a_form_of_another_site_or_another_port_does_nothing(staff: Staff, forged: dict[str, Any]) -> None:
    staff.get("/findings/1")
    hidden = {one.attributes["name"]: one.attributes["value"] for one in staff.shown.all("input", type="hidden")}
    sent: dict[str, Any] = {"data": {**hidden, "decision": "keep"}, **forged}
    assert staff.client.post("/findings/1", base_url=HOME, **sent).status_code == 403
    assert decisions(staff) == ["", "", "", ""]


@pytest.mark.parametrize(
    "path", ["/", "/findings/1", "/list", "/end", "/nowhere", "/static/site.css", "/review/keys.js"]
)
def test_every_response_lets_the_browser_do_nothing_but_show_it_and_keeps_it_nowhere(staff: Staff, path: str) -> None:
    with staff.get(path) as response:
        headers = response.headers
    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/findings/1", "/list", "/end", "/nowhere"])
def test_pages_hold_no_inline_script_or_style_and_load_nothing_from_elsewhere(staff: Staff, path: str) -> None:
    staff.get(path)
    for element in staff.shown.elements:
        assert not [name for name in element.attributes if name.startswith("on") or name == "style"]
    loaded = [script.attributes["src"] for script in staff.shown.all("script")]
    loaded += [link.attributes["href"] for link in staff.shown.all("link")]
    for address in loaded:
        with staff.get(address) as response:
            assert response.status_code == 200


def test_the_quote_is_shown_letter_for_letter_with_the_words_marked(staff: Staff) -> None:
    staff.get("/findings/4")
    [quote] = staff.shown.all("blockquote")
    assert quote.text.strip() == staff.sitting.quotes["q2"].text
    assert [mark.text for mark in staff.shown.all("mark")] == ["Omar"]
    staff.get("/findings/2")
    assert [other.text for other in staff.shown.all("span", class_="other")] == ["Rosa", "Omar"]


def test_of_a_long_quote_the_part_around_the_words_is_shown_and_the_whole_can_be_read(opened: Opened) -> None:
    long = f"{'Before it all. ' * 100}I asked Rosa. {'And after it all. ' * 100}".strip()
    staff = opened(QUOTES + f'q4,"{long}",work,,,,,,\n').enter()
    staff.get("/findings/5")
    part, whole = staff.shown.all("blockquote")
    assert whole.text.strip() == long
    assert part.text.strip().startswith("[…] ")
    assert part.text.strip().endswith(" […]")
    cut = part.text.strip().removeprefix("[…] ").removesuffix(" […]")
    assert cut in long
    assert "I asked Rosa." in cut
    assert len(cut) < 700


def test_what_a_participant_said_is_never_markup(opened: Opened) -> None:
    staff = opened(QUOTES.replace("Nobody asked us.", ATTACK.replace('"', '""'))).enter()
    for path in ("/findings/5", "/list", "/end"):
        assert "<script>alert" not in staff.get(path).text
    staff.get("/findings/5")
    assert staff.shown.all("blockquote")[0].text.strip() == ATTACK


def test_names_stand_neither_in_addresses_nor_in_titles(staff: Staff) -> None:
    staff.get("/findings/1")
    assert staff.shown.all("title")[0].text.startswith("Finding 1 of 4")
    for name in ("href", "action"):
        addresses = [one.attributes[name] for one in staff.shown.elements if name in one.attributes]
        assert not [address for address in addresses if "Rosa" in address or "Omar" in address]


def test_finding_after_finding_is_decided_until_all_are(staff: Staff) -> None:
    assert staff.decide(1, "replace", replacement="a friend").headers["Location"] == "/findings/2"
    assert staff.decide(2, "keep").headers["Location"] == "/findings/3"
    assert staff.decide(3, "later").headers["Location"] == "/findings/4"
    assert staff.decide(4, "withhold").headers["Location"] == "/end"
    staff.get("/end")
    assert staff.text().startswith("1 finding is still open")
    assert staff.decide(3, "keep").headers["Location"] == "/end"
    staff.get("/end")
    assert staff.text().startswith("All decided")
    assert decisions(staff) == ["replace[a friend]", "keep", "keep", "withhold"]


def test_the_replacement_is_offered_without_brackets_which_stand_around_the_field(staff: Staff) -> None:
    staff.get("/findings/1")
    [field] = staff.shown.all("input", name="replacement")
    assert field.attributes["value"] == "name"
    assert staff.shown.all("span", class_="bracketed")[0].text.strip() == "[]"


def test_a_replacement_that_is_none_is_asked_for_again_with_what_was_written(staff: Staff) -> None:
    response = staff.decide(1, "replace", replacement="a [b] c")
    assert response.status_code == 422
    [field] = staff.shown.all("input", name="replacement")
    assert field.attributes["value"] == "a [b] c"
    assert field.attributes["aria-invalid"] == "true"
    assert "problem" in field.attributes["aria-describedby"].split()
    assert "Write a word or two, without brackets" in staff.shown.all("p", id="problem")[0].text


def test_undo_leads_back_to_the_finding(staff: Staff) -> None:
    staff.decide(1, "keep")
    staff.get("/findings/2")
    assert "Number 1: kept." in staff.text()
    assert staff.post("/undo").headers["Location"] == "/findings/1"
    assert decisions(staff) == ["", "", "", ""]
    staff.get("/findings/1")
    assert staff.shown.all("form", action="/undo") == []


def test_the_second_of_two_windows_is_told_what_the_first_one_decided(staff: Staff) -> None:
    staff.get("/findings/1")
    second = Markup(staff.get("/findings/1").text)
    staff.decide(1, "keep")
    staff.shown = second
    response = staff.post("/findings/1", decision="withhold")
    assert response.status_code == 409
    assert "decided in another window meanwhile" in staff.text()
    assert "Decided: kept." in staff.text()
    assert decisions(staff)[0] == "keep"
    staff.post("/findings/1", decision="withhold")
    assert decisions(staff)[0] == "withhold"


def test_undo_in_the_second_of_two_windows_undoes_nothing_unseen(staff: Staff) -> None:
    staff.decide(1, "keep")
    second = Markup(staff.get("/findings/2").text)
    staff.decide(2, "keep")
    staff.shown = second
    assert staff.post("/undo").status_code == 409
    assert decisions(staff) == ["keep", "keep", "", ""]


def test_shortcuts_can_be_turned_off_and_on(staff: Staff) -> None:
    def keys() -> set[str]:
        staff.get("/findings/1")
        return {one.attributes["data-key"] for one in staff.shown.elements if "data-key" in one.attributes}

    assert {"k", "r", "e", "w", "l", "n"} <= keys()
    staff.post("/keys", number="1")
    assert keys() == set()
    staff.post("/keys", number="1")
    assert "k" in keys()


def test_applying_changes_the_corpus_and_says_what_to_do_next(staff: Staff) -> None:
    staff.decide(1, "replace", replacement="a friend")
    staff.get("/end")
    assert staff.post("/apply").headers["Location"] == "/done"
    staff.get("/done")
    assert "ppwi-bot index build" in staff.text()
    assert "ppwi-bot corpus review" in staff.text()
    assert load_library([staff.sitting.folder]).quotes["q1"].text.startswith("I asked [a friend].")
    for path in ("/", "/findings/1", "/list", "/end"):
        assert staff.get(path).headers["Location"] == "/done"


def test_nothing_is_applied_before_it_is_said(staff: Staff) -> None:
    assert staff.get("/apply").status_code == 405
    assert staff.get("/done").headers["Location"] == "/end"
    assert not staff.sitting.applied


def test_a_corpus_that_was_changed_meanwhile_is_told_and_nothing_is_written(staff: Staff) -> None:
    staff.decide(1, "keep")
    path = staff.sitting.folder / "quotes.csv"
    path.write_text(path.read_text().replace("I asked Rosa", "I never asked Rosa"))
    before, listed = path.read_bytes(), staff.sitting.list_file.read_bytes()
    shown = staff.shown
    for attempt in (lambda: staff.get("/findings/2"), lambda: staff.post("/apply")):
        staff.shown = shown
        assert attempt().status_code == 409
        assert "Your decisions are kept in" in staff.text()
        assert "start it again" in staff.text()
    assert (path.read_bytes(), staff.sitting.list_file.read_bytes()) == (before, listed)


@pytest.mark.parametrize("path", ["/nowhere", "/findings/0", "/findings/5", "/list?page=2", "/list?page=0"])
def test_an_address_that_is_none_gets_a_page(staff: Staff, path: str) -> None:
    assert staff.get(path).status_code == 404
    assert "Page not found" in staff.text()


def test_a_decision_that_is_none_is_refused(staff: Staff) -> None:
    assert staff.decide(1, "delete").status_code == 400
    assert staff.decide(1, "").status_code == 400
    assert decisions(staff)[0] == ""


def test_the_list_shows_every_finding_with_its_decision(staff: Staff) -> None:
    staff.decide(2, "replace", replacement="a friend")
    staff.get("/list")
    rows = [" ".join(row.text.split()) for row in staff.shown.all("tr")[1:]]
    assert rows == [
        "1: look again Rosa not decided",
        "2: look again Rosa replaced by [a friend]",
        "3: look again Omar not decided",
        "4: look again Omar not decided",
    ]


def test_no_name_reaches_a_log_even_when_everything_fails(
    staff: Staff, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "Rosa"

    def fail(*_: object, **__: object) -> None:
        raise KeyError(name)

    staff.get("/findings/1")
    monkeypatch.setattr(Sitting, "decide", fail)
    with caplog.at_level(logging.DEBUG):
        assert staff.post("/findings/1", decision=Decision.REPLACE, replacement="Omar").status_code == 500
        staff.decide(2, Decision.KEEP)
    assert "unexpected error at review.decide: KeyError" in caplog.text
    assert name not in caplog.text
    assert "Omar" not in caplog.text
    assert name not in staff.text()
