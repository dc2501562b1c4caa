"""What the figures of a person's statement are read from, read once."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum

from marketplace.brokerage.models import Fund
from marketplace.brokerage.queries import LineName, end_of, lines_named
from marketplace.brokerage.rules import FundingSegment
from marketplace.core.periods import Period
from marketplace.council.queries import figure
from marketplace.people.models import Person
from marketplace.tasks.models import Task
from payments.cards.models import Authorisation, MoneyAccount, ReceivedLine
from payments.cards.rules import LineState
from payments.ledger.models import Account, Transfer
from payments.ledger.queries import balances, moved_between
from payments.ledger.rules import AccountKind
from payments.reconciliation.models import Match, MoneyException
from payments.reconciliation.queries.expected import Expected, expected_of
from payments.reconciliation.queries.lines import Payment, payments_of
from payments.reconciliation.rules.duties import LINE_SUBJECT, MoneyTask
from payments.reconciliation.rules.figures import LATE
from payments.reconciliation.rules.statement import Due, half_year
from payments.reconciliation.rules.states import ExceptionState
from payments.reconciliation.rules.values import INCOME_KINDS, TargetKind

#: Debits less credits in pence, by kind of ledger account, plan line and fund.
Movements = dict[tuple[str, int | None, int | None], int]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """One card or account: what is in it, what of it card payments hold that are still pending."""

    account: MoneyAccount
    balance_pence: int
    held_pence: int

    @property
    def left_to_spend_pence(self) -> int:
        return self.balance_pence - self.held_pence


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """A person's money up to and with a day, as known on another or now.

    `before` moved before the half year that the day is in, `within` since its first day. `unmatched`
    are the signed pence of payments of that time that nobody knows.
    """

    today: date
    half: Period
    since: date
    expected: Expected
    accounts: tuple[AccountBalance, ...]
    funds: tuple[Fund, ...]
    before: Movements
    within: Movements
    names: dict[int, LineName]
    matches: tuple[Match, ...]
    unmatched: tuple[int, ...]
    payments: tuple[Payment, ...]
    questions: tuple[MoneyException, ...]

    @property
    def until(self) -> date:
        """The first day after the half year."""
        return self.half.until or self.today + ONE_DAY

    @property
    def segments(self) -> list[FundingSegment]:
        """All that was ever agreed to be paid into the person's accounts."""
        return [s for funding in self.expected.by_account.values() for s in funding.segments]

    @property
    def paid(self) -> dict[Due, int]:
        """Hundredths of a unit that were paid of each due period."""
        paid: dict[Due, int] = defaultdict(int)
        for match in self.matches:
            for kind, line_id, due, units_c in match.features.get("claims", []):
                if kind == TargetKind.PLAN_LINE:
                    paid[line_id, date.fromisoformat(due)] += units_c
        return paid

    @property
    def received_pence(self) -> int:
        """What of the payments that were expected in the half year has come."""
        return sum(
            match.line.amount_pence
            for match in self.matches
            if _is_income(match) and match.line.booked_date >= self.half.start
        )


def _is_income(match: Match) -> bool:
    kind, *_ = match.features.get("target", [TargetKind.OFF_PLAN])
    return kind in INCOME_KINDS


def statement_facts(person: Person, today: date, known: date | None) -> StatementFacts:
    """The facts of a statement, in a constant number of queries."""
    moment = end_of(known)
    half = half_year(today)
    ledger = Account.objects.filter(person=person)
    within = moved_between(ledger, start=half.start, until=today + ONE_DAY, moment=moment)
    lines = _lines(person, half.start, today, moment)
    matches = _matches(person, today, moment)
    return StatementFacts(
        today=today,
        half=half,
        since=today - timedelta(figure(person.authority_id, LATE.key, today)),
        expected=expected_of([person.pk], today, known=known)[person.pk],
        accounts=_accounts(person, today, moment),
        funds=tuple(Fund.objects.filter(person=person).select_related("payer")),
        before=moved_between(ledger, until=half.start, moment=moment),
        within=within,
        names=_names(within),
        matches=matches,
        unmatched=_unmatched(lines, matches),
        payments=payments_of(lines),
        questions=_questions(person),
    )


def _accounts(person: Person, today: date, moment: datetime | None) -> tuple[AccountBalance, ...]:
    rows = MoneyAccount.objects.filter(person=person).prefetch_related("cards")
    accounts = list(rows.order_by("pk"))
    in_them = balances(
        [account.ledger_account_id for account in accounts],
        before=today + ONE_DAY,
        moment=moment,
    )
    held = _held(accounts, today) if moment is None else {}
    return tuple(
        AccountBalance(account, in_them[account.ledger_account_id], held.get(account.pk, 0))
        for account in accounts
    )


def _held(accounts: list[MoneyAccount], today: date) -> dict[int, int]:
    """What pending card payments hold, by account. Only today's are known, so a day before one was
    made is without it."""
    made = Authorisation.objects.filter(account__in=accounts, authorised_at__lt=end_of(today))
    return dict(made.values_list("account").annotate(Sum("held_pence")).order_by())


def _lines(
    person: Person, start: date, today: date, moment: datetime | None
) -> QuerySet[ReceivedLine]:
    """Booked payments from a day up to another, newest first."""
    found = ReceivedLine.objects.filter(
        account__person=person,
        state=LineState.BOOKED,
        booked_date__gte=start,
        booked_date__lte=today,
    )
    if moment is None:
        return found
    posted = Transfer.objects.filter(group=OuterRef("public_id"), recorded_at__lt=moment)
    return found.filter(Exists(posted))


def _matches(person: Person, today: date, moment: datetime | None) -> tuple[Match, ...]:
    """The matches of payments up to the day, as known before a moment."""
    found = Match.objects.filter(line__account__person=person, line__booked_date__lte=today)
    if moment is None:
        found = found.active()
    else:
        found = found.filter(Q(undone_at=None) | Q(undone_at__gte=moment), made_at__lt=moment)
    return tuple(found.select_related("line"))


def _unmatched(lines: QuerySet[ReceivedLine], matches: tuple[Match, ...]) -> tuple[int, ...]:
    matched = {match.line_id for match in matches}
    rows = lines.values_list("pk", "amount_pence")
    return tuple(pence for line_id, pence in rows if line_id not in matched)


def _names(within: Movements) -> dict[int, LineName]:
    """What the plan lines are called that money was spent on."""
    return lines_named({line for kind, line, _ in within if kind == AccountKind.PLAN_LINE and line})


def _questions(person: Person) -> tuple[MoneyException, ...]:
    """What the person was asked and has not answered yet, in the order of their tasks on My pages."""
    tasks = Task.objects.open().filter(
        kind=MoneyTask.EXPLAIN, subject_type=LINE_SUBJECT, subject_id=OuterRef("line_id")
    )
    due, asked, task = (
        Subquery(tasks.oldest_first().values(name)[:1]) for name in ("due_date", "opened_at", "pk")
    )
    return tuple(
        MoneyException.objects.open()
        .filter(line__account__person=person, state=ExceptionState.QUERIED, explained_at=None)
        .select_related("line")
        .order_by(due, asked, task, "raised_at", "pk")
    )
