"""What a plan costs, beside the budget."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.brokerage.rules import (
    CostLine,
    Frequency,
    PlanCost,
    Position,
    how_much_how_often,
    one_off_pence,
    plan_cost,
    weekly_pence,
)

lines = st.lists(
    st.builds(
        CostLine,
        st.integers(0, 500_000),
        st.decimals("0.01", "9999.99", places=2),
        st.sampled_from(Frequency),
    ),
    max_size=12,
)


@pytest.mark.parametrize(
    ("frequency", "pence"),
    [
        (Frequency.WEEK, 5_200),
        (Frequency.FORTNIGHT, 2_600),
        (Frequency.FOUR_WEEKS, 1_300),
        (Frequency.MONTH, 1_200),
        (Frequency.QUARTER, 400),
        (Frequency.YEAR, 100),
        (Frequency.ONCE, 0),
    ],
)
def test_weekly_cost_follows_how_often(frequency: Frequency, pence: int) -> None:
    assert weekly_pence(CostLine(2_600, Decimal(2), frequency)) == pence


def test_half_units_round_half_up_once() -> None:
    assert weekly_pence(CostLine(1_999, Decimal("1.5"), Frequency.WEEK)) == 2_999


def test_one_off_counts_once_a_year_and_never_a_week() -> None:
    bench = CostLine(6_400, Decimal(1), Frequency.ONCE)
    cost = plan_cost([CostLine(1_000, Decimal(1), Frequency.WEEK), bench])
    assert (cost.weekly_pence, cost.one_off_pence, cost.annual_pence) == (1_000, 6_400, 58_400)
    assert one_off_pence(bench) == 6_400


@given(lines)
def test_page_adds_up_and_nothing_is_below_zero(items: list[CostLine]) -> None:
    cost = plan_cost(items)
    assert cost.weekly_pence == sum(weekly_pence(item) for item in items) >= 0
    assert cost.one_off_pence == sum(one_off_pence(item) for item in items) >= 0
    assert cost.annual_pence == 52 * cost.weekly_pence + cost.one_off_pence


@given(lines, st.integers(0, 10**7))
def test_agreed_is_committed_and_left_to_plan(items: list[CostLine], budget: int) -> None:
    position = Position(budget, plan_cost(items))
    assert position.cost.weekly_pence + position.left_to_plan_pence == budget
    assert (position.over_annual_pence > 0) == position.is_over
    assert position.over_pence == 0 or position.is_over


@given(lines)
def test_average_week_never_hides_a_one_off(items: list[CostLine]) -> None:
    cost = plan_cost(items)
    assert cost.average_weekly_pence * 52 >= cost.annual_pence
    assert cost.average_weekly_pence >= cost.weekly_pence


@pytest.mark.parametrize(
    ("quantity", "unit", "frequency", "words"),
    [
        ("5.00", "visit", Frequency.WEEK, "5 visits a week"),
        ("10.00", "hour", Frequency.FORTNIGHT, "10 hours a fortnight"),
        ("1.50", "hour", Frequency.FOUR_WEEKS, "1.5 hours every 4 weeks"),
        ("1.00", "item", Frequency.ONCE, "1 item, once"),
    ],
)
def test_amounts_are_said_in_words(
    quantity: str, unit: str, frequency: Frequency, words: str
) -> None:
    assert how_much_how_often(Decimal(quantity), unit, frequency) == words


def test_one_off_alone_puts_the_year_over() -> None:
    position = Position(1_000, PlanCost(1_000, 1))
    assert position.is_over
    assert position.over_pence == 0
    assert position.over_annual_pence == 1
