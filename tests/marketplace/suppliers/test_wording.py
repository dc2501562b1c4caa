import pytest

from marketplace.core.errors import problem
from marketplace.core.wording import sentence_of
from marketplace.suppliers.wording import SENTENCES
from tests.refusals import codes_raised

SAID = [
    (problem("supplier_name_missing"), "Enter a name"),
    (problem("supplier_name_incomplete"), "Enter your first name and your last name"),
    (
        problem("supplier_registered_already", name="Amara Okafor"),
        "You have registered Amara Okafor already. Enter another name",
    ),
    (
        problem("supplier_unreachable"),
        "Enter an email address or a phone number",
    ),
    (problem("supplier_website"), "Enter a web address, like www.example.org"),
    (
        problem("supplier_without_place"),
        "Enter a town or a postcode",
    ),
]


@pytest.mark.parametrize(("refusal", "sentence"), SAID)
def test_sentence_when_refused_says_what_to_do(refusal, sentence):
    assert sentence_of(refusal) == sentence


def test_sentences_when_a_code_is_raised_have_one_and_no_other():
    assert codes_raised("marketplace/suppliers") == set(SENTENCES) == {p.code for p, _ in SAID}
