"""Weekly money and money that is paid once, in one payment of the same payer into the same account."""

from dataclasses import replace
from datetime import date, timedelta

from marketplace.brokerage.rules import (
    FundingSegment,
    FundPart,
    PayerKind,
    PaymentBasis,
    PaymentRoad,
    PaymentSchedule,
)
from payments.reconciliation.rules.agreed_payments import with_agreed_payments
from payments.reconciliation.rules.decisions import MatchDecision
from payments.reconciliation.rules.match import decide
from payments.reconciliation.rules.paid_in_one import with_joint_payments
from payments.reconciliation.rules.plans import incomes_of
from payments.reconciliation.rules.shares import money_in_shares
from payments.reconciliation.rules.values import Case, PaymentLine, TargetKind

FIRST = date(2026, 6, 1)
UNTIL, NEAR = date(2026, 10, 1), timedelta(14)
COUNCIL = FundPart(1, PayerKind.COUNCIL, "Fernshire Council", 7_000)
NHS = FundPart(2, PayerKind.NHS, "Fern Valley NHS", 3_000)
OWN = FundPart(3, PayerKind.PERSON, "Person’s contribution", 1_000)
NAMES = {"Fernshire Council": ("Fernshire Council DP",)}


def agreed(number: int, *parts: FundPart) -> FundingSegment:
    return FundingSegment(
        number,
        PaymentRoad.BANK,
        PaymentBasis.NET,
        PaymentSchedule.FOUR_WEEKS,
        FIRST,
        FIRST,
        None,
        parts,
    )


WEEKLY = agreed(1, COUNCIL)
RAMP = agreed(2, replace(COUNCIL, weekly_pence=0, one_off_pence=45_010))
ONE_ACCOUNT = ({1, 2},)


def decided(
    pence: int,
    segments: list[FundingSegment],
    accounts: tuple[set[int], ...] = ONE_ACCOUNT,
    payee: str = "FERNSHIRE COUNCIL DP",
    days: int = 1,
) -> MatchDecision:
    made = [one for each in segments for one in incomes_of(each, NAMES, "Sam Ortega")]
    made = with_agreed_payments(made, segments, UNTIL)
    made = with_joint_payments(made, segments, accounts, UNTIL, NEAR)
    line = PaymentLine(1, 1, FIRST + timedelta(days), pence, payee)
    (decision,) = decide(Case(lines=(line,), incomes=tuple(made)))
    return decision


def test_one_payment_of_two_agreements_is_known_and_its_parts_go_to_both() -> None:
    decision = decided(28_000 + 45_010, [WEEKLY, RAMP])
    assert decision.outcome.value == "matched"
    assert (decision.target_kind, decision.shares) == (TargetKind.LOAD, ((1, 28_000), (2, 45_010)))
    assert decision.why == (
        "A payment from Fernshire Council: £730.10, £280.00 of it as agreed for 1 June, and £450.10 as"
        " agreed once for 1 June."
    )


def test_one_payment_of_one_agreement_is_known_and_shared_by_both_amounts() -> None:
    both = agreed(1, replace(COUNCIL, one_off_pence=45_010), replace(NHS, one_off_pence=15_005))
    pence = 40_000 + 60_015
    decision = decided(pence, [both])
    assert decision.outcome.value == "matched"
    assert (decision.target_id, decision.shares) == (1, ())
    assert money_in_shares(pence, [both], FIRST, contribution=False) == {
        1: 28_000 + 45_010,
        2: 12_000 + 15_005,
    }


def test_contribution_of_a_week_with_one_that_is_paid_once_is_known() -> None:
    both = agreed(1, COUNCIL, replace(OWN, one_off_pence=5_005))
    decision = decided(4_000 + 5_005, [both], payee="SAM ORTEGA")
    assert decision.outcome.value == "matched"
    assert (decision.target_kind, decision.target_id) == (TargetKind.CONTRIBUTION, 1)


def test_sum_that_is_a_number_of_weeks_too_is_a_tie_and_a_person_looks() -> None:
    ramp = agreed(2, replace(COUNCIL, weekly_pence=0, one_off_pence=14_000))
    decision = decided(28_000 + 14_000, [WEEKLY, ramp])
    assert decision.outcome.value != "matched"


def test_sum_of_either_of_two_amounts_that_are_paid_once_is_a_tie_and_a_person_looks() -> None:
    decision = decided(
        28_000 + 45_010, [WEEKLY, RAMP, replace(RAMP, agreement_id=4)], accounts=({1, 2, 4},)
    )
    assert decision.outcome.value != "matched"


def test_money_into_two_accounts_or_of_two_payers_is_never_one_payment() -> None:
    apart = decided(28_000 + 45_010, [WEEKLY, RAMP], accounts=({1}, {2}))
    nhs = agreed(2, replace(NHS, weekly_pence=0, one_off_pence=45_010))
    for decision in (apart, decided(28_000 + 45_010, [WEEKLY, nhs])):
        assert decision.shares == ()
        assert "agreed once" not in decision.why


def test_one_payment_long_after_what_is_due_once_is_not_known_as_both() -> None:
    decision = decided(28_000 + 45_010, [WEEKLY, RAMP], days=56)
    assert "agreed once" not in decision.why


def test_sum_with_a_penny_more_is_not_known_as_both() -> None:
    assert decided(28_000 + 45_011, [WEEKLY, RAMP]).shares == ()
