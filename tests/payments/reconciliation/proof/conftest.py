"""Who acts in the proof, and a person of it from a day."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pytest

from tests.payments.reconciliation.proof.staff import Staff, make_staff
from tests.payments.reconciliation.proof.steps import Case
from tests.payments.reconciliation.proof.subject import NewRoad, make_subject

Begin = Callable[..., Case]


@pytest.fixture
def staff(db: None) -> Staff:
    return make_staff()


@pytest.fixture
def begin(staff: Staff) -> Begin:
    """Makes a person at nine in the morning of a day, with these roads into one account."""

    def begin(day: date, *roads: NewRoad) -> Case:
        at = datetime.combine(day, time(9), UTC)
        return Case.of(make_subject(staff, at, *roads))

    return begin
