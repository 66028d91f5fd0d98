"""What a door shows before and beside answers."""

import pytest
from flask.testing import FlaskClient
from tests.web.made_door import error_of


def test_a_door_learns_what_to_begin_with_and_how_much_may_be_typed(client: FlaskClient) -> None:
    welcome = client.get("/api/welcome").json
    assert welcome == {
        "questions": [
            "What do people say about Pay?",
            "What do providers say about Pay?",
            "What should legislators do about Pay?",
            "How many people took part?",
        ],
        "quotes": {"real": 1, "illustrative": 17},
        "most_characters": 1000,
        "most_comment_characters": 500,
    }


def test_a_door_that_keeps_to_a_theme_begins_with_it(client: FlaskClient) -> None:
    welcome = client.get("/api/welcome?theme=rest").json
    assert welcome["questions"] == [
        "What do people say about Rest?",
        "What do providers say about Rest?",
        "How many people took part?",
    ]
    assert welcome["quotes"] == {"real": 0, "illustrative": 4}


def test_counts_keep_real_and_illustrative_quotes_apart(client: FlaskClient) -> None:
    counts = client.get("/api/counts/care").json
    assert counts["quotes"] == {"real": 1, "illustrative": 17}
    assert {one["code"]["id"]: one["quotes"] for one in counts["below"]} == {
        "pay": {"real": 1, "illustrative": 10},
        "rest": {"real": 0, "illustrative": 4},
        "roads": {"real": 0, "illustrative": 3},
        "unspoken": {"real": 0, "illustrative": 0},
    }


def test_counts_keep_to_a_corpus(client: FlaskClient) -> None:
    assert client.get("/api/counts/care?corpus=page").json["quotes"] == {"real": 1, "illustrative": 0}


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/welcome?theme=moon", 400, "unknown_scope"),
        ("/api/welcome?corpus=moon", 400, "unknown_scope"),
        ("/api/counts/moon", 404, "not_found"),
        ("/api/counts/care?theme=moon", 400, "unknown_scope"),
        ("/api/counts/pay?theme=rest", 404, "not_found"),
    ],
)
def test_what_is_not_there_is_said_in_the_one_shape(client: FlaskClient, path: str, status: int, code: str) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert error_of(response)["code"] == code
