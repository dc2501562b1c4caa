"""How an amount fits a plan item: its price times its units, part of them, or several periods."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from marketplace.core.pence import round_pence
from payments.reconciliation.rules.settings import Settings
from payments.reconciliation.rules.values import FitKind, Income, JointPayment, Planned

# By definition: hundredths in one unit, so that quantities with two decimals are whole numbers.
WHOLE = 100
# Hundredths: the least part of an hour that is billed. Judgement: home care is billed by the quarter
# hour. Smaller lets almost any amount pass for some number of minutes.
QUARTER = 25
# Payments of the usual size that may come as one. Judgement: a quarter of monthly ones.
MOST_PAYMENTS = 3


@dataclass(frozen=True, slots=True)
class AmountFit:
    """How it fits, the units it comes to (in hundredths), and pence above (+) or below (-) the plan.

    ``room_c`` is what else the plan has in one period; ``trusted`` says that staff have confirmed
    so many periods at once before. ``agreed_for`` is the day of a payment in that fits to the penny and
    is no number of weeks; ``joint`` says that it is weekly money and money that is paid once, and
    ``is_tied`` that it could be read in two ways.
    """

    kind: FitKind
    units_c: int = 0
    off_pence: int = 0
    periods: int = 1
    room_c: int = 0
    trusted: bool = False
    agreed_for: date | None = None
    joint: JointPayment | None = None
    is_tied: bool = False


MISFIT = AmountFit(FitKind.NONE)


def pence_for(planned: Planned, units_c: int) -> int:
    """What so many hundredths of a unit cost at the frozen price; whole due periods by their exact units."""
    exact = Fraction(units_c, WHOLE)
    if planned.units is not None:
        periods, rest = divmod(units_c, planned.units_c)
        exact = periods * planned.units + Fraction(rest, WHOLE)
    return round_pence(planned.price_pence * exact)


# Entries kept: a person's few prices by their plan items, for some thousand people.
@lru_cache(maxsize=100_000)
def fit_spending(planned: Planned, spent_pence: int, settings: Settings) -> AmountFit:
    """How an amount spent fits a plan item, the best kind of fit first.

    How far it may be off is what was agreed for the item, else the council's figure, as for how many
    periods at once it may be.
    """
    expected = pence_for(planned, planned.units_c)
    if spent_pence <= 0 or expected <= 0:
        return MISFIT
    if spent_pence == expected:
        return AmountFit(FitKind.FULL, planned.units_c)
    units_c = whole_units(planned, spent_pence)
    if units_c is not None and units_c < planned.units_c:
        return AmountFit(FitKind.PART, units_c, room_c=planned.units_c - units_c)
    periods, rest = divmod(spent_pence, expected)
    if rest == 0 and planned.recurs and 2 <= periods <= settings.periods_at_once:
        trusted = periods in planned.confirmed_periods
        units_c = planned.units_c * periods
        return AmountFit(FitKind.SEVERAL, units_c, periods=periods, trusted=trusted)
    off = spent_pence - expected
    if planned.pay_range and planned.pay_range[0] <= spent_pence <= planned.pay_range[1]:
        return AmountFit(FitKind.RANGE, planned.units_c, off_pence=off)
    if abs(off) * 100 <= tolerance_of(planned, settings) * expected:
        return AmountFit(FitKind.NEAR, planned.units_c, off_pence=off)
    return MISFIT


def tolerance_of(planned: Planned, settings: Settings) -> int:
    """Per cent that a payment may be off: what was agreed for the item, else the council's figure."""
    own = planned.tolerance_percent
    return settings.tolerance_percent if own is None else own


def whole_units(planned: Planned, spent_pence: int) -> int | None:
    """Units bought, when the amount is a whole number of them, or of quarter hours."""
    if planned.price_pence <= 0:
        return None
    step = QUARTER if planned.unit == "hour" else WHOLE
    units_c = round_pence(Fraction(spent_pence * WHOLE, planned.price_pence * step)) * step
    return units_c if units_c and pence_for(planned, units_c) == spent_pence else None


def fit_income(income: Income, received_pence: int, day: date, settings: Settings) -> AmountFit:
    """Money in fits when it is what some weeks come to, near the budget's time, what is agreed for
    a day near it, or both in one. Which of two readings it is, a person says.

    How many weeks, how near, and how a payer may round are the council's figures.
    """
    alone = _fit_alone(income, received_pence, day, settings)
    advance = timedelta(settings.advance_days)
    near = [
        each
        for each in income.joint
        if each.pence == received_pence
        and abs(day - each.day) <= advance
        and abs(day - each.once_day) <= advance
    ]
    # One load or the next is no other reading: the parts are the same.
    nearest = sorted(near, key=lambda each: (abs(day - each.day), each), reverse=True)
    ways = list({(each.weekly_pence, each.once_id): each for each in nearest}.values())
    if not ways:
        return alone
    if alone.kind is not FitKind.NONE and not alone.off_pence:
        return replace(alone, is_tied=True)
    once, is_tied = ways[-1].once_day, len(ways) > 1
    return AmountFit(FitKind.FULL, WHOLE, agreed_for=once, joint=ways[-1], is_tied=is_tied)


def _fit_alone(income: Income, received_pence: int, day: date, settings: Settings) -> AmountFit:
    advance = timedelta(settings.advance_days)
    for due, pence in income.payments:
        if pence == received_pence and abs(day - due) <= advance:
            return AmountFit(FitKind.FULL, WHOLE, agreed_for=due)
    usual = income.usual_pence
    if usual and received_pence % usual == 0 and received_pence // usual <= MOST_PAYMENTS:
        return AmountFit(FitKind.FULL, WHOLE, periods=received_pence // usual)
    in_time = income.first <= day + advance and (
        income.until is None or day < income.until + advance
    )
    weekly_pence = income.weekly_pence
    weeks = round_pence(Fraction(received_pence, weekly_pence)) if weekly_pence else 0
    off = received_pence - weeks * weekly_pence
    rounded = abs(off) <= weeks * settings.rounding_pence
    if in_time and rounded and 1 <= weeks <= settings.weeks_at_once:
        return AmountFit(FitKind.FULL, weeks * WHOLE, off_pence=off, periods=weeks)
    return MISFIT
