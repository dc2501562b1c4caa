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
from payments.ledger.queries import balances, balances_known, moved_before, moved_between
from payments.ledger.rules import AccountKind
from payments.reconciliation.models import Match, MoneyException
from payments.reconciliation.queries.charges import claims_of
from payments.reconciliation.queries.expected import Expected, expected_of
from payments.reconciliation.queries.lines import Payment, payments_of
from payments.reconciliation.rules.duties import LINE_SUBJECT, QUESTION_SUBJECT, MoneyTask
from payments.reconciliation.rules.figures import LATE, SURPLUS_WEEKS
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
    def is_in_use(self) -> bool:
        """Whether it is open, or has money in it still."""
        return self.account.closed_at is None or self.left_to_spend_pence != 0

    @property
    def left_to_spend_pence(self) -> int:
        return self.balance_pence - self.held_pence


@dataclass(frozen=True, slots=True)
class UnknownMoney:
    """Pence that were paid in and spent, and of which nobody knows for what; below zero what was known
    since of a closed period."""

    paid_in_pence: int
    spent_pence: int


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """A person's money up to and with a day, as known on another or now.

    `before` moved before the half year that the day is in, `within` since its first day, and `unknown`
    of it is what nobody knows.
    """

    today: date
    half: Period
    since: date
    surplus_weeks: int
    expected: Expected
    accounts: tuple[AccountBalance, ...]
    funds: tuple[Fund, ...]
    before: Movements
    within: Movements
    names: dict[int, LineName]
    matches: tuple[Match, ...]
    unknown: UnknownMoney
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
            for claim in claims_of(match):
                if claim.kind == TargetKind.PLAN_LINE:
                    paid[claim.id, claim.due] += claim.units_c
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
    return StatementFacts(
        today=today,
        half=half,
        since=today - timedelta(figure(person.authority_id, LATE.key, today, moment=moment)),
        surplus_weeks=figure(person.authority_id, SURPLUS_WEEKS.key, today, moment=moment),
        expected=expected_of([person.pk], today, known=known)[person.pk],
        accounts=_accounts(person, today, moment),
        funds=tuple(Fund.objects.filter(person=person).select_related("payer")),
        before=moved_before(ledger, until=half.start, moment=moment),
        within=within,
        names=_names(within),
        matches=_matches(person, today, moment),
        unknown=_unknown(ledger, half.start, today + ONE_DAY, moment),
        payments=payments_of(lines),
        questions=_questions(person),
    )


def _accounts(person: Person, today: date, moment: datetime | None) -> tuple[AccountBalance, ...]:
    rows = MoneyAccount.objects.filter(person=person).prefetch_related("cards")
    accounts = list(rows.order_by("pk"))
    ids, tomorrow = [account.ledger_account_id for account in accounts], today + ONE_DAY
    in_them = (
        balances(ids, before=tomorrow)
        if moment is None
        else balances_known(ids, before=tomorrow, moment=moment)
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
    """Booked payments from a day up to another, newest first; as known before a moment, those too whose
    statement was taken back since."""
    found = ReceivedLine.objects.filter(
        account__person=person, booked_date__gte=start, booked_date__lte=today
    )
    if moment is None:
        return found.filter(state=LineState.BOOKED)
    posted = Transfer.objects.filter(group=OuterRef("public_id"), recorded_at__lt=moment)
    stood = posted.exclude(reversed_by__recorded_at__lt=moment)
    return found.filter(Exists(stood), state__in=[LineState.BOOKED, LineState.WITHDRAWN])


def _matches(person: Person, today: date, moment: datetime | None) -> tuple[Match, ...]:
    """The matches of payments up to the day, as known before a moment."""
    found = Match.objects.filter(line__account__person=person, line__booked_date__lte=today)
    if moment is None:
        found = found.active()
    else:
        found = found.filter(Q(undone_at=None) | Q(undone_at__gte=moment), made_at__lt=moment)
    return tuple(found.select_related("line").prefetch_related("claims"))


#: What becomes of money in and money out that nobody knows, by source and side of the unallocated account:
#: a payment brings it, what it is matched to takes it, and undoing either is the other way round.
_WAITING = {
    ("line", "credit"): ("paid_in_pence", 1),
    ("line", "debit"): ("spent_pence", 1),
    ("match", "debit"): ("paid_in_pence", -1),
    ("match", "credit"): ("spent_pence", -1),
    ("undo:line", "debit"): ("paid_in_pence", -1),
    ("undo:line", "credit"): ("spent_pence", -1),
    ("undo:match", "credit"): ("paid_in_pence", 1),
    ("undo:match", "debit"): ("spent_pence", 1),
}


def _unknown(
    ledger: QuerySet[Account], start: date, until: date, moment: datetime | None
) -> UnknownMoney:
    """What came to wait in [start, until), less what became known. By the books, so that it makes the
    balance with the rest: what was paid in a closed period may become known in a later one."""
    total = {"paid_in_pence": 0, "spent_pence": 0}
    waiting = ledger.filter(kind=AccountKind.UNALLOCATED)
    for side in ("debit", "credit"):
        moved = Transfer.objects.filter(
            **{f"{side}__in": waiting}, effective_date__gte=start, effective_date__lt=until
        )
        if moment is not None:
            moved = moved.filter(recorded_at__lt=moment)
        for source, pence in moved.values_list("source").annotate(Sum("amount_pence")).order_by():
            name, sign = _WAITING[source, side]
            total[name] += sign * pence
    return UnknownMoney(**total)


def _names(within: Movements) -> dict[int, LineName]:
    """What the plan lines are called that money was spent on."""
    return lines_named({line for kind, line, _ in within if kind == AccountKind.PLAN_LINE and line})


def _questions(person: Person) -> tuple[MoneyException, ...]:
    """What the person was asked and has not answered yet, in the order of their tasks on My pages."""
    about_lines = Q(subject_type=LINE_SUBJECT, subject_id=OuterRef("line_id"))
    about_others = Q(subject_type=QUESTION_SUBJECT, subject_id=OuterRef("pk"))
    tasks = Task.objects.open().filter(about_lines | about_others, kind=MoneyTask.EXPLAIN)
    due, asked, task = (
        Subquery(tasks.oldest_first().values(name)[:1]) for name in ("due_date", "opened_at", "pk")
    )
    return tuple(
        MoneyException.objects.filter(
            person=person, state=ExceptionState.QUERIED, explained_at=None
        )
        .select_related("line")
        .order_by(due, asked, task, "raised_at", "pk")
    )
