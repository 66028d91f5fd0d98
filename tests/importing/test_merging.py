"""A second import changes nothing, a newer version shows what is new, and nothing done by hand is ever undone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ppwi_bot.corpus.check import check
from ppwi_bot.corpus.importing.bringing_in import About, plan, write
from ppwi_bot.corpus.importing.found import Found, FoundCall, FoundCode, FoundQuote, Remark
from ppwi_bot.corpus.importing.merging import Choices
from ppwi_bot.corpus.importing.report import ImportReport, Kind, SourceReport
from ppwi_bot.corpus.library import Library
from ppwi_bot.corpus.quotes import Audience, Perspective
from ppwi_bot.corpus.reading import load_library
from ppwi_bot.corpus.withdrawing import withdraw
from ppwi_bot.errors import CorpusError

DAY = date(2026, 1, 2)
PAY = FoundQuote("It is the pay, and everybody knows it is the pay.", "a.csv, line 2", codes=(("Work", "Pay"),))
REST = FoundQuote("I would like one whole day without a phone.", "a.csv, line 3", codes=(("Rest",),))


def of(*quotes: FoundQuote, **more: Any) -> Found:
    return Found(quotes, read=len(quotes), **more)


def bring(
    folder: Path, found: Found, *, source: str = "a.csv", audience: Audience = Audience.PUBLIC, **choices: bool
) -> SourceReport:
    about = About("Interviews", "Our team")
    report = write(plan(folder, [(source, found)], Choices(audience, **choices), about, DAY))
    assert isinstance(report, ImportReport)
    assert check([folder]) == []
    [of_source] = report.sources
    assert of_source.read == of_source.kept + of_source.merged + of_source.skipped
    return of_source


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def library(folder: Path) -> Library:
    return load_library([folder])


def told(report: SourceReport, kind: Kind) -> list[str]:
    return [line.text for line in report.lines if line.kind is kind]


def by_hand(folder: Path, old: str, new: str, file: str = "quotes.csv") -> None:
    text = (folder / file).read_bytes().decode()
    assert old in text
    (folder / file).write_bytes(text.replace(old, new).encode())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "mine"


def test_a_new_corpus_is_made_with_its_codebook(folder: Path) -> None:
    code = FoundCode(
        ("Work", "Pay"), summary="About pay.", keywords=("wages",), calls=(FoundCall("Pay more.", "Funders"),)
    )
    report = bring(folder, of(PAY, REST, codes=(code,)))
    assert (report.new, report.read) == (2, 2)
    made = library(folder)
    pay = made.codebook["pay"]
    assert (pay.name, pay.parent, pay.summaries[0].text, pay.keywords) == ("Pay", "work", "About pay.", ("wages",))
    assert pay.calls[0].actor == "funders_and_legislators"
    assert [quote.codes for quote in made.quotes.values()] == [("pay",), ("rest",)]
    assert not made.illustrative("mine")


def test_a_new_corpus_needs_to_know_who_collected_it(folder: Path) -> None:
    with pytest.raises(CorpusError, match="--collected-by"):
        plan(folder, [("a.csv", of(PAY))], Choices(), About("T", ""), DAY)
    assert not folder.exists()


def test_a_second_import_of_the_same_changes_not_a_byte(folder: Path) -> None:
    found = of(replace(PAY, participant="Maria Lopez", perspective="DSP"), REST, replace(REST, codes=(("Sleep",),)))
    bring(folder, found)
    before = contents(folder)
    again = bring(folder, found)
    assert (again.new, again.changed, again.same, again.merged) == (0, 0, 2, 1)
    assert contents(folder) == before


def test_rows_with_the_same_words_by_the_same_participant_are_one_quote_with_all_codes(folder: Path) -> None:
    report = bring(folder, of(PAY, replace(PAY, codes=(("Rest",),), region="King")))
    assert (report.new, report.merged) == (1, 1)
    [quote] = library(folder).quotes.values()
    assert (quote.codes, quote.region) == (("pay", "rest"), "King")


def test_the_same_words_by_somebody_else_are_skipped_and_told(folder: Path) -> None:
    report = bring(folder, of(replace(PAY, participant="P1"), replace(PAY, participant="P2")))
    assert (report.new, report.skipped) == (1, 1)
    assert "by another participant" in told(report, Kind.SKIPPED)[0]


def test_nearly_the_same_words_stay_out(folder: Path) -> None:
    report = bring(folder, of(PAY, replace(PAY, text=f"{PAY.text[:-1]}!", key="k2")))
    assert (report.new, report.skipped) == (1, 1)
    assert "Nearly the same words" in told(report, Kind.SKIPPED)[0]


def test_a_newer_version_shows_new_changed_same_and_gone(folder: Path) -> None:
    keyed = [
        replace(PAY, key="q1"),
        replace(REST, key="q2"),
        FoundQuote("We need rooms to meet in.", "x", "q3", (("Rooms",),)),
    ]
    bring(folder, of(*keyed))
    newer = of(
        replace(keyed[0], region="King"), keyed[1], FoundQuote("Nobody ever calls us back.", "y", "q4", (("Calls",),))
    )
    report = bring(folder, newer)
    assert (report.new, report.changed, report.same, report.gone, report.removed) == (1, 1, 1, 1, 0)
    assert set(library(folder).quotes) == {"q1", "q2", "q3", "q4"}


def test_a_newer_version_under_another_name_is_recognized(folder: Path) -> None:
    bring(folder, of(PAY, REST))
    assert "came from 'a.csv'" in told(bring(folder, of(PAY, REST), source="a-v2.csv"), Kind.NOTE)[-1]
    assert not any("came from" in text for text in told(bring(folder, of(PAY, REST), source="a.csv"), Kind.NOTE))


def test_the_secret_behind_made_up_codes_is_for_its_owner_alone(folder: Path) -> None:
    bring(folder, of(replace(PAY, participant="Ada Lovelace")))
    assert (folder / "imports" / "participants.key").stat().st_mode & 0o777 == 0o600


def test_what_is_gone_goes_only_when_asked(folder: Path) -> None:
    bring(folder, of(PAY, REST))
    report = bring(folder, of(PAY), remove_gone=True)
    assert (report.gone, report.removed) == (1, 1)
    assert [quote.text for quote in library(folder).quotes.values()] == [PAY.text]
    assert bring(folder, of(PAY)).gone == 0


def test_words_that_were_only_mended_are_the_same_quote_changed(folder: Path) -> None:
    bring(folder, of(PAY, REST))
    before = {quote.text: quote.id for quote in library(folder).quotes.values()}
    mended = replace(PAY, text=PAY.text.replace("It is", "It's"))
    report = bring(folder, of(mended, REST))
    assert (report.changed, report.same, report.gone, report.skipped) == (1, 1, 0, 0)
    after = {quote.text: quote.id for quote in library(folder).quotes.values()}
    assert after == {mended.text: before[PAY.text], REST.text: before[REST.text]}
    assert bring(folder, of(mended, REST)).same == 2


def test_several_quotes_may_be_mended_at_once(folder: Path) -> None:
    third = FoundQuote("We need more rooms to meet the families in.", "a.csv, line 4", codes=(("Rooms",),))
    bring(folder, of(PAY, REST, third))
    mended = [replace(one, text=f"{one.text[:-1]}!!") for one in (PAY, REST, third)]
    mended = [replace(one, text=one.text.replace("the", "thy", 1).replace("whole", "whol", 1)) for one in mended]
    report = bring(folder, of(*mended))
    assert (report.changed, report.new, report.gone, report.skipped) == (3, 0, 0, 0)


def test_words_that_were_mended_in_the_corpus_too_stay_as_they_are_there(folder: Path) -> None:
    bring(folder, of(PAY))
    by_hand(folder, "is the pay.", "is the pay!")
    report = bring(folder, of(replace(PAY, text=PAY.text.replace("It is", "It's"))))
    assert "text changed, but so did the corpus by hand" in told(report, Kind.NOTE)[-1]
    assert [quote.text for quote in library(folder).quotes.values()] == [PAY.text.replace("is the pay.", "is the pay!")]


def test_quotes_held_back_stay_so_when_the_next_import_does_not_say_it_again(folder: Path) -> None:
    bring(folder, of(PAY, REST), audience=Audience.WITHHELD)
    before = contents(folder)
    assert bring(folder, of(PAY, REST)).same == 2
    assert contents(folder) == before
    newer = replace(PAY, region="King")
    bring(folder, of(newer, REST))
    assert {quote.audience for quote in library(folder).quotes.values()} == {Audience.WITHHELD}


def test_quotes_are_held_back_afterwards_where_an_import_says_so(folder: Path) -> None:
    bring(folder, of(PAY))
    assert bring(folder, of(PAY), audience=Audience.WITHHELD).changed == 1
    assert [quote.audience for quote in library(folder).quotes.values()] == [Audience.WITHHELD]


def test_a_quote_that_the_source_itself_opens_is_opened(folder: Path) -> None:
    bring(folder, of(PAY), audience=Audience.WITHHELD)
    bring(folder, of(replace(PAY, audience="public")))
    assert [quote.audience for quote in library(folder).quotes.values()] == [Audience.PUBLIC]


@pytest.mark.parametrize("source", ["a.csv", "another.csv"])
def test_of_a_withdrawn_quote_the_report_says_that_and_gives_no_advice_to_bring_it_back(
    folder: Path, source: str
) -> None:
    bring(folder, of(PAY, REST))
    [name] = [quote.id for quote in library(folder).quotes.values() if quote.text == PAY.text]
    withdraw([folder], name, "The participant asked for it.", "Ada")
    [line] = told(bring(folder, of(PAY, REST), source=source), Kind.SKIPPED)
    assert f"was withdrawn on {date.today().isoformat()} and stays out." in line
    assert "delete" not in line.casefold()


def test_what_goes_says_nothing_more_of_its_participant(folder: Path) -> None:
    bring(folder, of(replace(PAY, participant="P1")))
    bring(folder, of(replace(REST, participant="P1", region="King")), remove_gone=True)
    assert [quote.region for quote in library(folder).quotes.values()] == ["King"]


def test_a_region_is_written_as_before_even_when_the_quotes_that_had_it_are_gone(folder: Path) -> None:
    bring(folder, of(replace(PAY, participant="P1")), source="first.csv")
    bring(folder, of(replace(REST, region="King")))
    newer = of(FoundQuote("We need rooms to meet in.", "x", codes=(("Rooms",),), participant="P1", region="king"))
    bring(folder, newer, remove_gone=True)
    before = contents(folder)
    assert bring(folder, newer).same == 1
    assert contents(folder) == before


def test_a_quote_that_was_there_before_does_not_go_with_the_source(folder: Path) -> None:
    bring(folder, of(PAY))
    assert bring(folder, of(REST, PAY), source="b.csv").merged == 1
    assert bring(folder, of(REST), source="b.csv", remove_gone=True).removed == 0
    assert len(library(folder).quotes) == 2


def test_a_quote_taken_out_by_hand_stays_out_even_from_another_source(folder: Path) -> None:
    bring(folder, of(replace(PAY, key="q1"), REST))
    lines = (folder / "quotes.csv").read_text().splitlines(keepends=True)
    (folder / "quotes.csv").write_text("".join(line for line in lines if not line.startswith("q1,")))
    assert bring(folder, of(replace(PAY, key="q1"), REST)).skipped == 1
    assert bring(folder, of(replace(PAY, key="other")), source="b.csv").skipped == 1
    assert [quote.text for quote in library(folder).quotes.values()] == [REST.text]


def test_a_change_by_hand_is_kept_until_the_source_changes_that_very_field(folder: Path) -> None:
    keyed = replace(PAY, key="q1", region="King", affinity_group="Home visitors")
    bring(folder, of(keyed, REST))
    by_hand(folder, "everybody knows", "[they] know")
    by_hand(folder, ",public,", ",withheld,")
    bring(folder, of(replace(keyed, region="Pierce"), REST))
    quote = library(folder).quotes["q1"]
    assert quote.text == "It is the pay, and [they] know it is the pay."
    assert (quote.audience, quote.region) == (Audience.WITHHELD, "Pierce")
    report = bring(folder, of(replace(keyed, text="It is the pay, and everyone knew.", region="Pierce"), REST))
    assert "text changed, but so did the corpus by hand" in told(report, Kind.NOTE)[-1]
    assert library(folder).quotes["q1"].text == quote.text


def test_a_consent_that_is_withdrawn_in_the_source_counts_even_against_a_change_by_hand(folder: Path) -> None:
    keyed = replace(PAY, key="q1", audience="public")
    bring(folder, of(keyed))
    by_hand(folder, ",public,", ",staff,")
    bring(folder, of(replace(keyed, audience="no")))
    assert library(folder).quotes["q1"].audience is Audience.WITHHELD


def test_codes_made_by_hand_are_found_and_a_hand_made_codebook_keeps_its_lines(folder: Path) -> None:
    bring(folder, of(REST))
    mine = (
        "# My own words.\nthemes:\n  - id: rest\n    name: Rest   # short\n"
        "    keywords: [sleep,\n      quiet]\n  - {id: w9, name: Work, topics: [{id: money, name: pay}]}\n"
    )
    (folder / "themes.yaml").write_text(mine)
    bring(folder, of(REST, PAY), source="b.csv")
    assert [quote.codes for quote in library(folder).quotes.values()] == [("rest",), ("money",)]
    assert (folder / "themes.yaml").read_text() == mine
    bring(folder, of(FoundQuote("Send us someone.", "x", codes=(("Work", "Staff"),))), source="c.csv")
    assert (folder / "themes.yaml").read_text().startswith(mine.split("  - {id: w9")[0])


def test_what_a_skipped_quote_calls_its_code_is_not_remembered(folder: Path) -> None:
    """At first there is no 'Hours'; at the second import its name alone would mean the topic below Work."""
    found = of(
        replace(PAY, participant="P1"),
        replace(PAY, participant="P2", codes=(("Hours",),)),
        replace(REST, codes=(("Work", "Hours"),)),
    )
    assert bring(folder, found).skipped == 1
    before = contents(folder)
    bring(folder, found)
    assert contents(folder) == before


def test_a_code_renamed_in_the_source_keeps_its_id(folder: Path) -> None:
    guid = "3F2504E0-4F89-11D3-9A0C-0305E82C3301"
    bring(folder, of(PAY, codes=(FoundCode(("Work", "Pay"), guid),)))
    renamed = of(
        replace(PAY, codes=(("Work", "Pay and benefits"),)), codes=(FoundCode(("Work", "Pay and benefits"), guid),)
    )
    assert bring(folder, renamed).same == 1
    assert library(folder).codebook["pay"].name == "Pay and benefits"


def test_an_id_that_two_codes_share_names_the_first_and_a_second_import_changes_nothing(folder: Path) -> None:
    found = of(
        replace(PAY, codes=(("Work", "Pay0"),)),
        replace(REST, codes=(("Work", "Pay"),)),
        codes=(FoundCode(("Work", "Pay0"), "pay0"), FoundCode(("Work", "Pay"), "pay0")),
    )
    bring(folder, found)
    before = contents(folder)
    bring(folder, found)
    assert [quote.codes for quote in library(folder).quotes.values()] == [("pay0",), ("pay",)]
    assert contents(folder) == before


def test_an_id_with_half_a_letter_is_replaced_and_that_is_said(folder: Path) -> None:
    found = of(replace(PAY, key="q\ud800"))
    report = bring(folder, found)
    assert any("half a letter" in text for text in told(report, Kind.NOTE))
    before = contents(folder)
    assert bring(folder, found).same == 1
    assert contents(folder) == before


def test_names_that_repeat_under_different_parents_are_different_codes(folder: Path) -> None:
    bring(folder, of(replace(PAY, codes=(("Work", "Other"), ("Rest", "Other")))))
    assert next(iter(library(folder).quotes.values())).codes == ("other", "rest-other")


def test_more_levels_than_a_corpus_has_are_joined_and_told(folder: Path) -> None:
    report = bring(folder, of(replace(PAY, codes=(("A", "B", "C", "D"),))))
    assert library(folder).codebook["c-d"].name == "C: D"
    assert "4 levels" in told(report, Kind.CHANGED)[0]


def test_a_quote_without_a_code_is_kept_and_told(folder: Path) -> None:
    report = bring(folder, of(replace(PAY, codes=())))
    assert next(iter(library(folder).quotes.values())).codes == ("not-coded-yet",)
    assert "no code" in told(report, Kind.CHANGED)[0]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Direct Service Providers", Perspective.DIRECT_SERVICE_PROVIDER),
        ("Administrator/Supervisor", Perspective.ADMINISTRATOR),
        ("systems leader", Perspective.SYSTEM_LEADER),
        ("Astronaut", Perspective.NOT_STATED),
        ("N/A", Perspective.NOT_STATED),
    ],
)
def test_perspectives_are_understood_or_left_out_and_told(folder: Path, said: str, meant: Perspective) -> None:
    report = bring(folder, of(replace(PAY, perspective=said)))
    assert next(iter(library(folder).quotes.values())).perspective is meant
    assert any(said in line.text for line in report.lines) or said == "N/A"


@pytest.mark.parametrize(
    ("said", "meant"), [("yes", "public"), ("Staff only", "staff"), ("not public", "withheld"), ("ask Ana", "withheld")]
)
def test_who_may_see_a_quote_is_never_guessed_wider(folder: Path, said: str, meant: str) -> None:
    bring(folder, of(replace(PAY, audience=said)))
    assert next(iter(library(folder).quotes.values())).audience == meant


def test_where_the_source_says_nothing_of_the_audience_the_choice_holds_and_is_told(folder: Path) -> None:
    report = bring(folder, of(PAY), audience=Audience.WITHHELD)
    assert report.audiences == (("withheld", 1),)
    assert "does not say who may see" in told(report, Kind.NOTE)[0]


@pytest.mark.parametrize(("said", "code"), [("P017", "P017"), ("Participant 7", "participant-7"), ("fg 3", "fg-3")])
def test_codes_of_participants_are_kept(folder: Path, said: str, code: str) -> None:
    bring(folder, of(replace(PAY, participant=said)))
    assert next(iter(library(folder).quotes.values())).participant == code


def test_a_participants_name_stands_nowhere_in_the_corpus_and_is_the_same_code_each_time(folder: Path) -> None:
    report = bring(folder, of(replace(PAY, participant="Maria Lopez"), replace(REST, participant="maria lopez ")))
    assert len({quote.participant for quote in library(folder).quotes.values()}) == 1
    everything = b"".join(contents(folder).values()).decode().casefold()
    assert "maria" not in everything
    assert "lopez" not in str(report).casefold()


def test_one_participant_has_one_region_gaps_are_filled_and_contradictions_left_out(folder: Path) -> None:
    other = FoundQuote("We need rooms to meet in.", "x", codes=(("Rooms",),))
    gap = of(replace(PAY, participant="P1", region="King"), replace(REST, participant="P1"))
    clash = of(
        replace(other, participant="P2", region="King"), replace(other, text="No.", participant="P2", region="Pierce")
    )
    bring(folder, gap)
    report = bring(folder, clash, source="b.csv")
    regions = {quote.participant: quote.region for quote in library(folder).quotes.values()}
    assert regions == {"P1": "King", "P2": ""}
    assert any("several values of region" in text for text in told(report, Kind.CHANGED))


def test_a_participant_known_from_elsewhere_keeps_what_the_corpus_says(folder: Path) -> None:
    bring(folder, of(replace(PAY, participant="P1", region="King")))
    bring(folder, of(replace(REST, participant="P1", region="Pierce")), source="b.csv")
    before = contents(folder)
    assert {quote.region for quote in library(folder).quotes.values()} == {"King"}
    bring(folder, of(replace(REST, participant="P1", region="Pierce")), source="b.csv")
    assert contents(folder) == before


def test_a_region_is_written_one_way(folder: Path) -> None:
    bring(folder, of(replace(PAY, region="King County"), replace(REST, region="king  county")))
    assert {quote.region for quote in library(folder).quotes.values()} == {"King County"}


@pytest.mark.parametrize(
    "text", ["lost \ufffd letter", "a\x0bb", "youâ€™re", " \u200b", "x" * 10_001, "half \ud83d letter"]
)
def test_words_that_a_corpus_cannot_hold_are_skipped_and_never_altered(folder: Path, text: str) -> None:
    report = bring(folder, of(PAY, replace(REST, text=text)))
    assert (report.new, report.skipped) == (1, 1)


def test_the_report_lies_in_the_corpus_and_holds_no_words_of_quotes(folder: Path) -> None:
    found = of(
        replace(PAY, audience="no"), REST, replace(REST, key="k"), remarks=(Remark("a.csv, line 9", "note", "Told."),)
    )
    bring(folder, found)
    report = (folder / "imports" / "report-2026-01-02.txt").read_text()
    assert "a.csv, line 9: Told." in report
    assert "3  = 2 kept + 1 merged + 0 skipped" in report
    assert not any(quote.text[:12] in report for quote in found.quotes)


def test_an_illustrative_corpus_takes_nothing_in(folder: Path) -> None:
    bring(folder, of(PAY))
    by_hand(folder, "illustrative = false", "illustrative = true", "corpus.toml")
    with pytest.raises(CorpusError, match="illustrative"):
        bring(folder, of(REST))


def test_a_codebook_alone_makes_no_corpus_but_adds_to_one(folder: Path) -> None:
    codes = Found((), codes=(FoundCode(("Work", "Hours"), summary="About hours."),))
    with pytest.raises(CorpusError, match="No quote came out"):
        bring(folder, codes, source="b.qdc")
    bring(folder, of(PAY))
    assert bring(folder, codes, source="b.qdc").gone == 0
    assert library(folder).codebook["hours"].summaries[0].text == "About hours."


WORDS = st.sampled_from(["", "King", "Pierce", "king"])
NAMES = ["Pay", "pay", "No", "2024", "x: y # z"]
QUOTES = st.builds(
    FoundQuote,
    text=st.text(st.sampled_from("abc é\n\u00a0=\"',;"), max_size=6),
    where=st.just("x"),
    key=st.sampled_from(["", "1", "2", "a b"]),
    codes=st.lists(st.lists(st.sampled_from(NAMES), max_size=4).map(tuple), max_size=3).map(tuple),
    perspective=st.sampled_from(["", "DSP", "admin", "boss"]),
    region=WORDS,
    affinity_group=WORDS,
    participant=st.sampled_from(["", "P1", "P2", "Ana"]),
    audience=st.sampled_from(["", "yes", "no", "perhaps"]),
)  # fmt: skip


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(versions=st.lists(st.lists(QUOTES, max_size=6), min_size=1, max_size=3), remove_gone=st.booleans())
def test_whatever_is_found_the_corpus_is_sound_the_numbers_add_up_and_a_second_import_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, versions: Sequence[Sequence[FoundQuote]], remove_gone: bool
) -> None:
    folder = tmp_path_factory.mktemp("data") / "mine"
    bring(folder, of(PAY), source="first.csv")
    for quotes in versions:
        bring(folder, of(*quotes), remove_gone=remove_gone)
        before = contents(folder)
        again = bring(folder, of(*quotes), remove_gone=remove_gone)
        assert (again.new, again.changed, again.removed) == (0, 0, 0)
        assert contents(folder) == before
