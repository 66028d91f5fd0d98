"""Slack and the real stack: what an administrator and their colleagues do, from the first request on."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tests.stack.test_conversations import CONVERSATIONS

from ppwi_bot.answers.fill import fill
from ppwi_bot.answers.scope import Scope, part_of
from ppwi_bot.answers.voices import open_voices
from ppwi_bot.channels.slack.ledger import Ledger
from ppwi_bot.corpus.quotes import Audience
from ppwi_bot.evaluation.conversations import hold
from ppwi_bot.evaluation.house import Stack
from ppwi_bot.evaluation.slack_cloud import Message, SlackCloud
from ppwi_bot.retrieval.embedder import SentenceEmbedder
from ppwi_bot.settings import Settings

pytestmark = pytest.mark.stack

TOLD_AGAIN = 20


@pytest.fixture(scope="module")
def answer_to(stack: Stack) -> Callable[[Message], Mapping[str, Any]]:
    """Gives the answer to a message as the API would, by what the ledger of the running house says of it."""
    settings = Settings()
    voices = open_voices(settings, SentenceEmbedder(settings.model, settings.cache))
    staff = part_of(voices, Scope(audience=Audience.STAFF))

    def look_up(message: Message) -> Mapping[str, Any]:
        kept = Ledger(stack.var, 30).kept(f"{message.channel}/{message.ts}")
        assert kept is not None
        return fill(kept.plan, staff).to_dict()

    return look_up


def said_by_the_bot(cloud: SlackCloud) -> list[Message]:
    return [one for one in cloud.messages if one.bot_id]


def answers_in(cloud: SlackCloud, thread: str) -> list[Message]:
    return [one for one in said_by_the_bot(cloud) if one.thread_ts == thread]


def test_an_administrator_gets_from_the_first_request_to_an_answer(stack: Stack, cloud: SlackCloud) -> None:
    assert cloud.verify(stack.slack_url).json()["challenge"]
    message = cloud.post_as("U0ANA", "D0ANA", "what do providers say about pay?")
    assert cloud.event(stack.slack_url, cloud.message_event(message)).status_code == 200
    cloud.wait_for(lambda: any(one.channel == "D0ANA" and one.bot_id for one in cloud.messages))
    answer = next(one for one in cloud.messages if one.channel == "D0ANA" and one.bot_id)
    assert "Here is what direct service providers said about Pay and Benefits" in answer.text
    assert {"header", "rich_text", "context", "actions"} <= {block["type"] for block in answer.blocks}


def test_the_conversation_the_bot_was_built_for_goes_on_in_one_thread(
    stack: Stack, cloud: SlackCloud, answer_to: Callable[[Message], Mapping[str, Any]]
) -> None:
    begun: list[Message] = []

    def talk(text: str) -> Mapping[str, Any]:
        if begun:
            message = cloud.post_as("U0ANA", "C0PAY", text, thread_ts=begun[0].ts)
            event = cloud.message_event(message)
        else:
            message = cloud.post_as("U0ANA", "C0PAY", f"<@{cloud.bot_user}> {text}")
            event = cloud.mention_event(message)
            begun.append(message)
        before = len(said_by_the_bot(cloud))
        assert cloud.event(stack.slack_url, event).status_code == 200
        # In the thread, or to one alone: what is no question for us, or needs a quiet word.
        cloud.wait_for(lambda: len(said_by_the_bot(cloud)) > before)
        return answer_to(message)

    assert hold(CONVERSATIONS[0], talk) == []


def test_questions_asked_at_once_are_each_answered_in_their_own_thread(stack: Stack, cloud: SlackCloud) -> None:
    people = range(12)
    asked = [cloud.post_as("U0BEN", "C0PAY", f"<@{cloud.bot_user}> what about burnout?") for _ in people]
    with ThreadPoolExecutor(len(people)) as pool:
        told = list(pool.map(lambda one: cloud.event(stack.slack_url, cloud.mention_event(one)), asked))
    assert {response.status_code for response in told} == {200}
    cloud.wait_for(lambda: all(answers_in(cloud, one.ts) for one in asked))
    assert [len(answers_in(cloud, one.ts)) for one in asked] == [1] * len(asked)


def test_a_question_survives_the_death_of_the_process_that_took_it(stack: Stack, cloud: SlackCloud) -> None:
    printed = len(stack.printed)
    asked = [cloud.post_as("U0ANA", "C0PAY", f"<@{cloud.bot_user}> what about pay?") for _ in range(TOLD_AGAIN)]
    for message in asked:
        assert cloud.event(stack.slack_url, cloud.mention_event(message)).status_code == 200
    stack.part("web").kill()
    stack.wait_for("Web is ready again", after=printed)
    cloud.wait_for(lambda: all(answers_in(cloud, one.ts) for one in asked), 60)
    assert [len(answers_in(cloud, one.ts)) for one in asked] == [1] * len(asked)


def test_slack_cannot_be_made_up(stack: Stack, cloud: SlackCloud) -> None:
    message = cloud.post_as("U0ANA", "D0ANA", "what about pay?")
    before = len(cloud.messages)
    body = b'{"type": "event_callback"}'
    for wrong in ({"secret": "0" * 32}, {"age": 600}):
        assert cloud.signed(stack.slack_url, body, "application/json", **wrong).status_code == 401
    assert len(cloud.messages) == before
    assert message.text not in "\n".join(stack.printed)
