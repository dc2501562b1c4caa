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
        problem("picture_too_big", most_bytes=10_000_000),
        "This file is too big. Choose a picture of at most 10 MB.",
    ),
    (
        problem("picture_too_many_pixels", most_pixels=25_000_000),
        "This picture has too many pixels. Choose a picture of at most 25 million pixels,"
        " as 5,000 by 5,000.",
    ),
    (
        problem("picture_unknown"),
        "This file is not a picture that we can use. Choose a JPEG, PNG, WebP or GIF picture.",
    ),
    (
        problem("picture_unreadable"),
        "This picture is damaged or cut short. Save it anew or choose another.",
    ),
    (
        problem("document_unknown"),
        "This file is not a PDF, a Word document (.docx) or an OpenDocument text (.odt)."
        " Choose one that is.",
    ),
    (
        problem("document_misnamed", kind="odt"),
        "This file is an OpenDocument text, but its name says something else."
        " Give it a name that ends in .odt, then choose it again.",
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
