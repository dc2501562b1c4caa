"""A person's budgets and funds as the pages show them on which budgets are proposed and agreed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from marketplace.accounts.models import User
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import BudgetAmount, Fund, PersonalBudget
from marketplace.brokerage.queries.lines import BudgetLine
from marketplace.brokerage.rules import (
    Amount,
    AskedAmount,
    BudgetKind,
    BudgetState,
    Link,
    PayerKind,
    PlanEnd,
    nearest,
)
from marketplace.people.models import Person


@dataclass(frozen=True)
class SheetPart:
    """How much of one fund a budget has, beside what the budget before it had."""

    label: str
    amount: Amount
    last: Amount | None
    is_contribution: bool
    is_top_up: bool


@dataclass(frozen=True)
class BudgetSheet:
    """One budget with all its amounts, who proposed it, and what became of it."""

    id: int
    kind: BudgetKind
    state: BudgetState
    first: date
    until: date | None
    weekly_pence: int
    one_off_pence: int
    parts: tuple[SheetPart, ...]
    estimator: str
    estimated_at: datetime | None
    proposer: str
    proposer_id: int | None
    proposed_at: datetime
    agreer: str
    agreed_at: datetime | None
    returner: str
    returned_at: datetime | None
    return_reason: str
    end_reason: str

    @property
    def has_one_off(self) -> bool:
        return any(part.amount.one_off_pence for part in self.parts)

    @property
    def in_budget(self) -> tuple[SheetPart, ...]:
        return tuple(part for part in self.parts if not part.is_top_up)

    @property
    def top_ups(self) -> tuple[SheetPart, ...]:
        return tuple(part for part in self.parts if part.is_top_up)

    @property
    def is_indicative(self) -> bool:
        return self.state is BudgetState.INDICATIVE

    @property
    def is_waiting(self) -> bool:
        return self.state is BudgetState.PROPOSED


def open_funds(person: Person) -> list[Fund]:
    """The funds that a person has now, with their payers, in the order of making. One query."""
    return list(person.funds.filter(closed_date=None).select_related("payer").order_by("pk"))


def closed_funds(person: Person) -> list[Fund]:
    """The funds that a person had, with their payers, in the order of closing. One query."""
    closed = person.funds.filter(closed_date__isnull=False).select_related("payer")
    return list(closed.order_by("closed_date", "pk"))


def funds_to_agree(person: Person) -> list[Fund]:
    """The funds of which amounts can be agreed: those open, then the closed ones, for their own days."""
    return [*open_funds(person), *closed_funds(person)]


def budget_sheets(person: Person) -> list[BudgetSheet]:
    """Every budget of a person, the newest first. Two queries."""
    return [_sheet(budget, {}) for budget in _budgets(person).order_by("-recorded_at", "-pk")]


def budget_sheet(budget: PersonalBudget, on: date) -> BudgetSheet:
    """One budget beside the last one of its kind. Four queries."""
    row = _budgets(budget.person).get(pk=budget.pk)
    last = last_budget(budget.person, BudgetKind(budget.kind), on, but=budget.pk)
    return _sheet(row, amounts_by_fund(last))


def last_budget(
    person: Person, kind: BudgetKind, on: date, *, but: int = 0
) -> PersonalBudget | None:
    """The agreed budget of a kind that holds on a day, else the nearest to it; never `but`. Two queries."""
    agreed = PersonalBudget.objects.agreed().filter(person=person, kind=kind)
    rows = list(agreed.exclude(pk=but).prefetch_related("amounts__fund__payer"))
    return nearest((Link(row, row.from_date, row.until_date) for row in rows), on)


def budget_to_pay(person: Person, on: date) -> PersonalBudget | None:
    """The last budget of care; of another kind where none of care is in force or agreed for later.
    Three queries."""
    held = set(
        PersonalBudget.objects.not_ended(on).filter(person=person).values_list("kind", flat=True)
    )
    kind = next((one for one in BudgetKind if one in held), BudgetKind.CARE)
    return last_budget(person, kind, on)


def last_estimate(person: Person, kind: BudgetKind) -> PersonalBudget | None:
    """The indicative budget of a kind that is not put forward yet. Two queries."""
    rows = PersonalBudget.objects.indicative().filter(person=person, kind=kind)
    return rows.prefetch_related("amounts__fund__payer").first()


def budget_line(budget: PersonalBudget) -> BudgetLine:
    """A budget with its funds, and top-ups apart from them. One query."""
    amounts = list(budget.amounts.select_related("fund__payer"))
    return BudgetLine(
        budget.weekly_pence,
        budget.from_date,
        budget.until_date,
        budget.agreed_at,
        tuple(_paid(amount) for amount in amounts if not amount.fund.is_top_up),
        tuple(_paid(amount) for amount in amounts if amount.fund.is_top_up),
        sum(amount.weekly_pence for amount in amounts if amount.fund.is_contribution),
    )


def _paid(amount: BudgetAmount) -> tuple[str, int]:
    fund = amount.fund
    return PayerKind.PERSON.label if fund.is_contribution else fund.label, amount.weekly_pence


def latest_budget_lines(*, person: Person, on: date) -> dict[BudgetKind, BudgetLine]:
    """The budgets of each kind in force, or agreed for later, in the order of the kinds. One query, and
    one for each of them."""
    rows = PersonalBudget.objects.filter(person=person).not_ended(on).order_by("-from_date")
    first = {row.kind: row for row in rows}
    return {kind: budget_line(first[kind]) for kind in BudgetKind if kind in first}


def estimated_budget_lines(*, person: Person) -> dict[BudgetKind, BudgetLine]:
    """The newest estimate of each kind that the person was told and nobody agreed, returned or withdrew.
    One query, and one for each of them."""
    rows = PersonalBudget.objects.told_as_estimates().filter(person=person)
    newest = {row.kind: row for row in rows}
    return {kind: budget_line(newest[kind]) for kind in BudgetKind if kind in newest}


def amounts_by_fund(budget: PersonalBudget | None) -> dict[int, Amount]:
    """A budget's amounts by the id of their fund; empty without one."""
    rows: Iterable[BudgetAmount] = budget.amounts.all() if budget else ()
    return {row.fund_id: Amount(row.weekly_pence, row.one_off_pence) for row in rows}


def asked_amounts(
    funds: Iterable[Fund], amounts: Mapping[int, Amount], last: Mapping[int, Amount]
) -> list[AskedAmount]:
    """What is asked for of each fund, beside the last, for the questions about it."""
    return [
        AskedAmount(
            fund.pk,
            fund.label,
            PayerKind(fund.payer_kind),
            amounts.get(fund.pk, Amount()),
            last.get(fund.pk) if last else None,
        )
        for fund in funds
    ]


@dataclass(frozen=True)
class ProposedLine:
    """A proposed budget in the list of those to agree."""

    id: int
    person: Person
    kind: BudgetKind
    weekly_pence: int
    one_off_pence: int
    first: date
    proposer: str
    proposed_at: datetime
    was_estimated: bool
    is_own: bool


def proposed_budgets(*, viewer: Viewer) -> list[ProposedLine]:
    """Budgets that wait for a second person, of people whom the viewer may see, oldest first."""
    rows = PersonalBudget.objects.visible_to(viewer).waiting()
    return [
        ProposedLine(
            row.pk,
            row.person,
            BudgetKind(row.kind),
            row.weekly_pence,
            row.one_off_pence,
            row.from_date,
            row.recorded_by.name if row.recorded_by else row.recorded_by_system,
            row.recorded_at,
            row.estimated_at is not None,
            row.recorded_by_id == viewer.user_id,
        )
        for row in rows.select_related("person", "recorded_by")
    ]


def _budgets(person: Person) -> QuerySet[PersonalBudget]:
    rows = PersonalBudget.objects.filter(person=person)
    rows = rows.select_related("estimated_by", "recorded_by", "agreed_by", "returned_by")
    return rows.prefetch_related("amounts__fund__payer")


def _sheet(budget: PersonalBudget, last: Mapping[int, Amount]) -> BudgetSheet:
    now = {row.fund: Amount(row.weekly_pence, row.one_off_pence) for row in budget.amounts.all()}
    gone = Fund.objects.filter(pk__in=set(last) - {fund.pk for fund in now})
    shown = {**now, **{fund: Amount() for fund in gone.select_related("payer")}} if last else now
    return BudgetSheet(
        id=budget.pk,
        kind=BudgetKind(budget.kind),
        state=BudgetState(budget.state),
        first=budget.from_date,
        until=budget.until_date,
        weekly_pence=budget.weekly_pence,
        one_off_pence=budget.one_off_pence,
        parts=tuple(
            SheetPart(
                fund.label,
                amount,
                last.get(fund.pk, Amount()) if last else None,
                fund.is_contribution,
                fund.is_top_up,
            )
            for fund, amount in shown.items()
        ),
        estimator=_name(budget.estimated_by, budget.estimated_by_system),
        estimated_at=budget.estimated_at,
        proposer=_name(budget.recorded_by, budget.recorded_by_system),
        proposer_id=budget.recorded_by_id,
        proposed_at=budget.recorded_at,
        agreer=_name(budget.agreed_by, budget.agreed_by_system) if budget.agreed_at else "",
        agreed_at=budget.agreed_at,
        returner=_name(budget.returned_by, budget.returned_by_system) if budget.returned_at else "",
        returned_at=budget.returned_at,
        return_reason=budget.return_reason,
        end_reason=PlanEnd(budget.end_reason).label if budget.end_reason else "",
    )


def _name(user: User | None, system: str) -> str:
    """Who it was; of a machine what it is called."""
    return user.name if user else system
