"""What an answer has to add about the question: a law nobody named, a time no quote tells, a topic left out, Spanish."""

from dataclasses import replace

from ppwi_bot.answers import cues
from ppwi_bot.answers.focus import Reply
from ppwi_bot.answers.plan import Said
from ppwi_bot.answers.question import Question


def remarked(question: Question, reply: Reply) -> Reply:
    """The reply with what there is to add; without quotes there is nothing."""
    notices = []
    if question.unwanted:
        notices.append(Said("notice.unwanted"))
    if any(said.key == "answer.more" for said in reply.plan.lead):
        if cues.signed(question.text, "stance"):
            notices.append(Said("notice.stance"))
        if cues.signed(question.text, "how_common"):
            notices.append(Said("notice.not_a_survey"))
    if question.law:
        notices.append(Said("notice.law", {"law": question.law}))
    if cues.signed(question.text, "spanish"):
        notices.append(Said("notice.spanish"))
    if any(cues.signed(question.text, name) for name in ("dated", "changing")):
        notices.append(Said("notice.undated"))
    return replace(reply, plan=reply.plan.noting(*notices)) if notices and reply.plan.quotes else reply
