"""Ways to ask in Slack, and where each answer goes."""

import re
from threading import Event

import pytest
from tests.slack.workplace import ANA, BEN, BOT, CHANNEL, PAY, Workplace, buttons, quotes, shown
from tests.web.made_door import PARTICIPATION, SUPPORT

from ppwi_bot.answers.answer import Kind
from ppwi_bot.answers.plan import AnswerPlan, Reason, Said
from ppwi_bot.channels.feedback import Feedback
from ppwi_bot.channels.slack.app import SHORTCUT
from ppwi_bot.channels.slack.desk import WORKERS

OFF_TOPIC = AnswerPlan(kind=Kind.DECLINE, reason=Reason.OFF_TOPIC, lead=(Said("decline.no_evidence"),))
HELP = AnswerPlan(kind=Kind.INFORMATION, reason=Reason.HELP, lead=(Said("info.participation"),))


# Direct messages


def test_a_direct_message_is_answered_where_it_was_asked(work: Workplace) -> None:
    work.write("what about pay?")
    work.cloud.wait_for(lambda: len(work.said()) == 1)
    [answer] = work.said()
    assert answer.thread_ts == ""
    assert quotes(answer)[1:] == ["My paycheck is gone by Tuesday.", "The wages here are fine, honestly."]
    assert work.behind.texts == ["what about pay?"]


def test_a_question_in_a_thread_of_a_direct_message_is_answered_in_that_thread(work: Workplace) -> None:
    first = work.write("what about pay?")
    work.cloud.wait_for(lambda: len(work.said()) == 1)
    further = work.write("and administrators?", thread=first.ts)
    work.cloud.wait_for(lambda: len(work.said()) == 2)
    assert [one.thread_ts for one in work.said()] == ["", first.ts]
    assert work.behind.keys[0] != work.behind.keys[1]
    assert further.thread_ts == first.ts


def test_a_file_sent_with_words_is_a_question_too(work: Workplace) -> None:
    work.write("what about pay?", subtype="file_share")
    work.cloud.wait_for(lambda: len(work.said()) == 1)


# Channels


def test_a_mention_is_answered_once_in_a_thread_though_slack_tells_of_it_twice(work: Workplace) -> None:
    question = work.mention("what about pay?")
    answer = work.answer(question)
    assert answer.thread_ts == question.ts
    assert work.behind.texts == ["what about pay?"]


def test_it_is_the_same_whichever_of_the_two_comes_first(work: Workplace) -> None:
    message = work.cloud.post_as(ANA, CHANNEL, f"{BOT} what about pay?")
    for event in (work.cloud.message_event(message), work.cloud.mention_event(message)):
        work.cloud.event(work.url, event)
    work.answer(message)


def test_a_thread_where_we_answered_goes_on_without_a_mention(work: Workplace) -> None:
    question = work.mention("what about pay?")
    work.answer(question)
    work.write("and administrators?", CHANNEL, BEN, question.ts)
    work.cloud.wait_for(lambda: len(work.answers(question)) == 2)
    assert work.behind.texts == ["what about pay?", "and administrators?"]
    assert len(set(work.behind.keys)) == 1


def test_a_thread_goes_on_while_its_first_answer_is_still_on_its_way(work: Workplace) -> None:
    work.cloud.rate_limit("chat.postMessage", retry_after=1)
    question = work.mention("what about pay?")
    work.write("and administrators?", CHANNEL, ANA, question.ts)
    work.cloud.wait_for(lambda: len(work.answers(question)) == 2)
    assert work.behind.texts == ["what about pay?", "and administrators?"]


@pytest.mark.parametrize("to", ["<@U0BEN> did you see this?", "<!here> look", "<!subteam^S0TEAM|@carers> look"])
def test_in_our_threads_words_to_colleagues_are_not_for_us(work: Workplace, to: str) -> None:
    question = work.mention("what about pay?")
    work.answer(question)
    work.write(to, CHANNEL, BEN, question.ts)
    work.settle()
    assert work.behind.texts == ["what about pay?"]


def test_whoever_mentions_us_and_a_colleague_means_us(work: Workplace) -> None:
    question = work.mention("<@U0BEN> what about pay?")
    work.answer(question)
    assert work.behind.texts == ["what about pay?"]


def test_what_is_said_in_other_threads_and_in_channels_is_not_for_us(work: Workplace) -> None:
    other = work.write("lunch?", CHANNEL)
    work.write("yes", CHANNEL, BEN, other.ts)
    work.answer(work.mention("what about pay?"))
    assert work.behind.texts == ["what about pay?"]


@pytest.mark.parametrize("subtype", ["channel_join", "channel_topic", "me_message", "reminder_add"])
def test_notices_of_slack_are_not_for_us(work: Workplace, subtype: str) -> None:
    work.write("has joined the channel", subtype=subtype)
    work.settle()
    assert work.behind.texts == []


def test_small_talk_overheard_in_our_thread_is_answered_to_its_speaker_alone(work: Workplace) -> None:
    question = work.mention("what about pay?")
    work.answer(question)
    work.behind.plans["did you have lunch?"] = OFF_TOPIC
    work.write("did you have lunch?", CHANNEL, BEN, question.ts)
    whisper = work.whisper(BEN)
    assert whisper.thread_ts == question.ts
    assert len(work.answers(question)) == 1


def test_a_further_question_from_a_private_answer_in_a_thread_is_answered_in_that_thread(work: Workplace) -> None:
    question = work.mention("what about pay?")
    work.answer(question)
    work.behind.plans["did you have lunch?"] = AnswerPlan(
        kind=Kind.DECLINE, reason=Reason.OFF_TOPIC, lead=OFF_TOPIC.lead, follow_ups=(Said("follow.more"),)
    )
    work.write("did you have lunch?", CHANNEL, BEN, question.ts)
    work.press(work.whisper(BEN), "ask:0", BEN)
    assert work.whisper(BEN, 2).thread_ts == question.ts


# Commands and shortcuts


def test_a_command_is_answered_to_whoever_typed_it_until_they_share_it(work: Workplace) -> None:
    work.command("what about pay?")
    whisper = work.whisper()
    assert "Asked: what about pay?" in shown(whisper)
    assert buttons(whisper)["share"] == "Share to channel"
    assert work.said(CHANNEL) == []
    work.press(whisper, "share")
    work.cloud.wait_for(lambda: len(work.said(CHANNEL)) == 1)
    [shared] = work.said(CHANNEL)
    assert quotes(shared) == quotes(whisper)
    assert shared.pings == [f"@{ANA}"]
    assert "Asked: what about pay?" in shown(shared)
    assert "share" not in buttons(shared)


@pytest.mark.parametrize("text", ["", "  "])
def test_a_command_without_words_gets_help(work: Workplace, text: str) -> None:
    work.behind.plans["help"] = HELP
    work.command(text)
    work.whisper()
    assert work.behind.texts == ["help"]


def test_a_command_works_where_we_are_not_in_the_channel(work: Workplace) -> None:
    work.cloud.channels["D0BOTH"] = type(work.cloud.channels["D0ANA"])("D0BOTH", is_im=True, is_member=False, user=ANA)
    work.command("what about pay?", "D0BOTH")
    work.whisper()


def test_a_message_shortcut_asks_what_the_community_said_about_that_message(work: Workplace) -> None:
    message = work.cloud.post_as(BEN, CHANNEL, "We pay <https://example.org|fair wages> &amp; more")
    assert work.cloud.shortcut(work.url, ANA, message, SHORTCUT).status_code == 200
    whisper = work.whisper()
    assert work.behind.texts == ["We pay fair wages & more"]
    assert buttons(whisper)["share"] == "Share to channel"


# Buttons under answers


def test_a_further_question_in_a_thread_is_answered_there_with_the_question_repeated(work: Workplace) -> None:
    question = work.mention("what about pay?")
    work.press(work.answer(question), "ask:0", BEN)
    work.cloud.wait_for(lambda: len(work.answers(question)) == 2)
    first, second = work.answers(question)
    asked = buttons(first)["ask:0"]
    assert work.behind.texts == ["what about pay?", asked]
    assert f"Asked: {asked}" in shown(second)
    assert len(set(work.behind.keys)) == 1


def test_a_further_question_under_a_private_answer_is_answered_privately(work: Workplace) -> None:
    work.command("what about pay?")
    work.press(work.whisper(), "ask:0")
    assert "Asked: " in shown(work.whisper(number=2))
    assert len(set(work.behind.keys)) == 1
    assert work.said(CHANNEL) == []


def test_a_further_question_in_a_direct_message_is_answered_there(work: Workplace) -> None:
    work.write("what about pay?")
    work.cloud.wait_for(lambda: len(work.said()) == 1)
    work.press(work.said()[0], "ask:0")
    work.cloud.wait_for(lambda: len(work.said()) == 2)
    assert work.said()[1].thread_ts == ""
    assert len(set(work.behind.keys)) == 1


def test_show_more_is_a_further_question(work: Workplace) -> None:
    work.write("what about pay?")
    work.cloud.wait_for(lambda: len(work.said()) == 1)
    [action] = [action for action, label in buttons(work.said()[0]).items() if "more" in label.lower()]
    work.press(work.said()[0], action)
    work.cloud.wait_for(lambda: len(work.said()) == 2)
    assert work.behind.texts[1] == buttons(work.said()[0])[action]


# Feedback


def test_a_helpful_answer_is_counted_and_thanked_for(work: Workplace) -> None:
    answer = work.answer(work.mention("what about pay?"))
    work.press(answer, "helpful", BEN)
    assert "Thank you" in work.whisper(BEN).text
    [kept] = work.behind.feedback
    assert (kept.helpful, kept.comment) == (True, "")
    assert not re.search("U0|C0|D0", kept.answer)


def test_an_answer_that_did_not_help_is_counted_with_what_was_missing(work: Workplace) -> None:
    work.press(work.answer(work.mention("what about pay?")), "not_helpful", BEN)
    work.cloud.wait_for(lambda: bool(work.cloud.modals))
    values = {"comment": {"comment": {"type": "plain_text_input", "value": "  More from  tribes\x07 "}}}
    assert work.cloud.submit(work.url, BEN, work.cloud.modals[0], values).status_code == 200
    [kept] = work.behind.feedback
    assert (kept.helpful, kept.comment) == (False, "More from  tribes")


@pytest.mark.parametrize("values", [{}, {"comment": {"comment": {"type": "plain_text_input", "value": None}}}])
def test_what_was_missing_may_be_left_out(work: Workplace, values: dict[str, object]) -> None:
    work.press(work.answer(work.mention("what about pay?")), "not_helpful")
    work.cloud.wait_for(lambda: bool(work.cloud.modals))
    assert work.cloud.submit(work.url, ANA, work.cloud.modals[0], values).status_code == 200
    assert [(one.helpful, one.comment) for one in work.behind.feedback] == [(False, "")]


def test_closing_the_form_still_counts_that_the_answer_did_not_help(work: Workplace) -> None:
    work.press(work.answer(work.mention("what about pay?")), "not_helpful")
    work.cloud.wait_for(lambda: bool(work.cloud.modals))
    assert work.cloud.dismiss(work.url, ANA, work.cloud.modals[0]).status_code == 200
    assert [(one.helpful, one.comment) for one in work.behind.feedback] == [(False, "")]


def test_a_form_that_came_too_late_does_not_lose_the_judgment(work: Workplace) -> None:
    answer = work.answer(work.mention("what about pay?"))
    free = Event()
    work.behind.before_planning = lambda text: free.wait() and None
    for number in range(WORKERS):
        work.write("what about rest?", user=f"U0BUSY{number}")
    work.press(answer, "not_helpful")
    work.cloud.let_pass(4)
    free.set()
    assert "Thank you" in work.whisper().text
    assert [(one.helpful, one.comment) for one in work.behind.feedback] == [(False, "")]


def test_a_judgment_that_slack_sends_again_counts_once(work: Workplace) -> None:
    answer = work.answer(work.mention("what about pay?"))
    work.twice(lambda: work.press(answer, "helpful"))
    work.whisper()
    assert len(work.behind.feedback) == 1


def test_sharing_that_slack_sends_again_shares_once(work: Workplace) -> None:
    work.command("what about pay?")
    whisper = work.whisper()
    work.twice(lambda: work.press(whisper, "share"))
    work.cloud.wait_for(lambda: bool(work.said(CHANNEL)))
    work.settle()
    assert len(work.said(CHANNEL)) == 1


def test_buttons_of_an_answer_that_is_no_longer_kept_say_so(work: Workplace) -> None:
    work.command("what about pay?")
    whisper = work.whisper()
    work.door._ledger._database.execute("DELETE FROM questions")
    work.press(whisper, "share")
    assert "too old" in work.whisper(number=2).text
    assert work.said(CHANNEL) == []


# Distress


def test_distress_in_a_channel_is_answered_in_a_direct_message_only(work: Workplace) -> None:
    work.behind.plan = SUPPORT
    question = work.mention("I cannot go on")
    work.cloud.wait_for(lambda: len(work.said()) == 1)
    work.settle()
    assert "988" in work.said()[0].text
    assert work.answers(question) == []
    assert work.whispered() == []


def test_distress_overheard_in_a_thread_is_answered_in_a_direct_message_only(work: Workplace) -> None:
    question = work.mention("what about pay?")
    work.answer(question)
    work.behind.plans["I cannot go on"] = SUPPORT
    work.write("I cannot go on", CHANNEL, BEN, question.ts)
    work.cloud.wait_for(lambda: len(work.said(user=BEN)) == 1)
    work.settle()
    assert len(work.answers(question)) == 1
    assert work.said() == []


def test_distress_typed_with_the_command_is_answered_to_that_person_alone(work: Workplace) -> None:
    work.behind.plan = SUPPORT
    work.command("I cannot go on")
    assert "988" in work.whisper().text
    assert work.said(CHANNEL) == []


@pytest.mark.parametrize("way", ["with the command", "in a channel"])
def test_words_of_distress_are_nowhere_once_they_are_answered(work: Workplace, way: str) -> None:
    work.behind.plan = SUPPORT
    if way == "with the command":
        work.command("I cannot go on")
        answer = work.whisper()
    else:
        work.mention("I cannot go on")
        work.cloud.wait_for(lambda: len(work.said()) == 1)
        [answer] = work.said()
    work.settle()
    assert "I cannot go on" not in shown(answer)
    assert not any(b"I cannot go on" in path.read_bytes() for path in work.folder.glob("slack.db*"))


def test_words_of_distress_are_not_kept_among_ones_recent_questions(work: Workplace) -> None:
    work.behind.plans["I cannot go on"] = SUPPORT
    work.write("I cannot go on")
    work.write("what about pay?")
    work.cloud.wait_for(lambda: len(work.said()) == 2)
    assert "I cannot go on" not in shown(home(work))


# Long messages


def test_a_very_long_message_is_answered_with_a_sentence(work: Workplace) -> None:
    work.write("word " * 8_000)
    work.cloud.wait_for(lambda: len(work.said()) == 1)
    [answer] = work.said()
    assert answer.text.startswith("Your message has 39,999 characters. Please shorten it")
    assert work.behind.texts == []


def test_forty_thousand_brackets_are_read_like_any_other_text(work: Workplace) -> None:
    work.command("<|" * 20_000)
    assert "Please shorten it" in work.whisper().text


# Conversations


def test_each_thread_direct_message_and_person_has_a_conversation_of_its_own(work: Workplace) -> None:
    work.answer(work.mention("one"))
    work.answer(work.mention("two"))
    work.write("three")
    work.write("four", user=BEN)
    work.command("five")
    work.whisper()
    work.command("six", user=BEN)
    work.whisper(BEN)
    work.command("seven", "C0EXT")
    work.whisper(number=2)
    assert sorted(work.behind.texts) == sorted(["one", "two", "three", "four", "five", "six", "seven"])
    assert len(set(work.behind.keys)) == 7
    for key in work.behind.keys:
        assert re.fullmatch("slack-[0-9a-f]{32}", key)


def test_a_conversation_goes_on_after_a_restart(work: Workplace) -> None:
    question = work.mention("what about pay?")
    work.answer(question)
    work.close()
    work.open()
    work.write("and administrators?", CHANNEL, BEN, question.ts)
    work.cloud.wait_for(lambda: len(work.answers(question)) == 2)
    assert len(set(work.behind.keys)) == 1


# The home tab


def home(work: Workplace, user: str = ANA) -> dict[str, object]:
    """A person's home tab, just opened."""
    before = work.cloud.homes.get(user)
    assert work.cloud.event(work.url, work.cloud.home_opened_event(user)).status_code == 200
    work.cloud.wait_for(lambda: work.cloud.homes.get(user) not in (None, before))
    return work.cloud.homes[user]


def test_the_home_tab_tells_how_to_ask_and_has_questions_to_start_with_and_the_themes(work: Workplace) -> None:
    view = home(work)
    assert "/voices" in shown(view)
    assert "How many people took part?" in buttons(view).values()
    assert "Care for carers" in shown(view)
    assert "clear_recent" not in buttons(view)


def test_a_question_from_the_home_tab_is_answered_in_the_direct_message(work: Workplace) -> None:
    view = home(work)
    work.press(view, "ask:start:0")
    work.cloud.wait_for(lambda: len(work.said()) == 1)
    asked = buttons(view)["ask:start:0"]
    assert work.behind.texts == [asked]
    assert f"Asked: {asked}" in shown(work.said()[0])
    work.write("and administrators?")
    work.cloud.wait_for(lambda: len(work.said()) == 2)
    assert len(set(work.behind.keys)) == 1


def test_nobody_waits_for_what_another_person_asked_from_their_home_tab(work: Workplace) -> None:
    hers, his = home(work), home(work, BEN)
    free, slow = Event(), buttons(hers)["ask:start:0"]
    work.behind.before_planning = lambda text: (text == slow and free.wait() and None) or None
    try:
        work.press(hers, "ask:start:0")
        work.press(his, "ask:start:1", BEN)
        work.cloud.wait_for(lambda: len(work.said(user=BEN)) == 1)
    finally:
        free.set()


def test_the_home_tab_lists_ones_own_recent_questions_only(work: Workplace) -> None:
    work.write("mine", user=ANA)
    work.write("his", user=BEN)
    work.answer(work.mention("ours"))
    work.settle()
    asked = [label for action, label in buttons(home(work)).items() if action.startswith("ask:recent")]
    assert asked == ["ours", "mine"]


def test_small_talk_and_help_are_no_recent_questions(work: Workplace) -> None:
    work.behind.plan = HELP
    work.write("hello")
    work.cloud.wait_for(lambda: len(work.said()) == 1)
    work.settle()
    assert "clear_recent" not in buttons(home(work))


def test_the_list_of_recent_questions_can_be_cleared(work: Workplace) -> None:
    work.write("mine", user=ANA)
    work.write("his", user=BEN)
    work.settle()
    work.press(home(work), "clear_recent")
    work.cloud.wait_for(lambda: "clear_recent" not in buttons(work.cloud.homes[ANA]))
    assert "his" in shown(home(work, BEN))


def test_figures_and_plain_information_ask_for_no_judgment(work: Workplace) -> None:
    work.behind.plan = PARTICIPATION
    answer = work.answer(work.mention("how many took part?"))
    assert "helpful" not in buttons(answer)
    assert "115 people in focus groups" in shown(answer)


def test_nothing_of_slack_is_in_what_is_kept_of_a_judgment(work: Workplace) -> None:
    work.press(work.answer(work.mention("what about pay?")), "helpful")
    work.whisper()
    assert work.behind.feedback == [Feedback(work.behind.feedback[0].answer, helpful=True)]
    assert PAY.quotes
