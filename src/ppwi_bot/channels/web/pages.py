"""The pages: chat, one question and its answer, quotes, topics, themes, and what this is."""

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue

from ppwi_bot.channels.asked import Entrance
from ppwi_bot.channels.questions import MessageTooLongError, answered, cleaned
from ppwi_bot.channels.recording import LONGEST
from ppwi_bot.channels.starters import starting_questions
from ppwi_bot.channels.web import browse
from ppwi_bot.channels.web.bodies import scope_of_query
from ppwi_bot.channels.web.door import current_door
from ppwi_bot.corpus.codebook import Level

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
def chat() -> ResponseReturnValue:
    """Show the chat page."""
    door = current_door()
    library = door.voices().library
    return render_template(
        "chat.html",
        starters=starting_questions(library),
        totals=browse.totals(library),
        most_characters=door.limits.max_message_characters,
    )


@blueprint.get("/demo")
def demo() -> ResponseReturnValue:
    """Show the chat embedded on a plain page, with the tag to copy."""
    return render_template("demo.html", address=request.host_url.rstrip("/"))


@blueprint.get("/ask")
def ask() -> ResponseReturnValue:
    """Show the answer to `q`, or the form to ask."""
    door = current_door()
    question = request.args.get("q", "")
    try:
        question = cleaned(question, door.limits.max_message_characters)
    except MessageTooLongError as error:
        return make_response(_ask_page(question, problem=str(error)), error.status)
    scope = scope_of_query()
    library = door.voices(scope).library  # an unknown theme is refused before anything is asked
    if not question:
        return _ask_page("", scope=scope.to_dict(), starters=starting_questions(library))
    answer = answered(lambda: door.ask(question, scope))
    door.note(Entrance.PAGE, question, answer)
    return _ask_page(question, answer=answer, scope=scope.to_dict())


def _ask_page(question: str, **shown: object) -> str:
    context: dict[str, object] = {
        "question": question,
        "answer": None,
        "problem": "",
        "scope": {},
        "starters": (),
    }
    return render_template("ask.html", **{**context, **shown})


@blueprint.get("/quotes/<quote_id>")
def quote(quote_id: str) -> ResponseReturnValue:
    """Show one quote with everything that may be said about it."""
    voices = current_door().voices()
    card = browse.public_quote(voices, quote_id)
    return render_template("quote.html", card=card, corpus=voices.library.corpora[card.corpus])


@blueprint.get("/topics/<topic_id>")
def topic(topic_id: str) -> ResponseReturnValue:
    """Show a topic or sub-topic: summary, what lies below it, its quotes and calls to action."""
    voices = current_door().voices()
    page = browse.code_page(voices, topic_id, (Level.TOPIC, Level.SUBTOPIC))
    leaf = browse.leaf(
        voices,
        topic_id,
        perspective=request.args.get("perspective", ""),
        page=request.args.get("page", 1, type=int),
    )
    return render_template("topic.html", page=page, leaf=leaf)


@blueprint.get("/themes/<theme_id>")
def theme(theme_id: str) -> ResponseReturnValue:
    """Show a theme with its topics."""
    page = browse.code_page(current_door().voices(), theme_id, (Level.THEME,))
    return render_template("theme.html", page=page)


@blueprint.get("/themes")
def themes() -> ResponseReturnValue:
    """Show all themes and topics with the number of quotes."""
    library = current_door().voices().library
    return render_template("themes.html", branches=browse.branches(library), totals=browse.totals(library))


@blueprint.get("/about")
def about() -> ResponseReturnValue:
    """Say how this works, what it rests on, and where it ends."""
    door = current_door()
    voices = door.voices()
    library = voices.library
    return render_template(
        "about.html",
        corpora=library.corpora.values(),
        totals=browse.totals(library),
        smallest_group=voices.smallest_group,
        keeping=door.keeping,
        longest=LONGEST,
        not_asked=sorted({named.name for corpus in library.corpora.values() for named in corpus.not_asked}),
    )
