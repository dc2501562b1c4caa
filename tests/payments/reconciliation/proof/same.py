"""Asserting that every place says the same of a person."""

from datetime import date

from tests.payments.reconciliation.proof.figures import Figures, all_differences
from tests.payments.reconciliation.proof.said import said_of
from tests.payments.reconciliation.proof.steps import Case


def assert_same(case: Case, day: date, known: date | None = None) -> Figures:
    """What the product says of a day, as known on another or now; the reference says it too."""
    reference = case.subject.told.figures(day, known or case.today)
    said = said_of(case.subject.person, day, known)
    found = all_differences(said, reference)
    assert found == [], f"on {day} as known on {known or 'now'}: {found}"
    assert case.purse.differences() == []
    return said
