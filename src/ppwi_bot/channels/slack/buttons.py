"""What the buttons under an answer do, apart from asking further questions."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient
from slack_sdk.models.blocks import ActionsBlock, InputBlock, PlainTextInputElement, PlainTextObject
from slack_sdk.models.views import View

from ppwi_bot.answers.fill import fill
from ppwi_bot.answers.scope import EVERYTHING
from ppwi_bot.channels.feedback import Feedback
from ppwi_bot.channels.questions import MAX_COMMENT_CHARACTERS, cleaned
from ppwi_bot.channels.slack.blocks import button, paragraph, words
from ppwi_bot.channels.slack.home import home_view
from ppwi_bot.channels.slack.house import House
from ppwi_bot.channels.slack.ledger import Ledger
from ppwi_bot.channels.slack.listening import Deleted, team_of
from ppwi_bot.channels.slack.rendering import Message, Showing, rendered
from ppwi_bot.channels.slack.rooms import Rooms
from ppwi_bot.channels.slack.web_api import RefusedError, call, respond

log = logging.getLogger(__name__)

REMOVE = "remove"
KEEP = "keep"
COMMENT = "comment"

TOO_OLD = "This answer is too old for its buttons. Please ask again."
THANKS = "Thank you. That helps us to do better."
UNKNOWN = "I do not know this button any more. Please ask again, and use the buttons of the new answer."

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Buttons:
    """The work behind the buttons. Each takes the body of the interaction that Slack sent."""

    house: House
    client: WebClient
    rooms: Rooms
    ledger: Ledger

    def unfold(self, body: Body) -> None:
        """Show all calls to action of an answer, in its place."""
        private = bool(body["container"].get("is_ephemeral"))
        if message := self._again(body, private=private, unfolded=True):
            respond(body["response_url"], replace_original=True, mrkdwn=False, text=message.text, blocks=message.blocks)

    def share(self, body: Body) -> None:
        """Post an answer that only the asker saw for everyone in the channel, as everyone there may see it."""
        if message := self._again(body, shared_by=body["user"]["id"]):
            respond(
                body["response_url"],
                response_type="in_channel",
                replace_original=False,
                mrkdwn=False,
                text=message.text,
                blocks=message.blocks,
            )

    def helpful(self, body: Body) -> None:
        """Keep that an answer helped."""
        self.house.keep(Feedback(body["actions"][0]["value"], helpful=True))
        self.say(body, THANKS)

    def ask_why(self, body: Body) -> None:
        """Ask what was missing in an answer that did not help; what is said is kept when the question is closed.

        Slack lets us ask for three seconds only; later, the judgment is kept as it is.
        """
        try:
            self._open_form(body)
        except RefusedError as error:
            log.info("what was missing could not be asked: %s", error)
            self.house.keep(Feedback(body["actions"][0]["value"], helpful=False))
            self.say(body, THANKS)

    def _open_form(self, body: Body) -> None:
        element = PlainTextInputElement(
            action_id=COMMENT, multiline=True, max_length=MAX_COMMENT_CHARACTERS, focus_on_load=True
        )
        view = View(
            type="modal",
            callback_id=COMMENT,
            title="Not helpful",
            submit="Send",
            close="Skip",
            notify_on_close=True,
            private_metadata=body["actions"][0]["value"],
            blocks=[
                InputBlock(
                    block_id=COMMENT, label=PlainTextObject(text="What was missing?"), element=element, optional=True
                )
            ],
        )
        call(self.client.views_open, trigger_id=body["trigger_id"], view=view.to_dict())

    def keep_comment(self, body: Body) -> None:
        """Keep that an answer did not help, with the comment if there is one."""
        view = body["view"]
        comment = view.get("state", {}).get("values", {}).get(COMMENT, {}).get(COMMENT, {}).get("value") or ""
        self.house.keep(Feedback(view["private_metadata"], False, cleaned(comment, MAX_COMMENT_CHARACTERS)))

    def offer_removal(self, deleted: Deleted) -> None:
        """Offer whoever took a question down to take its answer down as well."""
        if not self.ledger.answers_to(deleted.channel, deleted.ts):
            return
        question = "You took down your question. Shall I take down my answer as well?"
        choices = [button("Take it down", REMOVE, deleted.ts, primary=True), button("Leave it", KEEP, deleted.ts)]
        call(
            self.client.chat_postEphemeral,
            channel=deleted.channel,
            user=deleted.user,
            thread_ts=deleted.thread or None,
            text=question,
            blocks=[paragraph(words(question)).to_dict(), ActionsBlock(elements=choices).to_dict()],
        )

    def remove(self, body: Body) -> None:
        """Take down the answers to a message."""
        channel, ts = body["channel"]["id"], body["actions"][0]["value"]
        for answer in self.ledger.answers_to(channel, ts):
            try:
                call(self.client.chat_delete, channel=channel, ts=answer)
            except RefusedError as error:
                log.info("an answer could not be taken down: %s", error)
        self.ledger.forget_answers_to(channel, ts)
        respond(body["response_url"], delete_original=True)

    def leave(self, body: Body) -> None:
        """Take down our offer and nothing else."""
        respond(body["response_url"], delete_original=True)

    def clear(self, body: Body) -> None:
        """Forget a person's recent questions."""
        user = body["user"]["id"]
        self.ledger.forget_recent(self.house.key(user))
        self.show_home(user)

    def show_home(self, user: str) -> None:
        """Bring a person's home tab up to date."""
        recent = self.ledger.recent(self.house.key(user))
        view = home_view(self.house.voices(EVERYTHING), recent, self.house.site)
        call(self.client.views_publish, user_id=user, view=view)

    def say(self, body: Body, text: str) -> None:
        """Say something to whoever pressed a button."""
        respond(body["response_url"], response_type="ephemeral", replace_original=False, text=text)

    def _again(self, body: Body, **how: Any) -> Message | None:
        """An answer given before, made anew: what was withdrawn since, or may not be seen here, is not in it."""
        # A button of an answer that was shared also says by whom.
        key, _, sharer = body["actions"][0]["value"].partition(" ")
        kept = self.ledger.kept(key)
        if kept is None:
            self.say(body, TOO_OLD)
            return None
        alone = bool(how.get("private"))
        scope = self.rooms.scope(team_of(body), body["channel"]["id"], body["user"]["id"], alone=alone)
        answer = fill(kept.plan, self.house.voices(scope))
        return rendered(answer, Showing(key, self.house.site, **{"asked": kept.asked, "shared_by": sharer, **how}))
