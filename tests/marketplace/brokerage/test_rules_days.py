"""What a plan is called on a day, by its state and its days."""

from datetime import date, timedelta

import pytest

from marketplace.brokerage.rules import PlanDays, PlanEnd, PlanState

TODAY = date(2026, 9, 21)


def days(state: PlanState, first: int | None = None, until: int | None = None) -> PlanDays:
    reason = PlanEnd.MOVED if state is PlanState.ENDED else None

    def at(number: int | None) -> date | None:
        return None if number is None else TODAY + timedelta(days=number)

    return PlanDays(state, at(first), at(until), reason, TODAY)


@pytest.mark.parametrize(
    ("plan", "label", "is_over"),
    [
        (days(PlanState.DRAFT), "Draft", False),
        (days(PlanState.SUBMITTED, -7), "Waiting for a decision", False),
        (days(PlanState.RETURNED, 7), "Returned for changes", False),
        (days(PlanState.APPROVED, 0), "Approved", False),
        (days(PlanState.APPROVED, -7, 1), "Approved", False),
        (days(PlanState.APPROVED, 1), "Approved for later", False),
        # Approved ahead, it was cut by the next one without anybody touching it since.
        (days(PlanState.APPROVED, -7, 0), "Replaced by a newer plan", True),
        (days(PlanState.SUPERSEDED, -7, 0), "Replaced by a newer plan", True),
        (days(PlanState.SUPERSEDED, 7, 7), "Replaced by a newer plan", True),
        (days(PlanState.ENDED, -7, 1), "Approved, ending", False),
        (days(PlanState.ENDED, -7, 0), "Ended", True),
        (days(PlanState.ENDED, 7, 7), "Ended", True),
        (days(PlanState.ENDED, 3, 7), "Approved for later", False),
    ],
)
def test_label_of_a_plan_is_of_the_day(plan: PlanDays, label: str, is_over: bool) -> None:
    assert (plan.label, plan.is_over) == (label, is_over)
    assert plan.is_ahead == (label == "Approved for later")


def test_plan_that_never_held_is_known() -> None:
    assert days(PlanState.SUPERSEDED, 7, 7).never_held
    assert not days(PlanState.SUPERSEDED, -7, 0).never_held
    assert not days(PlanState.DRAFT).never_held
