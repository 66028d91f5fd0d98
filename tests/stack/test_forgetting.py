"""What is old is deleted at the start and ever after, whatever fails."""

from threading import Event

import pytest

from ppwi_bot.errors import PpwiError
from ppwi_bot.stack import forgetting
from ppwi_bot.stack.forgetting import Forgetting

SAID = "in confidence"


def test_every_task_is_done_again_and_again_though_others_fail(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(forgetting, "EVERY_SECONDS", 0.01)
    often, times = Event(), iter(range(100_000))

    def fail() -> None:
        raise PpwiError("The file is gone.")

    def break_down() -> None:
        raise ValueError(SAID)

    def work() -> None:
        if next(times) >= 3:
            often.set()

    running = Forgetting([fail, break_down, work])
    assert often.wait(60)
    running.close()
    assert "The file is gone. It is tried again in an hour." in caplog.text
    assert "ValueError" in caplog.text
    assert SAID not in caplog.text
