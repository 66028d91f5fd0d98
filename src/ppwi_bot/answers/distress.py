"""Signs of a person in distress, who is met before anything else.

They are fixed and checked at every door: nothing learnt may overrule them.
"""

from ppwi_bot.answers import cues


def in_distress(text: str) -> bool:
    """Whether a message shows signs of distress."""
    return bool(cues.pattern("distress", "signs").search(text))
