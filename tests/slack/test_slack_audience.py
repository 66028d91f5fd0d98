"""Who may read what in Slack: quotes for staff only where staff are among themselves."""

from dataclasses import replace

import pytest
from slack_sdk import WebClient
from tests.slack.workplace import ANA, BEN, BOT, CHANNEL, SHARED_CHANNEL, Workplace, buttons, quotes, shown
from tests.web.made_door import pay_plan

from ppwi_bot.answers.scope import EVERYTHING
from ppwi_bot.channels.slack import members, rooms
from ppwi_bot.channels.slack.rooms import STAFF
from ppwi_bot.channels.slack.sides import INTERNAL
from ppwi_bot.corpus.codebook import CallToAction
from ppwi_bot.evaluation.slack_cloud import Channel

STAFF_ONLY = "Only for staff: the funder shouted."
PUBLIC = "My paycheck is gone by Tuesday."
OURS = frozenset({"T0TEAM"})


@pytest.fixture
def staff(place: Workplace) -> Workplace:
    """A workplace of the initiative's staff, where every answer has a quote for staff in it."""
    place.behind.plan = pay_plan("staff", "low-pay-1")
    place.open(staff_workspaces=OURS)
    return place


def share_outside(work: Workplace, channel: str = CHANNEL) -> None:
    """The channel is opened to another organisation."""
    work.cloud.channels[channel] = replace(work.cloud.channels[channel], is_ext_shared=True)


def test_staff_see_quotes_for_staff_in_their_own_channels_marked_as_internal(staff: Workplace) -> None:
    answer = staff.answer(staff.mention("what about pay?"))
    assert quotes(answer) == [STAFF_ONLY, PUBLIC]
    assert shown(answer).count(INTERNAL) == 1
    assert staff.behind.scopes == [STAFF]


def test_staff_see_them_in_direct_messages_and_with_the_command(staff: Workplace) -> None:
    staff.write("what about pay?")
    staff.cloud.wait_for(lambda: len(staff.said()) == 1)
    staff.command("what about pay?")
    assert quotes(staff.said()[0]) == quotes(staff.whisper()) == [STAFF_ONLY, PUBLIC]


def test_no_workspace_is_a_place_of_staff_unless_it_is_named(place: Workplace) -> None:
    place.behind.plan = pay_plan("staff", "low-pay-1")
    place.open(staff_workspaces=frozenset({"T0OTHER"}))
    assert quotes(place.answer(place.mention("what about pay?"))) == [PUBLIC]
    assert place.behind.scopes == [EVERYTHING]


def test_where_channels_are_named_the_others_and_direct_messages_are_public(place: Workplace) -> None:
    place.behind.plan = pay_plan("staff", "low-pay-1")
    place.cloud.channels["C0OPEN"] = Channel("C0OPEN", "open")
    place.open(staff_workspaces=OURS, staff_channels=frozenset({CHANNEL}))
    assert quotes(place.answer(place.mention("what about pay?"))) == [STAFF_ONLY, PUBLIC]
    assert quotes(place.answer(place.mention("what about pay?", "C0OPEN"))) == [PUBLIC]
    place.write("what about pay?")
    place.cloud.wait_for(lambda: len(place.said()) == 1)
    assert quotes(place.said()[0]) == [PUBLIC]


def test_a_channel_shared_with_another_organisation_is_a_public_place(staff: Workplace) -> None:
    answer = staff.answer(staff.mention("what about pay?", SHARED_CHANNEL))
    assert quotes(answer) == [PUBLIC]
    assert STAFF_ONLY not in answer.text


def test_a_channel_that_slack_does_not_tell_us_of_is_a_public_place(staff: Workplace) -> None:
    staff.cloud.channels["D0BOTH"] = Channel("D0BOTH", is_private=True, is_member=False)
    staff.command("what about pay?", "D0BOTH")
    assert quotes(staff.whisper()) == [PUBLIC]


def test_guests_see_nothing_for_staff(staff: Workplace) -> None:
    staff.cloud.guests.add(BEN)
    staff.write("what about pay?", user=BEN)
    staff.cloud.wait_for(lambda: len(staff.said(user=BEN)) == 1)
    staff.command("what about pay?", user=BEN)
    assert quotes(staff.said(user=BEN)[0]) == quotes(staff.whisper(BEN)) == [PUBLIC]


def test_a_channel_with_a_guest_in_it_is_a_public_place_where_staff_see_theirs_alone(staff: Workplace) -> None:
    staff.cloud.guests.add(BEN)
    assert quotes(staff.answer(staff.mention("what about pay?"))) == [PUBLIC]
    staff.command("what about pay?")
    whisper = staff.whisper()
    assert quotes(whisper) == [STAFF_ONLY, PUBLIC]
    staff.press(whisper, "share")
    staff.cloud.wait_for(lambda: len(staff.said(CHANNEL)) == 1)
    assert quotes(staff.said(CHANNEL)[0]) == [PUBLIC]


def test_so_is_one_that_a_guest_has_joined_since(staff: Workplace) -> None:
    unfoldable(staff)
    answer = staff.answer(staff.mention("what about pay?"))
    assert quotes(answer) == [STAFF_ONLY, PUBLIC]
    staff.cloud.guests.add("U0NEW")
    staff.cloud.meet("U0NEW", CHANNEL)
    staff.press(answer, "calls")
    staff.cloud.wait_for(lambda: bool(staff.cloud.now(answer).edited))
    assert quotes(staff.cloud.now(answer)) == [PUBLIC]


def test_who_has_become_a_guest_is_known_after_some_minutes(staff: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "KNOWN_SECONDS", 0)
    assert quotes(staff.answer(staff.mention("what about pay?"))) == [STAFF_ONLY, PUBLIC]
    staff.cloud.guests.add(BEN)
    assert quotes(staff.answer(staff.mention("what about pay?"))) == [PUBLIC]


def test_slack_is_not_asked_about_the_same_people_again_and_again(staff: Workplace) -> None:
    staff.cloud.members[CHANNEL].add("U0STRANGER")
    for _ in range(3):
        assert quotes(staff.answer(staff.mention("what about pay?"))) == [PUBLIC]
    assert [call.method for call in staff.cloud.calls].count("users.list") == 1


def test_strangers_seen_before_are_not_asked_about_again_when_others_are(staff: Workplace) -> None:
    known = members.Members(WebClient(staff.cloud.bot_token, base_url=staff.cloud.api_url))
    for stranger in ("U0ONE", "U0TWO", "U0ONE", "U0TWO"):
        assert not known.are_full({ANA, stranger})
    assert [call.method for call in staff.cloud.calls].count("users.list") == 2


def test_every_page_of_a_long_list_is_read(staff: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "PAGE", 1)
    monkeypatch.setattr(rooms, "PAGE", 1)
    assert quotes(staff.answer(staff.mention("what about pay?"))) == [STAFF_ONLY, PUBLIC]
    staff.cloud.guests.add("U0ZOE")
    staff.cloud.meet("U0ZOE", CHANNEL)
    assert quotes(staff.answer(staff.mention("what about pay?"))) == [PUBLIC]


@pytest.mark.parametrize("scope", ["channels:read", "users:read"])
def test_where_we_may_not_ask_who_is_there_a_channel_is_a_public_place(staff: Workplace, scope: str) -> None:
    staff.cloud.scopes.remove(scope)
    assert quotes(staff.answer(staff.mention("what about pay?"))) == [PUBLIC]


def test_people_of_another_workspace_are_public_wherever_they_ask(staff: Workplace) -> None:
    message = staff.cloud.post_as("U0GUEST", CHANNEL, f"{BOT} what about pay?")
    event = staff.cloud.mention_event(message, user_team="T0PARTNER", source_team="T0PARTNER")
    staff.cloud.event(staff.url, event)
    assert quotes(staff.answer(message)) == [PUBLIC]


def test_buttons_pressed_by_people_of_another_workspace_show_nothing_for_staff(staff: Workplace) -> None:
    question = staff.mention("what about pay?")
    answer = staff.answer(question)
    team, staff.cloud.team = staff.cloud.team, "T0PARTNER"
    staff.press(answer, "ask:0", "U0GUEST")
    staff.cloud.wait_for(lambda: len(staff.answers(question)) == 2)
    staff.cloud.team = team
    assert quotes(staff.answers(question)[1]) == [PUBLIC]


def test_sharing_where_staff_are_among_themselves_shows_what_was_shared(staff: Workplace) -> None:
    staff.command("what about pay?")
    staff.press(staff.whisper(), "share")
    staff.cloud.wait_for(lambda: len(staff.said(CHANNEL)) == 1)
    assert quotes(staff.said(CHANNEL)[0]) == [STAFF_ONLY, PUBLIC]


def test_sharing_into_a_channel_that_was_opened_to_others_leaves_out_what_is_for_staff(staff: Workplace) -> None:
    staff.command("what about pay?")
    whisper = staff.whisper()
    assert quotes(whisper) == [STAFF_ONLY, PUBLIC]
    share_outside(staff)
    staff.press(whisper, "share")
    staff.cloud.wait_for(lambda: len(staff.said(CHANNEL)) == 1)
    [shared] = staff.said(CHANNEL)
    assert quotes(shared) == [PUBLIC]
    assert STAFF_ONLY not in shared.text


def unfoldable(work: Workplace) -> None:
    """From now on answers have more calls to action than are shown at once."""
    library = work.behind.voices.library
    pay = library.codebook["pay"]
    calls = tuple(replace(call, text=f"{call.actor} should do something. " * 20) for call in pay.calls)
    assert all(isinstance(call, CallToAction) for call in calls)
    codes = {**library.codebook.codes, "pay": replace(pay, calls=calls)}
    codebook = type(library.codebook)(codes)
    work.behind.voices = replace(work.behind.voices, library=replace(library, codebook=codebook))


def test_unfolding_leaves_the_answer_as_it_was_and_shows_all_calls_to_action(staff: Workplace) -> None:
    unfoldable(staff)
    answer = staff.answer(staff.mention("what about pay?"))
    assert "funders_and_legislators should do something." in shown(answer)
    assert "organization_administrators should do something." not in shown(answer)
    staff.press(answer, "calls", "U0BEN")
    staff.cloud.wait_for(lambda: bool(staff.cloud.now(answer).edited))
    unfolded = staff.cloud.now(answer)
    assert "organization_administrators should do something." in shown(unfolded)
    assert quotes(unfolded) == quotes(answer)
    assert "calls" not in buttons(unfolded)
    assert "Asked:" not in shown(unfolded)


def test_unfolding_a_private_answer_keeps_its_question_and_its_button_to_share(staff: Workplace) -> None:
    unfoldable(staff)
    staff.command("what about pay?")
    whisper = staff.whisper()
    staff.press(whisper, "calls")
    staff.cloud.wait_for(lambda: bool(staff.cloud.now(whisper).edited))
    unfolded = staff.cloud.now(whisper)
    assert "Asked: what about pay?" in shown(unfolded)
    assert "share" in buttons(unfolded)


def test_unfolding_a_shared_answer_keeps_who_shared_it(staff: Workplace) -> None:
    unfoldable(staff)
    staff.command("what about pay?")
    staff.press(staff.whisper(), "share")
    staff.cloud.wait_for(lambda: len(staff.said(CHANNEL)) == 1)
    [shared] = staff.said(CHANNEL)
    staff.press(shared, "calls", BEN)
    staff.cloud.wait_for(lambda: bool(staff.cloud.now(shared).edited))
    unfolded = staff.cloud.now(shared)
    assert "Shared by " in shown(unfolded)
    assert unfolded.pings == [f"@{ANA}"]
    assert "organization_administrators should do something." in shown(unfolded)


def test_unfolding_where_others_can_read_by_now_takes_out_what_is_for_staff(staff: Workplace) -> None:
    unfoldable(staff)
    answer = staff.answer(staff.mention("what about pay?"))
    share_outside(staff)
    staff.press(answer, "calls")
    staff.cloud.wait_for(lambda: bool(staff.cloud.now(answer).edited))
    assert quotes(staff.cloud.now(answer)) == [PUBLIC]


def test_a_quote_withdrawn_since_is_not_shared(staff: Workplace) -> None:
    staff.command("what about pay?")
    whisper = staff.whisper()
    staff.behind.withdraw("low-pay-1")
    staff.press(whisper, "share")
    staff.cloud.wait_for(lambda: len(staff.said(CHANNEL)) == 1)
    assert quotes(staff.said(CHANNEL)[0]) == [STAFF_ONLY]
    assert PUBLIC not in staff.said(CHANNEL)[0].text


def test_a_quote_withdrawn_since_goes_when_the_answer_is_unfolded(staff: Workplace) -> None:
    unfoldable(staff)
    answer = staff.answer(staff.mention("what about pay?"))
    staff.behind.withdraw("low-pay-1")
    staff.press(answer, "calls")
    staff.cloud.wait_for(lambda: bool(staff.cloud.now(answer).edited))
    assert quotes(staff.cloud.now(answer)) == [STAFF_ONLY]


def test_quotes_that_are_withheld_are_shown_to_nobody(staff: Workplace) -> None:
    staff.behind.plan = pay_plan("withheld", "low-pay-1")
    assert quotes(staff.answer(staff.mention("what about pay?"))) == [PUBLIC]


def test_the_home_tab_is_a_public_place(staff: Workplace) -> None:
    staff.cloud.event(staff.url, staff.cloud.home_opened_event(ANA))
    staff.cloud.wait_for(lambda: ANA in staff.cloud.homes)
    assert "staff" not in shown(staff.cloud.homes[ANA]).lower()
