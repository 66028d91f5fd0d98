"""XLSX workbooks are read as a person sees them in the spreadsheet program."""

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ppwi_bot.corpus.importing import archive
from ppwi_bot.corpus.importing.dates import as_shown
from ppwi_bot.corpus.importing.found import UnreadableError
from ppwi_bot.corpus.importing.sources import read_source
from ppwi_bot.corpus.importing.tables import read
from ppwi_bot.corpus.importing.workbook import OLE


def saved(folder: Path, fill: Callable[[Worksheet], None], name: str = "answers.xlsx") -> Path:
    book = Workbook()
    assert isinstance(book.active, Worksheet)
    fill(book.active)
    book.save(folder / name)
    return folder / name


def edited(path: Path, part: str, edit: Callable[[str], str]) -> Path:
    """The workbook with one of its parts changed, as another program might have written it."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part] = edit(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return path


def rows(*cells: tuple[object, ...]) -> Callable[[Worksheet], None]:
    return lambda sheet: [sheet.append(row) for row in cells] and None


def test_a_sheet_is_read_below_its_title_and_notes(tmp_path: Path) -> None:
    path = saved(tmp_path, rows(("Second round",), (), ("Quote", "Theme"), ("It is the pay.", "Pay")))
    [quote] = read(path).quotes
    assert (quote.text, quote.codes, quote.where) == ("It is the pay.", (("Pay",),), "answers.xlsx, sheet Sheet, row 4")


def test_the_sheet_with_quotes_is_chosen_and_the_others_are_told(tmp_path: Path) -> None:
    book = Workbook()
    book["Sheet"].append(("how", "to"))
    book.create_sheet("Data").append(("Quote", "Theme"))
    book["Data"].append(("It is the pay.", "Pay"))
    book.save(tmp_path / "a.xlsx")
    found = read(tmp_path / "a.xlsx")
    assert len(found.quotes) == 1
    assert any("not 'Sheet'" in remark.text for remark in found.remarks)


def test_a_cell_merged_over_rows_counts_for_each_of_them(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        rows(("Theme", "Quote"), ("Pay", "It is the pay."), (None, "And the hours."), (None, "And the drive."))(sheet)
        sheet.merge_cells("A2:A3")

    found = read(saved(tmp_path, fill))
    assert [quote.codes for quote in found.quotes] == [(("Pay",),), (("Pay",),), ()]
    assert any("merged" in remark.text for remark in found.remarks)


def test_a_formula_gives_its_last_result_and_says_so(tmp_path: Path) -> None:
    path = saved(tmp_path, rows(("Quote", "Region"), ("It is the pay.", "=A1")))
    edited(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace("<f>A1</f><v></v>", "<f>A1</f><v>King</v>").replace(
        "<f>A1</f><v />", "<f>A1</f><v>King</v>").replace('r="B2"', 'r="B2" t="str"'))  # fmt: skip
    found = read(path)
    assert found.quotes[0].region == "King"
    assert [remark.text[:33] for remark in found.remarks] == ["1 cell(s) of column B hold formul"]


def test_a_quote_that_is_a_formula_without_a_result_is_skipped(tmp_path: Path) -> None:
    found = read(saved(tmp_path, rows(("Quote", "Region"), ("=B1", "King"), ("It is the pay.", "King"))))
    assert len(found.quotes) == 1
    assert [remark.text[:36] for remark in found.remarks if remark.kind == "skipped"] == [
        "The quote is a formula without a res"
    ]


def test_an_error_value_is_no_quote_and_no_attribute(tmp_path: Path) -> None:
    found = read(saved(tmp_path, rows(("Quote", "Region"), ("#REF!", "King"), ("It is the pay.", "#N/A"))))
    assert [(quote.text, quote.region) for quote in found.quotes] == [("It is the pay.", "")]
    assert sorted(remark.kind for remark in found.remarks) == ["changed", "skipped"]


def test_text_with_a_leading_apostrophe_mark_is_read_without_it(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        rows(("Quote", "Region"), ("x", "King"))(sheet)
        sheet["A2"].value, sheet["A2"].data_type = "=it adds up", "s"
        sheet["A2"].quotePrefix = True

    assert read(saved(tmp_path, fill)).quotes[0].text == "=it adds up"


@pytest.mark.parametrize(
    "text", ["a _x000D_ b", "x005F_", "_x005F_x000D_", "a\tb", " both ends ", "👩🏽\u200d🏫", "\u202bשלום"]
)
def test_letters_are_what_the_sheet_shows(tmp_path: Path, text: str) -> None:
    """A person's own '_x000D_' is stored with its underscore escaped, as spreadsheet programs do."""
    stored = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
    path = saved(tmp_path, rows(("Quote", "Region"), (f"a{stored}", "King")))
    assert read(path).quotes[0].text == f"a{text}"


def test_a_carriage_return_that_is_stored_as_an_escape_is_one_again(tmp_path: Path) -> None:
    path = saved(tmp_path, rows(("Quote", "Region"), ("one_x000D_\ntwo", "King")))
    assert read(path).quotes[0].text == "one\r\ntwo"


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (datetime(2024, 7, 1), "yyyy-mm-dd", "2024-07-01"),
        (datetime(2024, 7, 1), "mm-dd-yy", "07-01-24"),
        (datetime(2024, 7, 1), "d mmm yyyy", "1 Jul 2024"),
        (datetime(2024, 7, 1), '[$-409]mmmm d, yyyy;@', "July 1, 2024"),
        (datetime(2024, 7, 1, 15, 5), "h:mm AM/PM", "3:05 PM"),
        (datetime(2024, 7, 1, 15, 5, 9), "hh:mm:ss", "15:05:09"),
        (date(2024, 3, 4), "m-d", "3-4"),
        (7.0, "General", "7"),
        (7, "000", "007"),
        (0.1 + 0.2, "General", "0.3"),
        (True, "General", "TRUE"),
    ],
)  # fmt: skip
def test_dates_and_numbers_are_what_the_cell_shows(value: object, form: str, shown: str) -> None:
    assert as_shown(value, form) == shown


def test_a_participant_that_became_a_date_is_read_as_it_is_shown(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        rows(("Quote", "Participant"), ("It is the pay.", datetime(2024, 3, 4)))(sheet)
        sheet["B2"].number_format = "m-d"

    assert read(saved(tmp_path, fill)).quotes[0].participant == "3-4"


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-2000])


def _password(path: Path) -> None:
    path.write_bytes(OLE + bytes(1024) + "EncryptedPackage".encode("utf-16-le") + bytes(1024))


def _old(path: Path) -> None:
    path.write_bytes(OLE + bytes(4096))


def _entities(path: Path) -> None:
    edited(path, "xl/worksheets/sheet1.xml", lambda xml: '<!DOCTYPE x [<!ENTITY a "aa">]>' + xml)


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book, book.open("xl/media/zeros", "w") as file:
        for _ in range(300):
            file.write(bytes(2**20))


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_truncated, "damaged or cut short"),
        (_password, "has a password"),
        (_old, "old .xls workbook"),
        (_entities, "no sound .xlsx"),
        (_bomb, "unpacks to more than"),
    ],
)
def test_a_workbook_that_cannot_be_read_is_one_clear_sentence(
    tmp_path: Path, spoil: Callable[[Path], None], told: str
) -> None:
    path = saved(tmp_path, rows(("Quote", "Region"), ("It is the pay.", "King")))
    spoil(path)
    with pytest.raises(UnreadableError, match=told):
        read(path)


@pytest.mark.parametrize("name", ["answers.xlsx", "project.qdpx", "answers.csv"])
def test_an_archive_that_lists_endless_files_is_refused_before_its_kind_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(archive, "MAX_READ_BYTES", 100_000)
    path = saved(tmp_path, rows(("Quote", "Region"), ("It is the pay.", "King")), name)
    assert len(read_source(str(path), None, tmp_path).quotes) == 1
    with zipfile.ZipFile(path, "a") as book:
        for number in range(2_000):
            book.writestr(f"xl/{number}.xml", b"")
    for reader in (lambda: read_source(str(path), None, tmp_path), lambda: read(path)):
        with pytest.raises(UnreadableError, match=rf"{name}: holds far more files than a project or workbook needs"):
            reader()


def test_a_workbook_under_a_wrong_name_is_read_all_the_same(tmp_path: Path) -> None:
    path = saved(tmp_path, rows(("Quote", "Region"), ("It is the pay.", "King")))
    assert len(read(path.rename(tmp_path / "answers.csv")).quotes) == 1
