import pytest

from cms.wording import SENTENCES
from marketplace.core.errors import problem
from marketplace.core.wording import sentence_of
from tests.refusals import codes_raised

SAID = [
    (
        problem("page_review_not_ahead", "review_by"),
        "The day to check this page by must be in the future.",
    ),
    (
        problem("pages_without_host", council="Fernshire Council"),
        "Fernshire Council has no host name. Add one, then set up its pages.",
    ),
]


@pytest.mark.parametrize(("refusal", "sentence"), SAID)
def test_sentence_when_refused_says_what_to_do(refusal, sentence):
    assert sentence_of(refusal) == sentence


def test_sentences_when_a_code_is_raised_have_one_and_no_other():
    assert codes_raised("cms") == set(SENTENCES) == {p.code for p, _ in SAID}
