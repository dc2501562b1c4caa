"""Payments in over a change of terms are agreed to the penny, and no number of whole weeks."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

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
from payments.reconciliation.rules.plans import incomes_of
from payments.reconciliation.rules.values import Case, Income, PaymentLine, TargetKind

FIRST = date(2026, 3, 2)
APRIL = date(2026, 4, 1)
UNTIL = date(2026, 10, 1)
NAMES = {"Fernshire Council": ("Fernshire Council DP",), "Piers Tolliver": ("Piers Tolliver",)}
COUNCIL = FundPart(1, PayerKind.COUNCIL, "Fernshire Council", 6_400)
OWN = FundPart(2, PayerKind.PERSON, "Person’s contribution", 3_500)
SON = FundPart(3, PayerKind.THIRD_PARTY, "Piers Tolliver", 3_200)


def segment(
    *weekly: tuple[FundPart, int], first: date = FIRST, until: date | None = None
) -> FundingSegment:
    return FundingSegment(
        5,
        PaymentRoad.CARD,
        PaymentBasis.NET,
        PaymentSchedule.FOUR_WEEKS,
        FIRST,
        first,
        until,
        tuple(replace(part, weekly_pence=pence) for part, pence in weekly),
    )


CHANGED = [
    segment((COUNCIL, 6_400), (OWN, 3_500), (SON, 3_200), until=APRIL),
    segment((COUNCIL, 6_295), (OWN, 3_605), (SON, 3_200), first=APRIL),
]


def incomes(segments: list[FundingSegment]) -> list[Income]:
    made = [one for each in segments for one in incomes_of(each, NAMES, "Wilfred Tansley")]
    return with_agreed_payments(made, segments, UNTIL)


def test_payment_over_a_change_of_terms_is_agreed_by_days_at_each_rate() -> None:
    # From 30 March: two days at the old rate, 26 at the new one.
    day = FIRST + timedelta(28)
    by_kind = {(one.kind, one.payments) for one in incomes(CHANGED)}
    assert by_kind == {
        (TargetKind.LOAD, ((day, round((6_400 * 2 + 6_295 * 26) / 7)),)),
        (TargetKind.CONTRIBUTION, ((day, round((3_500 * 2 + 3_605 * 26) / 7)),)),
        # What did not change is a number of weeks as ever.
        (TargetKind.FUND, ()),
    }


def test_payments_when_nothing_changes_are_numbers_of_weeks_only() -> None:
    steady = [segment((COUNCIL, 6_400))]
    assert [one.payments for one in incomes(steady)] == [()]


def test_payment_when_terms_end_between_two_days_is_agreed_for_the_days_left() -> None:
    ended = [segment((COUNCIL, 7_000), until=FIRST + timedelta(31))]
    assert [one.payments for one in incomes(ended)] == [((FIRST + timedelta(28), 3_000),)]


@pytest.mark.parametrize(
    ("pence", "days", "why"),
    [
        (25_210, 0, "A payment from Fernshire Council: £252.10, as agreed for 30 March."),
        (25_210, 3, "A payment from Fernshire Council: £252.10, as agreed for 30 March."),
        (25_600, 0, "A payment from Fernshire Council: 4 weeks at £64.00."),
        (25_180, 28, "A payment from Fernshire Council: 4 weeks at £62.95."),
        (25_211, 0, "A payment from Fernshire Council: £252.11, not the amount agreed."),
        (25_210, 60, "A payment from Fernshire Council: £252.10, not the amount agreed."),
    ],
)
def test_line_of_a_public_payer_for_care_is_known_and_says_whether_it_is_what_is_agreed(
    pence: int, days: int, why: str
) -> None:
    day = FIRST + timedelta(28 + days)
    line = PaymentLine(1, 1, day, pence, "FERNSHIRE COUNCIL DP")
    (decision,) = decide(Case(lines=(line,), incomes=tuple(incomes(CHANGED))))
    assert decision.why == why


def test_line_when_another_amount_comes_without_words_of_care_is_not_matched() -> None:
    line = PaymentLine(1, 1, FIRST + timedelta(28), 25_211, "FERNSHIRE COUNCIL")
    (decision,) = decide(Case(lines=(line,), incomes=tuple(incomes(CHANGED))))
    assert decision.outcome.value != "matched"


RAMP = [
    replace(
        segment(),
        parts=(
            replace(COUNCIL, weekly_pence=0, one_off_pence=45_000),
            replace(OWN, weekly_pence=0, one_off_pence=5_000),
        ),
    )
]


def decided(*lines: PaymentLine, agreed: list[FundingSegment] = RAMP) -> list[MatchDecision]:
    return decide(Case(lines=lines, incomes=tuple(incomes(agreed))))


def council(number: int, days: int, pence: int = 45_000) -> PaymentLine:
    return PaymentLine(number, 1, FIRST + timedelta(days), pence, "FERNSHIRE COUNCIL DP")


def test_money_that_is_paid_once_is_expected_on_the_first_day_of_its_terms() -> None:
    assert {(one.kind, one.payments) for one in incomes(RAMP)} == {
        (TargetKind.LOAD, ((FIRST, 45_000),)),
        (TargetKind.CONTRIBUTION, ((FIRST, 5_000),)),
    }


def test_money_that_is_paid_once_is_known_by_its_payer_sum_and_day() -> None:
    (decision,) = decided(council(1, 2))
    assert decision.outcome.value == "matched"
    assert decision.why == "A payment from Fernshire Council: £450.00, as agreed for 2 March."


def test_contribution_that_is_paid_once_is_known_by_its_payer_and_sum() -> None:
    line = PaymentLine(1, 1, FIRST, 5_000, "WILFRED TANSLEY")
    (decision,) = decided(line)
    assert decision.why == "A contribution from the person: £50.00, as agreed for 2 March."


def test_money_that_is_paid_once_beside_weekly_money_is_known_by_its_sum() -> None:
    both = [replace(RAMP[0], parts=(replace(COUNCIL, one_off_pence=45_000),))]
    once, weeks = decided(council(1, 0), council(2, 0, 25_600), agreed=both)
    assert once.why == "A payment from Fernshire Council: £450.00, as agreed for 2 March."
    assert weeks.why == "A payment from Fernshire Council: 4 weeks at £64.00."


@pytest.mark.parametrize("days", [1, 12])
def test_money_that_is_paid_once_when_it_comes_again_is_asked_about(days: int) -> None:
    first, again = decided(council(1, 0), council(2, days))
    assert first.outcome.value == "matched"
    assert again.outcome.value != "matched"


def test_money_that_is_paid_once_of_another_amount_says_what_is_agreed() -> None:
    (decision,) = decided(council(1, 0, 44_000))
    said = "Fernshire Council pays £450.00 once, on 2 March; £440.00 is another amount."
    assert said in {finding.sentence for finding in decision.findings}


def test_contribution_that_is_paid_once_when_less_is_short_and_when_more_is_over() -> None:
    for pence, code in ((4_000, "R8"), (6_000, "R9")):
        line = PaymentLine(1, 1, FIRST, pence, "WILFRED TANSLEY CONTRIBUTION")
        (decision,) = decided(line)
        assert code in {finding.code for finding in decision.findings}
