"""The description of the API says what the door does, and the door does what it says."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from ruamel.yaml import YAML
from tests.web.made_door import ACTING, COMPARISON, DECLINE, PARTICIPATION, SUPPORT, House, pay_plan

from ppwi_bot.answers.plan import AnswerPlan
from ppwi_bot.errors import IndexUnusableError


@pytest.fixture
def description(client: FlaskClient) -> dict[str, Any]:
    response = client.get("/openapi.yaml")
    assert response.mimetype == "application/yaml"
    return YAML(typ="safe").load(response.text)


def assert_fits(value: object, schema: str, description: dict[str, Any]) -> None:
    Draft202012Validator({**description, "$ref": f"#/components/schemas/{schema}"}).validate(value)


def test_the_description_is_valid(description: dict[str, Any]) -> None:
    validate(description)


def test_every_route_is_described_and_nothing_else_is(app: Flask, description: dict[str, Any]) -> None:
    described = {(path, method.upper()) for path, methods in description["paths"].items() for method in methods}
    routes = {
        (re.sub(r"<([^>]+)>", r"{\1}", rule.rule), method)
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert described == routes


@pytest.mark.parametrize(
    "plan",
    [pay_plan("real", "long", "spanish", "attack"), ACTING, COMPARISON, DECLINE, SUPPORT, PARTICIPATION],
    ids=["answer", "calls", "comparison", "decline", "support", "participation"],
)
def test_every_kind_of_answer_fits_its_schema(
    client: FlaskClient, house: House, description: dict[str, Any], plan: AnswerPlan
) -> None:
    house.plan = plan
    assert_fits(client.post("/api/messages", json={"text": "pay"}).json, "Reply", description)


@pytest.mark.parametrize("body", [{"text": "pay"}, {"text": "x" * 1001}, {}, {"text": 7}])
def test_the_schema_refuses_what_the_door_refuses(
    client: FlaskClient, description: dict[str, Any], body: dict[str, object]
) -> None:
    schema = {**description, "$ref": "#/components/schemas/Message"}
    accepted = client.post("/api/messages", json=body).status_code == 200
    assert Draft202012Validator(schema).is_valid(body) == accepted


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"json": {}}, "400"),
        ({"json": {"text": "x" * 1001}}, "413"),
        ({"data": "text"}, "415"),
        ({"json": {"text": "index"}}, "503"),
    ],
)
def test_every_error_is_described_and_fits_its_schema(
    client: FlaskClient, house: House, description: dict[str, Any], request_: dict[str, Any], status: str
) -> None:
    house.failure = IndexUnusableError("There is no index.")
    response = client.post("/api/messages", **request_)
    assert str(response.status_code) == status
    assert status in description["paths"]["/api/messages"]["post"]["responses"]
    assert_fits(response.json, "Error", description)


@pytest.mark.parametrize("parts", [{"index": True}, {"index": False, "dialogue": True}])
def test_readiness_fits_its_schema(
    client: FlaskClient, house: House, description: dict[str, Any], parts: dict[str, bool]
) -> None:
    house.parts = parts
    schema = description["components"]["responses"]["Readiness"]["content"]["application/json"]["schema"]
    Draft202012Validator(schema).validate(client.get("/readyz").json)


@pytest.mark.parametrize(("path", "schema"), [("/api/welcome", "Welcome"), ("/api/counts/care", "Counts")])
def test_what_is_shown_beside_answers_fits_its_schema(
    client: FlaskClient, description: dict[str, Any], path: str, schema: str
) -> None:
    assert_fits(client.get(path).json, schema, description)


@pytest.mark.parametrize("changes", [{}, {"helpful": 1}, {"answer": "x"}, {"comment": "x" * 501}, {"comment": "fine"}])
def test_the_schema_refuses_the_feedback_that_the_door_refuses(
    client: FlaskClient, description: dict[str, Any], changes: dict[str, object]
) -> None:
    body = {"answer": "0123456789abcdef", "helpful": True, **changes}
    accepted = client.post("/api/feedback", json=body).status_code == 204
    assert Draft202012Validator({**description, "$ref": "#/components/schemas/Feedback"}).is_valid(body) == accepted
