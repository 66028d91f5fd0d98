import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from ppwi_bot.retrieval.terms import terms_of

TEXTS = ("the ferry was late again", "nobody paid me for the ferry", "the raise never came", "a day of rest, a day off")
VECTORIZERS = (
    TfidfVectorizer(ngram_range=(1, 3), sublinear_tf=True).fit(TEXTS),
    TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True).fit(TEXTS),
)


@pytest.mark.parametrize("vectorizer", VECTORIZERS, ids=["words", "letters"])
@given(text=st.text() | st.lists(st.sampled_from(" ".join(TEXTS).split())).map(" ".join))
def test_a_text_weighs_what_scikit_learn_says_it_does(vectorizer: TfidfVectorizer, text: str) -> None:
    numbers, weights = terms_of(vectorizer).weighed(text)
    expected = vectorizer.transform([text])
    assert np.array_equal(numbers, np.sort(expected.indices))
    assert weights == pytest.approx(expected.toarray()[0, numbers], abs=1e-6)
