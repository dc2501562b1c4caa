"""The sentence of each refusal of a council's own words."""

import pytest

from marketplace.core.errors import problem
from marketplace.core.wording import sentence_of
from marketplace.vocabulary.wording import SENTENCES
from tests.marketplace.vocabulary.test_own_places import SAID as OF_PLACES
from tests.marketplace.vocabulary.test_views import WORDS as OF_TERMS
from tests.refusals import codes_raised

SAID = {
    "framework_name_missing": "Enter a name for the framework.",
    "framework_name_too_long": "Name: enter 80 letters or fewer.",
    "framework_source_too_long": "Where it comes from: enter 80 letters or fewer.",
    "framework_name_taken": (
        "Name: there is a framework called Living well already. Enter another name."
    ),
    "framework_of_the_law": "The law names these outcomes. Add a framework of your own.",
    "framework_ended": "This framework has an end already.",
    "framework_ends_first": (
        "First day without it: enter a day after the first day of the framework."
    ),
    "framework_last": (
        "First day without it: plans would have no outcomes to choose from. "
        "Add another framework that begins by this day, with its outcomes."
    ),
    "outcome_label_missing": "Enter a name for the outcome.",
    "outcome_label_too_long": "Name: enter 80 letters or fewer.",
    "outcome_search_for_too_long": "Words to find support with: enter 80 letters or fewer.",
    "outcome_label_taken": "Name: this framework has Dignity already. Enter another name.",
    "outcome_part_of_missing": "Choose at least 1 outcome of the law that this is part of.",
}


@pytest.mark.parametrize("code", SAID)
def test_sentence_of_each_refusal(code: str) -> None:
    assert sentence_of(problem(code, name="Living well", label="Dignity", most=80)) == SAID[code]


def test_every_code_has_its_sentence() -> None:
    assert (
        codes_raised("marketplace/vocabulary")
        == set(SENTENCES)
        == set(SAID) | set(OF_TERMS) | set(OF_PLACES)
    )
