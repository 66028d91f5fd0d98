"""The Slack door under load, as Slack feels it: how soon it is told that an event arrived, while questions are answered."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from ppwi_bot.evaluation.house import Stack
from ppwi_bot.evaluation.slack_cloud import SlackCloud

IN_FLIGHT = 20
"""Questions asked and not answered yet, at any time."""

LATEST = 10 * IN_FLIGHT
"""An answer is among so many messages, as no more questions are open; looking through all would load the measurement."""


@dataclass(frozen=True, slots=True)
class Felt:
    """Milliseconds until an event is acknowledged: the median, and what 99 of 100 stay below; and answers a second."""

    median: float
    high: float
    answers_a_second: float


def measure(house: Stack, cloud: SlackCloud, questions: Sequence[str]) -> Felt:
    """Ask each question in a thread of its own; whoever has an answer asks the next."""

    def ask(question: str) -> float:
        message = cloud.post_as("U0ANA", "C0PAY", f"<@{cloud.bot_user}> {question}")
        event = cloud.mention_event(message)
        start = time.perf_counter()
        cloud.event(house.slack_url, event).raise_for_status()
        taken = time.perf_counter() - start
        cloud.wait_for(lambda: any(one.bot_id and one.thread_ts == message.ts for one in cloud.messages[-LATEST:]))
        return taken * 1000

    start = time.perf_counter()
    with ThreadPoolExecutor(IN_FLIGHT) as people:
        acknowledged = list(people.map(ask, questions))
    seconds = time.perf_counter() - start
    median, high = np.percentile(acknowledged, [50, 99])
    return Felt(float(median), float(high), len(acknowledged) / seconds)
