from pathlib import Path

import pytest
from tests.small_world import WordEmbedder, library, quote

from ppwi_bot.corpus.quotes import Audience
from ppwi_bot.retrieval.filters import Filters, matcher
from ppwi_bot.retrieval.index import build, open_index
from ppwi_bot.retrieval.search import Searcher


@pytest.fixture
def searcher(tmp_path: Path) -> Searcher:
    inside = quote("inside", "The money, between us.", "low-pay", audience=Audience.STAFF)
    embedder = WordEmbedder()
    build(library(inside), embedder, tmp_path / "index", tmp_path / "cache")
    return Searcher(library(inside), open_index(tmp_path / "index", library(inside), embedder), embedder)


def found(searcher: Searcher, question: str, filters: Filters) -> list[str]:
    return [hit.id for hit in searcher.search(question, filters).quotes]


def test_quotes_of_the_topic_asked_about_come_first(searcher: Searcher) -> None:
    assert all(id.startswith("rest") for id in found(searcher, "vacation and sleep", Filters())[:4])


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        (Filters(perspectives=("administrator",)), {"administrator"}),
        (Filters(groups=("Home visitors",)), {"direct_service_provider"}),
        (Filters(places=("South",)), {"administrator"}),
        (Filters(places=("Everywhere",)), {"administrator", "direct_service_provider"}),
    ],
)
def test_filters_bound_what_is_found(searcher: Searcher, filters: Filters, kept: set[str]) -> None:
    ids = found(searcher, "pay", filters)
    assert {searcher.library.quotes[id].perspective.value for id in ids} == kept


@pytest.mark.parametrize(
    "filters",
    [
        Filters(groups=("Doulas",)),
        Filters(places=("Atlantis",)),
        Filters(without=("Doulas",)),
        Filters(outside=("Atlantis",)),
    ],
)
def test_a_name_that_is_not_known_lets_nobody_through(searcher: Searcher, filters: Filters) -> None:
    assert found(searcher, "pay", filters) == []


def test_filters_that_nothing_passes_find_nothing(searcher: Searcher) -> None:
    assert found(searcher, "pay", Filters(corpora=("elsewhere",))) == []


def test_staff_quotes_are_found_by_staff_alone(searcher: Searcher) -> None:
    assert "inside" not in found(searcher, "money", Filters())
    assert "inside" in found(searcher.seen_by(Audience.STAFF), "money", Filters())


def test_a_question_about_something_coded_is_told_from_one_about_another_subject(searcher: Searcher) -> None:
    assert searcher.search("wages", Filters()).within > 0 > searcher.search("the price of tulips", Filters()).within


def test_words_move_a_code_up_without_making_the_search_surer(searcher: Searcher) -> None:
    found = {hit.id: hit for hit in searcher.search("what of the best friend", Filters()).codes}
    assert found["low-pay"].score - found["roads"].score > found["low-pay"].likeness - found["roads"].likeness


@pytest.mark.parametrize("filters", [Filters(), Filters(perspectives=("administrator",)), Filters(places=("South",))])
def test_the_cosine_of_a_quote_found_is_its_own(searcher: Searcher, filters: Filters) -> None:
    hits = searcher.search("money and sleep", filters).quotes
    cosines = searcher.vectors([hit.id for hit in hits]) @ searcher.vector("money and sleep")
    assert [hit.dense for hit in hits] == pytest.approx(cosines.tolist())
    passes = matcher(filters, searcher.library)
    assert {hit.id for hit in hits} == {id for id, one in searcher.library.quotes.items() if passes(one)}
