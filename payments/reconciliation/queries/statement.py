"""The statement of one person's money on a day: page, funding and ledger say the same."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet, Sum

from marketplace.brokerage.models import Fund
from marketplace.brokerage.queries import end_of, lines_named
from marketplace.brokerage.rules import expected_payments, next_payment_day
from marketplace.council.queries import figure
from marketplace.people.models import Person
from payments.cards.models import Authorisation, MoneyAccount, ReceivedLine
from payments.cards.rules import LineState
from payments.ledger.models import Account
from payments.ledger.queries import balances, moved_between
from payments.ledger.rules import AccountKind
from payments.reconciliation.models import Match, MoneyException
from payments.reconciliation.queries.expected import Expected, expected_of
from payments.reconciliation.queries.lines import Payment, payments_of
from payments.reconciliation.rules.figures import LATE
from payments.reconciliation.rules.statement import (
    Due,
    Forecast,
    FundBalance,
    MoneyOn,
    SoFar,
    half_year,
    needed_for,
    still_to_come,
)
from payments.reconciliation.rules.states import ExceptionState
from payments.reconciliation.rules.values import INCOME_KINDS, TargetKind


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
    now: MoneyOn
    forecast: Forecast
    so_far: SoFar
    accounts: tuple[AccountBalance, ...]
    funds: tuple[FundBalance, ...]
    unallocated_pence: int
    spent_on: tuple[Share, ...]
    spent_by_fund: tuple[Share, ...]
    payments: tuple[Payment, ...]
    questions: tuple[MoneyException, ...]


def statement_of(person: Person, *, today: date, known: date | None = None) -> BudgetStatement:
    """The statement on a day, as known on another (else now), with the half year that the day is in.

    The person must have been loaded as visible. A constant number of queries.
    """
    return _Reader(person, today, known).statement()


class _Reader:
    """What several figures of one statement are read from, read once."""

    def __init__(self, person: Person, today: date, known: date | None) -> None:
        self.person, self.today, self.known = person, today, known
        self.moment = end_of(known)
        self.period = half_year(today)
        self.until = self.period.until or today
        self.expected: Expected = expected_of([person.pk], today, known=known)[person.pk]
        self.ledger = Account.objects.filter(person=person)
        self.moved = moved_between(self.ledger, until=today + timedelta(1), moment=self.moment)
        self.half = moved_between(
            self.ledger, start=self.period.start, until=today + timedelta(1), moment=self.moment
        )
        self.accounts = self._accounts()
        self.matches = self._matches()

    def statement(self) -> BudgetStatement:
        return BudgetStatement(
            last_day=self.until - timedelta(1),
            start=self.period.start,
            now=self._now(),
            forecast=self._forecast(),
            so_far=self._so_far(),
            accounts=self.accounts,
            funds=self._funds(),
            unallocated_pence=-self._kind(self.moved, AccountKind.UNALLOCATED),
            spent_on=self._spent_on(),
            spent_by_fund=self._spent_by_fund(),
            payments=payments_of(self._lines()),
            questions=self._questions(),
        )

    def _accounts(self) -> tuple[AccountBalance, ...]:
        rows = MoneyAccount.objects.filter(person=self.person).prefetch_related("cards")
        accounts = list(rows.order_by("pk"))
        ledger = balances(
            [account.ledger_account_id for account in accounts],
            before=self.today + timedelta(1),
            moment=self.moment,
        )
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

    def _lines(self) -> QuerySet[ReceivedLine]:
        """Booked payments of the half year, up to the day."""
        return ReceivedLine.objects.filter(
            account__person=self.person,
            state=LineState.BOOKED,
            booked_date__gte=self.period.start,
            booked_date__lte=self.today,
        )

    def _matches(self) -> list[Match]:
        """The matches of payments up to the day, as known then."""
        found = Match.objects.filter(
            line__account__person=self.person, line__booked_date__lte=self.today
        )
        if self.moment is None:
            found = found.active()
        else:
            undone = Q(undone_at=None) | Q(undone_at__gte=self.moment)
            found = found.filter(undone, made_at__lt=self.moment)
        return list(found.select_related("line"))

    @property
    def on_card_pence(self) -> int:
        return sum(each.left_to_spend_pence for each in self.accounts)

    def _now(self) -> MoneyOn:
        coming = next_payment_day(self._segments(), self.today, self.until)
        return MoneyOn(
            self.on_card_pence,
            needed_for(
                self.expected.planned,
                self._paid(),
                since=self._since(),
                before=coming or self.until,
            ),
            coming,
        )

    def _forecast(self) -> Forecast:
        payments = expected_payments(self._segments(), start=self.period.start, until=self.until)
        received = sum(
            match.line.amount_pence
            for match in self.matches
            if _target(match) in INCOME_KINDS and match.line.booked_date >= self.period.start
        )
        return Forecast(
            self.until - timedelta(1),
            self.on_card_pence,
            still_to_come(sum(payment.total_pence for payment in payments), received),
            needed_for(self.expected.planned, self._paid(), since=self._since(), before=self.until),
        )

    def _segments(self) -> list:
        return [s for funding in self.expected.by_account.values() for s in funding.segments]

    def _since(self) -> date:
        late = figure(self.person.authority_id, LATE.key, self.today)
        return self.today - timedelta(late)

    def _paid(self) -> dict[Due, int]:
        """Hundredths of a unit that were paid of each due period."""
        paid: dict[Due, int] = defaultdict(int)
        for match in self.matches:
            for kind, line_id, due, units_c in match.features.get("claims", []):
                if kind == TargetKind.PLAN_LINE:
                    paid[line_id, date.fromisoformat(due)] += units_c
        return paid

    def _so_far(self) -> SoFar:
        """Opening, in and out, from the ledger; a refund is less spent, not more paid in."""
        opening = balances(
            [each.account.ledger_account_id for each in self.accounts],
            before=self.period.start,
            moment=self.moment,
        )
        spent = self._kind(self.half, AccountKind.PLAN_LINE, AccountKind.OFF_PLAN)
        lines = self._unmatched()
        unknown_out = -sum(pence for pence in lines if pence < 0)
        unknown_in = sum(pence for pence in lines if pence > 0)
        return SoFar(
            opening_pence=sum(opening.values()),
            received_pence=-self._kind(self.half, AccountKind.FUND) + unknown_in,
            spent_pence=spent + unknown_out,
            unknown_pence=unknown_out,
        )

    def _unmatched(self) -> list[int]:
        """Pence of payments of the half year that nobody knows."""
        matched = {match.line_id for match in self.matches}
        rows = self._lines()
        if self.moment is not None:
            rows = rows.filter(received_at__lt=self.moment)
        return [pence for pk, pence in rows.values_list("pk", "amount_pence") if pk not in matched]

    @staticmethod
    def _kind(moved: dict[tuple[str, int | None, int | None], int], *kinds: AccountKind) -> int:
        return sum(pence for (kind, _, _), pence in moved.items() if kind in kinds)

    def _funds(self) -> tuple[FundBalance, ...]:
        paid_in: dict[int, int] = defaultdict(int)
        spent: dict[int, int] = defaultdict(int)
        for (kind, _, fund_id), pence in self.moved.items():
            if kind == AccountKind.FUND:
                paid_in[fund_id or 0] -= pence
            elif kind in (AccountKind.PLAN_LINE, AccountKind.OFF_PLAN):
                spent[fund_id or 0] += pence
        funds = Fund.objects.filter(person=self.person).select_related("payer")
        return tuple(
            FundBalance(fund.label, fund.is_contribution, paid_in[fund.pk], spent[fund.pk])
            for fund in funds
            if fund.pk in paid_in or fund.pk in spent
        )

    def _spent_on(self) -> tuple[Share, ...]:
        """By supplier of the plan, then outside the plan, then what nobody knows; largest first."""
        of_lines = {line for (kind, line, _) in self.half if kind == AccountKind.PLAN_LINE}
        names = lines_named(of_lines - {None})
        totals: dict[str, int] = defaultdict(int)
        for (kind, line_id, _), pence in self.half.items():
            if kind == AccountKind.PLAN_LINE:
                name = names.get(line_id or 0)
                totals[name.provider_name if name else "In your plan"] += pence
            elif kind == AccountKind.OFF_PLAN:
                totals["Outside your plan, accepted"] += pence
        shares = [Share(label, pence) for label, pence in totals.items() if pence > 0]
        if unknown := -sum(pence for pence in self._unmatched() if pence < 0):
            shares.append(Share("Unknown spending", unknown, outlined=True))
        return tuple(sorted(shares, key=lambda share: (-share.pence, share.label)))

    def _spent_by_fund(self) -> tuple[Share, ...]:
        """Who paid for matched payments of the half year."""
        totals: dict[int | None, int] = defaultdict(int)
        for (kind, _, fund_id), pence in self.half.items():
            if kind in (AccountKind.PLAN_LINE, AccountKind.OFF_PLAN):
                totals[fund_id] += pence
        funds = Fund.objects.filter(pk__in=totals).select_related("payer")
        shares = [Share(fund.label, totals[fund.pk]) for fund in funds if totals[fund.pk]]
        return tuple(sorted(shares, key=lambda share: (-share.pence, share.label)))

    def _questions(self) -> tuple[MoneyException, ...]:
        return tuple(
            MoneyException.objects.open()
            .filter(
                line__account__person=self.person,
                state=ExceptionState.QUERIED,
                explained_at=None,
            )
            .select_related("line")
            .order_by("raised_at", "pk")
        )


def _target(match: Match) -> TargetKind:
    return TargetKind(match.features.get("target", [TargetKind.OFF_PLAN.value])[0])
