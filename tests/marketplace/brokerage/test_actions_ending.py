"""A plan ends from a day for a reason; and times without support, as they were recorded."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import end_pause, end_plan, pause_support
from marketplace.brokerage.models import Pause, SupportPlan
from marketplace.brokerage.queries import caseload, commitments
from marketplace.brokerage.rules import BudgetKind, PauseReason, PlanEnd, PlanState
from marketplace.brokerage.signals import funding_changed
from marketplace.core.models import AuditEvent
from marketplace.core.periods import Period
from marketplace.people.rules import AccessCapacity
from tests.factories.accounts import as_viewer, make_user
from tests.factories.brokerage import Case, approve_again, make_approved, refused
from tests.factories.people import let_see

pytestmark = pytest.mark.django_db
#: The Monday of the week in which the plans here were sent, and days after it.
FIRST, TODAY, LATER = date(2026, 8, 31), date(2026, 9, 21), date(2026, 10, 5)
YEAR = Period(date(2026, 4, 1), date(2027, 4, 1))


def end(case: Case, at: datetime, day: date, reason: PlanEnd = PlanEnd.MOVED) -> None:
    by = as_viewer(case.broker, at)
    end_plan(by=by, person=case.person, kind=BudgetKind.CARE, day=day, reason=reason)


def days_of(case: Case) -> set[tuple[date, date | None]]:
    pieces = commitments([case.person.pk], YEAR)[case.person.pk]
    return {(piece.first, piece.until) for piece in pieces}


@pytest.mark.parametrize("reason", list(PlanEnd))
def test_ended_plan_commits_to_nothing_from_its_day(reason: PlanEnd, at: datetime) -> None:
    case = make_approved()
    end(case, at, TODAY, reason)
    case.plan.refresh_from_db()
    assert (case.plan.state, case.plan.until_date, case.plan.end_reason) == (
        PlanState.ENDED,
        TODAY,
        reason,
    )
    assert days_of(case) == {(FIRST, TODAY)}
    event = AuditEvent.objects.get(event="plan_ended")
    assert (event.subject_id, event.data["reason"]) == (case.plan.pk, reason)


def test_plan_whose_end_is_to_come_holds_until_then(at: datetime) -> None:
    case = make_approved()
    end(case, at, LATER)
    assert SupportPlan.objects.in_force(TODAY).get() == case.plan
    assert not SupportPlan.objects.in_force(LATER).exists()
    (line,) = caseload(viewer=as_viewer(case.broker, at))
    assert (line.plan and line.plan.days.label, line.part) == ("Approved, ending", "done")
    (line,) = caseload(viewer=as_viewer(case.broker, at + timedelta(days=30)))
    assert (line.plan and line.plan.days.label, line.left_to_plan_pence) == ("Ended", 28_650)


def test_ending_takes_what_was_approved_for_later_with_it(at: datetime) -> None:
    case = make_approved()
    old = case.plan
    approve_again(case, at=at, from_date=LATER)
    end(case, at, TODAY)
    old.refresh_from_db()
    case.plan.refresh_from_db()
    assert (old.state, old.until_date) == (PlanState.ENDED, TODAY)
    assert (case.plan.state, case.plan.until_date) == (PlanState.ENDED, LATER)
    assert days_of(case) == {(FIRST, TODAY)}


def test_plan_ends_for_earlier_days_and_only_once(at: datetime) -> None:
    case = make_approved()
    end(case, at, date(2026, 9, 7))
    assert days_of(case) == {(FIRST, date(2026, 9, 7))}
    with refused("plan_none_to_end"):
        end(case, at, date(2026, 9, 7))


def test_end_is_announced_from_its_day(at: datetime) -> None:
    heard: list[date] = []

    def listen(first: date, **_: Any) -> None:
        heard.append(first)

    case = make_approved()
    funding_changed.connect(listen)
    try:
        end(case, at, TODAY)
        by = as_viewer(case.broker, at)
        facts: dict[str, Any] = {"by": by, "person": case.person, "reason": PauseReason.AWAY}
        pause = pause_support(**facts, from_date=FIRST)
        end_pause(by=by, pause=pause, until_date=None)
    finally:
        funding_changed.disconnect(listen)
    assert heard == [TODAY, FIRST, FIRST]


def pause(case: Case, at: datetime, first: date, until: date | None) -> Pause:
    return pause_support(
        by=as_viewer(case.broker, at),
        person=case.person,
        reason=PauseReason.HOSPITAL,
        from_date=first,
        until_date=until,
    )


def test_paused_days_commit_to_nothing_and_the_plan_stays(at: datetime) -> None:
    case = make_approved()
    pause(case, at, TODAY, LATER)
    assert days_of(case) == {(FIRST, TODAY), (LATER, None)}
    case.plan.refresh_from_db()
    assert (case.plan.state, case.plan.until_date) == (PlanState.APPROVED, None)


def test_pauses_that_meet_count_their_days_once(at: datetime) -> None:
    case = make_approved()
    pause(case, at, TODAY, LATER)
    pause(case, at, date(2026, 9, 28), date(2026, 10, 12))
    assert days_of(case) == {(FIRST, TODAY), (date(2026, 10, 12), None)}


def test_pause_gets_its_end_later_and_what_was_said_before_is_kept(at: datetime) -> None:
    case = make_approved()
    open_ended = pause(case, at, TODAY, None)
    assert days_of(case) == {(FIRST, TODAY)}
    by = as_viewer(case.broker, at + timedelta(days=7))
    changed = end_pause(by=by, pause=open_ended, until_date=LATER)
    assert changed is not None
    assert (changed.from_date, changed.until_date) == (TODAY, LATER)
    assert days_of(case) == {(FIRST, TODAY), (LATER, None)}
    open_ended.refresh_from_db()
    assert (open_ended.until_date, open_ended.withdrawn_at) == (None, by.at)
    known = commitments([case.person.pk], YEAR, known=TODAY)[case.person.pk]
    assert {(piece.first, piece.until) for piece in known} == {(FIRST, TODAY)}
    with refused("pause_changed_already"):
        end_pause(by=by, pause=open_ended, until_date=LATER)


def test_pause_that_did_not_happen_is_taken_back(at: datetime) -> None:
    case = make_approved()
    by = as_viewer(case.broker, at)
    assert end_pause(by=by, pause=pause(case, at, TODAY, LATER), until_date=None) is None
    assert days_of(case) == {(FIRST, None)}


def test_pause_without_a_day_is_refused(at: datetime) -> None:
    with refused("pause_ends_before_it_starts"):
        pause(make_approved(), at, TODAY, TODAY)


@pytest.mark.parametrize(
    ("roles", "capacity", "may"),
    [
        ([Role.PRACTITIONER], AccessCapacity.PRACTITIONER, True),
        # A budget that waits shows its person to every practitioner: they agree it, and no more.
        ([Role.PRACTITIONER], AccessCapacity.BUDGET, False),
        ([Role.PRACTITIONER], None, False),
        ([Role.BROKER], None, False),
        # Another broker stays one, whatever else they are.
        ([Role.BROKER, Role.PRACTITIONER], None, False),
        ([Role.BROKER, Role.APPROVER], None, False),
        ([Role.BROKER, Role.PERSON], None, False),
        ([Role.FINANCE], None, False),
        ([Role.APPROVER], None, False),
        ([Role.PERSON], None, False),
    ],
)
def test_who_ends_and_pauses(
    roles: list[Role], capacity: AccessCapacity | None, may: bool, at: datetime
) -> None:
    case, user = make_approved(), make_user(*roles)
    if capacity:
        let_see(case.person, capacity, user=user)
    by = as_viewer(user, at)
    recorded = pause(case, at, TODAY, LATER)
    acts: list[Any] = [
        lambda: end_plan(
            by=by, person=case.person, kind=BudgetKind.CARE, day=TODAY, reason=PlanEnd.DIED
        ),
        lambda: pause_support(by=by, person=case.person, reason=PauseReason.AWAY, from_date=LATER),
        lambda: end_pause(by=by, pause=recorded, until_date=None),
    ]
    for act in acts:
        if may:
            act()
        else:
            with pytest.raises(PermissionDenied):
                act()
