"""Projects of each program give the same quotes, letter for letter, however the program counts and names."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.importing.refi_files import (
    ATLAS_8,
    ATLAS_26,
    CODES,
    NVIVO_12,
    PROGRAMS,
    QUALCODER,
    TAGUETTE,
    Program,
    Quoted,
    Transcript,
    build,
    codebook,
    key,
    paths,
    quotes_of,
)

from ppwi_bot.corpus.importing.found import UnreadableError
from ppwi_bot.corpus.importing.refi.reading import read

INTERVIEW = Transcript(
    "Interview 3",
    (
        "Interviewer: How are you? 🙂\n",
        Quoted("I sat in the car for an hour.", ("Burnout", "Systems/Pay")),
        "\nI: And then?\n",
        Quoted("Nobody asked 😀👩🏽‍⚕️ how I was.\nNobody.", ("Caseloads",)),
        " Well. ",
        Quoted("No sé; cafe\u0301 at\u00a0work, “אני עייפה”, every day.", ("Wellbeing/Pay",)),
        " 🎉 ",
        Quoted("They pay late", ("Funding",)),
        ", and so on.\n",
        Quoted("We are people too!", ("Burnout",)),
        "\n",
    ),
)


@pytest.mark.parametrize("program", PROGRAMS, ids=str)
def test_quotes_come_out_letter_for_letter(program: Program, tmp_path: Path) -> None:
    found = read(build(tmp_path / "p.qdpx", program, [INTERVIEW]))
    line_end = "\n" if program.inline else program.line_end
    assert [quote.text for quote in found.quotes] == [
        text.replace("\r\n", line_end) for text in quotes_of(INTERVIEW, program)
    ]
    assert found.read == len(found.quotes) == 5


@pytest.mark.parametrize("program", PROGRAMS, ids=str)
def test_codes_are_told_apart_by_their_place_though_two_have_one_name(program: Program, tmp_path: Path) -> None:
    found = read(build(tmp_path / "p.qdpx", program, [INTERVIEW]))
    assert found.quotes[0].codes == (("Wellbeing", "Burnout"), ("Systems", "Pay"))
    assert found.quotes[2].codes == (("Wellbeing", "Pay"),)
    assert [code.path for code in found.codes] == list(paths(CODES))


@pytest.mark.parametrize("program", PROGRAMS, ids=str)
def test_a_quote_keeps_its_guid_in_one_way_of_writing(program: Program, tmp_path: Path) -> None:
    found = read(build(tmp_path / "p.qdpx", program, [INTERVIEW]))
    assert found.quotes[0].key == key("selection", "Interview 3", "1")


def test_a_quote_says_where_it_stands(tmp_path: Path) -> None:
    found = read(build(tmp_path / "p.qdpx", QUALCODER, [INTERVIEW]))
    assert found.quotes[0].where == "p.qdpx, source “Interview 3”, letters 29 to 57"


def test_the_report_says_how_positions_are_counted_and_how_well_that_fits(tmp_path: Path) -> None:
    found = read(build(tmp_path / "p.qdpx", NVIVO_12, [INTERVIEW]))
    [note] = [remark.text for remark in found.remarks if "Positions" in remark.text]
    assert note == (
        "Positions count UTF-16 units, line ends as they are: "
        "5 of 5 selections begin and end at words, 5 of 5 begin as their name does."
    )


def test_three_hundred_selections_in_utf16_units_are_told_from_code_points_without_any_name(tmp_path: Path) -> None:
    program = Program("nvivo", "NVivo 12", utf16=True, mark=True, line_end="\r\n", names=False)
    transcript = _long_interview(random.Random(1), slips=7)
    found = read(build(tmp_path / "p.qdpx", program, [transcript]))
    steady = [piece.off == 0 for piece in transcript.pieces if isinstance(piece, Quoted)]
    expected = quotes_of(transcript, program)
    assert len(found.quotes) == 300
    assert all(quote.text == words for quote, words, kept in zip(found.quotes, expected, steady, strict=True) if kept)
    assert any("Positions count UTF-16 units, line ends as they are: 293 of 300" in note.text for note in found.remarks)


def test_a_selection_that_cuts_a_word_is_marked(tmp_path: Path) -> None:
    transcript = _long_interview(random.Random(1), slips=7)
    found = read(build(tmp_path / "p.qdpx", TAGUETTE, [transcript]))
    assert sum("It begins or ends in the middle of a word." in quote.remarks for quote in found.quotes) == 7


WORDS = st.text(st.sampled_from("abcdefgh"), min_size=1, max_size=9)
SIGNS = st.sampled_from(["😀", "👩🏽‍⚕️", "e\u0301", "שלום", "\u00a0", "…", "𐐷", "\n", "“x”"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    said=st.lists(
        st.tuples(st.lists(WORDS | SIGNS, max_size=6), st.lists(WORDS, min_size=2, max_size=9)), min_size=8, max_size=20
    ),
    program=st.sampled_from([program for program in PROGRAMS if not program.inline]),
)
def test_any_transcript_of_any_program_gives_its_words(
    said: list[tuple[list[str], list[str]]], program: Program, tmp_path: Path
) -> None:
    pieces: list[str | Quoted] = []
    for between, words in said:
        pieces += [" 😀 " + " ".join(between) + " ", Quoted(" ".join(words))]
    transcript = Transcript("T", tuple(pieces))
    found = read(build(tmp_path / "p.qdpx", program, [transcript]))
    assert [quote.text for quote in found.quotes] == quotes_of(transcript, program)


def test_selections_that_fit_in_no_way_are_refused(tmp_path: Path) -> None:
    pieces = tuple(Quoted(f"word{n} and more", off=n % 3 + 1) if n % 2 else f" between {n} " for n in range(40))
    path = build(tmp_path / "p.qdpx", TAGUETTE, [Transcript("T", pieces)])
    with pytest.raises(
        UnreadableError, match=r"p\.qdpx, project\.qde: its positions do not fit its texts.* of 20 selections"
    ):
        read(path)


def test_a_source_whose_text_was_changed_is_left_out_and_the_others_are_kept(tmp_path: Path) -> None:
    changed = Transcript(
        "Changed", tuple(Quoted(f"spoken words {n}", off=-4) if n % 2 else " I: so? " for n in range(40))
    )
    found = read(build(tmp_path / "p.qdpx", QUALCODER, [INTERVIEW, changed]))
    skipped = [remark for remark in found.remarks if remark.kind == "skipped"]
    assert (len(found.quotes), len(skipped), found.read) == (5, 20, 25)
    assert all(
        "source “Changed”" in remark.where and "fit the text in no known way" in remark.text for remark in skipped
    )


def test_where_two_ways_to_count_fit_equally_well_only_what_is_the_same_in_both_is_read(tmp_path: Path) -> None:
    # The last selection means one word in letters and another in UTF-16 units.
    twice = Transcript("T", (Quoted("I sat there"), " 🙂🙂 a ", Quoted("a"), " a"))
    found = read(build(tmp_path / "p.qdpx", Program("x", "x", names=False), [twice]))
    assert [quote.text for quote in found.quotes] == ["I sat there"]
    assert [remark.text for remark in found.remarks if remark.kind == "skipped"] == [
        "Two ways to count put it in different places, and nothing shows which is right."
    ]


def test_a_source_with_few_selections_goes_by_the_rest_of_the_project(tmp_path: Path) -> None:
    twice = Transcript("Short", ("🙂🙂 a ", Quoted("a"), " a"))
    program = Program("x", "x", names=False, utf16=True)
    found = read(build(tmp_path / "p.qdpx", program, [INTERVIEW, twice]))
    assert found.quotes[-1].text == "a"
    assert found.quotes[-1].where.endswith("letters 6 to 6")


def test_renamed_selections_do_not_stand_in_the_way(tmp_path: Path) -> None:
    pieces = tuple(
        Quoted(f"spoken 😀 words {n}", name="Key moment" if n % 3 == 0 else None) if n % 2 else " 🙂 I: so? "
        for n in range(40)
    )
    found = read(build(tmp_path / "p.qdpx", NVIVO_12, [Transcript("T", pieces)]))
    assert [quote.text for quote in found.quotes] == [f"spoken 😀 words {n}" for n in range(1, 40, 2)]
    assert sum("Its name in the project begins with other words." in quote.remarks for quote in found.quotes) == 7


def test_line_ends_lost_in_the_xml_are_counted_as_the_program_counted_them(tmp_path: Path) -> None:
    program = Program("x", "NVivo 12", utf16=True, line_end="\r\n", inline=True)
    pieces = tuple(Quoted(f"spoken words {n}") if n % 2 else "\nI: so? \n" for n in range(20))
    found = read(build(tmp_path / "p.qdpx", program, [Transcript("T", pieces)]))
    assert [quote.text for quote in found.quotes] == [f"spoken words {n}" for n in range(1, 20, 2)]


def test_names_with_a_double_colon_are_levels_only_where_all_codes_stand_side_by_side(tmp_path: Path) -> None:
    nested = '<CodeBook><Codes><Code guid="a" name="Rust::lang"><Code guid="b" name="Pay"/></Code></Codes></CodeBook>'
    path = tmp_path / "c.qdc"
    path.write_text(nested)
    assert [code.path for code in read(path).codes] == [("Rust::lang",), ("Rust::lang", "Pay")]
    path.write_text(codebook(ATLAS_8))
    assert [code.path for code in read(path).codes] == list(paths(CODES))


@pytest.mark.parametrize("space", ["", ' xmlns="urn:QDA-XML:codebook:1.0"', ' xmlns="urn:QDA-XML:codebook:0.4"'])
def test_a_codebook_gives_its_codes_with_their_descriptions(space: str, tmp_path: Path) -> None:
    path = tmp_path / "codes.qdc"
    path.write_text(
        f'\ufeff<?xml version="1.0"?>\n<CodeBook{space} origin="MAXQDA"><Codes>'
        '<Code guid="A-1" name=" Burnout " isCodable="true">'
        "<Description>Being worn out.</Description></Code></Codes><Sets/></CodeBook>"
    )
    [code] = read(path).codes
    assert (code.path, code.summary, code.key) == (("Burnout",), "Being worn out.", "a-1")


def test_an_atlas_project_named_after_itself_is_found(tmp_path: Path) -> None:
    assert read(build(tmp_path / "p.qdpx", ATLAS_26, [INTERVIEW])).title == "Listening"


def test_a_package_packed_again_on_a_mac_is_read(tmp_path: Path) -> None:
    program = Program("mac", "x", project_file="Listening/project.qde", folder="Listening/sources")
    assert len(read(build(tmp_path / "p.qdpx", program, [INTERVIEW])).quotes) == 5


def _long_interview(chance: random.Random, slips: int) -> Transcript:
    words = ["work", "pay", "rest", "car", "hour", "team", "leave", "night", "family", "drive", "tired", "late"]
    slipped = set(chance.sample(range(300), slips))
    pieces: list[str | Quoted] = []
    for number in range(300):
        said = " ".join(chance.choices(words, k=chance.randint(4, 20)))
        pieces += [chance.choice(["\nI: Mm. 🙂 ", " 👍🏽 ", ". So 😀, "]), Quoted(said, off=3 * (number in slipped))]
    return Transcript("Interview 1", (*pieces, " and that is all of it."))
