"""Broken and hostile files: one clear error each, whatever they declare."""

import resource
import struct
import zipfile
from pathlib import Path

import pytest
from tests.importing.refi_files import MAXQDA, NVIVO_12, Quoted, Transcript, build, key, project, zipped

from ppwi_bot.corpus.importing import archive
from ppwi_bot.corpus.importing.found import UnreadableError
from ppwi_bot.corpus.importing.refi import package as refi_package
from ppwi_bot.corpus.importing.refi import selections as refi_selections
from ppwi_bot.corpus.importing.refi import xml as refi_xml
from ppwi_bot.corpus.importing.refi.reading import read

SAID = Transcript("T", (Quoted("I sat in the car"), " I: So?"))
ENTITIES = '<!DOCTYPE p [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>'


def refused(path: Path, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason) as error:
        read(path)
    assert str(error.value).startswith(path.name)


def source(reference: str) -> str:
    return f'<TextSource guid="{key("s")}" name="S" plainTextPath="{reference}">{SELECTION}</TextSource>'


SELECTION = f'<PlainTextSelection guid="{key("q")}" startPosition="0" endPosition="2"/>'


@pytest.mark.parametrize(
    "name", ["../x.txt", "sources/../../x.txt", "/etc/x.txt", "C:/x.txt", "..\\x.txt", "\\\\host\\x.txt"]
)
def test_a_path_that_leads_out_of_the_package_is_refused(name: str, tmp_path: Path) -> None:
    path = build(tmp_path / "p.qdpx", MAXQDA, [SAID])
    with zipfile.ZipFile(path, "a") as package:
        package.writestr(name, "x")
    refused(path, "leads out of the package .* nothing was read")


@pytest.mark.parametrize(
    "reference",
    [
        "relative:///texts/a.txt",
        "absolute:///etc/passwd",
        "absolute://C:\\texts\\a.txt",
        "file:///etc/passwd",
        "file:etc",
        "https://example.org/a.txt",
        "/etc/passwd",
        "C:\\a.txt",
        "\\\\host\\a.txt",
        "internal://../../etc/passwd",
        "internal://%2e%2e/%2e%2e/etc/passwd",
    ],
)
def test_a_text_outside_the_package_is_refused(reference: str, tmp_path: Path) -> None:
    path = zipped(tmp_path / "p.qdpx", project(MAXQDA, [], sources=source(reference)))
    refused(path, "a source's text lies outside the package .* Export the project again with its sources inside")


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_two_gigabytes_of_zeros_are_refused_unread(method: int, tmp_path: Path) -> None:
    path = tmp_path / "p.qdpx"
    with zipfile.ZipFile(path, "w", method) as package, package.open("project.qde", "w") as file:
        for _ in range(8):
            file.write(bytes(2**20))
    path.write_bytes(path.read_bytes().replace(struct.pack("<I", 8 * 2**20), struct.pack("<I", 2 * 2**30)))
    refused(path, "would unpack to 2,147,483,648 bytes|packed in a way")


def test_a_bomb_below_the_limit_of_size_is_known_by_its_ratio(tmp_path: Path) -> None:
    refused(zipped(tmp_path / "p.qdpx", bytes(5 * 2**20)), "would unpack to 5,242,880 bytes")


def test_a_size_that_is_a_lie_is_not_believed(tmp_path: Path) -> None:
    path = zipped(tmp_path / "p.qdpx", " " * 4_000_000)
    path.write_bytes(path.read_bytes().replace(struct.pack("<I", 4_000_000), struct.pack("<I", 4_000)))
    refused(path, "damaged")


def test_a_text_that_is_a_bomb_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "p.qdpx", project(MAXQDA, [], sources=source("a.txt")), {"a.txt": b"a" * 2**24})
    refused(path, "would unpack to 16,777,216 bytes")


def test_one_text_used_again_and_again_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refi_package, "MAX_ALL_TEXT_BYTES", 2**20)
    path = zipped(tmp_path / "p.qdpx", project(MAXQDA, [], sources=source("a.txt") * 11), {"a.txt": b"ab " * 2**15})
    refused(path, "its texts are larger than 0 MB together")


def test_quotes_that_overlap_without_end_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refi_selections, "MAX_CHARACTERS", 1_000)
    pieces = (Quoted("I sat in the car for an hour"), " I: So? ") * 50
    refused(build(tmp_path / "p.qdpx", MAXQDA, [Transcript("T", pieces)]), "its quotes have more than 1,000 characters")


def test_a_directory_of_endless_files_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_READ_BYTES", 100_000)
    path = zipped(tmp_path / "p.qdpx", project(MAXQDA, [SAID]), {f"{number}.txt": b"" for number in range(2_000)})
    refused(path, "holds far more files than a project or workbook needs")


def test_a_sparse_file_of_two_gigabytes_of_zeros_takes_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "zeros.qdc"
    with path.open("wb") as file:
        file.truncate(2 * 2**30)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refused(path, "neither a REFI-QDA project")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


@pytest.mark.parametrize("declaration", [ENTITIES, '<!DOCTYPE p SYSTEM "file:///etc/passwd">', "<!DOCTYPE p>"])
def test_dtds_and_entities_are_refused(declaration: str, tmp_path: Path) -> None:
    qde = project(MAXQDA, [SAID]).replace("?>\n", f"?>{declaration}\n", 1)
    refused(zipped(tmp_path / "p.qdpx", qde), "declares a DTD or entities")
    path = tmp_path / "c.qdc"
    path.write_text(f"{declaration}<CodeBook/>")
    refused(path, "declares a DTD or entities")


def test_xml_that_nests_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.qdc"
    path.write_text("<CodeBook>" + "<Code>" * 100_000)
    refused(path, "nests deeper than 100")


def test_xml_of_endless_entries_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refi_xml, "MAX_ELEMENTS", 1_000)
    path = tmp_path / "c.qdc"
    path.write_text(f"<CodeBook>{'<Code/>' * 1_001}</CodeBook>")
    refused(path, "more than 1,000 entries")


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.99])
def test_a_truncated_package_is_refused(share: float, tmp_path: Path) -> None:
    path = build(tmp_path / "p.qdpx", NVIVO_12, [SAID])
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    refused(path, "not a whole ZIP file")


def test_a_package_with_a_password_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "p.qdpx", project(MAXQDA, [SAID]))
    raw = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(signature) + flags] |= 1
    path.write_bytes(raw)
    refused(path, "protected by a password. Export the project without one")


def test_a_damaged_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.qdpx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as package:
        package.writestr("project.qde", project(MAXQDA, [], sources=source("a.txt")))
        package.writestr("sources/a.txt", "what was said")
    path.write_bytes(path.read_bytes().replace(b"what was said", b"what was Said"))
    refused(path, r"sources/a\.txt: damaged")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("p.qdpx", b"", "neither a REFI-QDA project"),
        ("p.qdpx", b"quote,topics\nI sat,burnout\n", "neither a REFI-QDA project"),
        ("c.qdc", b"\x00" * 5_000, "neither a REFI-QDA project"),
        ("c.qdc", b"<html><body/></html>", "its outermost element is 'html', not CodeBook. Export a codebook"),
        ("c.qdc", b"<Project/>", "not CodeBook. Give the whole project"),
        ("c.qdc", b"<CodeBook><Codes>", "not sound XML"),
        ("c.qdc", b"<?xml version='1.0' encoding='x-none'?><CodeBook/>", "not sound XML"),
        ("c.qdc", b"<?xml version='1.0' encoding='utf-8'?><CodeBook>\xff</CodeBook>", "not sound XML"),
        ("c.qdc", b"<CodeBook name='&#0;'/>", "not sound XML"),
    ],
)
def test_a_file_of_another_kind_is_named_as_such(name: str, content: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    refused(path, reason)


def test_a_zip_that_is_no_project_is_named_as_such(tmp_path: Path) -> None:
    refused(zipped(tmp_path / "p.qdpx", "<w/>", project_file="word/document.xml"), "holds no project file")
    refused(zipped(tmp_path / "q.qdpx", "<CodeBook/>"), "its outermost element is 'CodeBook', not Project")


def test_several_projects_in_one_package_are_not_chosen_between(tmp_path: Path) -> None:
    path = zipped(tmp_path / "p.qdpx", "<Project/>", project_file="a.qde")
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("b.qde", "<Project/>")
    refused(path, "holds several project files")


def test_a_file_without_a_name_in_the_package_is_passed_over(tmp_path: Path) -> None:
    path = build(tmp_path / "p.qdpx", MAXQDA, [SAID])
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("x", "x")
        package.filelist[-1].filename = ""
    assert len(read(path).quotes) == 1


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    refused(tmp_path / "none.qdpx", "cannot be opened .* Check the path")
    refused(tmp_path, "cannot be opened")


def test_an_extension_that_is_wrong_does_not_matter(tmp_path: Path) -> None:
    assert len(read(build(tmp_path / "p.qdc", MAXQDA, [SAID])).quotes) == 1


def test_nothing_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "only"
    folder.mkdir()
    path = build(folder / "p.qdpx", NVIVO_12, [SAID])
    path.chmod(0o400)
    before = path.read_bytes()
    read(path)
    assert list(folder.iterdir()) == [path]
    assert path.read_bytes() == before
