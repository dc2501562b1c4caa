"""The words of search: each refusal's sentence once, and a label for whatever may be chosen."""

from typing import Any

import pytest

from marketplace.core.errors import problem
from marketplace.core.wording import sentence_of
from search.facets import ANYWHERE, DAY, DAYS, KIND, MILES, PART, PARTS, RADII, UNIT, UNITS
from search.wording.labels import labels_of
from search.wording.sentences import SENTENCES

WORDED: list[tuple[str, dict[str, Any], str]] = [
    (
        "search_place_unknown",
        {"place": "Nowhere"},
        "We do not recognise “Nowhere”. Enter a town, a village or the first half of a postcode",
    ),
    (
        "search_place_shared",
        {"place": "Thornby", "names": ["Thornby, Fernshire", "Thornby, Mossland"]},
        "There are several places called “Thornby”. Enter a postcode, or “Thornby, Fernshire” or “Thornby, Mossland”",
    ),
    (
        "search_place_begun",
        {"place": "Brack", "names": ["Brackenford, Fernshire"]},
        "We do not recognise “Brack”. Did you mean “Brackenford, Fernshire”? Or enter a postcode",
    ),
    ("search_price_unreadable", {}, "Enter an amount in pounds and pence, like 16.50."),
]


@pytest.mark.parametrize(("code", "facts", "sentence"), WORDED, ids=[w[0] for w in WORDED])
def test_refusal_when_worded_is_its_sentence(
    code: str, facts: dict[str, Any], sentence: str
) -> None:
    assert sentence_of(problem(code, **facts)) == sentence


def test_every_sentence_is_asserted() -> None:
    assert set(SENTENCES) == {code for code, _, _ in WORDED}


def test_labels_when_fixed_are_in_the_order_of_the_codes() -> None:
    labels = labels_of({}, "Fernshire")
    assert list(labels[DAY.name]) == list(DAYS)
    assert list(labels[PART.name]) == list(PARTS)
    assert list(labels[UNIT.name]) == list(UNITS)
    assert list(labels[MILES.name]) == [*map(str, RADII), ANYWHERE]
    assert labels[MILES.name][ANYWHERE] == "Anywhere in Fernshire"
    assert labels[KIND.name]["home_care"] == "Home care agency"


def test_labels_of_one_council_leave_no_trace_in_another() -> None:
    labels_of({"need": {"dementia": "Dementia"}}, "Fernshire")
    other = labels_of({}, "Otherton")
    assert "need" not in other
    assert other[MILES.name][ANYWHERE] == "Anywhere in Otherton"
