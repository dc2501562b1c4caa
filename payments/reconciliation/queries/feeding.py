"""What pays into a person's accounts, how its funds share, and why: for staff."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from marketplace.brokerage.queries import AgreedTerms, terms_of
from marketplace.brokerage.rules import (
    ExpectedPayment,
    FundingSegment,
    ShareRule,
    expected_payments,
)
from payments.reconciliation.queries.statement import LOOK_AHEAD, BudgetStatement
from payments.reconciliation.queries.statement_facts import ONE_DAY, AccountBalance
from payments.reconciliation.rules.shares import AccountFunding


@dataclass(frozen=True, slots=True)
class FeedingTerms:
    """Terms of an agreement that pays into an account, with its next payment where they pay it."""

    terms: AgreedTerms
    coming: ExpectedPayment | None


@dataclass(frozen=True, slots=True)
class FedAccount:
    """An account with what pays into it since the half year began, by agreement and day.

    `later_rules` are from when funds share by another rule.
    """

    balance: AccountBalance
    terms: tuple[FeedingTerms, ...]
    later_rules: tuple[tuple[date, ShareRule], ...]

    @property
    def has_several(self) -> bool:
        """Whether more than one agreement pays into it."""
        return len({each.terms.segment.agreement_id for each in self.terms}) > 1


def fed_accounts(statement: BudgetStatement, today: date) -> tuple[FedAccount, ...]:
    """What pays into each account of a statement. Two queries."""
    feeds = {
        segment.agreement_id: funding
        for funding in statement.funding.values()
        for segment in funding.segments
    }
    lasting = [
        segment
        for funding in feeds.values()
        for segment in funding.segments
        if segment.until is None or segment.until > statement.start
    ]
    terms = terms_of(
        dict.fromkeys(lasting), lambda s: feeds[s.agreement_id].rule_on(_day_of(s, today))
    )
    return tuple(
        _fed(balance, statement.funding.get(balance.account.pk, AccountFunding()), terms, today)
        for balance in statement.accounts
    )


def _day_of(segment: FundingSegment, today: date) -> date:
    """The day of a segment that is nearest to today."""
    day = max(segment.first, today)
    return day if segment.until is None else min(day, segment.until - ONE_DAY)


def _fed(
    balance: AccountBalance, funding: AccountFunding, terms: Iterable[AgreedTerms], today: date
) -> FedAccount:
    paying = {segment.agreement_id for segment in funding.segments}
    return FedAccount(
        balance,
        tuple(
            FeedingTerms(each, _coming(funding, each.segment, today))
            for each in terms
            if each.segment.agreement_id in paying
        ),
        tuple((day, ShareRule(value)) for day, value in funding.rules if day > today),
    )


def _coming(
    funding: AccountFunding, segment: FundingSegment, today: date
) -> ExpectedPayment | None:
    """The next payment of an agreement, where it is on a day of this segment of it."""
    of_agreement = [s for s in funding.segments if s.agreement_id == segment.agreement_id]
    payments = expected_payments(of_agreement, start=today + ONE_DAY, until=today + LOOK_AHEAD)
    return payments[0] if payments and segment.holds_on(payments[0].day) else None
