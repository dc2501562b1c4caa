"""Which due periods a payment pays that staff matched to a plan line themselves."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from marketplace.core.pence import round_pence
from payments.reconciliation.rules.amount_fit import WHOLE
from payments.reconciliation.rules.due_dates import DuePeriod, due_near
from payments.reconciliation.rules.settings import Settings
from payments.reconciliation.rules.values import Claim, Planned, TargetKind

#: A plan line and the first day of a due period of it.
Due = tuple[int, date]


def claims_by_hand(
    planned: Iterable[Planned], day: date, pence: int, paid: Mapping[Due, int], settings: Settings
) -> Iterator[Claim]:
    """The due periods near a day that so many pence pay, nearest first, as far as they are not paid.

    `planned` is one plan line; `paid` are hundredths of a unit. What is over pays for no period.
    """
    near = [(each, due) for each in planned for due in _dues(each, day, settings)]
    for each, due in sorted(near, key=lambda pair: (abs(pair[1].distance(day)), pair[1].first)):
        free_c = each.units_c - paid.get((each.id, due.first), 0)
        units_c = _units_c(each, pence, free_c, settings.tolerance_percent)
        if units_c > 0:
            yield Claim(TargetKind.PLAN_LINE.value, each.id, due.first, units_c)
            pence -= round_pence(Fraction(each.price_pence * units_c, WHOLE))


def _dues(planned: Planned, day: date, settings: Settings) -> list[DuePeriod]:
    return due_near(planned, day, early=settings.days_early, late=settings.days_late)


def _units_c(planned: Planned, pence: int, free_c: int, tolerance_percent: int) -> int:
    """Hundredths of a unit that pence buy, of those not paid; all of these inside the tolerance."""
    if planned.price_pence <= 0 or pence <= 0:
        return 0
    bought_c = round_pence(Fraction(pence * WHOLE, planned.price_pence))
    is_whole = bought_c * 100 >= free_c * (100 - tolerance_percent)
    return free_c if is_whole else bought_c
