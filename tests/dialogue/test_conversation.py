from pathlib import Path

import httpx
import pytest
from tests.answers.conftest import voices_of
from tests.small_world import library

from ppwi_bot.dialogue.conversation import Conversations

GREETING = [{"custom": {"plan": {"kind": "information", "reason": "thanks", "lead": [{"key": "thanks"}]}}}]


@pytest.mark.parametrize(("text", "reason"), [("thanks, I want to die", "support"), ("thanks", "thanks")])
def test_distress_is_met_whatever_rasa_took_the_message_for(tmp_path: Path, text: str, reason: str) -> None:
    voices = voices_of(library(), tmp_path)
    rasa = httpx.MockTransport(lambda request: httpx.Response(200, json=GREETING))
    with httpx.Client(transport=rasa) as http:
        conversations = Conversations(lambda scope: voices, http, "http://rasa", timeout=1.0)
        assert conversations.talk("someone", text).reason == reason
