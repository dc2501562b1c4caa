"""Each figure of the matcher matters: set otherwise, something is decided otherwise."""

from datetime import date
from typing import Any

import pytest

from payments.reconciliation.rules.match import decide
from payments.reconciliation.rules.settings import MATCHING_FIGURES, Settings
from tests.payments.reconciliation.rules.cases import amara, case, contribution, line, load

FERNSHIRE = "FERNSHIRE COUNCIL"
LOADS = {"incomes": (load(),)}
#: By the name of a setting: two values, and lines with what is known about which they differ.
CASES: dict[str, tuple[int, int, tuple[Any, ...], dict[str, Any]]] = {
    "tolerance_percent": (0, 2, (line(1, -5000, "AMARA OBI"),), {}),
    "days_early": (0, 3, (line(1, -4950, "AMARA OBI", -2),), {}),
    "days_late": (
        0,
        13,
        (line(1, -4950, "AMARA OBI", 12),),
        {"planned": (amara(until=date(2026, 9, 7)),)},
    ),
    "refund_days": (
        10,
        90,
        (line(1, -4950, "AMARA OBI"), line(2, 4950, "AMARA OBI", 40)),
        {"planned": (amara(),)},
    ),
    "advance_days": (0, 28, (line(1, 37200, FERNSHIRE, -20),), LOADS),
    "rounding_pence": (0, 2, (line(1, 37196, FERNSHIRE),), LOADS),
    "weeks_at_once": (13, 30, (line(1, 9300 * 20, FERNSHIRE),), LOADS),
    "usual_weeks": (1, 4, (line(1, 30000, FERNSHIRE),), {"incomes": (contribution(),)}),
    "waiting_days": (
        14,
        100,
        (line(1, -1234, "THE CORNER SHOP"),),
        {"today": date(2026, 10, 2)},
    ),
    "periods_at_once": (3, 6, (line(1, -4950 * 4, "AMARA OBI"),), {"planned": (amara(),)}),
    "repeat_days": (
        1,
        2,
        (line(1, -1234, "THE CORNER SHOP"), line(2, -1234, "THE CORNER SHOP", 2)),
        {},
    ),
    "cash_from_pence": (0, 5000, (line(1, -4000, "CASH 14 HIGH ST", mcc="6011"),), {}),
}


def test_each_figure_of_the_matcher_has_its_case() -> None:
    assert CASES.keys() == MATCHING_FIGURES.keys()


@pytest.mark.parametrize("name", CASES)
def test_a_figure_when_set_otherwise_changes_what_is_decided(name: str) -> None:
    low, high, lines, facts = CASES[name]
    decided = [
        decide(case(*lines, settings=Settings(**{name: value}), **facts)) for value in (low, high)
    ]
    assert decided[0] != decided[1]
