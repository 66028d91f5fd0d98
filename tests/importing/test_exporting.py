"""What is exported and imported again is the same corpus, letter for letter, in each format."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from ppwi_bot.corpus.importing.bringing_in import About, plan, write
from ppwi_bot.corpus.importing.entries import text_fault
from ppwi_bot.corpus.importing.exporting import export
from ppwi_bot.corpus.importing.found import Found, FoundQuote
from ppwi_bot.corpus.importing.merging import Choices
from ppwi_bot.corpus.importing.sources import read_source
from ppwi_bot.corpus.importing.tables import escaped, unescaped
from ppwi_bot.corpus.library import Library
from ppwi_bot.corpus.quotes import Audience, Quote
from ppwi_bot.corpus.reading import load_library
from ppwi_bot.errors import CorpusError

FORMATS = ("csv", "xlsx", "jsonl", "qdpx")
TABLES = ("csv", "xlsx", "jsonl")
ABOUT = About("Interviews", "Our team")

HARD = [
    "two\r\nlines", "an old\rline end", "a\nb\n", " both ends\t", "a\u00a0hard space", "e\u0301 and é",
    "👩🏽\u200d🏫👨‍👩‍👧 family",
    "שלום \u202bעולם\u202c", "=1+1", "+41 79", "-5", "@home", "'quoted", '"', "a;b|c,d", "_x000D_ _x005F_", "x005F_",
    "\ufffe\uffff", "\u2028\u2029", "&amp; <b>", "\ufeffmark",
]  # fmt: skip


def corpus_of(folder: Path, quotes: Sequence[FoundQuote]) -> Library:
    write(plan(folder, [("first", Found(tuple(quotes), read=len(quotes)))], Choices(), ABOUT, date(2026, 1, 2)))
    return load_library([folder])


def there_and_back(folder: Path, library: Library, form: str) -> Library:
    target = folder.with_name(f"out.{form}")
    export(library, target, Audience.WITHHELD)
    found = read_source(str(target), None, folder)
    back = folder.with_name("back") / folder.name
    write(plan(back, [(target.name, found)], Choices(), ABOUT, date(2026, 1, 2)))
    return load_library([back])


def content(library: Library) -> tuple[dict[str, Quote], dict[str, tuple[str, str | None]]]:
    used = {code for quote in library.spread.values() for code in quote}
    codes = {code.id: (code.name, code.parent) for code in library.codebook.codes.values() if code.id in used}
    return dict(library.quotes), codes


@pytest.fixture
def sample(tmp_path: Path) -> Library:
    said = FoundQuote(
        "=It adds up.", "x", "q1", (("Work > life", "Pay\\Hours"), ("Rest",)), "administrator", "Home visitors", "King",
        "P017", "public", "es", "https://example.org/q",
    )  # fmt: skip
    others = [FoundQuote("For staff.", "x", "q2", (("Rest",),), audience="staff")]
    return corpus_of(
        tmp_path / "mine", [said, *others, FoundQuote("For nobody.", "x", "q3", (("Rest",),), audience="withheld")]
    )


@pytest.mark.parametrize("form", FORMATS)
def test_every_field_and_code_comes_back(sample: Library, tmp_path: Path, form: str) -> None:
    assert content(there_and_back(tmp_path / "mine", sample, form)) == content(sample)


@pytest.mark.parametrize("form", FORMATS)
def test_hard_texts_come_back_letter_for_letter(tmp_path: Path, form: str) -> None:
    texts = [text for text in HARD if not text_fault(text)]
    assert len(texts) >= len(HARD) - 1
    library = corpus_of(tmp_path / "mine", [FoundQuote(text, "x", f"q{n}", (("A",),)) for n, text in enumerate(texts)])
    back = there_and_back(tmp_path / "mine", library, form)
    assert {quote.id: quote.text for quote in back.quotes.values()} == {f"q{n}": text for n, text in enumerate(texts)}


LETTERS = st.text(
    st.one_of(st.characters(exclude_categories=["Cs", "Cc"]), st.sampled_from("\r\n\t=+-@'\"_x\u00a0\u0301\u202e👩\u200d")),
    min_size=1, max_size=80,
)  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(texts=st.lists(LETTERS, min_size=1, max_size=40, unique_by=str.strip))
def test_any_text_comes_back_letter_for_letter(
    tmp_path_factory: pytest.TempPathFactory, form: str, texts: list[str]
) -> None:
    quotes = [FoundQuote(text, "x", f"q{n}", (("A",),)) for n, text in enumerate(texts)]
    folder = tmp_path_factory.mktemp("trip") / "mine"
    spoken = [quote for quote in quotes if not text_fault(quote.text)]
    if not spoken:
        return
    library = corpus_of(folder, spoken)
    back = there_and_back(folder, library, form)
    assert {quote.id: quote.text for quote in back.quotes.values()} == {
        quote.id: quote.text for quote in library.quotes.values()
    }


@given(st.text())
def test_any_name_can_stand_in_a_cell_with_others(name: str) -> None:
    assert unescaped(escaped(name)) == name
    assert not {">", "\n"} & set(escaped(name))


@pytest.mark.parametrize(
    ("audience", "ids"),
    [(Audience.PUBLIC, {"q1"}), (Audience.STAFF, {"q1", "q2"}), (Audience.WITHHELD, {"q1", "q2", "q3"})],
)
@pytest.mark.parametrize("form", FORMATS)
def test_only_what_the_audience_may_see_is_in_the_file(
    sample: Library, tmp_path: Path, form: str, audience: Audience, ids: set[str]
) -> None:
    target = tmp_path / f"out.{form}"
    done = export(sample, target, audience)
    assert (done.quotes, done.left_out) == (len(ids), 3 - len(ids))
    assert {quote.key for quote in read_source(str(target), None, tmp_path).quotes} == ids


def test_a_text_that_looks_like_a_formula_is_text_in_a_workbook_and_told_of_in_csv(
    sample: Library, tmp_path: Path
) -> None:
    export(sample, tmp_path / "out.xlsx", Audience.PUBLIC)
    cell = load_workbook(tmp_path / "out.xlsx")["Quotes"]["B2"]
    assert (cell.value, cell.data_type, bool(cell.quotePrefix)) == ("=It adds up.", "s", True)
    told = export(sample, tmp_path / "out.csv", Audience.PUBLIC).not_carried
    assert any("formula" in line for line in told)
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8-sig") as file:
        assert next(csv.DictReader(file))["text"] == "=It adds up."


@pytest.mark.parametrize("form", TABLES)
def test_illustrative_quotes_are_marked_and_can_never_come_in_as_real(
    sample: Library, tmp_path: Path, form: str
) -> None:
    [corpus] = sample.corpora.values()
    made_up = replace(sample, corpora={corpus.id: replace(corpus, illustrative=True)})
    export(made_up, tmp_path / f"out.{form}", Audience.PUBLIC)
    with pytest.raises(CorpusError, match="nobody said it"):
        read_source(str(tmp_path / f"out.{form}"), None, tmp_path)


@pytest.mark.parametrize("form", ["txt", "", "xls"])
def test_an_unknown_ending_is_refused_with_those_there_are(sample: Library, tmp_path: Path, form: str) -> None:
    with pytest.raises(CorpusError, match=r"\.csv, \.xlsx, \.jsonl, \.qdpx, \.qdc"):
        export(sample, tmp_path / f"out.{form}", Audience.PUBLIC)


def test_what_a_table_cannot_carry_is_counted(sample: Library, tmp_path: Path) -> None:
    assert any(
        line.startswith("What corpus.toml says")
        for line in export(sample, tmp_path / "o.csv", Audience.PUBLIC).not_carried
    )
