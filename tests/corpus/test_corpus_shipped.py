"""The corpora that are shipped: the initiative's own words, and nothing that is not sound."""

from pathlib import Path

import pytest

from ppwi_bot.corpus.codebook import Level
from ppwi_bot.corpus.library import Library
from ppwi_bot.corpus.quotes import Audience, Perspective
from ppwi_bot.corpus.reading import load_library

DATA = Path(__file__).parents[2] / "data"

PUBLISHED = {
    "I think allowing people to be human, so that they can provide real human work, is how our team has "
    "grown. Our community, by just being honest and supporting each other through the hard work and letting "
    "us be able to say it's hard, has made all the difference.",
    "You enter the field because of your own early life experience, such as becoming a parent at a young age "
    "or living through personal or family struggles, and this first hand understanding fosters empathy and a "
    "drive to create better places for children.",
    "It's just social service. I work for a nonprofit. I've always worked for a nonprofit. I don't wanna be "
    "rich. I just don't want to have to balance my checkbook every week or live with my adult children for "
    "rent. If there was any kind of consideration about me leaving the field, it's for that.",
}


@pytest.fixture(scope="module")
def published() -> Library:
    return load_library([DATA / "ppwi"])


def test_the_published_quotes_are_there_letter_for_letter_and_no_others(published: Library) -> None:
    assert {quote.text for quote in published.quotes.values()} == PUBLISHED


def test_the_published_quotes_are_real_and_say_no_more_of_the_speaker_than_the_page_does(
    published: Library,
) -> None:
    assert not published.illustrative("ppwi")
    for quote in published.quotes.values():
        assert quote.perspective is Perspective.NOT_STATED
        assert quote.audience is Audience.PUBLIC
        assert quote.affinity_group == quote.region == quote.participant == ""


def test_the_three_themes_bear_the_initiatives_names(published: Library) -> None:
    assert [theme.name for theme in published.codebook.at(Level.THEME)] == [
        "Worldview & Perspectives",
        "Relational Workforce Wellbeing",
        "Equitable Systems & Organizational Culture",
    ]


def test_every_figure_says_what_it_counts(published: Library) -> None:
    figures = {figure.value: figure.label for figure in published.corpora["ppwi"].figures}
    assert list(figures) == ["18", "115", "22", "more than 71", "13", "31", "139"]
    assert all(len(label.split()) > 3 for label in figures.values())


def test_no_call_to_action_is_put_in_the_initiatives_mouth(published: Library) -> None:
    assert not any(code.calls for code in published.codebook.codes.values())


def test_the_shipped_corpora_load_together_and_only_one_of_them_is_real() -> None:
    library = load_library([DATA / "ppwi", DATA / "sample"])
    assert {corpus.id: corpus.illustrative for corpus in library.corpora.values()} == {
        "ppwi": False,
        "sample": True,
    }
