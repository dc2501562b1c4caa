"""Ending a plan from a day, and times in which nothing planned comes."""

from datetime import date

from django.db import transaction

from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.actions.chains import keep_end, link_of, move_ends
from marketplace.brokerage.actions.editing import move_plan, refuse_if_any
from marketplace.brokerage.errors import BrokerageError
from marketplace.brokerage.models import Pause, SupportPlan
from marketplace.brokerage.permissions import check_can_end_plans
from marketplace.brokerage.rules import (
    PauseReason,
    PlanEnd,
    PlanState,
    ended_on,
    pause_problems,
)
from marketplace.brokerage.signals import funding_changed
from marketplace.core.actor_columns import actor_columns
from marketplace.core.audit import record
from marketplace.core.errors import problem
from marketplace.people.models import Person


@transaction.atomic
def end_plan(*, by: Viewer, person: Person, kind: str, day: date, reason: PlanEnd) -> None:
    """End a person's plan of a kind on a day, for a reason, and what was approved for later.

    Raises BrokerageError when none holds on or after that day.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    check_can_end_plans(by, person)
    chain = list(
        SupportPlan.objects.select_for_update()
        .approved()
        .filter(person=person, kind=kind)
        .order_by("from_date", "pk")
    )
    ends = ended_on((link_of(plan) for plan in chain), day)
    if not ends:
        raise BrokerageError(problem("plan_none_to_end", "last_day", day=day))
    ending = [plan for plan in chain if plan.pk in ends and plan.state == PlanState.APPROVED]
    # One that has ended already may be found to have ended earlier.
    move_ends(by=by, rows=[plan for plan in chain if plan not in ending], ends=ends)
    for plan in ending:
        keep_end(by=by, row=plan)
        move_plan(
            by=by,
            plan=plan,
            to=PlanState.ENDED,
            event="plan_ended",
            changes={"until_date": ends[plan.pk], "end_reason": reason},
            reason=reason,
        )
    funding_changed.send(sender=SupportPlan, person_ids=[person.pk], first=day, at=by.at)


@transaction.atomic
def pause_support(
    *,
    by: Viewer,
    person: Person,
    reason: PauseReason,
    from_date: date,
    until_date: date | None = None,
) -> Pause:
    """Record that nothing planned comes to a person for some days. Raises BrokerageError."""
    Person.objects.select_for_update().get(pk=person.pk)
    check_can_end_plans(by, person)
    refuse_if_any(pause_problems(from_date, until_date))
    pause = Pause.objects.create(
        authority_id=person.authority_id,
        person=person,
        reason=reason,
        from_date=from_date,
        until_date=until_date,
        recorded_at=by.at,
        **actor_columns("recorded_by", by),
    )
    record(event="support_paused", by=by, subject=pause, person_id=person.pk, reason=reason)
    funding_changed.send(sender=Pause, person_ids=[person.pk], first=from_date, at=by.at)
    return pause


@transaction.atomic
def end_pause(*, by: Viewer, pause: Pause, until_date: date | None) -> Pause | None:
    """Say until when a pause really was; None for never. What was said before is kept.

    Raises BrokerageError when it was changed meanwhile.
    """
    Person.objects.select_for_update().get(pk=pause.person_id)
    check_can_end_plans(by, pause.person)
    withdrawn = Pause.objects.filter(pk=pause.pk, withdrawn_at=None).update(withdrawn_at=by.at)
    if not withdrawn:
        raise BrokerageError(problem("pause_changed_already"))
    record(event="support_pause_changed", by=by, subject=pause, person_id=pause.person_id)
    if until_date is None or until_date <= pause.from_date:
        funding_changed.send(
            sender=Pause, person_ids=[pause.person_id], first=pause.from_date, at=by.at
        )
        return None
    return pause_support(
        by=by,
        person=pause.person,
        reason=PauseReason(pause.reason),
        from_date=pause.from_date,
        until_date=until_date,
    )
