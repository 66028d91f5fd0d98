import pytest

from ppwi_bot.corpus import progress as module
from ppwi_bot.corpus.progress import progress


def test_where_no_bar_can_be_drawn_a_line_says_now_and_then_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "SECONDS_BETWEEN_LINES", 0.0)
    assert list(progress(range(2), "Embedding", "texts")) == [0, 1]
    assert list(progress(iter("ab"), "Reading", "pages")) == ["a", "b"]
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "Embedding: 0 of 2 texts …",
        "Embedding: 1 of 2 texts …",
        "Reading: 0 pages …",
        "Reading: 1 pages …",
    ]


def test_a_short_step_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(progress(range(3), "Embedding", "texts")) == [0, 1, 2]
    assert capsys.readouterr().err == ""
