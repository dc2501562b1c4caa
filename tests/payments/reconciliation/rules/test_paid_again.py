"""Payments that repeat another: which were owed after all, and which of two equal ones nobody can tell."""

from payments.reconciliation.rules.decisions import MatchDecision, MatchOutcome
from payments.reconciliation.rules.match import decide
from payments.reconciliation.rules.values import PaymentLine
from tests.payments.reconciliation.rules.cases import case, line

AMARA = "AMARA OBI"


def paid(*days: int) -> list[MatchDecision]:
    """What becomes of equal payments so many days after the first Wednesday."""
    lines: list[PaymentLine] = [
        line(number, -4950, AMARA, day) for number, day in enumerate(days, 1)
    ]
    return decide(case(*lines))


def outcomes(found: list[MatchDecision]) -> list[bool]:
    return [each.outcome is MatchOutcome.MATCHED for each in found]


def test_a_payment_on_its_day_after_a_late_one_is_no_repeat() -> None:
    assert outcomes(paid(0, 7, 18, 21, 28)) == [True] * 5


def test_an_early_payment_is_known_when_the_next_comes_for_the_week_after() -> None:
    assert outcomes(paid(0, 7, 11)) == [True, True, False]
    assert outcomes(paid(0, 7, 11, 21)) == [True] * 4


def test_a_payment_too_many_is_left_and_the_one_on_its_day_is_matched() -> None:
    found = paid(0, 7, 11, 14, 21)
    assert outcomes(found) == [True, True, False, True, True]
    assert [each.code for each in found[2].findings] == ["R13"]


def test_of_two_on_one_day_neither_is_matched_and_the_weeks_around_are() -> None:
    assert outcomes(paid(0, 7, 7, 14)) == [True, False, False, True]


def test_deciding_again_what_was_left_changes_nothing() -> None:
    found = paid(0, 7, 7, 14)
    left = [line(each.line_id, -4950, AMARA, 7) for each in found if each.line_id in (2, 3)]
    assert outcomes(decide(case(*left))) == [False, False]
