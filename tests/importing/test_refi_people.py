"""Cases and variables say who speaks: perspective, group, region and participant."""

from pathlib import Path

from tests.importing.refi_files import MAXQDA, NVIVO_12, Quoted, Transcript, build, code_key, key

from ppwi_bot.corpus.importing.found import Found
from ppwi_bot.corpus.importing.refi.reading import read

VARIABLES = (
    "<Variables>"
    f'<Variable guid="{key("Role")}" name="Role" typeOfVariable="Text"/>'
    f'<Variable guid="{key("County")}" name="County" typeOfVariable="Text"/>'
    f'<Variable guid="{key("Focus group")}" name="Focus Group" typeOfVariable="Text"/>'
    f'<Variable guid="{key("Years")}" name="Years in the field" typeOfVariable="Integer"/>'
    "</Variables>"
)
SOLO = Transcript("Solo", ("I: So? ", Quoted("I sat in the car."), " And? ", Quoted("Nobody asked me.")))
GROUP = Transcript(
    "Group",
    (
        "P1: ",
        Quoted("I sat in the car for an hour.", codes=("Systems",)),
        " P2: ",
        Quoted("Nobody asked me.", codes=("Burnout",)),
        " ",
    ),
)


def value(variable: str, said: str, kind: str = "TextValue") -> str:
    return f'<VariableValue><VariableRef targetGUID="{key(variable)}"/><{kind}>{said}</{kind}></VariableValue>'


def case(name: str, inside: str) -> str:
    return f'<Case guid="{key("case", name)}" name="{name}">{inside}</Case>'


def cases(*each: str) -> str:
    return VARIABLES + f"<Cases>{''.join(each)}</Cases>"


def of_source(name: str) -> str:
    return f'<SourceRef targetGUID="{key("source", name)}"/>'


def of_selection(name: str, number: int) -> str:
    return f'<SelectionRef targetGUID="{key("selection", name, str(number))}"/>'


def notes(found: Found) -> list[str]:
    return [remark.text for remark in found.remarks]


def test_the_case_of_a_source_gives_its_values_to_each_quote(tmp_path: Path) -> None:
    said = value("Role", "Administrator") + value("County", "King County") + value("Years", "7", "IntegerValue")
    found = read(build(tmp_path / "p.qdpx", NVIVO_12, [SOLO], before=cases(case("P017", said + of_source("Solo")))))
    for quote in found.quotes:
        assert (quote.participant, quote.perspective, quote.region) == ("P017", "Administrator", "King County")
        assert quote.affinity_group == ""
    assert "Variables read: “Role” as perspective, “County” as region, “Focus Group” as affinity group." in notes(found)
    assert "Variables not read: “Years in the field”." in notes(found)


def test_the_values_of_a_document_are_those_of_its_quotes(tmp_path: Path) -> None:
    document = Transcript("Solo", SOLO.pieces, extra=value("Role", "System leader") + value("Focus group", "Tribal"))
    found = read(build(tmp_path / "p.qdpx", MAXQDA, [document], before=VARIABLES))
    assert {(quote.perspective, quote.affinity_group) for quote in found.quotes} == {("System leader", "Tribal")}


def test_a_case_that_names_a_selection_goes_before_that_of_the_whole_source(tmp_path: Path) -> None:
    known = cases(
        case("P1", value("County", "King County") + of_selection("Group", 1)),
        case("All", value("County", "Spokane County") + of_source("Group")),
    )
    found = read(build(tmp_path / "p.qdpx", NVIVO_12, [GROUP], before=known))
    assert [(quote.participant, quote.region) for quote in found.quotes] == [
        ("P1", "King County"),
        ("All", "Spokane County"),
    ]


def test_several_cases_of_a_source_give_only_what_they_have_in_common(tmp_path: Path) -> None:
    known = cases(
        case("P1", value("Role", "Provider") + value("County", "King County") + of_source("Group")),
        case("P2", value("Role", "Provider") + value("County", "Spokane County") + of_source("Group")),
    )
    found = read(build(tmp_path / "p.qdpx", NVIVO_12, [GROUP], before=known))
    for quote in found.quotes:
        assert (quote.participant, quote.perspective, quote.region) == ("", "Provider", "")
        assert "The cases it belongs to differ in region, so none is given." in quote.remarks
        assert "It belongs to 2 cases, so no participant is given." in quote.remarks


def test_a_code_that_stands_for_a_case_says_whose_words_lie_in_its_selections(tmp_path: Path) -> None:
    whose = Transcript("Group", ("P1: ", Quoted("I sat in the car, all alone.", codes=("Systems",)), " P2: so?"))
    start, length = len("P1: I sat in the "), len("car")
    inner = (
        f'<PlainTextSelection guid="{key("inner")}" startPosition="{start}" endPosition="{start + length}">'
        f'<Coding guid="{key("c")}"><CodeRef targetGUID="{code_key("Burnout")}"/></Coding></PlainTextSelection>'
    )
    known = cases(case("P1", value("Role", "Provider") + f'<CodeRef targetGUID="{code_key("Systems")}"/>'))
    whose = Transcript("Group", whose.pieces, extra=inner)
    found = read(build(tmp_path / "p.qdpx", NVIVO_12, [whose], before=known))
    [quote] = found.quotes
    assert (quote.text, quote.participant, quote.perspective) == ("car", "P1", "Provider")
    assert quote.codes == (("Wellbeing", "Burnout"),)
    assert ("Systems",) not in [code.path for code in found.codes]
    assert found.read == 2
    assert "It marks whose words these are, and not what they are about." in notes(found)
