"""An answer as a Slack message: within Slack's limits whatever it holds, every quote letter for letter, nobody pinged."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from tests.slack.workplace import SITE, buttons, quotes, shown
from tests.small_world import CODES, code
from tests.web.made_door import ACTING, ATTACK, COMPARISON, DECLINE, LONG, PARTICIPATION, VERBATIM, pay_plan
from tests.web.made_door import House as MadeHouse

from ppwi_bot.answers.answer import (
    Answer,
    CallCard,
    CodeRef,
    Coverage,
    Kind,
    Passage,
    QuoteCard,
    Side,
    Source,
    SourceKind,
)
from ppwi_bot.answers.excerpt import EXCERPT_CHARACTERS, excerpt
from ppwi_bot.answers.fill import fill
from ppwi_bot.answers.plan import AnswerPlan
from ppwi_bot.answers.scope import Parts
from ppwi_bot.channels.slack.home import MOST_THEMES, home_view
from ppwi_bot.channels.slack.rendering import FEW_CALLS, Showing, rendered
from ppwi_bot.channels.slack.rooms import STAFF
from ppwi_bot.channels.slack.sides import ILLUSTRATIVE, INTERNAL, REAL
from ppwi_bot.corpus.codebook import Actor, Codebook, Level
from ppwi_bot.evaluation.slack_cloud import Message
from ppwi_bot.evaluation.slack_cloud.blocks import problems
from ppwi_bot.evaluation.slack_cloud.content import UPDATE_TEXT_LIMIT, message_content
from ppwi_bot.evaluation.slack_cloud.views import VIEW_LIMIT

PINGS = "<!channel> <!here> <@U0ANA> <!subteam^S0|@all> <https://evil.example|here> *bold* _so_ ~no~ `code` ```x``` &lt; :tada:"


def message(answer: Answer, **how: Any) -> Message:
    """The answer as Slack has it once it is posted; refused as Slack would refuse it."""
    made = rendered(answer, Showing("key", **({"site": SITE} | how)))
    fields = message_content({"text": made.text, "blocks": made.blocks})
    message_content({"text": made.text, "blocks": made.blocks}, text_limit=UPDATE_TEXT_LIMIT)
    return Message("C0PAY", "1.0", "U0BOT", bot_id="B0BOT", **{**fields, "blocks": tuple(made.blocks)})


def filled(plan: AnswerPlan, **how: Any) -> Message:
    """An answer of the small library."""
    return message(fill(plan, MadeHouse().voices), **how)


# Answers of every shape

SENTENCES = st.sampled_from(
    [VERBATIM, LONG, ATTACK, PINGS, "שלום\u202eabc", "e\u0301" * 30, "👩‍👩‍👧 " * 50, "\n\n• a\n\n"]
)
WORDS = st.one_of(
    st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(str.strip),
    SENTENCES,
    st.builds(
        lambda text, times: text * times,
        st.sampled_from(["word ", "a", "Ein Satz. ", "مرحبا "]),
        st.sampled_from([1, 7, 90, 1_000, 10_000]),
    ),
).filter(str.strip)
SHORT = st.one_of(
    st.sampled_from(["Pay", PINGS, "x" * 400, "<b> & co"]), st.text(min_size=1, max_size=200).filter(str.strip)
)
IDS = st.text("abcdefgh-123", min_size=1, max_size=30)
YES = st.booleans()


def passages(*sources: SourceKind) -> st.SearchStrategy[Passage]:
    return st.builds(Passage, WORDS, st.sampled_from(sources), IDS, st.just("made"), YES)


CODE_REFS = st.builds(CodeRef, IDS, st.sampled_from(["theme", "topic"]), SHORT, IDS)


@st.composite
def cards(draw: st.DrawFn) -> QuoteCard:
    text = draw(WORDS)
    return QuoteCard(
        id=draw(IDS), text=text, excerpt=excerpt(text), perspective="administrator", affinity_group="", region="",
        attribution=draw(SHORT), corpus="made", corpus_title="Made", illustrative=draw(YES), language="en",
        source=draw(st.sampled_from(["", "https://example.org/page", "a printed report"])),
        audience=draw(st.sampled_from(["public", "staff"])), topics=(),
    )  # fmt: skip


COVERAGE = st.builds(Coverage, YES, st.just(3), st.just({}), st.just(0), passages(SourceKind.WORDING))
SIDES = st.builds(
    Side,
    st.one_of(st.none(), passages(SourceKind.WORDING)),
    st.lists(COVERAGE, max_size=2).map(tuple),
    st.lists(cards(), max_size=15).map(tuple),
)
CALLS = st.builds(CallCard, IDS, WORDS, st.just("x"), SHORT, IDS, st.just("made"), YES)
SOURCES = st.builds(Source, IDS, SHORT, SHORT, st.sampled_from(["", "https://example.org", "in print"]), YES)


def several(of: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[tuple[Any, ...]]:
    """A few or very many."""
    return st.one_of(
        st.lists(of, max_size=3), st.builds(lambda one, times: [one] * times, of, st.integers(0, most))
    ).map(tuple)


ANSWERS = st.builds(
    Answer,
    id=IDS,
    kind=st.sampled_from(Kind),
    reason=st.just(""),
    lead=several(passages(SourceKind.WORDING, SourceKind.FIGURE), 60),
    themes=several(CODE_REFS, 60),
    topics=several(CODE_REFS, 300),
    filters=st.just({}),
    summary=several(passages(SourceKind.SUMMARY), 30),
    sides=several(SIDES, 30),
    calls_to_action=several(CALLS, 60),
    listing=several(CODE_REFS, 300),
    sources=several(SOURCES, 60),
    notices=several(passages(SourceKind.WORDING), 30),
    follow_ups=several(passages(SourceKind.WORDING), 12),
)
SHOWINGS = st.fixed_dictionaries(
    {"site": st.sampled_from(["", SITE]), "asked": st.one_of(st.just(""), SHORT), "private": YES, "unfolded": YES}
)
# Not made smaller when they fail: they are big on purpose, and making them smaller takes minutes.
FULLY = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


@FULLY
@given(ANSWERS, SHOWINGS)
def test_whatever_an_answer_holds_slack_takes_it(answer: Answer, how: dict[str, Any]) -> None:
    made = message(answer, **how)
    assert 1 <= len(made.blocks) <= 50
    assert made.text.strip()


@FULLY
@given(ANSWERS, SHOWINGS)
def test_every_quote_shown_is_a_quote_of_the_answer_letter_for_letter(answer: Answer, how: dict[str, Any]) -> None:
    whole = {card.text for card in answer.quotes}
    by_sentences = {card.excerpt for card in answer.quotes} | {excerpt(text, 2_500) for text in whole}
    assert set(quotes(message(answer, **how))) <= whole | by_sentences


@FULLY
@given(ANSWERS, SHOWINGS)
def test_a_quote_that_is_not_shown_is_accounted_for(answer: Answer, how: dict[str, Any]) -> None:
    made = message(answer, **how)
    missing = len(answer.quotes) - len(quotes(made))
    said = f"{missing} more {'quote does' if missing == 1 else 'quotes do'} not fit into a message"
    assert (said in shown(made)) is (missing > 0)


@FULLY
@given(ANSWERS, SHOWINGS)
def test_no_answer_pings_anybody(answer: Answer, how: dict[str, Any]) -> None:
    assert message(answer, **how).pings == []


@FULLY
@given(ANSWERS, SHOWINGS)
def test_every_quote_shown_says_what_kind_it_is(answer: Answer, how: dict[str, Any]) -> None:
    made = message(answer, **how)
    assert sum(shown(made).count(mark) for mark in (ILLUSTRATIVE, REAL)) == len(quotes(made))


# Marks


@pytest.mark.parametrize(
    "words",
    [ATTACK, VERBATIM, PINGS, "a" * 2_400, "<!channel>", "<@U0ANA>", "*so* _much_ ~less~ `x`", "  \n spaces\n\n "],
)
def test_words_that_look_like_markup_stand_letter_for_letter_and_do_nothing(words: str) -> None:
    answer = fill(pay_plan("low-pay-1"), MadeHouse().voices)
    card = replace(answer.quotes[0], text=words, excerpt=excerpt(words), attribution=words[:200])
    named = CodeRef("x", "topic", words, "care")
    answer = replace(answer, sides=(replace(answer.sides[0], quotes=(card,)),), topics=(named,), listing=(named,))
    made = message(answer, asked=words, private=True)
    assert made.pings == []
    assert quotes(made) == [words]
    assert f"Asked: {words}" in shown(made)
    assert "mrkdwn" not in str(made.blocks)


def test_a_long_quote_is_shortened_by_whole_sentences_where_its_page_is_one_click_away() -> None:
    made = filled(pay_plan("long"))
    assert quotes(made) == [excerpt(LONG)]
    assert quotes(made)[0].endswith(" […]")
    assert "Whole quote" in shown(made)
    assert f"{SITE}/quotes/long" in str(made.blocks)


def test_a_long_quote_is_shown_whole_where_there_is_no_page() -> None:
    assert len(LONG) > EXCERPT_CHARACTERS
    assert quotes(filled(pay_plan("long"), site="")) == [LONG]


def test_a_quote_of_fifty_thousand_characters_without_an_end_is_not_cut_but_said_to_be_too_long() -> None:
    answer = fill(pay_plan("low-pay-1"), MadeHouse().voices)
    card = replace(answer.quotes[0], text="so " * 17_000, excerpt="so " * 17_000)
    made = message(replace(answer, sides=(replace(answer.sides[0], quotes=(card,)),)))
    assert quotes(made) == []
    assert "1 more quote does not fit into a message. It is on the topic’s page." in shown(made)
    assert "so so" not in made.text


def test_illustrative_quotes_are_marked_one_by_one_and_real_ones_as_a_participants_words() -> None:
    made = filled(pay_plan("real", "low-pay-1"))
    assert [shown(made).count(mark) for mark in (REAL, ILLUSTRATIVE)] == [1, 1]
    assert made.text.count(REAL) == made.text.count(ILLUSTRATIVE) == 1
    assert "(illustrative)" in shown(made)


def test_a_quote_for_staff_is_marked_and_leads_nowhere() -> None:
    answer = fill(pay_plan("staff"), Parts(lambda: MadeHouse().voices)(STAFF))
    made = message(answer)
    [block] = [one for one in made.blocks if "rich_text_quote" in str(one)]
    assert INTERNAL in str(block)
    assert INTERNAL in made.text
    assert "link" not in str(block)


def test_nothing_leads_to_our_pages_where_slacks_users_cannot_reach_them() -> None:
    made = filled(pay_plan("real", "low-pay-1"), site="")
    assert SITE not in str(made.blocks)
    assert "/quotes/" not in str(made.blocks)
    assert f"{SITE}/quotes/real" in str(filled(pay_plan("real", "low-pay-1")).blocks)


# Parts of an answer


def test_an_answer_begins_with_its_topic_and_says_where_it_belongs_and_how_widely_it_came_up() -> None:
    made = filled(pay_plan("real", "low-pay-1"))
    assert made.blocks[0]["type"] == "header"
    assert made.blocks[0]["text"]["text"] == "Pay"
    said = shown(made)
    order = [
        "Care for carers",
        "Here is what people said",
        "People spoke about pay.",
        "quotes",
        "My paycheck is gone",
        "Sources",
    ]
    assert [said.index(one) for one in order] == sorted(said.index(one) for one in order)


def test_few_calls_to_action_are_shown_and_many_are_folded_until_asked_for() -> None:
    answer = fill(pay_plan("real"), MadeHouse().voices)
    assert "What is asked for" in shown(message(answer))
    assert "calls" not in buttons(message(answer))
    long = replace(answer.calls_to_action[0], text="Do something. " * (FEW_CALLS // 10))
    many = replace(answer, calls_to_action=(*answer.calls_to_action, long))
    folded = message(many)
    assert buttons(folded)["calls"] == "All 4 calls to action"
    assert long.text not in shown(folded)
    unfolded = message(many, unfolded=True)
    assert "calls" not in buttons(unfolded)
    assert "Do something. Do something." in shown(unfolded)


def test_whoever_asks_what_should_be_done_reads_that_first() -> None:
    voiced, acting = filled(pay_plan("real")), filled(ACTING)
    assert shown(voiced).index("my checkbook") < shown(voiced).index("What is asked for")
    assert shown(acting).index("What is asked for") < shown(acting).index("my checkbook")


def test_the_plain_text_holds_what_is_asked_for_in_the_same_place() -> None:
    voiced, acting = filled(pay_plan("real")).text, filled(ACTING).text
    asked = "To funders and legislators (illustrative): "
    assert voiced.index("my checkbook") < voiced.index(asked)
    assert acting.index(asked) < acting.index("my checkbook")


def test_topics_that_are_listed_stand_below_what_is_asked_for() -> None:
    answer = fill(replace(pay_plan("real"), listing=("rest", "roads")), MadeHouse().voices)
    said = shown(message(answer))
    assert said.index("What is asked for") < said.index("Rest") < said.index("Driving")


def test_topics_that_do_not_fit_are_counted() -> None:
    answer = fill(DECLINE, MadeHouse().voices)
    made = message(replace(answer, listing=answer.listing[:1] * 100))
    assert "and 60 more" in shown(made)


def test_a_comparison_has_a_heading_and_quotes_for_each_side() -> None:
    made = filled(COMPARISON)
    assert quotes(made) == ["My paycheck is gone by Tuesday.", "The wages here are fine, honestly."]
    said = shown(made)
    sides = [said.index(one) for one in ("My paycheck is gone", "The wages here")]
    assert said.lower().rindex("providers", 0, sides[0]) < sides[0]
    assert sides[0] < said.lower().index("administrators", sides[0]) < sides[1]


def test_a_decline_names_the_nearest_topics_with_their_pages() -> None:
    made = filled(DECLINE)
    assert quotes(made) == []
    assert f"{SITE}/topics/rest" in str(made.blocks)
    assert "Rest" in made.text
    assert "share" not in buttons(filled(DECLINE, private=True))


def test_figures_are_a_list_and_say_which_are_illustrative() -> None:
    made = filled(PARTICIPATION)
    assert "115 people in focus groups" in shown(made)
    assert "13 quotes were made up (illustrative)" in shown(made)


def test_the_plain_text_holds_the_answer_with_its_markup_written_out() -> None:
    made = filled(pay_plan("attack"))
    assert "&lt;script&gt;" in made.text
    assert "<script>" not in made.text
    assert made.text.startswith("Here is what people said")


def test_the_plain_text_is_cut_between_its_parts_and_never_within_a_quote() -> None:
    answer = fill(pay_plan("low-pay-1"), MadeHouse().voices)
    cards = tuple(
        replace(answer.quotes[0], text=f"{'so ' * 400}{number}.", excerpt=f"{'so ' * 400}{number}.")
        for number in range(9)
    )
    made = message(replace(answer, sides=(replace(answer.sides[0], quotes=cards),)))
    assert made.text.count("“so ") == made.text.count(".” — ")
    assert 1 <= made.text.count("“so ") < 9


def test_an_answer_that_is_shared_says_who_shared_it() -> None:
    made = filled(pay_plan("real"), shared_by="U0ANA")
    assert made.pings == ["@U0ANA"]
    assert made.blocks[0]["elements"][0]["elements"][0]["text"] == "Shared by "


# The home tab


def codebook(themes: int, topics: int, name: str) -> Codebook:
    """A codebook of any size."""
    codes = [
        one
        for at in range(themes)
        for one in (
            code(f"theme-{at}", Level.THEME, None, f"{name} {at}"),
            *(
                code(f"topic-{at}-{to}", Level.TOPIC, f"theme-{at}", f"{name} {to}", calls=list(Actor))
                for to in range(topics)
            ),
        )
    ]
    return Codebook({one.id: one for one in (*CODES, *codes)})


@pytest.mark.parametrize(
    ("themes", "topics", "name"), [(0, 0, ""), (5, 4, "Pay"), (200, 50, "Pay"), (60, 60, PINGS), (40, 40, "n" * 500)]
)
@pytest.mark.parametrize("site", ["", SITE])
def test_the_home_tab_is_within_slacks_limits_for_codebooks_of_any_size(
    themes: int, topics: int, name: str, site: str
) -> None:
    voices = MadeHouse().voices
    voices = replace(voices, library=replace(voices.library, codebook=codebook(themes, topics, name)))
    view = home_view(voices, ["q" * 1_000, PINGS, "a", "b", "c"], site)
    assert problems("home", view, "/view") == []
    assert len(str(view).encode()) < VIEW_LIMIT
    if themes > MOST_THEMES:
        assert "more" in shown(view)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=1_000).map(str.strip).filter(bool), max_size=5))
@example(["\u200b"])
def test_the_home_tab_takes_any_recent_questions(recent: list[str]) -> None:
    assert problems("home", home_view(MadeHouse().voices, recent, SITE), "/view") == []
