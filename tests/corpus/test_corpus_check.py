"""Whatever is wrong with a corpus is told in one pass: which file, which row, which field, and what to do."""

import codecs
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ppwi_bot.corpus.check import Problem, check
from ppwi_bot.corpus.quotes_file import MAX_QUOTE_CHARACTERS
from ppwi_bot.corpus.reading import load_library
from ppwi_bot.errors import CorpusError

Write = Callable[..., Path]
Row = Callable[..., dict[str, str]]
Problems = Callable[..., list[str]]

HEADER = "id,text,topics,perspective,affinity_group,region,audience,language,source"
LONG = "I clocked out and sat in the car for a whole hour before I could drive home to them."


def test_a_sound_corpus_has_no_problems(problems: Problems) -> None:
    assert problems() == []


def test_a_problem_is_one_line_and_one_object() -> None:
    problem = Problem("data/x/quotes.csv", 17, "topics", "unknown topic 'pya'", "Did you mean 'pay'?")
    assert str(problem) == "data/x/quotes.csv:17: topics: unknown topic 'pya'. Did you mean 'pay'?"
    assert problem.to_dict() == {
        "file": "data/x/quotes.csv",
        "row": 17,
        "field": "topics",
        "message": "unknown topic 'pya'",
        "remedy": "Did you mean 'pay'?",
    }


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"topics": "pya"}, "topics: unknown topic 'pya'. Did you mean 'pay'?"),
        ({"topics": "Pay and Benefits"}, "Did you mean 'pay'?"),
        ({"topics": "pay, burnout"}, "Separate several ids with ';'"),
        ({"topics": " ; "}, "topics: the row is coded with nothing"),
        ({"text": ""}, "text: the text is empty"),
        ({"text": " \n\u00a0\u200b "}, "text: the text holds nothing but spaces"),
        ({"text": "a" * 50_000}, "text: the text has 50,000 characters, more than 10,000"),
        ({"text": "a" * 200_000}, "text: the text has 200,000 characters, more than 10,000"),
        ({"text": "a bell\x07"}, "control character U+0007"),
        ({"text": "a NUL\x00"}, "holds a NUL byte"),
        ({"text": "a lost \ufffd letter"}, "stands where a letter was lost"),
        ({"text": "it isnâ€™t"}, "holds letters garbled"),
        ({"text": "no sÃ©"}, "holds letters garbled"),
        ({"id": ""}, "id: the id is empty"),
        ({"id": "quote one"}, "id: 'quote one' cannot stand in a web address"),
        ({"id": "../etc"}, "id: '../etc' cannot stand in a web address"),
        ({"perspective": "admin"}, "unknown perspective 'admin'. Did you mean 'administrator'?"),
        ({"audience": "pubic"}, "audience: unknown audience 'pubic'. Did you mean 'public'?"),
        ({"language": "Spanish"}, "language: not a language tag: 'Spanish'"),
        ({"source": "javascript:alert(1)"}, "source: not a web address"),
        ({"source": "http://[bad"}, "source: not a web address"),
        ({"participant": "Ana María López"}, "participant: not a code; it may be a name"),
    ],
)
def test_a_wrong_cell_is_named_with_its_row_and_remedy(
    problems: Problems, row: Row, cells: dict[str, str], told: str
) -> None:
    [problem] = problems(quotes=[row(id="before", text="Something else."), row(**cells)])
    assert problem.startswith("quotes.csv:3: ")
    assert told in problem


def test_a_quote_as_long_as_allowed_is_no_problem(problems: Problems, row: Row) -> None:
    assert problems(quotes=[row(text="a" * MAX_QUOTE_CHARACTERS)]) == []


def test_the_row_is_the_line_in_the_file_even_below_quotes_of_several_lines(problems: Problems, row: Row) -> None:
    [problem] = problems(quotes=[row(text="one\ntwo\r\nthree"), row(id="q2", text="More.", topics="x")])
    assert problem.startswith("quotes.csv:5: topics:")


def test_a_name_of_a_participant_is_not_repeated_in_the_message(problems: Problems, row: Row) -> None:
    [problem] = problems(quotes=[row(participant="Ana María López")])
    assert "López" not in problem


def test_a_duplicate_id_is_told_with_its_first_place(problems: Problems, row: Row) -> None:
    [problem] = problems(quotes=[row(), row(text="Something else.")])
    assert problem.startswith("quotes.csv:3: id: duplicate id 'q1', already used in line 2")


@pytest.mark.parametrize(
    "copy",
    [
        LONG,
        LONG.upper(),
        LONG.replace(".", "!"),
        LONG.replace("whole ", ""),
        LONG.replace("clocked", "cloked").replace("hour", "hours"),
    ],
)
def test_the_same_quote_entered_twice_is_found_even_with_small_changes(problems: Problems, row: Row, copy: str) -> None:
    [problem] = problems(quotes=[row(text=LONG), row(id="q2", text=copy)])
    assert problem.startswith("quotes.csv:3: text: ")
    assert "the same text as line 2" in problem


def test_the_same_short_words_of_two_people_are_a_copy_only_letter_for_letter(problems: Problems, row: Row) -> None:
    assert problems(quotes=[row(text="It's the pay."), row(id="q2", text="It's the pay!")]) == []
    assert len(problems(quotes=[row(text="It's the pay."), row(id="q2", text="It's the pay.")])) == 1


def test_quotes_that_only_resemble_one_another_are_no_copies(problems: Problems, row: Row) -> None:
    other = LONG.replace("a whole hour", "ten minutes").replace("the car", "my garden")
    assert problems(quotes=[row(text=LONG), row(id="q2", text=other)]) == []


def test_a_copy_among_thousands_of_quotes_is_found(problems: Problems, row: Row) -> None:

    def words(number: int) -> str:
        return " ".join(f"{word}{number * 7919 % (9973 + len(word))}" for word in LONG.split())

    quotes = [row(id=f"q{number}", text=words(number)) for number in range(2_000)]
    quotes[1_500]["text"] = quotes[3]["text"].replace("drive", "dirve")
    [problem] = problems(quotes=quotes)
    assert problem.startswith("quotes.csv:1502: text: nearly the same text as line 5.")


@pytest.mark.parametrize("field", ["perspective", "affinity_group", "region"])
def test_one_participant_in_two_roles_groups_or_places_is_a_problem(problems: Problems, row: Row, field: str) -> None:
    traits = {"perspective": "administrator", "affinity_group": "Doulas", "region": "King County"}
    rows = [
        row(participant="P1", **traits),
        row(id="q2", text="Other.", participant="P1", **{**traits, field: "system_leader"}),
    ]
    [problem] = problems(quotes=rows)
    assert problem.startswith(f"quotes.csv:3: {field}: participant 'P1' has another {field} here than in line 2")


def test_a_group_or_region_written_with_other_capitals_is_a_problem(problems: Problems, row: Row) -> None:
    rows = [row(region="King County"), *(row(id=f"q{n}", text=f"{n}", region="King county") for n in (2, 3))]
    [problem] = problems(quotes=rows)
    assert "region: 'King county' is written 'King County' elsewhere" in problem


# the table as a whole


@pytest.mark.parametrize(
    ("quotes", "told"),
    [
        (b"", "quotes.csv: the file is empty"),
        (f"{HEADER}\n", "quotes.csv: there is no quote below the header"),
        (
            f"{HEADER.replace('audience', 'audiense')}\na,Hard.,pay,,,,,,\n",
            "quotes.csv:1: audience: the column is missing",
        ),
        (
            f"{HEADER.replace('audience', 'audiense')}\na,Hard.,pay,,,,,,\n",
            "unknown column 'audiense'. Did you mean 'audience'?",
        ),
        (f"{HEADER},\na,Hard.,pay,,,,,,,\n", "quotes.csv:1: a column has no name"),
        (f"{HEADER},id\na,Hard.,pay,,,,,,,b\n", "quotes.csv:1: id: the column is there twice"),
        (f"{HEADER}\na,Hard, very hard,pay,,,,,,\n", "quotes.csv:2: the row has 10 cells and the header 9"),
        (f"{HEADER}\na,Hard.,pay\n", "quotes.csv:2: the row has 3 cells and the header 9"),
        (
            f'{HEADER}\na,"Hard.,pay,,,,,,\nb,Soft.,pay,,,,,,\n',
            "quotes.csv:2: a cell begins with a quotation mark",
        ),
        (f'{HEADER}\na,"So "hard" it is",pay,,,,,,\n', 'quotes.csv:2: a quotation mark (") stands alone'),
        (f"{HEADER}\na,Hard.,pay,,,,,,\n".replace(",", ";"), "separated by semicolons, not by commas"),
        (f"{HEADER}\na,Hard.,pay,,,,,,\n".replace(",", "\t"), "separated by tabs, not by commas"),
        (
            f"{HEADER}\na,Hard.,pay,,,,,,\nb,It’s “hard”.,pay,,,,,,\n".encode("cp1252"),
            "quotes.csv:3: saved as Windows-1252, not as UTF-8: byte 0x92 there is '’'",
        ),
        (
            f"{HEADER}\na,Sí é".encode() + b"\xff\xfe.,pay,,,,,,\n",
            "quotes.csv:2: bad UTF-8: byte 0xff at position 9 of the line",
        ),
        (
            codecs.BOM_UTF16_LE + f"{HEADER}\na,Hard.,pay,,,,,,\n".encode("utf-16-le"),
            "(UTF-16), not as UTF-8",
        ),
        (b"PK\x03\x04 and so on", "this is a spreadsheet workbook, only named .csv"),
    ],
)
def test_a_table_that_is_not_as_it_should_be_is_told(problems: Problems, quotes: str | bytes, told: str) -> None:
    assert told in "\n".join(problems(quotes=quotes))


def test_a_wrongly_saved_table_is_checked_to_its_end_all_the_same(problems: Problems) -> None:
    semicolons = f"{HEADER}\na,It’s hard.,pya,,,,,,\n".replace(",", ";").encode("cp1252")
    told = "\n".join(problems(quotes=semicolons))
    assert "Windows-1252" in told
    assert "semicolons" in told
    assert "unknown topic 'pya'" in told


def test_a_quotation_mark_that_is_never_closed_hides_no_later_row(problems: Problems) -> None:
    rows = f'{HEADER}\na,"Hard.,pay,,,,,,\nb,Soft.,pya,,,,,,\n'
    told = problems(quotes=rows)
    assert [line.split(": ")[0] for line in told] == ["quotes.csv:2", "quotes.csv:3"]


def test_a_file_full_of_stray_quotation_marks_is_given_up(problems: Problems) -> None:
    told = problems(quotes=f"{HEADER}\n" + 'a,"b"c\n' * 500)
    assert "reading stopped" in "\n".join(told)
    assert len(told) < 30


# themes.yaml

TOPIC = "themes:\n  - id: systems\n    name: Systems\n    topics:\n      - {id: burnout, name: Burnout"


@pytest.mark.parametrize(
    ("themes", "told"),
    [
        ("", "themes.yaml: the file is empty"),
        ("themes: []", "themes.yaml: themes: there is no theme"),
        ("themes: text", "themes.yaml:1: themes: this should be a list"),
        ("- a\n- b", "themes.yaml:1: this should be an entry with keys"),
        ("themes:\n  - id: a\n   name: b", "themes.yaml:3: not sound YAML"),
        ("themes: [" * 5_000, "not sound YAML"),
        ("themes: [a]\n---\nthemes: [b]", "not sound YAML"),
        (f"{TOPIC}, colour: red}}", "themes.yaml:5: unknown key 'colour'"),
        (f"{TOPIC}, subtopic: []}}", "Did you mean 'subtopics'?"),
        (f"{TOPIC}, name: Twice}}", "themes.yaml:5: name: the key is there twice"),
        (f"{TOPIC}}}\n      - {{id: burnout, name: Again}}", "themes.yaml:6: id: duplicate id 'burnout'"),
        (f"{TOPIC}, subtopics: [{{id: systems, name: Inner}}]}}", "'systems' stands beneath itself"),
        (f"{TOPIC}}}\n      - {{name: Nameless}}", "themes.yaml:6: id: missing"),
        (f"{TOPIC}}}\n      - {{id: x}}", "themes.yaml:6: name: missing"),
        (f"{TOPIC}}}\n      - {{id: 'a b', name: A}}", "'a b' cannot stand in a web address"),
        (f"{TOPIC}, link: 'ftp://x.org'}}", "themes.yaml:5: link: not a web address"),
        (f"{TOPIC}, keywords: [no]}}", "themes.yaml:5: keywords: 'no' can be taken for"),
        (f"{TOPIC}, keywords: [true, 2024-01-01]}}", "'2024-01-01' can be taken for"),
        (f"{TOPIC}, keywords: tired}}", "themes.yaml:5: keywords: this should be a list"),
        (f"{TOPIC}, summary: [a, b]}}", "themes.yaml:5: summary: this should be one text"),
        (
            f"{TOPIC}, calls_to_action: [{{actor: funders, text: Pay.}}]}}",
            "actor: unknown actor 'funders'. Did you mean 'funders_and_legislators'?",
        ),
        (f"{TOPIC}, calls_to_action: [{{actor: government_agencies}}]}}", "themes.yaml:5: text: missing"),
        ("themes: &a\n  - *a", "an alias (*) makes a cycle"),
        (f"{TOPIC}, calls_to_action: &c [], keywords: *c}}", "used twice by an alias"),
    ],
)
def test_themes_that_are_not_as_they_should_be_are_told(problems: Problems, themes: str, told: str) -> None:
    assert told in "\n".join(problems(themes=themes))


def test_topics_are_not_called_unknown_when_the_themes_could_not_be_read(problems: Problems) -> None:
    [problem] = problems(themes="themes: [")
    assert problem.startswith("themes.yaml")


# corpus.toml


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("title =", "corpus.toml:4: not sound TOML"),
        ("titel = 'x'", "unknown entry 'titel'. Did you mean 'title'?"),
        ("source = 'www.example.org'", "source: not a web address"),
        ("description = 2024-01-01", "description: not a text"),
        ("id = 'a/b'", "id: the corpus id 'a/b' cannot stand in a web address"),
        ("figures = [{value = '1'}]", "figures[1].label: missing"),
        ("groups = ['Doulas']", "groups: not a list of entries"),
        ("places = [{name = 'East', regions = 'Spokane'}]", "places[1].regions: not a list of texts"),
        ("not_asked = [{name = 'Parents', alsa = []}]", "not_asked[1]: unknown entry 'alsa'"),
    ],
)
def test_a_corpus_file_that_is_not_as_it_should_be_is_told(problems: Problems, line: str, told: str) -> None:
    toml = f"title = 'T'\ncollected_by = 'C'\nillustrative = true\n{line}\n"
    assert told in "\n".join(problems(toml=toml))


@pytest.mark.parametrize("value", ["", "illustrative = 'no'", "illustrative = 0"])
def test_a_corpus_must_say_outright_whether_it_is_illustrative(problems: Problems, value: str) -> None:
    [problem] = problems(toml=f"title = 'T'\ncollected_by = 'C'\n{value}")
    assert problem.startswith("corpus.toml: illustrative: ")


# folders


@pytest.mark.parametrize("file", ["quotes", "themes", "toml"])
def test_a_missing_file_is_told(problems: Problems, file: str) -> None:
    [problem] = problems(**{file: None})
    assert "the file is missing" in problem


@pytest.mark.parametrize(
    ("missing", "instead", "told"),
    [
        ("quotes", "quotes.xlsx", "there is quotes.xlsx, a spreadsheet workbook"),
        ("quotes", "Quotes.CSV", "Rename it to quotes.csv."),
        ("themes", "themes.yml", "Rename it to themes.yaml."),
    ],
)
def test_a_file_of_nearly_the_right_name_is_pointed_at(
    problems: Problems, missing: str, instead: str, told: str
) -> None:
    [problem] = problems(**{missing: None, instead: "x"})
    assert told in problem


def test_an_empty_folder_is_one_problem(problems: Problems) -> None:
    [problem] = problems(quotes=None, themes=None, toml=None)
    assert "the folder is empty" in problem


def test_a_folder_that_is_not_there_or_is_a_file_is_told(corpus: Write) -> None:
    folder = corpus()
    [absent, file] = check([folder / "nowhere", folder / "corpus.toml"])
    assert "there is no such folder" in str(absent)
    assert "this is a file" in str(file)


def test_a_folder_under_the_name_of_a_file_is_told(corpus: Write) -> None:
    folder = corpus(quotes=None)
    (folder / "quotes.csv").mkdir()
    [problem] = check([folder])
    assert "cannot be read" in str(problem)


def test_no_folder_at_all_is_told() -> None:
    assert "no corpus folder was given" in str(check([])[0])


# several corpora


def test_two_corpora_of_one_id_are_told(corpus: Write, row: Row) -> None:
    [problem] = check([corpus(), corpus(quotes=[row(id="q2", text="Other.")])])
    assert "the corpus id 'small' is already used" in str(problem)


def test_quote_ids_and_texts_are_compared_over_all_corpora(corpus: Write, row: Row) -> None:
    first = corpus(name="first", quotes=[row(text=LONG)])
    second = corpus(name="second", quotes=[row(text=f"{LONG}!")])
    assert [problem.field for problem in check([first, second])] == ["id", "text"]
    assert all(str(first / "quotes.csv") in problem.message for problem in check([first, second]))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            ("name: Burnout", "name: Being worn out"),
            "'burnout' is named 'Being worn out' here and 'Burnout' in",
        ),
        (("id: systems", "id: wellbeing"), "'burnout' stands under 'wellbeing' here and under 'systems' in"),
    ],
)
def test_corpora_must_agree_on_the_name_and_place_of_a_code(
    corpus: Write, row: Row, change: tuple[str, str], told: str
) -> None:
    first = corpus(name="first")
    themes = (first / "themes.yaml").read_text().replace(*change)
    second = corpus(name="second", themes=themes, quotes=[row(id="q2", text="Other.")])
    assert told in "\n".join(map(str, check([first, second])))


def test_all_problems_of_all_files_and_corpora_come_in_one_pass_in_the_order_of_the_files(
    corpus: Write, row: Row
) -> None:
    first = corpus(
        name="first",
        toml="title = 'T'\ncollected_by = 'C'",
        themes="themes:\n  - {id: a, name: A, link: x}\n  - {id: a, name: no}",
        quotes=[row(topics="b"), row(audience="all", topics="a", text="Other.")],
    )
    second = corpus(name="second", quotes=[row(language="English", id="q3", text="More.")])
    assert [(Path(found.file).name, found.row, found.field) for found in check([first, second])] == [
        ("corpus.toml", None, "illustrative"),
        ("themes.yaml", 2, "link"),
        ("themes.yaml", 3, "name"),
        ("themes.yaml", 3, "id"),
        ("quotes.csv", 2, "topics"),
        ("quotes.csv", 3, "audience"),
        ("quotes.csv", 3, "id"),
        ("quotes.csv", 2, "language"),
    ]


# anything at all

DAMAGE = st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 6), st.binary(max_size=6)), max_size=5)


def _damaged(content: bytes, damage: list[tuple[int, int, bytes]]) -> bytes:
    for place, removed, added in damage:
        start = place % (len(content) + 1)
        content = content[:start] + added + content[start + removed :]
    return content


def _told_or_loaded(folder: Path) -> None:
    told = check([folder])
    assert all(str(problem).isprintable() for problem in told)
    try:
        assert load_library([folder]).quotes
        assert not told
    except CorpusError:
        assert told


@settings(deadline=None)
@given(file=st.sampled_from(["quotes.csv", "themes.yaml", "corpus.toml"]), damage=DAMAGE)
def test_a_damaged_file_gives_problems_or_a_library_and_never_a_traceback(
    corpus: Write, file: str, damage: list[tuple[int, int, bytes]]
) -> None:
    folder = corpus()
    path = folder / file
    path.write_bytes(_damaged(path.read_bytes(), damage))
    _told_or_loaded(folder)


@settings(deadline=None)
@example(quotes=b"", themes=b"", toml=b"\xa0")  # a letter that a terminal cannot show
@given(quotes=st.binary(max_size=300), themes=st.binary(max_size=300), toml=st.binary(max_size=300))
def test_files_of_any_bytes_give_problems(corpus: Write, **files: Any) -> None:
    _told_or_loaded(corpus(**files))


@settings(deadline=None)
@given(
    quotes=st.text('",;\r\n\tab\x00ü', max_size=200),
    themes=st.text("themsidna: -[]{}&*!|>#%'\"\n\t?@`", max_size=200),
    toml=st.text("title=[]{}.\"'\n#1-: ", max_size=200),
)
def test_files_made_of_their_own_punctuation_give_problems(corpus: Write, **files: Any) -> None:
    _told_or_loaded(corpus(**files))
