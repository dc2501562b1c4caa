"""Lines that are for nobody: fees, interest, transfers between a person's own accounts."""

from dataclasses import replace
from datetime import date

import pytest

from payments.reconciliation.rules.line_kinds import DEAREST_FEE, MOST_INTEREST, kind_of
from payments.reconciliation.rules.match import decide
from payments.reconciliation.rules.settings import Settings
from payments.reconciliation.rules.values import Case, Income, TargetKind
from tests.payments.reconciliation.rules.cases import case, line

OWN = Case((), own_accounts=frozenset({"20410713579246"}), own_initials=frozenset({"DT"}))


@pytest.mark.parametrize(
    ("pence", "text", "kind"),
    [
        (-500, "MONTHLY ACCOUNT FEE", TargetKind.FEE),
        (-DEAREST_FEE, "UNPAID ITEM CHARGE", TargetKind.FEE),
        (-DEAREST_FEE - 1, "UNPAID ITEM CHARGE", None),
        (500, "MONTHLY ACCOUNT FEE", None),
        (12, "GROSS INTEREST", TargetKind.INTEREST),
        (-12, "INTEREST", None),
        (MOST_INTEREST, "INT 28FEB", TargetKind.INTEREST),
        (MOST_INTEREST + 1, "INT 28FEB", None),
        (-5000, "TFR TO SAVINGS", TargetKind.TRANSFER),
        (5000, "TRANSFER FROM SAVER", TargetKind.TRANSFER),
        (-5000, "FPO 20-41-07 13579246", TargetKind.TRANSFER),
        (-5000, "TFR 11-22-33 13579246", None),
        (-5000, "TFR TO A/C 13579246", TargetKind.TRANSFER),
        (-5000, "TFR D TITTERINGTON", TargetKind.TRANSFER),
        (5000, "TRANSFER FROM D TITTERINGTON SAVER", TargetKind.TRANSFER),
        (-5000, "TFR M TITTERINGTON", None),
        (-8880, "TRANSFER CARE 120925", None),
        (-8880, "TRANSFER WAGES", None),
        (-5000, "TRANSFER TO KESTREL", None),
        (-5000, "KESTREL HOME CARE", None),
    ],
)
def test_a_line_is_known_by_the_banks_own_words(
    pence: int, text: str, kind: TargetKind | None
) -> None:
    assert kind_of(line(1, pence, text), OWN) is kind


@pytest.mark.parametrize(
    ("pence", "text", "kind"),
    [
        (6120, "TRANSFER FROM D TITTERINGTON CARE TOP UP", None),
        (6121, "TRANSFER FROM D TITTERINGTON CARE TOP UP", TargetKind.TRANSFER),
        (6120, "TRANSFER FROM D TITTERINGTON SAVER", TargetKind.TRANSFER),
        (-6120, "TRANSFER TO D TITTERINGTON", TargetKind.TRANSFER),
    ],
)
def test_a_transfer_that_comes_to_the_contribution_is_no_transfer_of_ones_own(
    pence: int, text: str, kind: TargetKind | None
) -> None:
    contribution = Income(1, TargetKind.CONTRIBUTION, "Contribution", 1530, date(2026, 1, 1))
    settings = Settings(rounding_pence=0)
    own = replace(OWN, incomes=(contribution,), settings=settings)
    assert kind_of(line(1, pence, text), own) is kind


def test_a_payee_of_the_plan_is_no_fee_whatever_the_bank_says() -> None:
    (found,) = decide(case(line(1, -900, "CHG FERNSHIRE COMM CARS")))
    assert found.target_kind is TargetKind.PLAN_LINE
