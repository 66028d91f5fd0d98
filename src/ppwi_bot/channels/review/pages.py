"""The pages: how it works, one finding at a time, all of them, and the end."""

from datetime import date
from typing import cast

from flask import Blueprint, abort, current_app, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from ppwi_bot.channels.review.showing import outcome, show
from ppwi_bot.corpus.protecting.review_list import Decision
from ppwi_bot.corpus.protecting.sitting import DecidedMeanwhileError, ReplacementError, Sitting, said

EXTENSION = "ppwi_review"

ON_A_PAGE = 100
"""Findings on a page of the list."""

KEYS = (
    ("k", "Keep"),
    ("r", "Replace"),
    ("e", "Edit the replacement"),
    ("w", "Withhold"),
    ("l", "Later"),
    ("u", "Undo"),
    ("p", "Previous"),
    ("n", "Next"),
)

LATER = "later"
"""What the form says for leaving a finding open."""

blueprint = Blueprint("review", __name__, static_folder="static", static_url_path="/review")


def sitting() -> Sitting:
    """The sitting that this application shows."""
    return cast(Sitting, current_app.extensions[EXTENSION])


@blueprint.before_request
def lead_to_the_end() -> ResponseReturnValue | None:
    """Once everything is done there is nothing else to see; and nothing is shown that is not so any more."""
    if request.endpoint == "review.static":
        return None
    sitting().require_unchanged()
    return redirect(url_for("review.done")) if sitting().applied and request.endpoint != "review.done" else None


@blueprint.get("/")
def start() -> ResponseReturnValue:
    """Say what this is about and how far it is."""
    return render_template("start.html", first=sitting().next_open())


@blueprint.get("/findings/<int:number>")
def finding(number: int) -> ResponseReturnValue:
    """Show one finding and ask for a decision."""
    return _finding(number)


@blueprint.post("/findings/<int:number>")
def decide(number: int) -> ResponseReturnValue:
    """Write a decision down and go on to the next finding."""
    _require(number)
    wanted = request.form.get("decision", "")
    if wanted not in {LATER, *Decision} - {Decision.OPEN}:
        abort(400)
    decision = Decision.OPEN if wanted == LATER else Decision(wanted)
    replacement = request.form.get("replacement", "")
    try:
        sitting().decide(number, decision, replacement, seen=request.form.get("seen", ""))
    except ReplacementError as error:
        return make_response(_finding(number, problem=str(error), offered=replacement), error.status)
    except DecidedMeanwhileError as error:
        return make_response(_finding(number, notice=str(error)), error.status)
    following = sitting().next_open(number)
    return redirect(url_for("review.finding", number=following) if following else url_for("review.end"), 303)


@blueprint.post("/undo")
def undo() -> ResponseReturnValue:
    """Take the last decision back and show its finding."""
    number = sitting().undo(request.form.get("steps", 0, type=int))
    return redirect(url_for("review.finding", number=number), 303)


@blueprint.get("/list")
def listing() -> ResponseReturnValue:
    """Show all findings with what was decided on each."""
    rows = sitting().rows
    pages = max(1, -(-len(rows) // ON_A_PAGE))
    page = request.args.get("page", 1, type=int)
    if not 1 <= page <= pages:
        abort(404)
    first = (page - 1) * ON_A_PAGE
    listed = [(number, row, outcome(row)) for number, row in enumerate(rows[first : first + ON_A_PAGE], first + 1)]
    return render_template("list.html", listed=listed, page=page, pages=pages)


@blueprint.get("/end")
def end() -> ResponseReturnValue:
    """Say what was decided and offer to do it."""
    withheld = {row.quote for row in sitting().rows if row.decision is Decision.WITHHOLD}
    return render_template("end.html", first=sitting().next_open(), withheld=len(withheld))


@blueprint.post("/apply")
def apply() -> ResponseReturnValue:
    """Do what was decided."""
    sitting().apply(date.today())
    return redirect(url_for("review.done"), 303)


@blueprint.get("/done")
def done() -> ResponseReturnValue:
    """Say what was done and what is to be done next."""
    if not sitting().applied:
        return redirect(url_for("review.end"))
    return render_template("done.html", applied=sitting().applied)


@blueprint.post("/keys")
def switch_keys() -> ResponseReturnValue:
    """Turn the keyboard shortcuts off, or on again: single keys get in the way of some who speak to their computer."""
    session["keys_off"] = not session.get("keys_off", False)
    number = request.form.get("number", 0, type=int)
    _require(number)
    return redirect(url_for("review.finding", number=number), 303)


@blueprint.app_context_processor
def frame() -> dict[str, object]:
    """What every page may show."""
    now = sitting()
    last = now.last
    return {
        "sitting": now,
        "counts": {decision.name.lower(): count for decision, count in now.counts.items()},
        "total": len(now.rows),
        "decided": now.decided,
        "last": (last.number, outcome(last.after[last.number])) if last else None,
        "keys": () if session.get("keys_off") else KEYS,
    }


def _finding(number: int, problem: str = "", notice: str = "", offered: str | None = None) -> str:
    _require(number)
    shown = show(sitting(), number)
    return render_template(
        "finding.html",
        shown=shown,
        seen=said(shown.row),
        outcome=outcome(shown.row) if shown.row.decision else "",
        offered=shown.offered if offered is None else offered,
        problem=problem,
        notice=notice,
    )


def _require(number: int) -> None:
    if not 1 <= number <= len(sitting().rows):
        abort(404)
