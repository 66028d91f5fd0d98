"""Tables of any make are read as the person who made them sees them, and every row is accounted for."""

import codecs
import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppwi_bot.corpus.importing.found import Found, UnreadableError
from ppwi_bot.corpus.importing.mapping import ColumnMapping, mapping_text, read_mapping
from ppwi_bot.corpus.importing.tables import read, suggest

LONG = "I sat in the car for an hour before I could go in, and nobody asked me why."


def written(folder: Path, content: str | bytes, name: str = "answers.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def adds_up(found: Found) -> bool:
    return found.read == len(found.quotes) + sum(remark.kind == "skipped" for remark in found.remarks)


def test_columns_of_other_names_are_understood(tmp_path: Path) -> None:
    table = f"Excerpt;Codes Applied;Participant ID;Role;County\n{LONG};Pay > Low wages|Burnout;P7;DSP;King\n"
    [quote] = read(written(tmp_path, table)).quotes
    assert quote.text == LONG
    assert quote.codes == (("Pay", "Low wages"), ("Burnout",))
    assert (quote.participant, quote.perspective, quote.region) == ("P7", "DSP", "King")
    assert quote.where == "answers.csv, line 2"


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("Pay; Burnout", (("Pay",), ("Burnout",))),
        ("Pay|Burnout", (("Pay",), ("Burnout",))),
        ('"Pay\nBurnout"', (("Pay",), ("Burnout",))),
        ("Work::Pay", (("Work", "Pay"),)),
        ("Work > Pay > Low wages", (("Work", "Pay", "Low wages"),)),
        ("Culture, Diversity and Representation", (("Culture, Diversity and Representation",),)),
    ],
)
def test_several_codes_and_levels_in_one_cell_are_told_apart(
    tmp_path: Path, cell: str, codes: tuple[tuple[str, ...], ...]
) -> None:
    quoted = cell if cell.startswith('"') else f'"{cell}"'
    [quote] = read(written(tmp_path, f'text,codes\n"{LONG}",{quoted}\n')).quotes
    assert quote.codes == codes


def test_an_empty_cell_in_a_column_that_asks_for_consent_is_no_consent(tmp_path: Path) -> None:
    table = f"Excerpt;Consent\n{LONG};yes\n{LONG} Twice.;\n"
    consenting, silent = read(written(tmp_path, table)).quotes
    assert (consenting.audience, silent.audience) == ("yes", "withheld")
    assert "is empty, so it is withheld" in silent.remarks[0]


def test_an_empty_cell_of_our_own_column_says_nothing(tmp_path: Path) -> None:
    table = f"text;audience\n{LONG};staff\n{LONG} Twice.;\n"
    assert [quote.audience for quote in read(written(tmp_path, table)).quotes] == ["staff", ""]


def test_values_in_a_mapping_are_met_in_capitals_or_not(tmp_path: Path) -> None:
    table = f"Said;Who;OK\n{LONG};teacher;form a\n"
    columns = {"text": ("Said",), "perspective": ("Who",), "audience": ("OK",)}
    mapping = ColumnMapping(columns, perspectives={"Teacher": "administrator"}, audiences={"Form A": "staff"})
    [quote] = read(written(tmp_path, table), mapping).quotes
    assert (quote.perspective, quote.audience) == ("administrator", "staff")


def test_theme_and_topic_may_stand_in_columns_of_their_own(tmp_path: Path) -> None:
    table = f'quote,theme,topic,subtopic\n"{LONG}",Work,Pay; Hours,\n'
    [quote] = read(written(tmp_path, table)).quotes
    assert quote.codes == (("Work", "Pay"), ("Work", "Hours"))


def test_a_number_that_stands_beside_several_quotes_is_no_id_of_theirs(tmp_path: Path) -> None:
    table = f"id,quote\n7,{LONG.replace(',', '')}\n7,Something else altogether was said here.\n"
    assert [quote.key for quote in read(written(tmp_path, table)).quotes] == ["", ""]


def test_without_headers_we_know_the_longest_text_is_the_quote_and_values_speak(tmp_path: Path) -> None:
    table = f'A,B,C\n"{LONG}",administrator,https://example.org/a\n"{LONG[5:]}",system leader,https://example.org/b\n'
    columns = suggest(written(tmp_path, table)).columns
    assert columns == {"text": ("A",), "perspective": ("B",), "source": ("C",)}


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8", codecs.BOM_UTF8), ("utf-16", b""), ("utf-16-be", codecs.BOM_UTF16_BE), ("cp1252", b"")],
)
def test_encodings_are_found(tmp_path: Path, encoding: str, mark: bytes) -> None:
    text = "Él dijo: “no sé” – y se fue a casa con los niños."
    raw = mark + f'text,region\n"{text}",Yakima\n'.encode(encoding)
    assert read(written(tmp_path, raw)).quotes[0].text == text


def test_another_encoding_than_utf_8_is_told(tmp_path: Path) -> None:
    found = read(written(tmp_path, "text,region\nEl niño que durmió en casa,Yakima\n".encode("cp1252")))
    assert any("Windows-1252" in remark.text for remark in found.remarks)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_every_letter_of_a_delimited_table_survives(
    tmp_path_factory: pytest.TempPathFactory, delimiter: str, text: str
) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([["quote", "region"], [f"a{text}", "King"]])
    path = written(tmp_path_factory.getbasetemp(), file.getvalue(), f"{ord(delimiter)}.csv")
    assert [quote.text for quote in read(path).quotes] == [f"a{text}"]


def test_rows_that_give_no_quote_are_skipped_with_their_reason_and_the_numbers_add_up(tmp_path: Path) -> None:
    table = f'text,region\n"{LONG}",King\n,Pierce\n"{LONG}",King,one too many\na "stray" mark,King\n,\n'
    found = read(written(tmp_path, table))
    assert adds_up(found)
    assert [remark.where for remark in found.remarks if remark.kind == "skipped"] == [
        "answers.csv, line 3",
        "answers.csv, line 4",
    ]


def test_a_quotation_mark_that_is_never_closed_hides_no_row_in_silence(tmp_path: Path) -> None:
    table = f'text,region\n"{LONG} never closed,King\nSomething else was said,Pierce\n'
    found = read(written(tmp_path, table))
    assert [quote.text for quote in found.quotes] == ["Something else was said"]
    assert adds_up(found)


def test_json_lines_are_read_by_their_keys(tmp_path: Path) -> None:
    lines = '{"quote": "a\\r\\nb\\u2028c", "codes": ["Pay", ["Work", "Hours"]], "n": 7}\nnot json\n\n{"quote": "x"}\n'
    found = read(written(tmp_path, lines, "a.jsonl"))
    assert [quote.text for quote in found.quotes] == ["a\r\nb\u2028c", "x"]
    assert found.quotes[0].codes == (("Pay",), ("Work", "Hours"))
    assert adds_up(found)


def test_a_mapping_survives_its_file(tmp_path: Path) -> None:
    mapping = ColumnMapping(
        {"text": ('The "words"',), "codes": ("Code 1", "Code 2"), "region": ("Où",)},
        "Sheet 1", 3, ";", "::", {"Frontline": "direct_service_provider"}, {"OK": "public"},
    )  # fmt: skip
    assert read_mapping(written(tmp_path, mapping_text(mapping), "m.toml")) == mapping


@pytest.mark.parametrize(
    ("mapping", "told"),
    [
        ('columns = {text = "Quotes"}', "no column 'Quotes' for text. Did you mean 'quote'?"),
        ('columns = {txet = "quote"}', "unknown field 'txet'. Did you mean 'text'?"),
        ('columns = {region = "quote"}', "which column holds the quotes"),
        ("columns = 7", "Begin it with a line [columns]"),
        ("columns = {text = 7}", "text is no text"),
        ("header_row = -1", "header_row"),
        ('[perspectives]\nBoss = "bos"', "'Boss' cannot be 'bos'"),
        ("[columns", "not sound TOML"),
    ],
)
def test_a_wrong_mapping_is_one_clear_sentence(tmp_path: Path, mapping: str, told: str) -> None:
    path = written(tmp_path, "quote,county\nIt is the pay.,King\n")
    with pytest.raises(UnreadableError) as error:
        read(path, read_mapping(written(tmp_path, mapping, "m.toml")))
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (bytes(5000), "no text file"),
        (b"\x89PNG\r\n\x1a\n\0\0", "no text file"),
        (b"a,b\n1,2\n", "no column looks like quotes"),
        (b'{"a": 1}\n', "no column looks like quotes"),
    ],
)
def test_what_is_no_table_of_quotes_is_one_clear_sentence(tmp_path: Path, content: bytes, told: str) -> None:
    with pytest.raises(UnreadableError, match=told):
        read(written(tmp_path, content))


def test_a_quote_that_is_marked_as_illustrative_is_never_imported(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="nobody said it"):
        read(written(tmp_path, f'text,illustrative\n"{LONG}",yes\n'))
