"""What Rasa's policy may choose to do: each action plans one turn from the message and the conversation's focus."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from ppwi_bot.answers import answering, calling, comparing, informing
from ppwi_bot.answers.declining import decline, participation, support
from ppwi_bot.answers.fill import say
from ppwi_bot.answers.focus import Focus, Reply
from ppwi_bot.answers.plan import Reason
from ppwi_bot.answers.question import Question, understand
from ppwi_bot.answers.remarks import remarked
from ppwi_bot.answers.respond import decided, respond
from ppwi_bot.answers.scope import Scope
from ppwi_bot.answers.selecting import named_codes
from ppwi_bot.answers.voices import Voices
from ppwi_bot.corpus.library import Library
from ppwi_bot.retrieval.confidence import plainly_on_topic
from ppwi_bot.retrieval.filters import Filters, known

FOCUS = "focus"

Turn = Callable[[Question, Focus, Voices], Reply]

_FRAGMENT = re.compile(
    r"^(?:(?:ok|okay|and|so|now|well)\b[\s,]*)*(?:what|how) about\b|^and\b|\binstead\b|^y\b", re.IGNORECASE
)
_FIRST = re.compile(r"\b(?:first|start|started|beginning|began|primer[ao]?|inicio)\b", re.IGNORECASE)
_ORDINALS = (
    r"\b(?:first|1st|one|1|primer[ao]?|top)\b",
    r"\b(?:second|2nd|two|2|segund[ao])\b",
    r"\b(?:third|3rd|three|3|tercer[ao]?)\b",
    r"\b(?:fourth|4th|four|4|cuart[ao])\b",
)


class PlannedAction(Action):  # type: ignore[misc]
    """Runs one kind of turn on the newest voices and hands its plan to the dialogue."""

    def __init__(self, name: str, turn: Turn, voices: Callable[[Scope], Voices]) -> None:
        """Take the name the domain knows it by, and what it does."""
        self._name = name
        self._turn = turn
        self._voices = voices

    def name(self) -> str:
        """The action's name in bot/domain.yml."""
        return self._name

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Plan the turn: the plan goes out as a custom message, the new focus into its slot. Ids only."""
        del domain
        message = tracker.latest_message
        voices = self._voices(Scope.from_dict((message.get("metadata") or {}).get("scope")))
        question = understand(str(message.get("text") or ""), voices.names, voices.intents)
        focus = _still_there(Focus.from_dict(tracker.get_slot(FOCUS)), voices.library)
        reply = self._turn(question, focus, voices)
        dispatcher.utter_message(json_message={"plan": reply.plan.to_dict()})
        return [SlotSet(FOCUS, reply.focus.after(focus).to_dict())]


def _still_there(focus: Focus, library: Library) -> Focus:
    """The focus without what is not in the library: the scope may be another than before, and corpora change."""
    if not all(code in library.codebook for code in focus.codes):
        return Focus()
    earlier = tuple(codes for codes in focus.earlier if all(code in library.codebook for code in codes))
    sides = tuple(side for side in focus.sides if known(side, library) == side)
    return replace(focus, filters=known(focus.filters, library), sides=sides, earlier=earlier)


def all_actions(voices: Callable[[Scope], Voices]) -> Sequence[Action]:
    """Every action of bot/domain.yml."""
    turns: dict[str, Turn] = {
        "action_answer": answer,
        "action_narrow": answering.narrow,
        "action_more": more,
        "action_shorten": answering.shorten,
        "action_go_back": go_back,
        "action_calls_to_action": calling.calls_to_action,
        "action_compare": comparing.compare,
        "action_list_topics": informing.list_topics,
        "action_check_claim": informing.check_claim,
        "action_participation": participate,
        "action_method": method,
        "action_decline_identity": refusing(Reason.IDENTITY),
        "action_decline_number": refusing(Reason.NUMBER),
        "action_decline_not_asked": refusing(Reason.NOT_ASKED),
        "action_decline_off_topic": refusing(Reason.OFF_TOPIC),
        "action_affirm": affirm,
        "action_pick": pick,
    }
    # Whoever is in distress gets support, whatever else the message holds; all others come after the plain checks.
    checked_turns = {"action_support": comfort, **{name: checked(turn) for name, turn in turns.items()}}
    return [PlannedAction(name, turn, voices) for name, turn in checked_turns.items()]


def checked(turn: Turn) -> Turn:
    """The turn, unless plain checks say that the message must be answered otherwise."""
    return lambda question, focus, voices: remarked(
        question, decided(question, focus, voices) or turn(question, focus, voices)
    )


def answer(question: Question, focus: Focus, voices: Voices) -> Reply:
    """An answer; said as a fragment, it keeps whose words are wanted, or who is set beside whom."""
    if not _FRAGMENT.search(question.text):
        return answering.answer(question, focus, voices)
    if focus.sides and question.names_topic and not question.names_speakers:
        return comparing.compare(question, focus, voices)
    return answering.switch(question, focus, voices)


def more(question: Question, focus: Focus, voices: Voices) -> Reply:
    """Further quotes on the topic in hand; where none is, what was taken for "the rest of it" may be a topic."""
    return answering.more(focus, voices) if focus.codes else answering.narrow(question, focus, voices)


def go_back(question: Question, focus: Focus, voices: Voices) -> Reply:
    """The topic that was in hand before, or the first of all; of the same people."""
    if named_codes(question.about, voices):  # "go back to burnout"
        return answering.switch(question, focus, voices)
    earlier = [codes for codes in focus.earlier if codes[:1] != focus.codes[:1]]
    if not earlier:
        return informing.small_talk(Reason.HELP, focus)
    codes = earlier[0] if _FIRST.search(question.text) else earlier[-1]
    focus = Focus(voices.library.codebook[codes[0]].name, codes, focus.filters)
    return answering.voices_on(focus, voices.searcher.search(focus.about, focus.filters), voices, ())


def participate(_question: Question, focus: Focus, voices: Voices) -> Reply:
    """Who took part."""
    return participation(focus, voices)


def method(_question: Question, focus: Focus, voices: Voices) -> Reply:
    """How it was collected."""
    return informing.method(focus, voices)


def comfort(_question: Question, focus: Focus, _voices: Voices) -> Reply:
    """Support for someone in distress, before anything else."""
    return support(focus)


def refusing(reason: Reason) -> Turn:
    """The turn that declines for `reason`, unless the message by itself gives none and is plainly about a topic.

    Rasa knows words it was trained on, retrieval what the corpora hold: where that is plain, it is right.
    """

    def refuse(question: Question, focus: Focus, voices: Voices) -> Reply:
        found = voices.searcher.search(question.about, Filters())
        if named_codes(question.about, voices) or plainly_on_topic(found):
            return answer(question, focus, voices)
        return decline(reason, None if reason is Reason.OFF_TOPIC else found, focus, voices)

    return refuse


def affirm(question: Question, focus: Focus, voices: Voices) -> Reply:
    """Yes to what was offered: the first of it."""
    return _offered(0, question, focus, voices)


def pick(question: Question, focus: Focus, voices: Voices) -> Reply:
    """One of the questions offered, by its number; the last where that is said."""
    numbers = [at for at, pattern in enumerate(_ORDINALS) if re.search(pattern, question.text, re.IGNORECASE)]
    if re.search(r"\b(?:last|[uú]ltim[ao])\b", question.text, re.IGNORECASE):
        numbers = [len(focus.offered) - 1]
    # "The second one" also holds a "one": the higher number is the one meant.
    return _offered(max(numbers, default=0), question, focus, voices)


def _offered(number: int, question: Question, focus: Focus, voices: Voices) -> Reply:
    if not 0 <= number < len(focus.offered):
        return answering.narrow(question, Focus(filters=focus.filters), voices)
    offer = focus.offered[number]
    if offer.key == "follow.more":
        return answering.more(focus, voices)
    return respond(say(offer, voices.library).text, focus, voices)
