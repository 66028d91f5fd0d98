"""Questions for what matters most, that leave people out, set topics side by side, name an unknown side, a bill or a year."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.answers.conftest import intents, voices_of
from tests.small_world import ADMINISTRATOR, library, quote

from ppwi_bot.answers.answer import Kind
from ppwi_bot.answers.answering import narrow
from ppwi_bot.answers.fill import fill
from ppwi_bot.answers.focus import Focus
from ppwi_bot.answers.names import Names
from ppwi_bot.answers.plan import Reason
from ppwi_bot.answers.question import understand
from ppwi_bot.answers.respond import respond
from ppwi_bot.answers.spelling import mended
from ppwi_bot.answers.voices import Voices


def speakers(voices: Voices, quotes: tuple[str, ...]) -> set[str]:
    return {voices.library.quotes[quote].perspective.value for quote in quotes}


@pytest.mark.parametrize(
    "question",
    [
        "what do people except administrators say about pay",
        "what does everyone but administrators say about pay",
        "pay, but not from administrators",
        "what do non-administrators say about pay",
        "pay except for the administrators and system leaders",
        "what do people say about pay without administrators",
        "pay, no administrators please",
    ],
)
def test_people_left_out_of_a_question_are_left_out_of_the_answer(voices: Voices, question: str) -> None:
    plan = respond(question, Focus(), voices).plan
    assert speakers(voices, plan.quotes) == {"direct_service_provider"}
    assert "notice.left_out" in {said.key for said in plan.notices}


@pytest.mark.parametrize("where", ["outside of the South", "not in the South", "who don't work in the South"])
def test_a_place_left_out_is_not_quoted(voices: Voices, where: str) -> None:
    plan = respond(f"what do people {where} say about pay", Focus(), voices).plan
    assert {voices.library.quotes[quote].region for quote in plan.quotes} == {"North"}


def test_a_fragment_leaves_people_out_of_the_topic_in_hand(voices: Voices) -> None:
    first = respond("what do people say about pay", Focus(), voices)
    fragment = understand("but not administrators", voices.names, voices.intents)
    assert speakers(voices, narrow(fragment, first.focus, voices).plan.quotes) == {"direct_service_provider"}


@pytest.mark.parametrize("fragment", ["no administrators please", "without the administrators"])
def test_a_fragment_that_begins_with_no_leaves_people_out(voices: Voices, fragment: str) -> None:
    assert understand(fragment, voices.names, voices.intents).without == ("administrator",)


def test_to_be_without_somebody_at_work_leaves_nobody_out(voices: Voices) -> None:
    assert understand("how do you work without supervisors", voices.names, voices.intents).without == ()


def test_who_is_left_out_stays_out_where_a_place_yields_nothing(tmp_path: Path) -> None:
    north = [quote(f"n{at}", f"Sleep, I rest {at}.", "rest") for at in range(3)]
    south = [quote(f"s{at}", f"Desk {at}.", "roads", region="South") for at in range(3)]
    boss = quote("boss", "Rest is for the boss.", "rest", perspective=ADMINISTRATOR)
    recorded = replace(library(), quotes={one.id: one for one in (*north, *south, boss)})
    voices = voices_of(recorded, tmp_path)
    plan = respond("what do people in South say about rest except administrators", Focus(), voices).plan
    assert set(plan.quotes) == {"n0", "n1", "n2"}
    assert [said.key for said in plan.notices if "none_there" in said.key] == ["notice.none_there"]


def test_those_from_whom_something_is_wanted_are_spoken_about(voices: Voices) -> None:
    question = understand("what do providers want from their administrators", voices.names, voices.intents)
    assert question.perspectives == ("direct_service_provider",)


@pytest.mark.parametrize("question", ["supervisors vs staff on pay", "do staff and supervisors agree on pay"])
def test_staff_beside_administrators_are_those_who_serve_directly(voices: Voices, question: str) -> None:
    plan = respond(question, Focus(), voices).plan
    assert sorted(side.filters.perspectives for side in plan.sides) == [
        ("administrator",),
        ("direct_service_provider",),
    ]


@pytest.mark.parametrize("question", ["what do people say about pay but not rest", "pay, not the driving"])
def test_a_topic_cannot_be_left_out_and_the_answer_says_so(voices: Voices, question: str) -> None:
    plan = respond(question, Focus(), voices).plan
    assert plan.codes == ("pay",)
    assert "notice.unwanted" in {said.key for said in plan.notices}


@pytest.mark.parametrize(
    "introduction", ["I have a hearing tomorrow on driving.", "My office is in the South.", "I'm tired. As a reporter."]
)
def test_who_asks_and_why_changes_no_answer(voices: Voices, introduction: str) -> None:
    question = "What do providers say about pay?"
    assert respond(f"{introduction} {question}", Focus(), voices) == respond(question, Focus(), voices)


def test_a_question_that_points_back_is_read_with_what_stands_before(voices: Voices) -> None:
    question = understand(
        "I heard about long driving. What do they say about that and pay?", voices.names, voices.intents
    )
    assert "driving" in question.about


@pytest.mark.parametrize(
    "question",
    [
        "¿Qué dicen los administradores sobre el salario?",
        "que opinan las administradoras del salario",
        "¿Cómo se sienten los administradores con el salario?",
        "me gustaría saber más sobre el salario",
        "¿y el salario?",
    ],
)
def test_a_question_in_spanish_is_about_its_topic_alone(voices: Voices, question: str) -> None:
    read = understand(question, voices.names, voices.intents)
    assert read.about.strip("?") == "salario"
    assert read.perspectives in {(), ("administrator",)}


def test_spanish_words_are_no_slips_of_english_ones() -> None:
    assert "dicen" in understand("¿Qué dicen aquí?", Names(library()), intents()).text


@pytest.mark.parametrize("again", ["I said pay", "no, I meant pay", "but I asked about pay"])
def test_a_question_put_again_with_force_is_the_same_question(voices: Voices, again: str) -> None:
    assert respond(again, Focus(), voices).plan.codes == respond("pay", Focus(), voices).plan.codes


@pytest.mark.parametrize(("short", "long"), [("ICE", "immigration enforcement"), ("ice", "ice")])
def test_a_short_form_in_large_letters_is_written_out(voices: Voices, short: str, long: str) -> None:
    assert understand(f"afraid of {short}", voices.names, voices.intents).about == f"afraid of {long}"


@pytest.mark.parametrize(("slip", "meant"), [("vacaton", "vacation"), ("administrater", "administrator")])
def test_a_slip_of_the_keyboard_is_mended(voices: Voices, slip: str, meant: str) -> None:
    assert understand(f"what about {slip}", voices.names, voices.intents).text == f"what about {meant}"


def test_of_two_words_that_may_be_meant_the_one_with_a_letter_more_is() -> None:
    words = frozenset({"supervisor", "supervision"})
    assert mended("supervison", words, words) == "supervision"


def test_one_side_is_set_beside_everyone_else(voices: Voices) -> None:
    plan = respond("compare administrators with everyone else on pay", Focus(), voices).plan
    assert [speakers(voices, side.quotes) for side in plan.sides] == [{"administrator"}, {"direct_service_provider"}]


@pytest.mark.parametrize("question", ["compare pay and rest", "what do people say about pay and rest", "pay vs rest"])
def test_two_topics_have_a_side_each_with_its_own_count(voices: Voices, question: str) -> None:
    answer = fill(respond(question, Focus(), voices).plan, voices)
    assert [side.heading.text for side in answer.sides if side.heading] == [
        "What people said about Pay",
        "What people said about Rest",
    ]
    assert [line.quotes for side in answer.sides for line in side.coverage] == [6, 4]


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("compare providers and astronauts on pay", "astronauts"),
        ("compare astronauts and providers on pay", "astronauts"),
        ("how do providers and lobbyists differ on pay", "lobbyists"),
        ("administrators vs parents on pay", "parents"),
    ],
)
def test_a_side_nobody_belongs_to_is_named_with_those_there_are(voices: Voices, question: str, unknown: str) -> None:
    answer = fill(respond(question, Focus(), voices).plan, voices)
    assert (answer.kind, answer.reason) == (Kind.DECLINE, "side_absent")
    assert unknown in answer.lead[0].text
    assert "direct service providers" in answer.lead[1].text
    assert "Compare direct service providers and administrators on Pay" in {one.text for one in answer.follow_ups} or (
        "Compare administrators and direct service providers on Pay" in {one.text for one in answer.follow_ups}
    )


@pytest.mark.parametrize(
    "question",
    ["HB 1199", "what does ESSB 5237 do", "explain House Bill 1199 please", "what is in the Fair Start for Kids Act?"],
)
def test_what_a_bill_holds_is_not_guessed(voices: Voices, question: str) -> None:
    plan = respond(question, Focus(), voices).plan
    assert (plan.kind, plan.reason, plan.quotes) == (Kind.DECLINE, Reason.LAW, ())


def test_a_question_beside_a_bill_is_answered_and_says_that_nobody_named_the_bill(voices: Voices) -> None:
    plan = respond("I am writing testimony on HB 1199, what do people say about pay?", Focus(), voices).plan
    assert plan.codes == ("pay",)
    assert "notice.law" in {said.key for said in plan.notices}


def test_a_question_about_a_year_is_answered_with_a_word_on_dates(voices: Voices) -> None:
    plan = respond("what did people say in 2019 about pay", Focus(), voices).plan
    assert plan.codes == ("pay",)
    assert "notice.undated" in {said.key for said in plan.notices}


@pytest.mark.parametrize(
    "question",
    [
        "what are the biggest challenges",
        "what is the biggest problem facing the workforce?",
        "what do people struggle with most",
        "which issues come up most often?",
    ],
)
def test_what_matters_most_is_answered_with_the_topics_most_quoted_and_a_word_on_what_that_means(
    voices: Voices, question: str
) -> None:
    plan = respond(question, Focus(), voices).plan
    answer = fill(plan, voices)
    assert plan.codes[:2] == ("pay", "rest")
    assert [len(side.quotes) for side in answer.sides] == [1] * len(plan.codes)
    assert "not how many people" in answer.notices[0].text
    assert answer.summary == ()


def test_what_matters_most_to_some_is_in_their_words(voices: Voices) -> None:
    plan = respond("what are the main issues for administrators", Focus(), voices).plan
    assert plan.codes[0] == "pay"
    assert speakers(voices, plan.quotes) == {"administrator"}


def test_from_what_matters_most_one_can_go_on_to_other_people(voices: Voices) -> None:
    first = respond("what are the biggest challenges", Focus(), voices)
    reply = narrow(understand("and administrators?", voices.names, voices.intents), first.focus, voices)
    assert speakers(voices, reply.plan.quotes) == {"administrator"}


@pytest.mark.parametrize("question", ["what are the challenges with pay", "problems with pay"])
def test_what_is_hard_about_a_topic_is_a_question_about_the_topic(voices: Voices, question: str) -> None:
    assert respond(question, Focus(), voices).plan.codes == ("pay",)
