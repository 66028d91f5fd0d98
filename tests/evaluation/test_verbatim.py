"""A quote is letter for letter the same at every point of the way; `ppwi_bot.evaluation.verbatim` sends 100,000."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ppwi_bot.corpus.library import Library
from ppwi_bot.evaluation import verbatim
from ppwi_bot.evaluation.verbatim import FORMATS, PIECES, travel

TEXTS = st.lists(
    st.one_of(st.characters(exclude_categories=["Cs", "Cc"]), st.sampled_from(PIECES)), min_size=1, max_size=30
).map("".join)


@settings(
    deadline=None,
    max_examples=4,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(texts=st.lists(TEXTS, min_size=40, max_size=80, unique_by=str.strip))
def test_any_text_is_the_same_in_corpus_and_answers_and_after_export_and_import_in_each_format(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    steps = list(travel(texts, tmp_path_factory.mktemp("way")))
    assert {step.name: step.differing for step in steps if step.differing} == {}
    assert len(steps) == 3 + len(FORMATS)
    assert len({step.quotes for step in steps}) == 1


def test_a_letter_that_changes_on_the_way_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(folders: list[Path]) -> Library:
        library = load(folders)
        return replace(library, quotes={id: replace(one, text=one.text.strip()) for id, one in library.quotes.items()})

    load = verbatim.load_library
    monkeypatch.setattr(verbatim, "load_library", careless)
    first = next(travel(["We are tired.", " We are cold. "], tmp_path))
    assert first.differing == ("q1",)
