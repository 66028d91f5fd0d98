"""Which of the messages in Slack are meant for us, and what each of them asks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ppwi_bot.channels.slack.house import Identity
from ppwi_bot.channels.slack.question import Question, Way, conversation_of
from ppwi_bot.channels.slack.reading import mentions, plain_words

_TYPED = (None, "file_share", "thread_broadcast")
"""Subtypes of messages that a person typed; all others are notices of Slack, or of what happened to a message."""

HELP = "help"

Event = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Deleted:
    """Somebody took their message down."""

    channel: str
    ts: str
    user: str
    thread: str

    @property
    def conversation(self) -> str:
        """Where the message was."""
        return conversation_of(self.channel, self.thread)


def heard(event: Event, team: str, me: Identity, answered_in: Callable[[str, str], bool]) -> Question | Deleted | None:
    """What a message event means for us; nothing where it is not our business. We never answer programs.

    Args:
        event: the inner event, of type `message` or `app_mention`.
        team: the workspace that sent it.
        me: who we are.
        answered_in: whether we have answered in a thread (channel, thread).
    """
    subtype = event.get("subtype")
    if subtype == "message_deleted" or (subtype == "message_changed" and _is_gone(event["message"])):
        return _deleted(event)
    if subtype == "message_changed":
        return _edited(event, team, me)
    if subtype not in _TYPED or _by_a_program(event):
        return None
    question = _question(event, event, team, me)
    if edit := event.get("edited"):
        # Slack tells of a mention added by an edit in two ways; the other one is a changed message.
        question = _edit(question, edit["ts"])
    if question.overheard and (mentions(question.text) or not answered_in(question.channel, question.thread)):
        return None
    return _in_plain_words(question)


def commanded(body: Mapping[str, str]) -> Question:
    """What a slash command asks."""
    return _in_plain_words(
        Question(
            id=f"command/{body['trigger_id']}",
            text=body.get("text", "").strip() or HELP,
            team=body["team_id"],
            channel=body["channel_id"],
            user=body["user_id"],
            way=Way.PRIVATE,
            response_url=body["response_url"],
        )
    )


def pointed_at(body: Mapping[str, Any]) -> Question:
    """What a message shortcut asks: what the community said about the message it was used on."""
    return _in_plain_words(
        Question(
            id=f"shortcut/{body['trigger_id']}",
            text=body["message"].get("text", ""),
            team=team_of(body),
            channel=body["channel"]["id"],
            user=body["user"]["id"],
            way=Way.PRIVATE,
            response_url=body["response_url"],
        )
    )


def pressed(body: Mapping[str, Any]) -> Question:
    """What the button of a further question asks: on the home tab, under an answer of one's own, or under anyone's."""
    question = Question(
        id=f"press/{body['trigger_id']}",
        text=body["actions"][0]["value"],
        team=team_of(body),
        channel="",
        user=body["user"]["id"],
        way=Way.DIRECT,
        unseen=True,
    )
    if "channel" not in body:
        return question
    channel, message = body["channel"]["id"], body.get("message", {})
    if body["container"].get("is_ephemeral"):
        thread = body["container"].get("thread_ts", "")
        return replace(question, channel=channel, thread=thread, way=Way.PRIVATE, response_url=body["response_url"])
    thread = message.get("thread_ts") or ("" if channel.startswith("D") else message["ts"])
    return replace(question, channel=channel, way=Way.MESSAGE, thread=thread)


def team_of(body: Mapping[str, Any]) -> str:
    """The workspace of whoever pressed or chose something: in a shared channel that need not be ours."""
    return str(body["user"].get("team_id") or body["team"]["id"])


def _question(event: Event, message: Event, team: str, me: Identity) -> Question:
    """The question in a message, its text still as Slack sends it."""
    channel, ts = event["channel"], message["ts"]
    direct = event.get("channel_type") == "im" or channel.startswith("D")
    text = message.get("text", "")
    addressed = direct or event["type"] == "app_mention" or me.bot_user in mentions(text)
    return Question(
        id=f"{channel}/{ts}",
        text=text,
        # In a channel shared with others: the workspace of whoever asks.
        team=message.get("user_team") or message.get("team") or team,
        channel=channel,
        user=message["user"],
        way=Way.MESSAGE,
        ts=ts,
        thread=message.get("thread_ts") or ("" if direct else ts),
        overheard=not addressed,
    )


def _edited(event: Event, team: str, me: Identity) -> Question | None:
    message, before = event["message"], event.get("previous_message", {})
    # Slack tells of links that it unfolded in the same way.
    if _by_a_program(message) or message.get("text") == before.get("text"):
        return None
    question = _question(event, message, team, me)
    edit = message.get("edited", {}).get("ts") or event["event_ts"]
    return _in_plain_words(_edit(question, edit))


def _edit(question: Question, at: str) -> Question:
    return replace(question, id=f"{question.id}/{at}", way=Way.UPDATE)


def _deleted(event: Event) -> Deleted | None:
    message = event.get("previous_message", {})
    if _by_a_program(message):
        return None
    direct = event.get("channel_type") == "im"
    thread = message.get("thread_ts") or ("" if direct else message["ts"])
    return Deleted(event["channel"], message["ts"], message["user"], thread)


def _is_gone(message: Event) -> bool:
    """A deleted message with replies stays as an empty place that the replies hang on."""
    return message.get("subtype") == "tombstone"


def _by_a_program(message: Event) -> bool:
    return "bot_id" in message or "user" not in message


def _in_plain_words(question: Question) -> Question:
    return replace(question, text=plain_words(question.text))
