"""What a door shows before and beside answers: questions to start with, and how often topics came up."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from ppwi_bot.answers.fill import code_ref
from ppwi_bot.channels.questions import MAX_COMMENT_CHARACTERS
from ppwi_bot.channels.starters import starting_questions
from ppwi_bot.channels.web import browse
from ppwi_bot.channels.web.bodies import scope_of_query
from ppwi_bot.channels.web.door import current_door
from ppwi_bot.corpus.codebook import Level
from ppwi_bot.corpus.library import Library

blueprint = Blueprint("welcome", __name__)


@blueprint.get("/api/welcome")
def welcome() -> ResponseReturnValue:
    """Give questions to start with, the number of quotes and the limits on what is typed."""
    door = current_door()
    library = door.voices(scope_of_query()).library
    return jsonify(
        questions=starting_questions(library),
        quotes=asdict(browse.totals(library)),
        most_characters=door.limits.max_message_characters,
        most_comment_characters=MAX_COMMENT_CHARACTERS,
    )


@blueprint.get("/api/counts/<code_id>")
def counts(code_id: str) -> ResponseReturnValue:
    """Say how often a theme or topic came up, and what stands right below it."""
    voices = current_door().voices(scope_of_query())
    branch = browse.code_page(voices, code_id, tuple(Level)).branch
    return jsonify(
        **_counted(voices.library, branch), below=[_counted(voices.library, below) for below in branch.below]
    )


def _counted(library: Library, branch: browse.Branch) -> dict[str, Any]:
    return {"code": asdict(code_ref(library, branch.code.id)), "quotes": asdict(branch.count)}
