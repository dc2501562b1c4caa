"""What budgets, payment agreements, funds and pauses must be before they are agreed."""

from datetime import date

import pytest

from marketplace.brokerage.rules import (
    FREE_OF_CHARGE,
    THROUGH_AN_ACCOUNT,
    Amount,
    PayerKind,
    PaymentBasis,
    PaymentRoad,
    Programme,
    amount_problems,
    fund_problems,
    new_fund_problems,
    pause_problems,
    road_problems,
    total_of,
)

START = date(2026, 9, 1)


def codes(problems: list) -> list[str]:
    return [problem.code for problem in problems]


def test_amounts_need_money_and_days() -> None:
    assert amount_problems([Amount(1)], START, None) == []
    assert amount_problems([Amount(0, 1)], START, date(2026, 9, 2)) == []
    assert codes(amount_problems([Amount()], START, START)) == [
        "budget_is_zero",
        "budget_ends_before_it_starts",
    ]
    assert codes(amount_problems([], START, None)) == ["budget_is_zero"]
    for amount in (Amount(-1), Amount(5, -1)):
        assert codes(amount_problems([Amount(5), amount], START, None)) == [
            "budget_part_below_zero"
        ]


def test_total_counts_the_contribution_and_no_top_up() -> None:
    total = total_of(
        [
            (PayerKind.COUNCIL, Amount(20_000, 100)),
            (PayerKind.NHS, Amount(5_000)),
            (PayerKind.PERSON, Amount(4_000)),
            (PayerKind.THIRD_PARTY, Amount(3_000, 50)),
        ]
    )
    assert total == Amount(29_000, 100)


@pytest.mark.parametrize("programme", list(Programme))
@pytest.mark.parametrize("payer", list(PayerKind))
def test_only_social_care_takes_a_contribution(payer: PayerKind, programme: Programme) -> None:
    found = codes(new_fund_problems(payer, "Somebody", programme, ""))
    is_free = payer is PayerKind.PERSON and programme in FREE_OF_CHARGE
    assert found == (["fund_free_of_charge"] if is_free else [])


def test_fund_needs_a_payer_with_a_name_that_fits() -> None:
    assert codes(new_fund_problems(PayerKind.NHS, "  ", Programme.SOCIAL_CARE, "")) == [
        "fund_payer_unnamed"
    ]
    long = new_fund_problems(PayerKind.NHS, "x" * 500, Programme.SOCIAL_CARE, "y" * 500)
    assert [(found.code, found.field) for found in long] == [
        ("plan_text_too_long", "payer_name"),
        ("plan_text_too_long", "reference"),
    ]


@pytest.mark.parametrize("road", list(PaymentRoad))
@pytest.mark.parametrize("basis", list(PaymentBasis))
@pytest.mark.parametrize("has_holder", [False, True])
def test_road_says_who_holds_the_account_and_what_can_be_net(
    road: PaymentRoad, basis: PaymentBasis, has_holder: bool
) -> None:
    found = codes(road_problems(road, basis, has_holder=has_holder))
    is_managed = road is PaymentRoad.MANAGED_ACCOUNT
    assert ("agreement_holder_missing" in found) == (is_managed and not has_holder)
    assert ("agreement_holder_not_wanted" in found) == (not is_managed and has_holder)
    net_without = basis is PaymentBasis.NET and road not in THROUGH_AN_ACCOUNT
    assert ("agreement_net_without_an_account" in found) == net_without


def test_money_of_somebody_else_is_not_a_persons() -> None:
    assert fund_problems([7, 7], 7) == []
    assert codes(fund_problems([7, 8], 7)) == ["fund_of_another_person"]


def test_pause_has_days() -> None:
    assert pause_problems(START, None) == []
    assert pause_problems(START, date(2026, 9, 2)) == []
    assert codes(pause_problems(START, START)) == ["pause_ends_before_it_starts"]
