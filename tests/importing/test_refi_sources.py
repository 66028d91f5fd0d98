"""What a source may look like: kept beside the project, inside it, as a page, a recording, or gone."""

import zipfile
from pathlib import Path

import pytest
from tests.importing.refi_files import (
    MAXQDA,
    NVIVO_12,
    TAGUETTE,
    Program,
    Quoted,
    Transcript,
    build,
    code_key,
    key,
    project,
    zipped,
)

from ppwi_bot.corpus.importing.found import Found
from ppwi_bot.corpus.importing.refi.reading import read

CUT = "The source's text is missing. These words are the selection's name and may be cut."
SAID = Transcript(
    "Interview 3", ("I: So? ", Quoted("I sat in the car for an hour, every day."), " ", Quoted("Nobody asked."))
)
CODING = f'<Coding guid="{key("coding")}"><CodeRef targetGUID="{code_key("Burnout")}"/></Coding>'


def skipped(found: Found) -> list[str]:
    return [remark.text for remark in found.remarks if remark.kind == "skipped"]


def with_source(path: Path, source: str, texts: dict[str, bytes] | None = None, program: Program = MAXQDA) -> Found:
    found = read(zipped(path / "p.qdpx", project(program, [], sources=source), texts or {}))
    assert found.read == len(found.quotes) + len(skipped(found))
    return found


def test_where_the_text_is_missing_the_name_survives_and_is_marked(tmp_path: Path) -> None:
    found = read(zipped(tmp_path / "p.qdpx", project(NVIVO_12, [SAID])))
    assert [quote.text for quote in found.quotes] == ["I sat in the car for an hour, every day.", "Nobody asked."]
    assert all(CUT in quote.remarks for quote in found.quotes)


def test_an_ellipsis_at_the_end_of_a_surviving_name_is_kept(tmp_path: Path) -> None:
    cut = Transcript("T", (Quoted("I sat in the car for an hour", name="I sat in the car…"),))
    [quote] = read(zipped(tmp_path / "p.qdpx", project(NVIVO_12, [cut]))).quotes
    assert quote.text == "I sat in the car…"


@pytest.mark.parametrize("name", ["", "Quotation", "Interview 3"])
def test_where_the_text_is_missing_a_name_that_is_no_speech_is_left_out(name: str, tmp_path: Path) -> None:
    nameless = Transcript("Interview 3", (Quoted("I sat in the car for an hour", name=name),))
    found = read(zipped(tmp_path / "p.qdpx", project(TAGUETTE, [nameless])))
    assert (found.quotes, found.read) == ((), 1)
    [reason] = skipped(found)
    assert reason.startswith("Its words are not there: the package does not hold internal://")


def test_where_names_elsewhere_in_the_project_are_no_beginnings_none_is_taken_for_a_quote(tmp_path: Path) -> None:
    labels = tuple(Quoted(f"spoken words {n}", name="A key moment") if n % 2 else " I: so? " for n in range(20))
    there, gone = Transcript("There", labels), Transcript("Gone", (Quoted("I sat there", name="A key moment"),))
    path = build(tmp_path / "p.qdpx", NVIVO_12, [there])
    package = project(NVIVO_12, [there, gone])
    found = read(_with_project(path, package))
    assert len(found.quotes) == 10
    assert len(skipped(found)) == 1


def _with_project(path: Path, package: str) -> Path:
    with zipfile.ZipFile(path) as old:
        texts = {
            name.removeprefix("sources/"): old.read(name) for name in old.namelist() if name.startswith("sources/")
        }
    return zipped(path, package, texts)


@pytest.mark.parametrize(
    "reference", ["internal://Notes.txt", "internal://notes.TXT", "Notes.txt", "sources/Notes.txt"]
)
def test_a_text_is_found_however_its_name_is_written(reference: str, tmp_path: Path) -> None:
    source = (
        f'<TextSource guid="{key("s")}" name="S" plainTextPath="{reference}">'
        f'<PlainTextSelection guid="{key("q")}" startPosition="0" endPosition="9">{CODING}</PlainTextSelection></TextSource>'
    )
    found = with_source(tmp_path, source, {"Notes.txt": b"So it is, yes."})
    assert [quote.text for quote in found.quotes] == ["So it is,"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_text_with_a_byte_order_mark_is_read_by_it(encoding: str, tmp_path: Path) -> None:
    source = (
        f'<TextSource guid="{key("s")}" name="S" plainTextPath="internal://n.txt">'
        f'<PlainTextSelection guid="{key("q")}" startPosition="3" endPosition="9">{CODING}</PlainTextSelection></TextSource>'
    )
    found = with_source(tmp_path, source, {"n.txt": "So sé muy bien".encode(encoding)})
    assert [quote.text for quote in found.quotes] == ["sé muy"]


def test_an_empty_text_counts_as_missing(tmp_path: Path) -> None:
    nowhere = f'<PlainTextSelection guid="{key("q")}"/>'
    source = f'<TextSource guid="{key("s")}" plainTextPath="internal://n.txt">{nowhere}</TextSource>'
    assert skipped(with_source(tmp_path, source, {"n.txt": b""})) == ["Its words are not there: its text is empty."]


def test_a_text_in_another_encoding_counts_as_missing(tmp_path: Path) -> None:
    source = (
        f'<TextSource guid="{key("s")}" name="S" plainTextPath="internal://n.txt">'
        f'<PlainTextSelection guid="{key("q")}" startPosition="0" endPosition="2">{CODING}</PlainTextSelection></TextSource>'
    )
    found = with_source(tmp_path, source, {"n.txt": "sé".encode("cp1252")})
    assert skipped(found) == ["Its words are not there: internal://n.txt is not sound UTF-8 (byte 1)."]


def test_a_pdf_gives_the_words_of_its_representation(tmp_path: Path) -> None:
    source = (
        f'<PDFSource guid="{key("pdf")}" name="Report" path="internal://report.pdf">'
        f'<PDFSelection guid="{key("area")}" page="1" firstX="1" firstY="2" secondX="3" secondY="4" '
        f'name="I sat in the car for an…">{CODING}</PDFSelection>'
        f'<PDFSelection guid="{key("figure")}" page="2" firstX="1" firstY="2" secondX="3" secondY="4">'
        f"{CODING}</PDFSelection>"
        f'<Representation guid="{key("text")}" plainTextPath="internal://report.txt">'
        f'<PlainTextSelection guid="{key("q")}" startPosition="8" endPosition="36" name="I sat in the car">{CODING}'
        "</PlainTextSelection></Representation></PDFSource>"
    )
    found = with_source(tmp_path, source, {"report.txt": b"Page 1. I sat in the car for an hour there."})
    assert [quote.text for quote in found.quotes] == ["I sat in the car for an hour"]
    assert skipped(found) == [
        "The same words are there as a selection of the source's text.",
        "Its words are not there: the project gives no text for it.",
    ]


def test_an_area_of_a_page_gives_the_words_that_it_brings(tmp_path: Path) -> None:
    source = (
        f'<PDFSource guid="{key("pdf")}" name="Report" path="internal://report.pdf">'
        f'<PDFSelection guid="{key("area")}" page="1" firstX="1" firstY="2" secondX="3" secondY="4">'
        f'<Representation guid="{key("text")}"><PlainTextContent>I sat there.</PlainTextContent></Representation>'
        f"{CODING}</PDFSelection></PDFSource>"
    )
    [quote] = with_source(tmp_path, source).quotes
    assert (quote.text, quote.codes, quote.key) == ("I sat there.", (("Wellbeing", "Burnout"),), key("area"))


def test_the_label_of_an_area_is_no_quote_where_nothing_shows_that_names_hold_words(tmp_path: Path) -> None:
    source = (
        f'<PDFSource guid="{key("pdf")}" name="Report" path="internal://report.pdf">'
        f'<PDFSelection guid="{key("area")}" page="1" name="Table of wages">{CODING}</PDFSelection></PDFSource>'
    )
    assert with_source(tmp_path, source).quotes == ()


def test_a_transcript_is_cut_at_its_points_in_time(tmp_path: Path) -> None:
    source = (
        f'<AudioSource guid="{key("audio")}" name="Talk" path="relative:///talk.mp3">'
        f'<Transcript guid="{key("text")}" plainTextPath="internal://talk.txt">'
        f'<SyncPoint guid="{key("a")}" timeStamp="0" position="7"/><SyncPoint guid="{key("b")}" timeStamp="9" position="19"/>'
        f'<TranscriptSelection guid="{key("q")}" fromSyncPoint="{key("a")}" toSyncPoint="{key("b")}">'
        f"{CODING}</TranscriptSelection>"
        f'</Transcript><AudioSelection guid="{key("x")}" begin="0" end="9">{CODING}</AudioSelection></AudioSource>'
    )
    found = with_source(tmp_path, source, {"talk.txt": b"I: So? I sat there. Yes."})
    assert [quote.text for quote in found.quotes] == ["I sat there."]
    assert skipped(found) == ["Its words are not there: the project gives no text for it."]


@pytest.mark.parametrize(
    ("positions", "reason"),
    [
        ('startPosition="5" endPosition="5"', "Its positions are missing, empty or outside the text."),
        ('startPosition="9" endPosition="2"', "Its positions are missing, empty or outside the text."),
        ('startPosition="-1" endPosition="2"', "Its positions are missing, empty or outside the text."),
        ('startPosition="1"', "Its positions are missing, empty or outside the text."),
        (
            'startPosition="1" endPosition="99999999999999999999"',
            "Its positions are missing, empty or outside the text.",
        ),
        ('startPosition="0" endPosition="10500"', "It has 10,500 characters, more than 10,000."),
        ('startPosition="2" endPosition="3"', "It holds nothing but space."),
    ],
)
def test_a_selection_that_can_be_no_quote_is_left_out_with_its_reason(
    positions: str, reason: str, tmp_path: Path
) -> None:
    good = f'<PlainTextSelection guid="{key("q")}%d" startPosition="0" endPosition="2">{CODING}</PlainTextSelection>'
    source = (
        f'<TextSource guid="{key("s")}" name="S" plainTextPath="internal://n.txt">{"".join(good % n for n in range(4))}'
        f'<PlainTextSelection guid="{key("bad")}" {positions}>{CODING}</PlainTextSelection></TextSource>'
    )
    found = with_source(tmp_path, source, {"n.txt": ("So it is. " * 1_050).encode()})
    assert skipped(found) == [reason]
    assert len(found.quotes) == 4


def test_a_place_with_a_note_and_no_code_is_no_quote_and_one_with_neither_is(tmp_path: Path) -> None:
    noted = f'<NoteRef targetGUID="{key("note")}"/>'
    said = Transcript("T", (Quoted("Here I think", codes=(), extra=noted), " ", Quoted("I sat there", codes=()), "."))
    found = read(build(tmp_path / "p.qdpx", MAXQDA, [said]))
    assert [(quote.text, quote.codes) for quote in found.quotes] == [("I sat there", ())]
    assert skipped(found) == ["It has a note and no code, so it was not taken as a quote."]


def test_a_code_that_the_codebook_does_not_hold_is_remarked_on(tmp_path: Path) -> None:
    source = (
        f'<TextSource guid="{key("s")}" name="S"><PlainTextContent>So it is.</PlainTextContent>'
        f'<PlainTextSelection guid="{key("q")}" startPosition="0" endPosition="9">'
        f'<Coding guid="{key("c")}"><CodeRef targetGUID="{key("nowhere")}"/></Coding></PlainTextSelection></TextSource>'
    )
    [quote] = with_source(tmp_path, source).quotes
    assert quote.remarks == ("Codes that the codebook does not hold: 1.",)


def test_a_guid_that_is_there_twice_gives_one_quote(tmp_path: Path) -> None:
    path = zipped(tmp_path / "p.qdpx", project(MAXQDA, [SAID, SAID]))
    found = read(path)
    assert (len(found.quotes), found.read) == (2, 4)
    assert skipped(found) == ["A selection with the same GUID is there already."] * 2


def test_what_was_not_read_is_said(tmp_path: Path) -> None:
    whole = Transcript("T", (Quoted("I sat there"), "."), extra=CODING)
    memo = f'<Notes><Note guid="{key("n")}" name="Memo"><PlainTextContent>Thoughts</PlainTextContent></Note></Notes>'
    found = read(build(tmp_path / "p.qdpx", MAXQDA, [whole], after=memo))
    said = [remark.text for remark in found.remarks]
    assert "Written by MAXQDA 2022." in said
    assert "Codes on whole sources, not on words in them, were not read. Sources: 1." in said
    assert "Notes and memos were not read: 1." in said
