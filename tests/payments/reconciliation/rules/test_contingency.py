"""What may be left over: the weeks of each agreement, else the council's."""

from dataclasses import replace
from datetime import date

from marketplace.brokerage.rules import (
    FundingSegment,
    FundPart,
    PayerKind,
    PaymentBasis,
    PaymentRoad,
    PaymentSchedule,
)
from payments.reconciliation.rules.contingency import kept_pence, surplus_pence

APRIL, TODAY, COUNCIL_WEEKS = date(2026, 4, 6), date(2026, 9, 10), 8
SEGMENT = FundingSegment(
    agreement_id=1,
    road=PaymentRoad.CARD,
    basis=PaymentBasis.NET,
    schedule=PaymentSchedule.FOUR_WEEKS,
    first_payment=APRIL,
    first=APRIL,
    until=None,
    parts=(
        FundPart(1, PayerKind.COUNCIL, "Fernshire", 1_730),
        FundPart(2, PayerKind.PERSON, "Margaret", 4_120),
    ),
)


def test_agreement_that_says_nothing_keeps_the_councils_weeks() -> None:
    assert kept_pence([SEGMENT], TODAY, COUNCIL_WEEKS) == 8 * 5_850


def test_weeks_of_the_agreement_come_first_and_none_is_said_by_nought() -> None:
    assert kept_pence([replace(SEGMENT, contingency_weeks=4)], TODAY, COUNCIL_WEEKS) == 4 * 5_850
    assert kept_pence([replace(SEGMENT, contingency_weeks=0)], TODAY, COUNCIL_WEEKS) == 0


def test_each_agreement_in_force_keeps_its_own_and_ended_ones_keep_nothing() -> None:
    other = replace(SEGMENT, agreement_id=2, contingency_weeks=2)
    ended = replace(SEGMENT, agreement_id=3, until=TODAY)
    assert kept_pence([SEGMENT, other, ended], TODAY, COUNCIL_WEEKS) == 10 * 5_850


def test_invoiced_contribution_is_never_in_the_account_and_nothing_of_it_is_kept() -> None:
    gross = replace(SEGMENT, basis=PaymentBasis.GROSS)
    assert kept_pence([gross], TODAY, COUNCIL_WEEKS) == 8 * 1_730


def test_surplus_is_what_is_above_and_never_below_nought() -> None:
    assert [surplus_pence(left, 1_000) for left in (-5, 1_000, 1_001)] == [0, 0, 1]
