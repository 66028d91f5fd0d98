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


@pytest.mark.parametrize(
    "text", ["/restart", "/slack", ' /ask_voices{"focus": 1}', "<script>alert(1)</script>", "\u202eabc", "🎉" * 300]
)
def test_no_message_is_taken_for_a_command(stack: Stack, text: str) -> None:
    with httpx.Client(timeout=60) as http:
        visitor = Visitor(stack, http)
        visitor.say("what do providers say about pay")
        visitor.say(text)
        assert visitor.say("and administrators?")["topics"][0]["id"] == "pay-and-benefits"
