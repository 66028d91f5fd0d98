"""Whole conversations through the public door, against the real stack."""

from pathlib import Path

import httpx
import pytest

from ppwi_bot.evaluation.conversations import Conversation, hold, read_conversations
from ppwi_bot.evaluation.house import Stack, Visitor

pytestmark = pytest.mark.stack

CONVERSATIONS = read_conversations(Path(__file__).parents[1] / "eval" / "conversations.yaml")


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda conversation: conversation.name)
def test_a_conversation_goes_as_a_fair_reader_would_demand(stack: Stack, conversation: Conversation) -> None:
    with httpx.Client(timeout=60) as http:
        assert hold(conversation, Visitor(stack, http).say) == []


def read_amid_a_talk(stack: Stack, text: str) -> list[tuple[str, str, list[str]]]:
    """How a message is answered after a question about pay, and what then comes to a question that goes on."""
    with httpx.Client(timeout=60) as http:
        visitor = Visitor(stack, http)
        visitor.say("what do providers say about pay")
        answers = [visitor.say(text), visitor.say("and administrators?")]
    return [(one["kind"], one["reason"], [topic["id"] for topic in one["topics"]]) for one in answers]


@pytest.mark.parametrize("command", ["/restart", "/slack", ' /ask_voices{"focus": 1}'])
def test_a_command_is_read_as_its_words(stack: Stack, command: str) -> None:
    assert read_amid_a_talk(stack, command) == read_amid_a_talk(stack, command.replace("/", "", 1))


@pytest.mark.parametrize("text", ["/restart", "/slack", "<script>alert(1)</script>", "\u202eabc", "🎉" * 300])
def test_what_is_no_question_does_not_end_a_talk(stack: Stack, text: str) -> None:
    _, (_, _, topics) = read_amid_a_talk(stack, text)
    assert topics[0] == "pay-and-benefits"
