"""The statement of one person's money. Left to spend is ledger balance less holds."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet, Sum
from django.db.models.functions import Abs

from marketplace.brokerage.models import PlanItem, SupportPlan
from marketplace.brokerage.rules import Deployment, PlanState, weekly_pence
from marketplace.people.models import Person
from payments.cards.models import Authorisation, MoneyAccount, ReceivedLine
from payments.cards.rules import LineState
from payments.ledger.models import Account
from payments.ledger.queries import balances, moved_between
from payments.ledger.rules import AccountKind
from payments.reconciliation.models import MoneyException
from payments.reconciliation.queries.expected import weekly_by_deployment
from payments.reconciliation.queries.lines import Payment, payments_of
from payments.reconciliation.rules.statement import (
    Commitment,
    Working,
    half_year,
    still_to_come,
    whole_weeks,
)
from payments.reconciliation.rules.states import ExceptionState, MatchState


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """One card or account: what is in it, what is held by shops, what can be spent now."""

    account: MoneyAccount
    balance_pence: int
    held_pence: int

    @property
    def left_to_spend_pence(self) -> int:
        return self.balance_pence - self.held_pence


@dataclass(frozen=True, slots=True)
class Share:
    """Pence spent on one thing, or paid by one fund."""

    label: str
    pence: int
    outlined: bool = False


@dataclass(frozen=True, slots=True)
class BudgetStatement:
    """Everything that a person's money page shows."""

    last_day: date
    start: date
    working: Working
    accounts: tuple[AccountBalance, ...]
    spent_on: tuple[Share, ...]
    spent_by_fund: tuple[Share, ...]
    payments: tuple[Payment, ...]
    questions: tuple[MoneyException, ...]

    @property
    def left_to_spend_pence(self) -> int:
        """Ledger balance less holds, of all cards and accounts."""
        return sum(each.left_to_spend_pence for each in self.accounts)


def statement_of(person: Person, *, today: date) -> BudgetStatement:
    """The statement for the half year of a day. The person must have been loaded as visible."""
    period = half_year(today)
    until = period.until or today
    lines = ReceivedLine.objects.filter(
        account__person=person,
        state=LineState.BOOKED,
        booked_date__gte=period.start,
        booked_date__lt=until,
    )
    plan = _approved_plan(person)
    accounts = _account_balances(person)
    return BudgetStatement(
        last_day=until - timedelta(1),
        start=period.start,
        working=_working(person, plan, lines, accounts, period.start, until, today),
        accounts=accounts,
        spent_on=_spent_on(person, period.start, until),
        spent_by_fund=_spent_by_fund(person, period.start, until),
        payments=payments_of(lines),
        questions=tuple(
            MoneyException.objects.open()
            .filter(line__account__person=person, state=ExceptionState.QUERIED, explained_at=None)
            .select_related("line")
            .order_by("raised_at", "pk")
        ),
    )


def _approved_plan(person: Person) -> SupportPlan | None:
    return (
        SupportPlan.objects.filter(person=person, state=PlanState.APPROVED)
        .select_related("budget")
        .prefetch_related("items")
        .first()
    )


def _account_balances(person: Person) -> tuple[AccountBalance, ...]:
    accounts = list(
        MoneyAccount.objects.filter(person=person).prefetch_related("cards").order_by("pk")
    )
    ledger = balances([account.ledger_account_id for account in accounts])
    held = dict(
        Authorisation.objects.filter(account__in=accounts)
        .values_list("account")
        .annotate(Sum("held_pence"))
        .order_by()
    )
    return tuple(
        AccountBalance(account, ledger[account.ledger_account_id], held.get(account.pk, 0))
        for account in accounts
    )


def _working(
    person: Person,
    plan: SupportPlan | None,
    lines: Iterable[ReceivedLine],
    accounts: tuple[AccountBalance, ...],
    start: date,
    until: date,
    today: date,
) -> Working:
    opening = sum(
        balances([each.account.ledger_account_id for each in accounts], before=start).values()
    )
    refunded = _pence_back_to_items(person, start, until)
    came_in = sum(line.amount_pence for line in lines if line.amount_pence > 0)
    went_out = -sum(line.amount_pence for line in lines if line.amount_pence < 0)
    received = came_in - refunded
    items = _paid_by_person(plan)
    weeks = whole_weeks(today, until)
    return Working(
        opening_pence=opening,
        received_pence=received,
        to_come_pence=still_to_come(_expected_pence(plan, start, until), received) if plan else 0,
        spent_pence=went_out - refunded,
        commitments=tuple(
            Commitment(item.provider_name or item.title, weeks, pence)
            for item in items
            if weeks and (pence := weekly_pence(item.cost_line))
        ),
    )


def _paid_by_person(plan: SupportPlan | None) -> list[PlanItem]:
    items = plan.items.all() if plan else []
    return [item for item in items if item.deployment == Deployment.DIRECT_PAYMENT]


def _expected_pence(plan: SupportPlan, start: date, until: date) -> int:
    """What is to be paid in over the period for the items that the person pays: by the council, and
    as their own contribution."""
    first = max(start, plan.budget.from_date)
    last = min(until, plan.budget.until_date or until)
    direct = weekly_by_deployment(plan, Deployment.DIRECT_PAYMENT)
    return direct * whole_weeks(first, last)


def _pence_back_to_items(person: Person, start: date, until: date) -> int:
    """Refunds that were matched: less was spent, not more paid in."""
    back = (
        ReceivedLine.objects.filter(
            account__person=person,
            amount_pence__gt=0,
            booked_date__gte=start,
            booked_date__lt=until,
            matches__state=MatchState.ACTIVE,
            matches__parts__plan_item__isnull=False,
        )
        .distinct()
        .aggregate(total=Sum(Abs("amount_pence")))
    )
    return back["total"] or 0


def _spent_on(person: Person, start: date, until: date) -> tuple[Share, ...]:
    """By plan item's provider, then off the plan, then what nobody knows yet; largest first."""
    by_kind = moved_between(_accounts(person), start=start, until=until)
    names = dict(PlanItem.objects.filter(plan__person=person).values_list("pk", "provider_name"))
    totals: dict[str, int] = defaultdict(int)
    for (kind, item_id, _), pence in by_kind.items():
        if kind == AccountKind.PLAN_ITEM:
            totals[names.get(item_id or 0) or "In your plan"] += pence
        elif kind == AccountKind.OFF_PLAN:
            totals["Outside your plan, accepted"] += pence
    unknown = sum(
        -pence
        for pence in ReceivedLine.objects.filter(
            account__person=person,
            state=LineState.BOOKED,
            amount_pence__lt=0,
            booked_date__gte=start,
            booked_date__lt=until,
        )
        .exclude(matches__state=MatchState.ACTIVE)
        .values_list("amount_pence", flat=True)
    )
    shares = [Share(label, pence) for label, pence in totals.items() if pence > 0]
    if unknown:
        shares.append(Share("Not matched yet", unknown, outlined=True))
    return tuple(sorted(shares, key=lambda share: (-share.pence, share.label)))


def _spent_by_fund(person: Person, start: date, until: date) -> tuple[Share, ...]:
    """Whose money paid: the council's, the NHS's, the person's own contribution."""
    rows = moved_between(
        _accounts(person).filter(kind__in=[AccountKind.PLAN_ITEM, AccountKind.OFF_PLAN]),
        start=start,
        until=until,
    )
    labels = {
        account.stream_id: account.stream.get_payer_display()
        for account in _accounts(person).filter(stream__isnull=False).select_related("stream")
        if account.stream is not None
    }
    totals: dict[str, int] = defaultdict(int)
    for (_, _, stream_id), pence in rows.items():
        totals[labels.get(stream_id, "Not stated")] += pence
    return tuple(
        Share(label, pence)
        for label, pence in sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))
        if pence
    )


def _accounts(person: Person) -> QuerySet[Account]:
    return Account.objects.filter(person=person)
