"""What is written holds to the rules of the standard, and comes back letter for letter."""

import unicodedata
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.importing.refi_rules import faults_of_codebook, faults_of_project

from ppwi_bot.corpus.codebook import Actor, CallToAction, Code, Codebook, Level, Summary
from ppwi_bot.corpus.importing import vocabulary
from ppwi_bot.corpus.importing.found import FoundCall, UnreadableError
from ppwi_bot.corpus.importing.refi.exporting import write_codebook, write_project
from ppwi_bot.corpus.importing.refi.reading import read
from ppwi_bot.corpus.quotes import Audience, Perspective, Quote
from ppwi_bot.corpus.reading import load_library


def code(name: str, parent: str = "", level: Level = Level.THEME, id: str = "", summary: str = "", **more) -> Code:
    made = {"keywords": (), "calls": (), "links": (), **more}
    summaries = (Summary("small", summary),) if summary else ()
    return Code(id=id or name.lower(), level=level, name=name, parent=parent or None, summaries=summaries, **made)


def quote(text: str = "I sat in the car.", id: str = "q1", codes: tuple[str, ...] = ("burnout",), **more) -> Quote:
    given = {
        "corpus": "small",
        "perspective": Perspective.NOT_STATED,
        "affinity_group": "",
        "region": "",
        "audience": Audience.PUBLIC,
        "language": "en",
        "source": "",
        "participant": "",
        **more,
    }
    return Quote(id=id, text=text, codes=codes, **given)


def codebook(*codes: Code) -> Codebook:
    return Codebook({each.id: each for each in codes})


CALL = CallToAction("small/burnout/1", "small", "burnout", Actor.GOVERNMENT_AGENCIES, "Pay on time:\neach month.")
BOOK = codebook(
    code("Wellbeing", summary="How people are.\r\nTwo lines."),
    code(
        "Burnout",
        "wellbeing",
        Level.TOPIC,
        keywords=("worn out", "tired"),
        calls=(CALL,),
        links=("https://example.org/b",),
    ),
    code("Pay & <Benefits>", "wellbeing", Level.TOPIC, id="pay"),
    code("Systems::Rules"),
    code("Pay & <Benefits>", "systems::rules", Level.TOPIC, id="pay-2"),
)


def written(path: Path, quotes: Iterable[Quote], book: Codebook = BOOK, **more) -> Path:
    out = path / "out.qdpx"
    write_project(out, title="Listening", quotes=tuple(quotes), codebook=book, **more)
    assert faults_of_project(out) == []
    return out


def test_a_quote_comes_back_with_all_that_is_known_of_it(tmp_path: Path) -> None:
    said = quote(
        codes=("pay", "pay-2"),
        perspective=Perspective.SYSTEM_LEADER,
        affinity_group="Home visitors",
        region="King County",
        audience=Audience.STAFF,
        language="es",
        source="https://example.org/q?a=1&b=2",
        participant="P017",
    )
    found = read(written(tmp_path, [said]))
    [back] = found.quotes
    assert (back.text, back.key, back.participant) == (said.text, "q1", "P017")
    assert back.codes == (("Wellbeing", "Pay & <Benefits>"), ("Systems::Rules", "Pay & <Benefits>"))
    assert vocabulary.perspective(back.perspective) is Perspective.SYSTEM_LEADER
    assert (back.affinity_group, back.region, back.audience) == ("Home visitors", "King County", "staff")
    assert (back.language, back.source, back.remarks) == ("es", "https://example.org/q?a=1&b=2", ())
    assert found.title == "Listening"


def test_the_codebook_comes_back_whole(tmp_path: Path) -> None:
    wellbeing, burnout, *others = read(written(tmp_path, [quote()])).codes
    assert (wellbeing.path, wellbeing.key, wellbeing.summary) == (
        ("Wellbeing",),
        "wellbeing",
        "How people are.\r\nTwo lines.",
    )
    assert burnout.keywords == ("worn out", "tired")
    assert burnout.calls == (FoundCall("Pay on time:\neach month.", "government_agencies"),)
    assert burnout.link == "https://example.org/b"
    assert [each.key for each in others] == ["pay", "systems::rules", "pay-2"]


ODD = [
    "\r\n",
    "\n",
    "\r",
    "\t",
    "\u00a0",
    "\ufeff",
    "e\u0301",
    "\u0301",
    "👩🏽‍⚕️",
    "שלום",
    "\u202e",
    "\u2028",
    "\ufffe",
    "::",
    "…",
    "...",
]
LETTERS = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from(ODD)
TEXTS = st.lists(LETTERS, min_size=1, max_size=80).map("".join).filter(lambda text: text.strip())
NAMES = TEXTS.map(lambda text: " ".join(text.split())[:40].strip()).filter(
    lambda name: name and not any(unicodedata.category(letter) == "Cn" for letter in name)
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(
        st.tuples(TEXTS, st.sampled_from(["", "P1", "P2"]), st.sets(st.integers(0, 3), min_size=1)), max_size=12
    ),
    names=st.lists(NAMES, min_size=4, max_size=4, unique=True),
    group=NAMES,
    region=NAMES,
)
def test_any_quotes_come_back_letter_for_letter(
    texts: list[tuple[str, str, set[int]]], names: list[str], group: str, region: str, tmp_path: Path
) -> None:
    book = codebook(
        *(
            code(name, "c0" if number else "", Level.TOPIC if number else Level.THEME, id=f"c{number}", summary=name)
            for number, name in enumerate(names)
        )
    )
    paths = {f"c{number}": (names[0], name) if number else (name,) for number, name in enumerate(names)}
    quotes = [
        quote(
            text,
            f"q{number}",
            tuple(f"c{each}" for each in codes),
            participant=who,
            affinity_group=group,
            region=region,
        )
        for number, (text, who, codes) in enumerate(texts)
    ]
    found = read(written(tmp_path, quotes, book))
    back = {each.key: each for each in found.quotes}
    assert found.read == len(quotes)
    for sent in quotes:
        got = back[sent.id]
        assert got.text == sent.text
        assert (got.participant, got.affinity_group, got.region) == (sent.participant, group, region)
        assert got.codes == tuple(paths[each] for each in sent.codes)
    assert [(each.path, each.summary) for each in found.codes] == [(paths[id], names[int(id[1:])]) for id in paths]


def test_the_corpora_that_come_with_the_bot_can_be_written(tmp_path: Path) -> None:
    library = load_library([Path("data/ppwi")])
    quotes = tuple(library.quotes.values())
    back = read(written(tmp_path, quotes, library.codebook))
    assert {each.key: each.text for each in back.quotes} == {each.id: each.text for each in quotes}
    assert {each.key for each in back.codes} == set(library.codebook.codes)


def test_illustrative_quotes_are_marked_and_never_taken_for_real_ones(tmp_path: Path) -> None:
    path = written(tmp_path, [quote()], illustrative={"small"})
    with zipfile.ZipFile(path) as package:
        assert package.read("project.qde").count(b"<Description>Written for demonstration. Nobody said this.") == 2
    with pytest.raises(UnreadableError, match="holds illustrative quotes, which nobody said"):
        read(path)


def test_the_same_quotes_give_the_same_file(tmp_path: Path) -> None:
    first = written(tmp_path, [quote(), quote("Two", "q2")]).read_bytes()
    assert written(tmp_path, [quote(), quote("Two", "q2")]).read_bytes() == first


def test_one_participant_code_in_two_corpora_stays_two_people(tmp_path: Path) -> None:
    both = [quote(participant="P1", region="A"), quote("Two", "q2", participant="P1", region="B", corpus="other")]
    assert [each.region for each in read(written(tmp_path, both)).quotes] == ["A", "B"]


def test_a_text_that_was_changed_after_the_export_is_noticed(tmp_path: Path) -> None:
    path = written(tmp_path, [quote("I sat in the car for an hour."), quote("Nobody asked me.", "q2")])
    with zipfile.ZipFile(path) as package:
        files = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, raw in files.items():
            package.writestr(name, raw.replace(b"an hour", b"hours") if name.endswith(".txt") else raw)
    found = read(path)
    assert found.quotes == ()
    assert [remark.text for remark in found.remarks if remark.kind == "skipped"] == [
        "Its words are no longer those that its name begins with, so the text was changed.",
        "Its positions are missing, empty or outside the text.",
    ]


def test_many_quotes_of_nobody_known_stand_in_several_texts(tmp_path: Path) -> None:
    many = [quote(f"Words {number}", f"q{number}") for number in range(450)]
    path = written(tmp_path, many)
    with zipfile.ZipFile(path) as package:
        assert len(package.namelist()) == 4
    assert [each.text for each in read(path).quotes] == [each.text for each in many]


def test_an_empty_corpus_can_be_written(tmp_path: Path) -> None:
    assert read(written(tmp_path, [], codebook())).read == 0


def test_what_a_project_cannot_carry_is_said(tmp_path: Path) -> None:
    said = write_project(tmp_path / "o.qdpx", title="T", quotes=[quote("So 😀")], codebook=BOOK)
    assert (
        "Keywords, calls to action and links of codes are notes, as REFI-QDA has no place of their own for them."
        in said
    )
    assert any(line.startswith("Quotes with emoji or other signs beyond U+FFFF: 1.") for line in said)


def test_a_codebook_alone_holds_to_the_rules_and_says_what_it_drops(tmp_path: Path) -> None:
    path = tmp_path / "o.qdc"
    said = write_codebook(path, codebook=BOOK)
    assert faults_of_codebook(path) == []
    found = read(path)
    assert [each.path for each in found.codes][-1] == ("Systems::Rules", "Pay & <Benefits>")
    assert found.codes[0].summary == "How people are.\r\nTwo lines."
    assert {"Keywords are not carried: 2.", "Calls to action are not carried: 1.", "Links are not carried: 1."} <= set(
        said
    )


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = written(tmp_path, [quote()])
    before = path.read_bytes()
    with pytest.raises(KeyError):
        write_project(path, title="T", quotes=[quote(codes=("nowhere",))], codebook=BOOK)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("harm", "fault"),
    [
        ((b'isCodable="true"', b""), "Code has no isCodable"),
        ((b"startPosition", b"start"), "PlainTextSelection has no startPosition"),
        ((b"<Description>Quote", b"<Comment>Quote"), "mismatched"),
    ],
)
def test_the_rules_find_what_is_wrong(harm: tuple[bytes, bytes], fault: str, tmp_path: Path) -> None:
    path = written(tmp_path, [quote()])
    with zipfile.ZipFile(path) as package:
        files = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, raw in files.items():
            package.writestr(name, raw.replace(*harm))
    try:
        faults = faults_of_project(path)
    except SyntaxError as error:
        faults = [str(error)]
    assert any(fault in each for each in faults)
