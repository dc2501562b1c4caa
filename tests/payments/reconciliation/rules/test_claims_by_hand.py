"""What staff match by hand pays the due periods near it, and no period twice."""

from datetime import date, timedelta

from payments.reconciliation.rules.claims_by_hand import claims_by_hand
from payments.reconciliation.rules.settings import Settings
from tests.payments.reconciliation.rules.cases import WEDNESDAY, amara

NEXT = WEDNESDAY + timedelta(7)


def claimed(pence: int, day: date = WEDNESDAY, **paid: int) -> list[tuple[date, int]]:
    due_paid = {(amara().id, WEDNESDAY): paid.get("first", 0)}
    found = claims_by_hand([amara()], day, pence, due_paid, Settings())
    return [(claim.due, claim.units_c) for claim in found]


def test_the_whole_pays_the_nearest_period() -> None:
    assert claimed(4950) == [(WEDNESDAY, 300)]
    assert claimed(4950, NEXT + timedelta(1)) == [(NEXT, 300)]


def test_a_part_leaves_the_rest_to_be_paid() -> None:
    assert claimed(1650) == [(WEDNESDAY, 100)]
    assert claimed(4950, first=200)[0] == (WEDNESDAY, 100)


def test_what_is_less_by_no_more_than_the_tolerance_pays_the_whole() -> None:
    assert claimed(4900) == [(WEDNESDAY, 300)]


def test_what_is_over_pays_the_next_near_period_or_none() -> None:
    early = Settings(days_early=7)
    found = claims_by_hand([amara()], WEDNESDAY, 9900, {}, early)
    assert [(claim.due, claim.units_c) for claim in found] == [(WEDNESDAY, 300), (NEXT, 300)]
    assert claimed(9900) == [(WEDNESDAY, 300)]


def test_a_period_that_is_paid_is_not_paid_again() -> None:
    assert claimed(4950, first=300) == []
