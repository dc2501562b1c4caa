"""Why a payment was shared as it was, for the worked examples of docs/money.md."""

from dataclasses import replace
from datetime import date

from marketplace.brokerage.rules import (
    FundingSegment,
    FundPart,
    PayerKind,
    PaymentBasis,
    PaymentRoad,
    PaymentSchedule,
    ShareRule,
)
from payments.reconciliation.rules.charges import Charge
from payments.reconciliation.rules.share_reasons import SharedBy, ShareReason, share_reason
from payments.reconciliation.rules.shares import AccountFunding
from payments.reconciliation.rules.values import TargetKind

APRIL = date(2026, 4, 6)
COUNCIL, OWN = 1, 3
GEORGE = FundingSegment(
    agreement_id=7,
    road=PaymentRoad.CARD,
    basis=PaymentBasis.NET,
    schedule=PaymentSchedule.FOUR_WEEKS,
    first_payment=APRIL,
    first=APRIL,
    until=None,
    parts=(
        FundPart(COUNCIL, PayerKind.COUNCIL, "Council", 160_00),
        FundPart(OWN, PayerKind.PERSON, "George", 40_00),
    ),
)
IN_PROPORTION = AccountFunding((GEORGE,))
FIRST = AccountFunding((GEORGE,), ((date.min, ShareRule.CONTRIBUTION_FIRST),))


def spent(line_id: int, day: int, pence: int) -> Charge:
    return Charge(line_id, 1, date(2026, 4, day), pence, TargetKind.PLAN_LINE, 5)


def test_in_proportion_it_is_the_weekly_amounts() -> None:
    reason = share_reason(spent(1, 10, 150_00), IN_PROPORTION, [])
    assert reason == ShareReason(SharedBy.WEEKLY, None, {COUNCIL: 160_00, OWN: 40_00})


def test_contribution_first_says_what_was_due_and_used_before() -> None:
    tenth, seventeenth = spent(1, 10, 150_00), spent(2, 17, 150_00)
    later = spent(3, 24, 30_00)
    reason = share_reason(seventeenth, FIRST, [tenth, later])
    assert reason.by is SharedBy.CONTRIBUTION_FIRST
    assert (reason.due_pence, reason.used_pence) == (68_57, 28_57)
    assert reason.weights == {COUNCIL: 160_00}


def test_contribution_first_counts_what_was_given_back() -> None:
    tenth = spent(1, 10, 28_00)
    back = replace(spent(2, 13, 28_00), is_money_in=True, refund_of=1)
    reason = share_reason(spent(3, 17, 100_00), FIRST, [tenth, back])
    assert (reason.due_pence, reason.used_pence) == (68_57, 0)
    assert share_reason(back, FIRST, [tenth]).by is SharedBy.PURCHASE


def test_one_off_money_is_shared_by_its_own_amounts() -> None:
    ramp = replace(GEORGE, parts=(FundPart(COUNCIL, PayerKind.COUNCIL, "Council", 0, 450_00),))
    charge = replace(spent(1, 10, 100_00), agreement_id=7)
    reason = share_reason(charge, AccountFunding((ramp,)), [])
    assert (reason.by, reason.weights) == (SharedBy.ONE_OFF, {COUNCIL: 450_00})


def test_money_in_goes_by_what_was_expected_or_to_its_payer() -> None:
    load = Charge(1, 1, APRIL, 640_00, TargetKind.LOAD, 7, is_money_in=True)
    own = replace(load, kind=TargetKind.CONTRIBUTION)
    assert share_reason(load, FIRST, []).by is SharedBy.EXPECTED
    assert share_reason(own, FIRST, []).by is SharedBy.PAYER
