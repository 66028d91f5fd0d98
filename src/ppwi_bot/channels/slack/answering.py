"""From a question in Slack to its answer in Slack, once."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from threading import Event
from typing import Any

from slack_sdk import WebClient

from ppwi_bot.answers.answer import Kind
from ppwi_bot.answers.fill import fill
from ppwi_bot.answers.plan import AnswerPlan, Reason
from ppwi_bot.answers.scope import Scope
from ppwi_bot.channels.questions import MAX_MESSAGE_CHARACTERS, MessageTooLongError, answered, cleaned
from ppwi_bot.channels.slack.blocks import escaped, paragraph, words
from ppwi_bot.channels.slack.house import House, Identity
from ppwi_bot.channels.slack.ledger import Ledger
from ppwi_bot.channels.slack.question import Question, Way
from ppwi_bot.channels.slack.rendering import Message, Showing, rendered
from ppwi_bot.channels.slack.rooms import Rooms
from ppwi_bot.channels.slack.web_api import (
    AccessLostError,
    RefusedError,
    SlackError,
    UnreachableError,
    call,
    pages,
    respond,
)
from ppwi_bot.errors import traced

log = logging.getLogger(__name__)

WAITS = (1.0, 2.0, 5.0, 15.0, 30.0, *[60.0] * 30)
"""Seconds before each further try while Slack cannot be reached: half an hour; then the next start tries again."""

EVENT_TYPE = "ppwi_answer"
"""Names the metadata of our messages, by which an answer that went out can be found again."""

SEARCHED_MESSAGES = 100

BETWEEN_PEOPLE = (Reason.OFF_TOPIC, Reason.EMPTY, Reason.THANKS, Reason.GOODBYE)
"""What is rather meant for a colleague than for us, where it does not mention us."""

SORRY = "Something went wrong on our side. Please try again. If it happens again, try other words."


def sentence(text: str) -> Message:
    """A message of one sentence of our own."""
    return Message(escaped(text), [paragraph(words(text)).to_dict()])


def _repeated(question: Question, asked: str, plan: AnswerPlan) -> str:
    """The asker's words where they do not stand beside the answer; words of distress are not said, or kept, again."""
    beside = question.way is not Way.PRIVATE and not question.unseen
    return "" if beside or plan.reason is Reason.SUPPORT else asked


@dataclass(frozen=True)
class Answering:
    """Answers questions. `access_lost` is told when Slack does not accept our token; `closing` ends all waiting."""

    house: House
    identity: Identity
    client: WebClient
    rooms: Rooms
    ledger: Ledger
    access_lost: Callable[[AccessLostError], None]
    closing: Event

    def answer(self, question: Question, plan: AnswerPlan | None = None, *, maybe_sent: bool = False) -> None:
        """Answer a question; what fails is logged. `plan` is there where an earlier process had planned the answer.

        While Slack cannot be reached, it is tried again. A question that cannot be answered now stays in the ledger.
        `maybe_sent` says that an earlier process may have answered it and died before it could say so.
        """
        try:
            self._answer_in_time(question, plan, maybe_sent=maybe_sent)
        except Exception as error:  # noqa: BLE001 - the worker must go on with the next question
            log.error("slack question not answered, and left for the next start: %s", traced(error))

    def _answer_in_time(self, question: Question, plan: AnswerPlan | None, *, maybe_sent: bool) -> None:
        for wait in (*WAITS, None):
            try:
                self._answer(question, plan, maybe_sent=maybe_sent)
                return
            except AccessLostError as error:
                self.access_lost(error)
                return
            except UnreachableError as error:
                log.warning("%s", error)
                kept = self.ledger.kept(question.id)
                plan, maybe_sent = kept.plan if kept else None, True
                if wait is None or self.closing.wait(wait):
                    return
            except RefusedError as error:
                log.error("slack question not answered: %s", error)
                self.ledger.done(question, "")
                return

    def _answer(self, question: Question, plan: AnswerPlan | None, *, maybe_sent: bool) -> None:
        if question.way is Way.DIRECT:
            question = self._in_direct_message(question)
        if question.way is Way.UPDATE and not self.ledger.answers_to(question.channel, question.ts):
            if question.overheard:
                self.ledger.done(question, "")
                return
            # We were mentioned only now.
            question = replace(question, way=Way.MESSAGE)
        try:
            question, message = self._composed(question, plan)
        except SlackError:
            raise
        except Exception as error:  # noqa: BLE001 - a person always gets an answer
            log.error("slack question not answered: %s", traced(error))
            message = sentence(SORRY)
        self._send(question, message, maybe_sent=maybe_sent)

    def _composed(self, question: Question, plan: AnswerPlan | None) -> tuple[Question, Message]:
        """The answer as a message, and the question with where that message belongs."""
        try:
            asked = cleaned(question.text, MAX_MESSAGE_CHARACTERS)
        except MessageTooLongError as error:
            return question, sentence(str(error))
        private = question.way is Way.PRIVATE
        scope = self.rooms.scope(question.team, question.channel, question.user, alone=private)
        plan = plan or self._planned(question, asked, scope)
        answer = fill(plan, self.house.voices(scope))
        question = self._where_it_belongs(question, plan)
        showing = Showing(
            question.id, self.house.site, asked=_repeated(question, asked, plan), private=question.way is Way.PRIVATE
        )
        return question, rendered(answer, showing)

    def _planned(self, question: Question, asked: str, scope: Scope) -> AnswerPlan:
        key = self.house.key(self.identity.team, question.conversation)
        plan = answered(lambda: self.house.plan(key, asked, scope))
        self.ledger.planned(question, _repeated(question, asked, plan), plan)
        # What is no question about the voices is not kept: small talk, and least of all words of distress.
        if asked and not question.overheard and plan.kind is not Kind.INFORMATION:
            self.ledger.remember(self.house.key(question.user), asked)
        return plan

    def _where_it_belongs(self, question: Question, plan: AnswerPlan) -> Question:
        """Where an answer goes that is not for everyone in the channel."""
        if plan.reason is Reason.SUPPORT and question.way is not Way.PRIVATE and not question.is_direct:
            # Whoever is in distress need not be seen to be, and must find the number again later.
            return self._in_direct_message(question)
        if question.overheard and plan.kind is not Kind.ANSWER and plan.reason in BETWEEN_PEOPLE:
            return replace(question, way=Way.PRIVATE)
        return question

    def _in_direct_message(self, question: Question) -> Question:
        opened = call(self.client.conversations_open, users=question.user)["channel"]["id"]
        return replace(question, channel=opened, thread="", way=Way.MESSAGE, unseen=True)

    def _send(self, question: Question, message: Message, *, maybe_sent: bool) -> None:
        if question.way is Way.PRIVATE:
            self._send_privately(question, message)
            self.ledger.done(question, "")
            return
        found = self._sent_before(question) if maybe_sent and question.way is Way.MESSAGE else ""
        self.ledger.done(question, found or self._post(question, message))

    def _post(self, question: Question, message: Message) -> str:
        """Post or update the answer; its time stamp."""
        fields = {"channel": question.channel, "text": message.text, "blocks": message.blocks}
        if question.way is Way.UPDATE:
            ts = self.ledger.answers_to(question.channel, question.ts)[0]
            # Unlike other methods, this one looks for names in a text unless told not to.
            call(self.client.chat_update, **fields, ts=ts, parse="none")
            return ts
        posted = call(
            self.client.chat_postMessage,
            **fields,
            thread_ts=question.thread or None,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"question": question.id}},
            mrkdwn=False,
            unfurl_links=False,
            unfurl_media=False,
        )
        return str(posted["ts"])

    def _sent_before(self, question: Question) -> str:
        """The time stamp of our answer if it went out though we never heard so, else nothing."""
        for message in self._messages_since(question):
            payload = message.get("metadata", {}).get("event_payload", {})
            if payload.get("question") == question.id:
                return str(message["ts"])
        return ""

    def _messages_since(self, question: Question) -> Iterator[Mapping[str, Any]]:
        """What was said where a question is answered: the newest messages, or all of a thread, which begins with the oldest."""
        where: dict[str, Any] = {"channel": question.channel, "limit": SEARCHED_MESSAGES, "include_all_metadata": True}
        if question.ts:
            where["oldest"] = question.ts
        if not question.thread:
            yield from call(self.client.conversations_history, **where)["messages"]
            return
        for page in pages(self.client.conversations_replies, ts=question.thread, **where):
            yield from page["messages"]

    def _send_privately(self, question: Question, message: Message) -> None:
        fields = {"text": message.text, "blocks": message.blocks}
        if question.response_url:
            try:
                respond(
                    question.response_url,
                    response_type="ephemeral",
                    replace_original=False,
                    mrkdwn=False,
                    **fields,
                    **({"thread_ts": question.thread} if question.thread else {}),
                )
                return
            except RefusedError:
                log.info("the address for a private answer had expired")
        call(
            self.client.chat_postEphemeral,
            channel=question.channel,
            user=question.user,
            thread_ts=question.thread or None,
            **fields,
        )
