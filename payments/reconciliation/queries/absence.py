"""What the rules about absence look at: people's accounts and money on a day. A constant number of queries."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import Max, Min, Q, QuerySet, Sum

from marketplace.brokerage.models import Fund
from marketplace.brokerage.rules import FundingSegment, expected_payments, next_payment_day
from marketplace.council.queries import figure, figures
from marketplace.people.models import Person, PersonEvent
from marketplace.people.rules import EventKind
from payments.cards.models import MoneyAccount, ReceivedLine, StatementImport
from payments.cards.rules import POUNDS, AccountProvider, LineState, MoneyAccountKind
from payments.ledger.models import Account
from payments.ledger.queries import balances
from payments.ledger.rules import AccountKind
from payments.reconciliation.models import Match, MatchPart, MoneyException, MoneyFinding
from payments.reconciliation.queries.charges import paid_dues
from payments.reconciliation.queries.expected import EARLY_PAYMENTS, Expected, expected_of
from payments.reconciliation.queries.fund_rests import closed_rests
from payments.reconciliation.queries.statement import LOOK_AHEAD
from payments.reconciliation.queries.statement_facts import ONE_DAY
from payments.reconciliation.rules.absence import (
    ABSENCE_FIGURES,
    AbsenceLimits,
    AccountFacts,
    MissingMoney,
    PersonFacts,
)
from payments.reconciliation.rules.contingency import kept_pence
from payments.reconciliation.rules.figures import LATE
from payments.reconciliation.rules.paid_into import drift, short_by_fund, untaxed
from payments.reconciliation.rules.statement import half_year, needed_for, needed_pence
from payments.reconciliation.rules.states import MatchState

# By definition: seven days.
ONE_WEEK = timedelta(7)
#: How far back balances of the bank are compared. Judgement: a year and a month, as matching looks back.
DRIFT_BACK = timedelta(400)


@dataclass(slots=True)
class _Lines:
    """Days of the booked payments of one account."""

    first: date | None = None
    first_in: date | None = None
    last: date | None = None
    last_out: date | None = None


@dataclass(slots=True)
class MoneyFacts:
    """What is known of people of one council, by account and by person."""

    accounts: dict[int, AccountFacts] = field(default_factory=dict)
    people: dict[int, PersonFacts] = field(default_factory=dict)
    person_of: dict[int, int] = field(default_factory=dict)


def people_with_accounts() -> dict[int, list[int]]:
    """Ids of the people who have an account, by council. One query."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = MoneyAccount.objects.order_by("authority", "person").values_list("authority", "person")
    for authority_id, person_id in rows.distinct():
        found[authority_id].append(person_id)
    return dict(found)


def money_facts(authority_id: int, person_ids: Collection[int], today: date) -> MoneyFacts:
    """The facts of these people of a council on a day."""
    limits = AbsenceLimits.of(
        figures(authority_id, [f.key for f in ABSENCE_FIGURES.values()], today)
    )
    expected = expected_of(person_ids, today)
    accounts = list(MoneyAccount.objects.filter(person__in=person_ids).order_by("pk"))
    in_them = balances([a.ledger_account_id for a in accounts], before=today + ONE_DAY)
    lines, read_to, drifts = _lines(accounts), _read_to(accounts), _drifts(accounts, today)
    facts = MoneyFacts(person_of={account.pk: account.person_id for account in accounts})
    for account in accounts:
        of_it = lines[account.pk]
        days = [day for day in (read_to.get(account.pk), of_it.last) if day]
        pence, between = drifts.get(account.pk, (0, None))
        facts.accounts[account.pk] = AccountFacts(
            today=today,
            limits=limits,
            is_card=account.kind == MoneyAccountKind.CARD,
            in_use=_in_use(expected[account.person_id], account.pk, today, limits),
            balance_pence=in_them[account.ledger_account_id],
            first_in=of_it.first_in,
            last_out=of_it.last_out,
            is_fed_by_files=account.provider == AccountProvider.STATEMENT
            and account.closed_at is None,
            read_to=max(days, default=None),
            drift_pence=pence,
            drift_days=between,
        )
    left = _left(authority_id, expected, accounts, today)
    funds, unmatched = _funds(person_ids), _unmatched_in(person_ids)
    reviewed, rests = _reviewed(person_ids), closed_rests(person_ids)
    for person_id in person_ids:
        segments = _segments(expected[person_id])
        in_force = [segment for segment in segments if segment.holds_on(today)]
        own = [lines[account.pk] for account in accounts if account.person_id == person_id]
        known_from = min((each.first for each in own if each.first), default=None)
        paid = left.paid[person_id]
        facts.people[person_id] = PersonFacts(
            today=today,
            limits=limits,
            left_pence=left.pence[person_id],
            weekly_pence=sum(p.weekly_pence for s in in_force for p in s.paid_in),
            kept_pence=kept_pence(segments, today, limits.surplus_weeks),
            missing=_missing(
                segments, funds, known_from, unmatched.get(person_id, 0), today, limits
            ),
            untaxed=tuple(
                untaxed(
                    expected[person_id].planned,
                    paid,
                    since=known_from or today,
                    before=today - timedelta(limits.tax_days),
                )
            ),
            paid_since=_paid_since(segments, in_force),
            reviewed=reviewed.get(person_id),
            rests=tuple(rests.get(person_id, ())),
        )
    return facts


def _segments(expected: Expected) -> list[FundingSegment]:
    return [each for funding in expected.by_account.values() for each in funding.segments]


def _paid_since(
    segments: Collection[FundingSegment], in_force: Collection[FundingSegment]
) -> date | None:
    """The first day of any agreement, where one is in force."""
    return min((each.first for each in segments), default=None) if in_force else None


def _in_use(expected: Expected, account_id: int, today: date, limits: AbsenceLimits) -> bool:
    """Whether money was agreed into it and support planned in each of the last weeks."""
    funding = expected.by_account.get(account_id)
    if funding is None:
        return False
    days = [today - ONE_WEEK * week for week in range(limits.unused_weeks + 1)]
    return all(
        any(segment.holds_on(day) for segment in funding.segments)
        and any(planned.holds_on(day) for planned in expected.planned)
        for day in days
    )


def _booked(accounts: Collection[MoneyAccount]) -> QuerySet[ReceivedLine]:
    return ReceivedLine.objects.filter(
        account__in=accounts, state=LineState.BOOKED, currency=POUNDS
    ).order_by()


def _lines(accounts: Collection[MoneyAccount]) -> dict[int, _Lines]:
    found: dict[int, _Lines] = defaultdict(_Lines)
    days = (
        _booked(accounts)
        .values_list("account")
        .annotate(
            first=Min("booked_date"),
            first_in=Min("booked_date", filter=Q(amount_pence__gt=0)),
            last=Max("booked_date"),
            last_out=Max("booked_date", filter=Q(amount_pence__lt=0)),
        )
    )
    for account_id, *of_it in days:
        found[account_id] = _Lines(*of_it)
    return found


def _read_to(accounts: Collection[MoneyAccount]) -> dict[int, date]:
    """The last day that a finished statement told of; of a share of an account, the account's last payment."""
    read = StatementImport.objects.in_the_books().filter(
        account__in=accounts, finished_at__isnull=False, last_date__isnull=False
    )
    shares = MoneyAccount.objects.filter(pk__in=[each.pk for each in accounts])
    told = shares.exclude(shared_account=None).annotate(
        last=Max("shared_account__lines__booked_date")
    )
    return {
        **dict(told.exclude(last=None).order_by().values_list("pk", "last")),
        **dict(read.order_by().values_list("account").annotate(Max("last_date"))),
    }


def _drifts(
    accounts: Collection[MoneyAccount], today: date
) -> dict[int, tuple[int, tuple[date, date]]]:
    """By account, what the bank's balances moved more than the payments between the first and the last
    of them, and those days. Three queries."""
    booked = _booked(accounts).filter(booked_date__gt=today - DRIFT_BACK)
    told = booked.filter(balance_pence__isnull=False)
    spans = {
        account_id: (first, last)
        for account_id, first, last in told.values_list("account").annotate(
            first=Min("booked_date"), last=Max("booked_date")
        )
        if first < last
    }
    if not spans:
        return {}
    ends = [Q(account=each, booked_date__in=days) for each, days in spans.items()]
    said: dict[tuple[int, date], set[int]] = defaultdict(set)
    for account_id, day, pence in told.filter(reduce(or_, ends)).values_list(
        "account", "booked_date", "balance_pence"
    ):
        said[account_id, day].add(pence or 0)
    between = [
        Q(account=each, booked_date__gt=first, booked_date__lte=last)
        for each, (first, last) in spans.items()
    ]
    moved = dict(
        booked.filter(reduce(or_, between)).values_list("account").annotate(Sum("amount_pence"))
    )
    return {
        each: (drift(said[each, first], said[each, last], moved.get(each, 0)), (first, last))
        for each, (first, last) in spans.items()
    }


@dataclass(slots=True)
class _Left:
    """By person, what is in the accounts less what the plan needs, and what of the plan is paid."""

    pence: dict[int, int] = field(default_factory=dict)
    paid: dict[int, dict[tuple[int, date], int]] = field(default_factory=dict)


def _left(
    authority_id: int,
    expected: Mapping[int, Expected],
    accounts: Collection[MoneyAccount],
    today: date,
) -> _Left:
    since = today - timedelta(figure(authority_id, LATE.key, today))
    available: dict[int, int] = defaultdict(int)
    for account in accounts:
        available[account.person_id] += account.available_pence
    paid = paid_dues(list(expected))
    left = _Left()
    for person_id, each in expected.items():
        own = {planned.id for planned in each.planned}
        left.paid[person_id] = {due: units for due, units in paid.items() if due[0] in own}
        coming = next_payment_day(_segments(each), today, today + LOOK_AHEAD)
        before = coming or half_year(today).until or today
        needed = needed_for(each.planned, left.paid[person_id], since=since, before=before)
        left.pence[person_id] = available[person_id] - needed_pence(needed)
    return left


@dataclass(frozen=True, slots=True)
class _PaidIn:
    """A fund, what it has paid in, and the day of its first payment."""

    fund: Fund
    paid_pence: int
    began: date | None


def _funds(person_ids: Collection[int]) -> dict[int, _PaidIn]:
    """Each fund with what it has paid in. Five queries."""
    rows = Account.objects.filter(person__in=person_ids, kind=AccountKind.FUND, fund__isnull=False)
    fund_of = dict(rows.values_list("pk", "fund"))
    received: dict[int, int] = defaultdict(int)
    for account_id, pence in balances(list(fund_of)).items():
        received[fund_of[account_id]] -= pence
    funds = Fund.objects.filter(person__in=person_ids).select_related("payer")
    parts = MatchPart.objects.filter(
        fund__person__in=person_ids,
        plan_line=None,
        match__state=MatchState.ACTIVE,
        match__line__amount_pence__gt=0,
    )
    began = dict(parts.order_by().values_list("fund").annotate(Min("match__line__booked_date")))
    return {fund.pk: _PaidIn(fund, received[fund.pk], began.get(fund.pk)) for fund in funds}


def _unmatched_in(person_ids: Collection[int]) -> dict[int, int]:
    """Money in that nobody knows yet: it may be what is missing. One query."""
    waiting = ReceivedLine.objects.filter(
        account__person__in=person_ids, state=LineState.BOOKED, currency=POUNDS, amount_pence__gt=0
    ).exclude(pk__in=Match.objects.active().values("line"))
    return dict(waiting.order_by().values_list("account__person").annotate(Sum("amount_pence")))


def _missing(
    segments: Collection[FundingSegment],
    funds: Mapping[int, _PaidIn],
    known_from: date | None,
    unmatched_pence: int,
    today: date,
    limits: AbsenceLimits,
) -> tuple[MissingMoney, ...]:
    """Which payers have paid less than agreed for days past, since the first payment that we know of."""
    if known_from is None:
        return ()
    until = today - timedelta(limits.load_days) + ONE_DAY
    expected = expected_payments(segments, start=known_from - EARLY_PAYMENTS, until=until)
    received = {fund_id: each.paid_pence for fund_id, each in funds.items()}
    began = {fund_id: each.began for fund_id, each in funds.items() if each.began}
    short = short_by_fund(expected, received, began, known_from)
    if sum(pence for pence, _ in short.values()) <= unmatched_pence:
        return ()
    weekly: dict[int, int] = defaultdict(int)
    for segment in segments:
        for part in segment.paid_in:
            weekly[part.fund_id] = max(weekly[part.fund_id], part.weekly_pence)
    return tuple(
        MissingMoney(
            funds[each].fund.label, funds[each].fund.is_contribution, pence, weekly[each], day
        )
        for each, (pence, day) in short.items()
        if each in funds
    )


def _reviewed(person_ids: Collection[int]) -> dict[int, date]:
    """The day of each person's newest review. One query."""
    events = PersonEvent.objects.filter(person__in=person_ids, kind=EventKind.REVIEW)
    return dict(events.order_by().values_list("person").annotate(Max("last_day")))


def found_of(person: Person) -> tuple[MoneyException, ...]:
    """What is open about a person's accounts and money as a whole, work or not. One query."""
    rows = MoneyException.objects.open().filter(person=person, line=None)
    return tuple(rows.select_related("account").order_by("raised_at", "pk"))


def finding_behind(row: MoneyException) -> MoneyFinding | None:
    """The newest finding of what a question about no payment is about. One query."""
    found = MoneyFinding.objects.filter(
        person=row.person_id, account=row.account_id, line=None, rule=row.rule
    )
    return found.order_by("-pk").first()
