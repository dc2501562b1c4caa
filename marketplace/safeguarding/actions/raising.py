"""Taking in what somebody says. Who they are is what they say of themselves: no account is written down."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse

from marketplace.accounts.permissions import check
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.transitions import move
from marketplace.council.queries import figure
from marketplace.safeguarding.actions.parts import refuse_if_any
from marketplace.safeguarding.actions.shielding import keep_from_parties, shield_tasks
from marketplace.safeguarding.models import SafeguardingConcern
from marketplace.safeguarding.rules import (
    CONCERN_TRANSITIONS,
    MAY_TAKE_CONCERNS,
    TRIAGE_WITHIN,
    AboutWhom,
    ConcernState,
    ConcernTask,
    Danger,
    Report,
    report_problems,
)
from marketplace.tasks.actions import new_task, raise_tasks


@transaction.atomic
def raise_concern(
    *, by: Viewer, sending_key: str, report: Report, opened_from: tuple[str, int] | None = None
) -> SafeguardingConcern:
    """Keep a concern and put it before the officers; one about a child is kept as passed on.

    The same sending again answers the concern that the first one made. Raises ConcernError.
    """
    check(by, MAY_TAKE_CONCERNS, by.council_id)
    refuse_if_any(report_problems(report))
    kind, subject_id = opened_from or ("", None)
    concern, is_new = SafeguardingConcern.objects.get_or_create(
        authority_id=by.council_id,
        sending_key=sending_key,
        defaults={
            **vars(report),
            "raised_at": by.at,
            "opened_from_kind": kind,
            "opened_from_id": subject_id,
        },
    )
    if is_new:
        record(event="concern_raised", by=by, subject=concern, about=report.about.value)
        if report.about == AboutWhom.CHILD:
            pass_on_at_once(by=by, concern=concern)
        else:
            raise_triage(by=by, concern=concern)
        if opened_from:
            keep_from_parties(by=by, concern=concern, kind=kind, subject_id=opened_from[1])
    return concern


def raise_triage(*, by: Viewer, concern: SafeguardingConcern) -> None:
    """The officers' task to triage a concern: today where somebody is in danger."""
    within = figure(concern.authority_id, TRIAGE_WITHIN.key, by.today)
    days = 0 if concern.danger == Danger.YES else within
    _raise_task(by, concern, ConcernTask.TRIAGE, days)


def pass_on_at_once(*, by: Viewer, concern: SafeguardingConcern) -> None:
    """Keep a concern as one for children's services, which an officer makes sure they have today."""
    move(
        concern,
        ConcernState.PASSED_ON,
        table=CONCERN_TRANSITIONS,
        by=by,
        event="concern_passed_on",
        changes={"ended_at": by.at},
    )
    _raise_task(by, concern, ConcernTask.CHILD, 0)


def _raise_task(by: Viewer, concern: SafeguardingConcern, kind: ConcernTask, days: int) -> None:
    task = new_task(
        authority_id=concern.authority_id,
        kind=kind,
        role=Role.SAFEGUARDING,
        subject=concern,
        title=kind.label,
        address=reverse("safeguarding:concern", args=[concern.public_id]),
        due_date=by.today + timedelta(days=days),
        at=by.at,
    )
    raise_tasks([task])
    shield_tasks(by=by, concern=concern)
