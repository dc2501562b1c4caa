"""Funds, budgets and payment agreements, each by the action that staff use."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from marketplace.accounts.models import Authority
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.actions import (
    NewAgreement,
    NewFund,
    agree_proposed,
    agree_terms,
    open_agreement,
    open_fund,
    propose_budget,
)
from marketplace.brokerage.models import (
    Fund,
    PaymentAgreement,
    PersonalBudget,
    PlanItem,
    SupportPlan,
)
from marketplace.brokerage.queries import contents_of
from marketplace.brokerage.rules import (
    Amount,
    BudgetKind,
    Deployment,
    ItemKind,
    PayerKind,
    PaymentBasis,
    PaymentRoad,
    PaymentSchedule,
    amounts_for_account,
    weekly_pence,
)
from marketplace.generator.place import NHS_BOARD
from marketplace.people.models import Person

#: By which road money gets to each kind of account.
ROADS = {"card": PaymentRoad.CARD, "bank": PaymentRoad.BANK}


def usual_funds(council: Authority, weekly: Mapping[PayerKind, int]) -> dict[NewFund, int]:
    """Social care by kind of payer, under the names that pay in Fernshire; pence stay what they are."""
    names = {PayerKind.COUNCIL: council.name, PayerKind.NHS: NHS_BOARD}
    return {NewFund(kind, names.get(kind, kind.label)): pence for kind, pence in weekly.items()}


def load_budget(
    by: Viewer,
    person: Person,
    weekly: Mapping[NewFund, int],
    from_date: date,
    kind: BudgetKind = BudgetKind.CARE,
) -> PersonalBudget:
    """Open the funds that are not open yet, put a budget of a kind forward by fund, and agree it."""
    funds = {
        open_fund(by=by, person=person, new=new, opened_date=from_date): Amount(pence)
        for new, pence in weekly.items()
    }
    proposed = propose_budget(by=by, person=person, amounts=funds, from_date=from_date, kind=kind)
    return agree_proposed(by=by, budget=proposed)


def direct_pence(items: Iterable[PlanItem]) -> int:
    """What the person pays for themselves of these items, in pence a week."""
    return sum(
        weekly_pence(item.cost_line)
        for item in items
        if item.deployment == Deployment.DIRECT_PAYMENT and item.kind != ItemKind.NATURAL
    )


def account_amounts(
    budget: PersonalBudget, pence: int, funds: Collection[Fund] = ()
) -> dict[Fund, Amount]:
    """How much of a budget's funds, or of these of them, pays so much a week into the account."""
    rows = budget.amounts.select_related("fund__payer")
    amounts = {
        row.fund: (PayerKind(row.fund.payer_kind), Amount(row.weekly_pence))
        for row in rows
        if not funds or row.fund in funds
    }
    return amounts_for_account(amounts, pence)


def load_agreement(
    by: Viewer, person: Person, amounts: Mapping[Fund, Amount], account_kind: str, first: date
) -> PaymentAgreement:
    """A net agreement by the account's road, paid every four weeks from its first day."""
    new = NewAgreement(ROADS[account_kind], PaymentBasis.NET, PaymentSchedule.FOUR_WEEKS, first)
    agreement = open_agreement(by=by, person=person, new=new)
    agree_terms(by=by, agreement=agreement, amounts=amounts, from_date=first)
    return agreement


def load_agreements(by: Viewer, plan: SupportPlan, account_kind: str) -> list[PaymentAgreement]:
    """What finance agrees once a plan is approved: an agreement for what the person pays themselves,
    if that is anything."""
    first = plan.from_date or by.today
    contents = contents_of(plan, first)
    budget, pence = contents.budget, direct_pence(contents.items)
    if budget is None or not pence:
        return []
    amounts = account_amounts(budget, pence)
    return [load_agreement(by, plan.person, amounts, account_kind, first)]
