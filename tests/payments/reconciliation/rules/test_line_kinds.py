"""Lines that are for nobody: fees, interest, transfers between a person's own accounts."""

import pytest

from payments.reconciliation.rules.line_kinds import DEAREST_FEE, kind_of
from payments.reconciliation.rules.match import decide
from payments.reconciliation.rules.values import Case, TargetKind
from tests.payments.reconciliation.rules.cases import case, line

OWN = Case((), own_accounts=frozenset({"20410713579246"}))


@pytest.mark.parametrize(
    ("pence", "text", "kind"),
    [
        (-500, "MONTHLY ACCOUNT FEE", TargetKind.FEE),
        (-DEAREST_FEE, "UNPAID ITEM CHARGE", TargetKind.FEE),
        (-DEAREST_FEE - 1, "UNPAID ITEM CHARGE", None),
        (500, "MONTHLY ACCOUNT FEE", None),
        (12, "GROSS INTEREST", TargetKind.INTEREST),
        (-12, "INTEREST", None),
        (-5000, "TFR TO SAVINGS", TargetKind.TRANSFER),
        (5000, "TRANSFER FROM SAVER", TargetKind.TRANSFER),
        (-5000, "FPO 20-41-07 13579246", TargetKind.TRANSFER),
        (-5000, "TFR 11-22-33 13579246", None),
        (-5000, "TRANSFER TO KESTREL", None),
        (-5000, "KESTREL HOME CARE", None),
    ],
)
def test_a_line_is_known_by_the_banks_own_words(
    pence: int, text: str, kind: TargetKind | None
) -> None:
    assert kind_of(line(1, pence, text), OWN) is kind


def test_a_payee_of_the_plan_is_no_fee_whatever_the_bank_says() -> None:
    (found,) = decide(case(line(1, -900, "CHG FERNSHIRE COMM CARS")))
    assert found.target_kind is TargetKind.PLAN_LINE
