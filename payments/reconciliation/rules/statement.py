"""A person's money over half a year: what is left, what is committed, and how that was worked out."""

from dataclasses import dataclass
from datetime import date

from marketplace.core.periods import Period


def half_year(day: date) -> Period:
    """1 April to 30 September, or 1 October to 31 March; the end is the first day after."""
    if 4 <= day.month <= 9:
        return Period(date(day.year, 4, 1), date(day.year, 10, 1))
    first = day.year if day.month >= 10 else day.year - 1
    return Period(date(first, 10, 1), date(first + 1, 4, 1))


def whole_weeks(start: date, until: date) -> int:
    """Whole weeks from a day until another; none when it is over."""
    return max((until - start).days, 0) // 7


def still_to_come(expected_pence: int, received_pence: int) -> int:
    """What is still to be paid in before the end of the period."""
    return max(expected_pence - received_pence, 0)


@dataclass(frozen=True, slots=True)
class Commitment:
    """What the plan commits to one supplier until the end of the period, in pence."""

    label: str
    weeks: int
    weekly_pence: int

    @property
    def pence(self) -> int:
        return self.weeks * self.weekly_pence


@dataclass(frozen=True, slots=True)
class Working:
    """How the pence left for the person to decide come about.

    What nobody has explained yet is counted as spent: the money has gone.
    """

    opening_pence: int
    received_pence: int
    to_come_pence: int
    spent_pence: int
    commitments: tuple[Commitment, ...] = ()

    @property
    def paid_in_pence(self) -> int:
        return self.received_pence + self.to_come_pence

    @property
    def committed_pence(self) -> int:
        return sum(each.pence for each in self.commitments)

    @property
    def left_pence(self) -> int:
        return self.opening_pence + self.paid_in_pence - self.spent_pence - self.committed_pence

    @property
    def all_pence(self) -> int:
        """What there is to spend in the period, the length of the rail."""
        return max(
            self.opening_pence + self.paid_in_pence, self.spent_pence + self.committed_pence, 0
        )
