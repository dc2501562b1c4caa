"""When a supplier was accredited, day by day."""

from datetime import UTC, date, datetime

import pytest

from marketplace.accreditation.models import Accreditation, AccreditationChange
from marketplace.accreditation.queries.spans import accredited_spans
from marketplace.core.periods import Period
from tests.factories.accreditation import make_accreditation
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db


def step(accreditation: Accreditation, state: str, day: date, until: date) -> None:
    AccreditationChange.objects.create(
        accreditation=accreditation,
        state=state,
        valid_until=until,
        changed_at=datetime(day.year, day.month, day.day, 10, tzinfo=UTC),
        changed_by_system="test",
    )


def test_spans_without_steps_are_what_the_row_says() -> None:
    valid = make_accreditation(make_supplier())
    suspended = make_accreditation(make_supplier(), state="suspended")
    assert accredited_spans([valid.supplier_id, suspended.supplier_id]) == {
        valid.supplier_id: [Period(date(2026, 1, 10), date(2028, 1, 10))]
    }


def test_spans_when_suspended_and_lifted_have_a_gap() -> None:
    row = make_accreditation(make_supplier())
    until = row.valid_until
    step(row, "valid", date(2026, 1, 10), until)
    step(row, "suspended", date(2026, 4, 1), until)
    step(row, "valid", date(2026, 5, 1), until)
    assert accredited_spans([row.supplier_id])[row.supplier_id] == [
        Period(date(2026, 1, 10), date(2026, 4, 1)),
        Period(date(2026, 5, 1), until),
    ]


def test_spans_when_renewed_before_the_end_are_one() -> None:
    row = make_accreditation(make_supplier(), valid_until=date(2029, 1, 10))
    step(row, "valid", date(2026, 1, 10), date(2028, 1, 10))
    step(row, "valid", date(2027, 12, 1), date(2029, 1, 10))
    assert accredited_spans([row.supplier_id])[row.supplier_id] == [
        Period(date(2026, 1, 10), date(2029, 1, 10))
    ]
