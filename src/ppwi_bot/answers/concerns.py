"""What speaks against searching for a question: whom or what it asks for that no quote can give."""

from collections.abc import Sequence

from ppwi_bot.answers import cues
from ppwi_bot.answers.intents import Intents, neutral
from ppwi_bot.answers.names import PEOPLE, Mention, Names, elsewhere
from ppwi_bot.answers.plan import Reason

Concern = tuple[Reason | None, str]
"""Why a question is not to be searched, None where nothing speaks against it; and who or what is missing, where it is that."""


def concern_of(text: str, about: str, names: Names, intents: Intents) -> Concern:
    """What speaks against searching for a text that is about `about`."""
    if not any(character.isalnum() for character in text):
        return Reason.EMPTY, ""
    if about.strip(" ?.!").casefold() in names.codes:
        return None, ""
    mentions = names.find(text)
    if place := elsewhere(text, mentions):
        return Reason.PLACE_ABSENT, place
    if cues.signed(text, "share"):
        return Reason.NUMBER, ""
    reason = Reason.GROUP_ABSENT if _by_trait(text, mentions) else intents.concern(neutral(text, mentions))
    if reason is Reason.CLAIM and cues.signed(text, "open"):
        return None, ""
    if reason is Reason.GROUP_ABSENT and (absent := [one for one in mentions if one.kind == "not_asked"]):
        # Of several names for the same words, the one that was said.
        exact = (one.name for one in absent if one.name.casefold() == text[one.start : one.end].casefold())
        return Reason.NOT_ASKED, next(exact, absent[0].name)
    return reason or None, ""


def _by_trait(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether those are asked to speak who share what nobody noted of those who spoke, such as their age."""
    found = cues.pattern("sign", "trait").search(text)
    if not found:
        return False
    start = found.start("language") if found["language"] else found.start()
    return not any(one.start <= start < one.end for one in mentions if one.kind in PEOPLE)
