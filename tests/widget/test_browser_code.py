"""The browser code as it is served: small, kept well, and without a way for data to become markup."""

import gzip
import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.web.made_door import House, error_of

from ppwi_bot.channels.web import Limits, create_app
from ppwi_bot.channels.widget.assets import BROWSER, assets
from ppwi_bot.channels.widget.joining import joined

BEFORE_OPENING = 3 * 1024
ALL_IN = 20 * 1024
"""Bytes, squeezed."""

SQUEEZED = {"Accept-Encoding": "gzip"}
CATALOGUES = sorted(BROWSER.glob("*.json"))
SOURCES = sorted(BROWSER.glob("*.js"))


@pytest.fixture
def client() -> FlaskClient:
    return create_app(House().door(Limits(requests_per_minute=100_000))).test_client()


def folder(client: FlaskClient) -> str:
    """The address of all files but the loader, as the loader has it."""
    [found] = re.findall(r"widget/[0-9a-f]{16}/", client.get("/widget.js").text)
    return f"/{found}"


def size(client: FlaskClient, path: str) -> int:
    response = client.get(path, headers=SQUEEZED)
    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.data) == client.get(path).data
    return len(response.data)


def test_little_is_loaded_before_the_chat_is_opened(client: FlaskClient) -> None:
    assert size(client, "/widget.js") <= BEFORE_OPENING


def test_everything_together_is_small_even_in_every_language_at_once(client: FlaskClient) -> None:
    names = assets().files
    assert {"chat.js", "style.css", "en.json", "es.json"} == set(names)
    assert size(client, "/widget.js") + sum(size(client, folder(client) + name) for name in names) <= ALL_IN


def test_the_tag_is_asked_for_again_soon_and_the_rest_is_kept_for_good(client: FlaskClient) -> None:
    loader = client.get("/widget.js")
    assert loader.headers["Cache-Control"] == "public, max-age=300"
    assert client.get("/widget.js", headers={"If-None-Match": loader.headers["ETag"]}).status_code == 304
    for name in assets().files:
        response = client.get(folder(client) + name)
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert {"Origin", "Accept-Encoding"} <= set(response.vary)


def test_a_loader_of_an_older_version_gets_the_files_of_today_uncached(client: FlaskClient) -> None:
    response = client.get("/widget/0000000000000000/chat.js")
    assert response.data == client.get(f"{folder(client)}chat.js").data
    assert response.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("name", ["nothing.js", "types.d.ts", "dom.js", "..%2fassets.py"])
def test_only_what_is_meant_to_be_served_is(client: FlaskClient, name: str) -> None:
    response = client.get(folder(client) + name)
    assert response.status_code == 404
    assert error_of(response)["code"] == "not_found"


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.stem)
def test_every_language_has_every_text_with_the_same_blanks(catalogue: Path) -> None:
    english = json.loads((BROWSER / "en.json").read_text())
    texts = json.loads(catalogue.read_text())
    assert set(texts) == set(english)
    blanks = {
        key: (sorted(re.findall(r"\{\w+\}", texts[key])), sorted(re.findall(r"\{\w+\}", english[key]))) for key in texts
    }
    assert {key: both for key, both in blanks.items() if both[0] != both[1]} == {}
    assert all(text.strip() for text in texts.values())


def test_every_text_that_the_code_asks_for_is_in_the_catalogue_and_none_is_left_over() -> None:
    code = "\n".join(path.read_text() for path in SOURCES)
    texts = json.loads((BROWSER / "en.json").read_text())
    # A key stands as it is, or is made of a beginning and a name that comes with the data.
    written = set(re.findall(r'"([a-z_]+(?:\.[a-z_]+)*)"', code))
    beginnings = set(re.findall(r"`([a-z_]+\.)\$\{", code))
    kinds = {"direct_service_provider", "administrator", "system_leader", "not_stated"}
    asked = set(re.findall(r'say\(\s*"([^"]+)"', code))
    whole = {re.sub(r"\.(one|other)$", "", key) for key in texts}
    assert asked <= whole
    unused = {key for key in whole if key not in written | kinds and not any(key.startswith(one) for one in beginnings)}
    assert unused - {"title", "failed", "refused"} == set()


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_no_data_can_become_markup_or_code(source: Path) -> None:
    text = source.read_text()
    assert text.startswith("// @ts-check\n")
    for way in (
        "innerHTML",
        "outerHTML =",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
        "srcdoc",
        "setHTML",
    ):
        assert way not in text


def test_modules_are_joined_in_the_order_they_need_each_other(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text('import { b } from "./b.js";\nexport const a = b + 1;\n')
    (tmp_path / "b.js").write_text("export const b = 1;\n")
    assert joined(tmp_path, "a.js") == "const b = 1;\nexport const a = b + 1;\n"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('import { b } from "./b.js";\n', "circle"),
        ('import * as a from "./c.js";\n', "form"),
        ("export default 1;\n", "form"),
    ],
)
def test_what_cannot_be_joined_is_refused_by_name(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "a.js").write_text('import { b } from "./b.js";\n')
    (tmp_path / "b.js").write_text(text)
    with pytest.raises(ValueError, match=rf"b\.js.*{why}|circle: .*b\.js"):
        joined(tmp_path, "a.js")
