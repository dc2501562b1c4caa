"""The statement of one person's money on a day: page, funding and ledger say the same.

`docs/money.md` says how each figure is reckoned by hand.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from marketplace.brokerage.models import Fund
from marketplace.brokerage.rules import expected_payments, next_payment_day
from marketplace.people.models import Person
from payments.ledger.rules import AccountKind
from payments.reconciliation.models import MoneyException
from payments.reconciliation.queries.lines import Payment
from payments.reconciliation.queries.statement_facts import (
    ONE_DAY,
    AccountBalance,
    Movements,
    StatementFacts,
    statement_facts,
)
from payments.reconciliation.rules.contingency import kept_pence
from payments.reconciliation.rules.shares import AccountFunding
from payments.reconciliation.rules.statement import (
    Forecast,
    FundBalance,
    MoneyOn,
    Needed,
    SoFar,
    needed_for,
    still_to_come,
)

#: How far ahead the next payment in is looked for. By definition: payments are a month apart at most,
#: and what is agreed for more than a year ahead is not the next.
LOOK_AHEAD = timedelta(days=367)
SPENDING = (AccountKind.PLAN_LINE, AccountKind.OFF_PLAN)


@dataclass(frozen=True, slots=True)
class Share:
    """Pence spent on one thing; outlined where nobody knows on what."""

    label: str
    pence: int
    outlined: bool = False


@dataclass(frozen=True, slots=True)
class BudgetStatement:
    """Everything that a person's money page shows.

    `unknown` is the money of which nobody knows the fund yet, like a fund's: with what is left in all
    funds it makes what is in the accounts. `funding` is what feeds each account, by its id.
    """

    start: date
    last_day: date
    now: MoneyOn
    forecast: Forecast
    so_far: SoFar
    accounts: tuple[AccountBalance, ...]
    funds: tuple[FundBalance, ...]
    unknown: FundBalance
    funding: Mapping[int, AccountFunding]
    spent_on: tuple[Share, ...]
    payments: tuple[Payment, ...]
    questions: tuple[MoneyException, ...]
    has_agreement: bool
    has_plan: bool

    @property
    def accounts_in_use(self) -> tuple[AccountBalance, ...]:
        """Those that a page names: not the closed ones."""
        return tuple(each for each in self.accounts if each.is_in_use)

    @property
    def held_pence(self) -> int:
        """What pending card payments hold."""
        return sum(each.held_pence for each in self.accounts)

    @property
    def balance_pence(self) -> int:
        """What is in all accounts, pending card payments or not."""
        return sum(each.balance_pence for each in self.accounts)

    @property
    def unallocated_pence(self) -> int:
        """Money in the accounts that nobody knows, below zero where it was spent."""
        return self.unknown.left_pence


def statement_of(person: Person, *, today: date, known: date | None = None) -> BudgetStatement:
    """The statement on a day, as known on another (else now), with the half year that the day is in.

    The person must have been loaded as visible. A constant number of queries.
    """
    facts = statement_facts(person, today, known)
    return BudgetStatement(
        start=facts.half.start,
        last_day=facts.until - ONE_DAY,
        now=_now(facts),
        forecast=_forecast(facts),
        so_far=_so_far(facts),
        accounts=facts.accounts,
        funds=tuple(_funds(facts)),
        unknown=_unknown(facts),
        funding=facts.expected.by_account,
        spent_on=_spent_on(facts),
        payments=facts.payments,
        questions=facts.questions,
        has_agreement=any(_lasts(each.until, facts.today) for each in facts.segments),
        has_plan=any(_lasts(each.until, facts.today) for each in facts.expected.planned),
    )


def _lasts(until: date | None, today: date) -> bool:
    """Whether it holds today, or begins later."""
    return until is None or until > today


def _on_card(facts: StatementFacts) -> int:
    return sum(each.left_to_spend_pence for each in facts.accounts)


def _needed(facts: StatementFacts, before: date) -> tuple[Needed, ...]:
    return needed_for(facts.expected.planned, facts.paid, since=facts.since, before=before)


def _now(facts: StatementFacts) -> MoneyOn:
    coming = next_payment_day(facts.segments, facts.today, facts.today + LOOK_AHEAD)
    kept = kept_pence(facts.segments, facts.today, facts.surplus_weeks)
    return MoneyOn(_on_card(facts), _needed(facts, coming or facts.until), coming, kept)


def _forecast(facts: StatementFacts) -> Forecast:
    payments = expected_payments(facts.segments, start=facts.half.start, until=facts.until)
    expected = sum(payment.total_pence for payment in payments)
    return Forecast(
        facts.until - ONE_DAY,
        _on_card(facts),
        still_to_come(expected, facts.received_pence),
        _needed(facts, facts.until),
    )


def _so_far(facts: StatementFacts) -> SoFar:
    """Opening, in and out, from the ledger; a refund is less spent, not more paid in."""
    unknown = _unknown(facts)
    return SoFar(
        opening_pence=_sum(facts.before, AccountKind.CARD, AccountKind.BANK),
        received_pence=unknown.paid_in_pence - _sum(facts.within, AccountKind.FUND),
        spent_pence=unknown.spent_pence + _sum(facts.within, *SPENDING),
        unknown_pence=unknown.spent_pence,
    )


def _unknown(facts: StatementFacts) -> FundBalance:
    """Payments that are not matched, as if they were of one fund."""
    return FundBalance(
        0,
        "Not matched yet",
        is_contribution=False,
        opening_pence=-_sum(facts.before, AccountKind.UNALLOCATED),
        paid_in_pence=facts.unknown.paid_in_pence,
        spent_pence=facts.unknown.spent_pence,
    )


def _funds(facts: StatementFacts) -> Iterator[FundBalance]:
    """The funds that paid in or paid for something up to the day."""
    for fund in facts.funds:
        before, within = _of_fund(facts.before, fund), _of_fund(facts.within, fund)
        if before or within:
            yield FundBalance(
                fund.pk,
                fund.label,
                fund.is_contribution,
                opening_pence=-_sum(before, AccountKind.FUND, *SPENDING),
                paid_in_pence=-_sum(within, AccountKind.FUND),
                spent_pence=_sum(within, *SPENDING),
            )


def _spent_on(facts: StatementFacts) -> tuple[Share, ...]:
    """By supplier of the plan, then outside the plan, then what nobody knows; largest first."""
    totals: dict[str, int] = defaultdict(int)
    for (kind, line_id, _), pence in facts.within.items():
        if kind in SPENDING:
            totals[_spent_for(facts, line_id)] += pence
    shares = [Share(label, pence) for label, pence in totals.items() if pence]
    if unknown := _unknown(facts).spent_pence:
        shares.append(Share("Unknown spending", unknown, outlined=True))
    return tuple(sorted(shares, key=lambda share: (-share.pence, share.label)))


def _spent_for(facts: StatementFacts, line_id: int | None) -> str:
    if line_id is None:
        return "Outside the plan, accepted"
    name = facts.names.get(line_id)
    return name.provider_name if name else "Planned support"


def _sum(moved: Movements, *kinds: AccountKind) -> int:
    return sum(pence for (kind, _, _), pence in moved.items() if kind in kinds)


def _of_fund(moved: Movements, fund: Fund) -> Movements:
    return {key: pence for key, pence in moved.items() if key[2] == fund.pk}
