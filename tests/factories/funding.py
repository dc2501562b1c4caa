"""Funds, budgets and payment agreements, made through actions."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from marketplace.brokerage.actions import (
    NewAgreement,
    NewFund,
    agree_budget,
    agree_terms,
    estimate_budget,
    open_agreement,
    open_fund,
)
from marketplace.brokerage.models import Fund, PaymentAgreement, PersonalBudget
from marketplace.brokerage.rules import (
    Amount,
    BudgetKind,
    PayerKind,
    PaymentBasis,
    PaymentRoad,
    PaymentSchedule,
)
from marketplace.people.models import Person
from tests.factories.accounts import as_viewer
from tests.factories.people import REGISTRY

#: A moment before anything of a case; what is agreed then was known all along.
EARLY = datetime(2026, 8, 10, 9, tzinfo=UTC)


def make_fund(person: Person, kind: PayerKind, *, at: datetime = EARLY) -> Fund:
    """The person's open fund of a payer of this kind, under social care."""
    name = person.authority.name if kind is PayerKind.COUNCIL else kind.label
    return open_fund(
        by=as_viewer(REGISTRY, at),
        person=person,
        new=NewFund(kind, name),
        opened_date=at.date(),
    )


def amounts_of(
    person: Person, weekly: Mapping[PayerKind, int], *, at: datetime = EARLY
) -> dict[Fund, Amount]:
    """Pence a week by kind of payer as amounts of the person's funds."""
    return {make_fund(person, kind, at=at): Amount(pence) for kind, pence in weekly.items()}


def make_budget(
    person: Person,
    weekly: Mapping[PayerKind, int],
    *,
    from_date: date,
    until_date: date | None = None,
    at: datetime = EARLY,
    kind: BudgetKind = BudgetKind.CARE,
) -> PersonalBudget:
    """A budget of pence a week by kind of payer, agreed at a moment."""
    return agree_budget(
        by=as_viewer(REGISTRY, at),
        person=person,
        amounts=amounts_of(person, weekly, at=at),
        from_date=from_date,
        until_date=until_date,
        kind=kind,
    )


def make_estimate(
    person: Person, weekly: Mapping[PayerKind, int], *, from_date: date, at: datetime = EARLY
) -> PersonalBudget:
    """The same, told the person as an estimate that nobody agreed."""
    return estimate_budget(
        by=as_viewer(REGISTRY, at),
        person=person,
        amounts=amounts_of(person, weekly, at=at),
        from_date=from_date,
    )


def make_agreement(
    person: Person,
    weekly: Mapping[PayerKind, int],
    *,
    from_date: date,
    until_date: date | None = None,
    at: datetime = EARLY,
    road: PaymentRoad = PaymentRoad.CARD,
    basis: PaymentBasis = PaymentBasis.NET,
    schedule: PaymentSchedule = PaymentSchedule.FOUR_WEEKS,
) -> PaymentAgreement:
    """An agreement that pays these pence a week by kind of payer from a day."""
    by = as_viewer(REGISTRY, at)
    holder = "Fern Payroll" if road is PaymentRoad.MANAGED_ACCOUNT else ""
    agreement = open_agreement(
        by=by, person=person, new=NewAgreement(road, basis, schedule, from_date, None, holder)
    )
    agree_terms(
        by=by,
        agreement=agreement,
        amounts=amounts_of(person, weekly, at=at),
        from_date=from_date,
        until_date=until_date,
    )
    return agreement
