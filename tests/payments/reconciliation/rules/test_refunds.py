"""Which purchase a refund gives back: in full, in part, in several parts, or none that can be told."""

from dataclasses import replace

from payments.reconciliation.rules.decisions import MatchDecision, MatchOutcome
from payments.reconciliation.rules.match import decide
from payments.reconciliation.rules.values import PaymentLine, Planned
from tests.payments.reconciliation.rules.cases import amara, cars, case, line

CARS, BACK = "FERNSHIRE COMM CARS", "REFUND FERNSHIRE COMM CARS"


def refunds(
    *lines: PaymentLine, planned: tuple[Planned, ...] = (amara(), cars())
) -> list[MatchDecision]:
    """What becomes of the lines that bring money in."""
    found = decide(case(*lines, planned=planned))
    coming = {each.id for each in lines if each.amount_pence > 0}
    return [each for each in found if each.line_id in coming]


def test_part_of_a_purchase_comes_back_to_its_plan_item() -> None:
    (found,) = refunds(line(1, -900, CARS), line(2, 450, BACK, 9))
    assert found.outcome is MatchOutcome.MATCHED
    assert (found.claims[0].id, found.shares) == (1, ((2, 450),))


def test_two_parts_are_refunds_of_one_purchase_and_a_third_is_none() -> None:
    parts = refunds(
        line(1, -900, CARS), line(2, 450, BACK, 9), line(3, 450, BACK, 20), line(4, 450, BACK, 21)
    )
    assert [each.outcome for each in parts] == [
        MatchOutcome.MATCHED,
        MatchOutcome.MATCHED,
        MatchOutcome.UNMATCHED,
    ]


def test_a_sum_of_no_units_comes_back_with_its_other_half_or_not_at_all() -> None:
    bought, odd = line(1, -900, CARS), line(2, 333, BACK, 9)
    assert refunds(bought, odd)[0].outcome is not MatchOutcome.MATCHED
    both = refunds(bought, odd, line(3, 567, BACK, 12))
    assert [each.shares for each in both] == [((2, 333),), ((2, 567),)]


def test_a_refund_into_another_account_is_left() -> None:
    bought = line(1, -900, CARS)
    assert refunds(bought, line(2, 900, BACK, 9))[0].outcome is MatchOutcome.MATCHED
    other = replace(line(2, 900, BACK, 9), account_id=7)
    assert refunds(bought, other)[0].outcome is not MatchOutcome.MATCHED


def test_a_refund_is_of_the_latest_purchase_of_its_amount() -> None:
    (found,) = refunds(line(1, -900, CARS), line(2, -900, CARS, 7), line(3, 900, BACK, 9))
    assert found.claims[0].id == 2


def test_a_refund_that_could_be_of_two_plan_items_is_a_tie() -> None:
    planned = (
        amara(names=("Wren Days",), references=frozenset({"NIGHT77"})),
        amara(id=5, names=("Wren Days",), references=frozenset({"NOON88"})),
    )
    bought = (line(1, -4950, "WREN DAYS NIGHT77"), line(2, -4950, "WREN DAYS NOON88"))
    (found,) = refunds(*bought, line(3, 4950, "WREN DAYS", 9), planned=planned)
    assert found.outcome is not MatchOutcome.MATCHED


def test_a_refund_before_its_purchase_or_long_after_it_is_none() -> None:
    early = refunds(line(1, 900, BACK), line(2, -900, CARS, 2))
    late = refunds(line(1, -900, CARS), line(2, 900, BACK, 200))
    assert [each.outcome for each in (*early, *late)] == [MatchOutcome.UNMATCHED] * 2


def test_a_refund_of_more_than_was_paid_is_none() -> None:
    (found,) = refunds(line(1, -450, CARS), line(2, 900, BACK, 2))
    assert found.outcome is MatchOutcome.UNMATCHED


def test_a_refund_from_another_payee_of_the_plan_is_none() -> None:
    (found,) = refunds(line(1, -900, CARS), line(2, 900, "AMARA OBI", 2))
    assert found.outcome is MatchOutcome.UNMATCHED
