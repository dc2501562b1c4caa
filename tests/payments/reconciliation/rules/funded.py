"""What agreements pay, made for the rules of sharing: funds 1 council, 2 NHS, 3 the person, 4 a top-up."""

from datetime import date

from marketplace.brokerage.rules import (
    FundingSegment,
    FundPart,
    PayerKind,
    PaymentBasis,
    PaymentRoad,
    PaymentSchedule,
)
from payments.reconciliation.rules.shares import AccountFunding, SharedPayment, ShareRule

COUNCIL, NHS, OWN, TOP_UP = 1, 2, 3, 4
APRIL = date(2026, 4, 6)
ACCOUNT = 7
_PAYERS = {
    COUNCIL: (PayerKind.COUNCIL, "Fernshire Council"),
    NHS: (PayerKind.NHS, "Fernshire ICB"),
    OWN: (PayerKind.PERSON, "Margaret"),
    TOP_UP: (PayerKind.THIRD_PARTY, "Her daughter"),
}


def part(fund: int, weekly: int, one_off: int = 0) -> FundPart:
    return FundPart(fund, *_PAYERS[fund], weekly, one_off)


def segment(
    *parts: FundPart,
    agreement: int = 1,
    basis: PaymentBasis = PaymentBasis.NET,
    first: date = APRIL,
    until: date | None = None,
) -> FundingSegment:
    return FundingSegment(
        agreement, PaymentRoad.CARD, basis, PaymentSchedule.FOUR_WEEKS, APRIL, first, until, parts
    )


def feeding(
    *segments: FundingSegment, rule: ShareRule = ShareRule.IN_PROPORTION, since: date = date.min
) -> dict[int, AccountFunding]:
    """What feeds the one account, by a rule since a day; in proportion before."""
    return {ACCOUNT: AccountFunding(segments, ((date.min, 0), (since, rule)))}


def spent(number: int, day: date, pence: int, agreement: int | None = None) -> SharedPayment:
    return SharedPayment(key_of(number), ACCOUNT, day, pence, agreement)


def given_back(number: int, day: date, pence: int, purchase: int) -> SharedPayment:
    return SharedPayment(
        key_of(number), ACCOUNT, day, pence, gives_back=True, refund_of=key_of(purchase)
    )


def key_of(number: int) -> tuple[int, str, int]:
    return (number, "plan_line", 1)
