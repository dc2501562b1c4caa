"""The steps of a sequence, as values that Hypothesis draws: each knows how it is taken.

Days are counted from the day on which a step is recorded: below zero is past, above is ahead. What a
step points at (an agreement, a payment, a pause) is a number, taken in a circle.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from marketplace.brokerage.rules import SHARE_RULE, Frequency
from marketplace.council.actions import set_figure
from payments.reconciliation.actions import share_again
from tests.payments.reconciliation.proof.planning import Planner, Wanted
from tests.payments.reconciliation.proof.spending import Purse
from tests.payments.reconciliation.proof.subject import Subject, Sums
from tests.payments.reconciliation.reference import facts


@dataclass
class Case:
    """A person with plans and money, as the steps find them."""

    subject: Subject
    planner: Planner
    purse: Purse

    @classmethod
    def of(cls, subject: Subject) -> "Case":
        return cls(subject, Planner(subject), Purse(subject))

    @property
    def today(self) -> date:
        return self.subject.today


@dataclass(frozen=True)
class Step:
    """Days that pass before it, then what is recorded."""

    wait: int = 0

    #: Whether figures of days before `first_day` must stay as they were.
    agrees = False

    def take(self, case: Case) -> bool:
        """Whether the product took it; the step of no kind is nothing."""
        return False

    def first_day(self, today: date) -> date:
        return today


@dataclass(frozen=True)
class Dated(Step):
    shift: int = 0
    agrees = True

    def first_day(self, today: date) -> date:
        return today + timedelta(self.shift)

    def until(self, today: date, length: int | None) -> date | None:
        return None if length is None else self.first_day(today) + timedelta(length)


@dataclass(frozen=True)
class AgreeBudget(Dated):
    sums: Sums = field(default_factory=dict)
    length: int | None = None

    def take(self, case: Case) -> bool:
        first = self.first_day(case.today)
        return case.subject.agree_budget(self.sums, first, self.until(case.today, self.length))


@dataclass(frozen=True)
class AgreeTerms(Dated):
    which: int = 0
    sums: Sums = field(default_factory=dict)
    length: int | None = None

    def take(self, case: Case) -> bool:
        agreements = case.subject.agreements
        return case.subject.agree_terms(
            agreements[self.which % len(agreements)],
            self.sums,
            self.first_day(case.today),
            self.until(case.today, self.length),
        )


@dataclass(frozen=True)
class AgreeSameAgain(Dated):
    """The terms of an agreement on a day once more from that day, to their end."""

    which: int = 0

    def take(self, case: Case) -> bool:
        subject = case.subject
        agreement = subject.agreements[self.which % len(subject.agreements)]
        day = self.first_day(case.today)
        terms = subject.told.books(case.today).terms_on(agreement.pk, day)
        if terms is None:
            return False
        names = {fund.pk: name for name, fund in subject.funds.items()}
        sums: Mapping[str, tuple[int, int]] = {
            names[pk]: (terms.weekly.get(pk, 0), terms.one_off.get(pk, 0)) for pk in names
        }
        return subject.agree_terms(agreement, sums, day, terms.until)


@dataclass(frozen=True)
class EndTerms(Dated):
    which: int = 0

    def take(self, case: Case) -> bool:
        agreements = case.subject.agreements
        return case.subject.end_agreement(
            agreements[self.which % len(agreements)], self.first_day(case.today)
        )


@dataclass(frozen=True)
class EndBudget(Dated):
    def take(self, case: Case) -> bool:
        return case.subject.end_budget(self.first_day(case.today))


@dataclass(frozen=True)
class LineWords:
    """A line of a plan, its days counted from the plan's first."""

    key: int
    price: int
    quantity: str = "1"
    frequency: Frequency = Frequency.WEEK
    weekdays: tuple[int, ...] = ()
    agreement: int | None = None
    first: int | None = None
    length: int | None = None

    def wanted(self, first: date) -> Wanted:
        begins = first + timedelta(self.first or 0)
        return Wanted(
            self.key,
            self.price,
            Decimal(self.quantity),
            self.frequency,
            self.weekdays,
            self.agreement,
            None if self.first is None else begins,
            None if self.length is None else begins + timedelta(self.length),
        )


@dataclass(frozen=True)
class ApprovePlan(Dated):
    lines: tuple[LineWords, ...] = ()

    def take(self, case: Case) -> bool:
        first = self.first_day(case.today)
        return case.planner.approve(first, *(line.wanted(first) for line in self.lines))


@dataclass(frozen=True)
class EndPlan(Dated):
    def take(self, case: Case) -> bool:
        return case.planner.end(self.first_day(case.today))


@dataclass(frozen=True)
class PauseAll(Dated):
    length: int | None = None

    def take(self, case: Case) -> bool:
        first = self.first_day(case.today)
        return case.subject.pause(first, self.until(case.today, self.length))


@dataclass(frozen=True)
class ChangePause(Dated):
    which: int = 0
    withdrawn: bool = False
    agrees = False

    def take(self, case: Case) -> bool:
        until = None if self.withdrawn else self.first_day(case.today)
        return case.subject.end_pause(self.which, until)


@dataclass(frozen=True)
class SetRule(Dated):
    """The council's figure: 0 in proportion, 1 contribution first."""

    value: int = 1

    def take(self, case: Case) -> bool:
        subject, first = case.subject, self.first_day(case.today)
        set_figure(
            by=subject.office,
            authority=subject.staff.council,
            key=SHARE_RULE.key,
            value=self.value,
            from_date=first,
            source="Cabinet",
        )
        # What the worker does every night, for everybody.
        share_again(by=subject.office, person_ids=[subject.person.pk])
        figure = 1 if self.value else 0
        subject.told.record(
            facts.ShareRule(recorded=case.today, starts=first, figure=figure)  # type: ignore[arg-type]
        )
        return True
