"""A person's money on a day: what is there, what the plan needs of it, what is left, and the forecast."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from marketplace.core.periods import Period
from payments.reconciliation.rules.amount_fit import pence_for
from payments.reconciliation.rules.contingency import surplus_pence
from payments.reconciliation.rules.due_dates import dues_within
from payments.reconciliation.rules.values import Planned

#: A plan line and the first day of a due period of it.
Due = tuple[int, date]


def half_year(day: date) -> Period:
    """1 April to 30 September, or 1 October to 31 March; the end is the first day after."""
    if 4 <= day.month <= 9:
        return Period(date(day.year, 4, 1), date(day.year, 10, 1))
    first = day.year if day.month >= 10 else day.year - 1
    return Period(date(first, 10, 1), date(first + 1, 4, 1))


def still_to_come(expected_pence: int, received_pence: int) -> int:
    """What is still to be paid in before the end of the period."""
    return max(expected_pence - received_pence, 0)


@dataclass(frozen=True, slots=True)
class Needed:
    """What the plan needs for one supplier, in pence."""

    label: str
    pence: int


def needed_for(
    planned: Iterable[Planned], paid: Mapping[Due, int], *, since: date, before: date
) -> tuple[Needed, ...]:
    """What is planned and not paid, by supplier, largest first: due periods that begin before a day
    and ended no earlier than another. `paid` are hundredths of a unit."""
    pence: dict[str, int] = {}
    for each in planned:
        for amount in _unpaid(each, paid, since, before):
            pence[each.label] = pence.get(each.label, 0) + amount
    found = [Needed(label, amount) for label, amount in pence.items() if amount]
    return tuple(sorted(found, key=lambda one: (-one.pence, one.label)))


def _unpaid(planned: Planned, paid: Mapping[Due, int], since: date, before: date) -> Iterator[int]:
    for due in dues_within(planned, since, before):
        left = planned.units_c - paid.get((planned.id, due.first), 0)
        if left > 0:
            yield pence_for(planned, left)


def needed_pence(needed: Iterable[Needed]) -> int:
    """What all suppliers need together."""
    return sum(one.pence for one in needed)


@dataclass(frozen=True, slots=True)
class MoneyOn:
    """What there is on a day, and what of it is needed before another: when money is next paid in,
    or, where none is expected, when the half year is over."""

    on_card_pence: int
    needed: tuple[Needed, ...]
    next_payment: date | None
    #: What may be left over for what cannot be planned.
    kept_pence: int = 0

    @property
    def needed_pence(self) -> int:
        return needed_pence(self.needed)

    @property
    def left_pence(self) -> int:
        """What is left to spend until then; below zero it will not be enough."""
        return self.on_card_pence - self.needed_pence

    @property
    def surplus_pence(self) -> int:
        """What of it is above what may be left over."""
        return surplus_pence(self.left_pence, self.kept_pence)


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is expected to be left on the last day of the half year, in pence."""

    last_day: date
    on_card_pence: int
    to_come_pence: int
    needed: tuple[Needed, ...]

    @property
    def needed_pence(self) -> int:
        return needed_pence(self.needed)

    @property
    def left_pence(self) -> int:
        return self.on_card_pence + self.to_come_pence - self.needed_pence


@dataclass(frozen=True, slots=True)
class SoFar:
    """What happened in the half year, in pence. `unknown` of what was spent, nobody knows for what."""

    opening_pence: int
    received_pence: int
    spent_pence: int
    unknown_pence: int

    @property
    def balance_pence(self) -> int:
        return self.opening_pence + self.received_pence - self.spent_pence


@dataclass(frozen=True, slots=True)
class FundBalance:
    """One fund's money in the half year: what it began with, paid in, spent less what was given
    back, and what is left. A contribution below zero is owed."""

    fund_id: int
    label: str
    is_contribution: bool
    opening_pence: int
    paid_in_pence: int
    spent_pence: int

    @property
    def left_pence(self) -> int:
        return self.opening_pence + self.paid_in_pence - self.spent_pence

    @property
    def owed_pence(self) -> int:
        return max(-self.left_pence, 0) if self.is_contribution else 0
