"""The sentence of each refusal of a council's terms, addresses and card processor."""

import pytest

from marketplace.core.errors import problem
from marketplace.core.wording import sentence_of


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (
            "host_not_own",
            "Main web address: x.example is not one of this council’s. Choose one of the list.",
        ),
        (
            "host_unlike",
            "“x.example” is not a host name. Enter it alone, like care.fernshire.example",
        ),
        ("host_taken", "A council is served at x.example already."),
        (
            "host_last",
            "x.example is the only host name of this council. Add another one first.",
        ),
        (
            "host_in_use",
            "You use x.example now. Sign in at another address of this council to remove it.",
        ),
        (
            "school_term_name_unlike",
            "Name: enter 1 to 60 letters, like Autumn 2026, with no space before or after.",
        ),
        (
            "school_term_ends_first",
            "Until: enter a day after the first one. It is the first day of the holiday.",
        ),
        ("school_term_too_long", "Until: enter a day at most 60 days after the first one."),
        (
            "school_term_overlaps",
            "From and until: Spring has some of these days. Enter others, or remove it first.",
        ),
        (
            "school_term_unknown",
            "There is no school term called Autumn. `manage.py school_terms` lists them.",
        ),
        (
            "processor_account_unlike",
            "Account: enter the card processor’s own name for it, which begins with acct_",
        ),
        ("processor_account_taken", "Account: another council has this one. Enter your own."),
        (
            "processor_secret_unlike",
            "New signing secret: copy it whole from the card processor. It begins with whsec_",
        ),
        (
            "processor_secret_missing",
            "New signing secret: enter the one that the card processor shows for this address.",
        ),
    ],
)
def test_sentence_of_each_refusal(code: str, sentence: str) -> None:
    facts = {"host": "x.example", "name": "Autumn", "other": "Spring", "most": 60}
    assert sentence_of(problem(code, **facts)) == sentence
