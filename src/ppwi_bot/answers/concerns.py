"""Plain checks on a question: what no search may answer, whatever it finds.

They hold without the dialogue, for every door and for the command line.
"""

from ppwi_bot.answers import cues
from ppwi_bot.answers.plan import Reason


def concern(text: str) -> Reason | None:
    """Why the question must not be answered by search: distress before all, then identity, figures and claims about all."""
    return next((Reason(name) for name in cues.names("concern") if cues.pattern("concern", name).search(text)), None)
