"""One person of `demo.over_time`, begun: plan approved, payments agreed, account open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from marketplace.accounts.models import User
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.actions import (
    NewAgreement,
    NewFund,
    agree_terms,
    open_agreement,
    start_plan,
)
from marketplace.brokerage.models import Fund, PaymentAgreement, PersonalBudget, SupportPlan
from marketplace.brokerage.rules import (
    Amount,
    Frequency,
    OffMarket,
    PaymentBasis,
    PaymentRoad,
    PaymentSchedule,
    Terms,
)
from marketplace.core.actors import SystemActor
from marketplace.demo.load.cases import (
    ANSWERS,
    CouncilStaff,
    approve,
    at_nine,
    first_day,
    load_registration,
    send,
)
from marketplace.demo.load.funding import account_amounts, direct_pence, load_budget
from marketplace.demo.load.money import bring_in, lines_for, load_account
from marketplace.demo.load.viewers import viewer_as
from marketplace.demo.load.writing import WritingBroker
from marketplace.demo.over_time import CaseItem, CaseOverTime
from marketplace.generator.spending import SpendLine
from marketplace.listings.rules import PriceUnit
from marketplace.people.models import Person
from payments.cards.models import MoneyAccount


@dataclass(frozen=True)
class LoadedCase:
    """A case with its approved plan and its agreements, whose account is open."""

    staff: CouncilStaff
    case: CaseOverTime
    person: Person
    plan: SupportPlan
    agreements: list[PaymentAgreement]
    account: MoneyAccount

    @classmethod
    def begin(cls, staff: CouncilStaff, case: CaseOverTime, day: date) -> "LoadedCase":
        """Registered on a day, the plan approved five days after, paid from its first day."""
        at = at_nine(day)
        person = load_registration(staff, case.person, at)
        budget = load_budget(by_staff(staff, staff.by, at), person, case.weekly_pence, day)
        agreements = [_open(staff, case, person, at) for _ in case.agreements]
        plan = start_plan(by=by_staff(staff, staff.broker, at), person=person)
        _write(WritingBroker(staff.broker, plan, at, first_day(at)), case, agreements)
        send(staff, plan, at + timedelta(days=3), first_day(at))
        approve(staff, plan, at + timedelta(days=5))
        account = load_account(
            by_staff(staff, staff.by, at), person, case.person.account_kind, case.number, agreements
        )
        loaded = cls(staff, case, person, plan, agreements, account)
        loaded.agree(at + timedelta(days=6), budget, plan, first_day(at))
        return loaded

    def agree(
        self, at: datetime, budget: PersonalBudget, plan: SupportPlan, from_date: date
    ) -> None:
        """Finance agrees what each agreement pays from a day: the cost of its items in a plan."""
        by = by_staff(self.staff, self.staff.finance, at)
        items = list(plan.items.all())
        for agreement, funds in zip(self.agreements, self.case.agreements, strict=True):
            paid = [item for item in items if item.agreement_id in (None, agreement.pk)]
            amounts = _amounts(budget, funds, direct_pence(paid))
            agree_terms(by=by, agreement=agreement, amounts=amounts, from_date=from_date)

    def agree_budget(self, at: datetime, weekly: Mapping[NewFund, int], from_date: date) -> None:
        """A new budget from a day, ahead or for earlier days, and what of it is paid in."""
        budget = load_budget(
            by_staff(self.staff, self.staff.by, at), self.person, weekly, from_date
        )
        self.agree(at, budget, self.plan, from_date)

    def spend(self, anchor: date, *more: SpendLine) -> None:
        """Import what the bank shows up to a day, and more lines of this one person."""
        lines = lines_for(self.person, anchor, self.case.mailbox, odd=False)
        lines = sorted([*lines, *more], key=lambda line: line.day)
        bring_in(self.staff.finance, at_nine(anchor), self.account, lines)


def by_staff(staff: CouncilStaff, who: User | SystemActor, at: datetime) -> Viewer:
    """One of the staff, or the loader, at an instant."""
    return viewer_as(who, at, staff.authority)


def _open(
    staff: CouncilStaff, case: CaseOverTime, person: Person, at: datetime
) -> PaymentAgreement:
    new = NewAgreement(
        PaymentRoad(case.person.account_kind),
        PaymentBasis.NET,
        PaymentSchedule.FOUR_WEEKS,
        first_day(at),
    )
    return open_agreement(by=by_staff(staff, staff.finance, at), person=person, new=new)


def _amounts(budget: PersonalBudget, funds: tuple[NewFund, ...], pence: int) -> dict[Fund, Amount]:
    """What these funds of a budget pay in; one alone pays all of it."""
    names = {(new.payer_kind, new.payer_name, new.programme) for new in funds}
    rows = [
        row.fund
        for row in budget.amounts.select_related("fund__payer")
        if (row.fund.payer_kind, row.fund.payer.name, row.fund.programme) in names
    ]
    if len(rows) == 1:
        return {rows[0]: Amount(pence)}
    return account_amounts(budget, pence, rows)


def _write(writer: WritingBroker, case: CaseOverTime, agreements: list[PaymentAgreement]) -> None:
    for number, words in ANSWERS.items():
        writer.answer(number, words)
    outcome_id = writer.add_outcome("I want my own days, with people I chose.", "community", 2, 4)
    for item in case.items:
        named = agreements[item.agreement] if len(agreements) > 1 else None
        writer.add_item(outcome_id, _offer(item), _hours(item), item.times, named)


def _offer(item: CaseItem) -> OffMarket:
    return OffMarket(item.title, item.provider, PriceUnit.HOUR, item.price_pence)


def _hours(item: CaseItem) -> Terms:
    return Terms(Decimal(item.hours), Frequency.WEEK)
