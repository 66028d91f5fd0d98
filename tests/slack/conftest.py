from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.slack.workplace import Workplace

from ppwi_bot.evaluation.slack_cloud import SlackCloud


@pytest.fixture
def cloud() -> Iterator[SlackCloud]:
    with SlackCloud() as cloud:
        yield cloud


@pytest.fixture
def place(cloud: SlackCloud, tmp_path: Path) -> Iterator[Workplace]:
    """A workplace whose door is not open yet."""
    place = Workplace(cloud, tmp_path)
    yield place
    place.close()


@pytest.fixture
def work(place: Workplace) -> Workplace:
    """A workplace whose door is open."""
    place.open()
    return place
