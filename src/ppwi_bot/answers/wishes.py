"""What a message wants, read from plain signs: enough for one question without the dialogue."""

from enum import StrEnum

from ppwi_bot.answers import cues
from ppwi_bot.answers.question import Question


class Wish(StrEnum):
    """What a person may want with one message."""

    VOICES = "voices"
    CALLS = "calls"
    COMPARE = "compare"
    TOPICS = "topics"
    METHOD = "method"
    GREET = "greet"
    HELP = "help"
    THANKS = "thanks"
    GOODBYE = "goodbye"


def wish_of(question: Question) -> Wish:
    """What the question wants; hearing voices where no sign says otherwise."""
    named = (*question.perspectives, *question.groups, *question.places, *question.without, *question.outside)
    if question.compares and (len(named) > 1 or (named and question.against_the_rest)):
        return Wish.COMPARE
    found = (Wish(name) for name in cues.names("wish") if cues.pattern("wish", name).search(question.text))
    return next(found, Wish.VOICES)
