"""Money in that an agreement explains, and what comes twice."""

from dataclasses import replace

from payments.reconciliation.rules.decisions import MatchDecision, MatchOutcome
from payments.reconciliation.rules.match import decide
from payments.reconciliation.rules.values import Income, PaymentLine, TargetKind
from tests.payments.reconciliation.rules.cases import case, line, load

COUNCIL = "FERNSHIRE COUNCIL"
GIVEN = Income(
    id=9,
    kind=TargetKind.CONTRIBUTION,
    label="the person",
    weekly_pence=1365,
    first=load().first,
    references=frozenset({"CONT55"}),
    usual_pence=5460,
)


def decided(*lines: PaymentLine, incomes: tuple[Income, ...] = (load(),)) -> list[MatchDecision]:
    return decide(case(*lines, incomes=incomes))


def outcomes(found: list[MatchDecision]) -> list[bool]:
    return [each.outcome is MatchOutcome.MATCHED for each in found]


def test_the_same_load_within_a_day_is_left_in_whichever_order_it_is_read() -> None:
    first, again = line(2, 37200, COUNCIL, 1), line(1, 37200, COUNCIL, 2)
    assert outcomes(decided(first, again)) == [False, True]
    assert decided(again, first) == decided(first, again)


def test_another_load_or_one_weeks_later_is_no_repeat() -> None:
    loads = (line(1, 37200, COUNCIL, 1), line(2, 18600, COUNCIL, 2), line(3, 37200, COUNCIL, 29))
    assert outcomes(decided(*loads)) == [True] * 3


def test_weeks_of_a_contribution_in_several_payments_are_no_repeat() -> None:
    paid = (line(1, 1365, "CONT55"), line(2, 1365, "CONT55"))
    assert outcomes(decided(*paid, incomes=(GIVEN,))) == [True, True]


def test_the_usual_payment_is_said_as_one_payment() -> None:
    one, two = decided(line(1, 5460, "CONT55"), line(2, 2 * 5460, "CONT55", 40), incomes=(GIVEN,))
    assert "from the person: 1 payment of £54.60" in one.reason
    assert "from the person: 2 payments of £54.60" in two.reason


def test_money_that_two_incomes_explain_as_well_is_a_tie() -> None:
    (found,) = decided(line(1, 37200, COUNCIL), incomes=(load(), load(2)))
    assert found.outcome is not MatchOutcome.MATCHED


def test_another_amount_of_a_public_payer_is_known_only_beside_words_of_care() -> None:
    for text, is_known in (
        (f"{COUNCIL} ADULT CARE DP", True),
        (f"{COUNCIL} HOUSING BENEFIT CARE", False),
        (COUNCIL, False),
    ):
        assert outcomes(decided(line(1, 30011, text))) == [is_known]


def test_another_amount_with_the_reference_is_known() -> None:
    (found,) = decided(line(1, 777, "BACS CONT55"), incomes=(replace(GIVEN, names=("X Y",)),))
    assert found.target_kind is TargetKind.CONTRIBUTION
    assert "£7.77, not the amount agreed" in found.why
