"""What an accreditor does with an application: judge each piece of evidence, then decide the whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.actions import AccreditationError
from marketplace.accreditation.actions.standing import grant
from marketplace.accreditation.models import Application, Evidence
from marketplace.accreditation.permissions import check_can_judge
from marketplace.accreditation.queries.evidence import given_for
from marketplace.accreditation.rules import (
    APPLICATION_TRANSITIONS,
    ApplicationState,
    ApplicationTask,
    EvidenceState,
)
from marketplace.accreditation.rules.checks import acceptance_problems
from marketplace.core.audit import record
from marketplace.tasks.actions import finish_tasks


@dataclass(frozen=True)
class Verdict:
    """An accreditor's word on one piece of evidence. The reason of a refusal goes to the supplier."""

    evidence_id: int
    state: EvidenceState
    reason: str = ""


@transaction.atomic
def judge_evidence(
    *, by: Viewer, application_id: int, verdicts: Sequence[Verdict]
) -> list[Evidence]:
    """Accept or refuse pieces of evidence of one application that waits. Raises AccreditationError."""
    application = _lock_waiting(by, application_id)
    rows = {row.pk: row for row in application.evidence.select_related("criterion")}
    if any(v.evidence_id not in rows for v in verdicts):
        raise AccreditationError("That evidence belongs to another application.")
    unreasoned = [
        f"{rows[v.evidence_id].criterion.question}: say why you refuse it"
        for v in verdicts
        if v.state == EvidenceState.REFUSED and not v.reason.strip()
    ]
    if unreasoned:
        raise AccreditationError(*unreasoned)
    changed = [
        _judged(rows[v.evidence_id], v, by)
        for v in verdicts
        if (rows[v.evidence_id].state, rows[v.evidence_id].judged_reason) != (v.state, v.reason)
    ]
    Evidence.objects.bulk_update(changed, ["state", "judged_reason", "judged_at", "judged_by"])
    if changed:
        record(
            event="evidence_judged",
            by=by,
            subject=application,
            accepted=[row.pk for row in changed if row.state == EvidenceState.ACCEPTED],
            refused=[row.pk for row in changed if row.state == EvidenceState.REFUSED],
        )
    return changed


def _judged(row: Evidence, verdict: Verdict, by: Viewer) -> Evidence:
    pending = verdict.state == EvidenceState.PENDING
    row.state, row.judged_reason = verdict.state, verdict.reason
    row.judged_at, row.judged_by = (None, None) if pending else (by.at, by.user)
    return row


@transaction.atomic
def accept_application(*, by: Viewer, application_id: int, reason: str = "") -> Application:
    """Accredit the supplier under the scheme, from today. Raises AccreditationError.

    Every required criterion must be accepted and in date. It holds for the scheme's months, and
    never beyond the end of any required evidence.
    """
    application = _lock_waiting(by, application_id)
    today = by.today
    given = given_for(application)
    if problems := acceptance_problems([one.given for one in given], today):
        raise AccreditationError(*problems)
    ends = [one.until for one in given if one.criterion.mandatory]
    _decide(application, ApplicationState.ACCEPTED, by, reason)
    grant(by=by, application=application, ends=ends)
    return application


@transaction.atomic
def refuse_application(*, by: Viewer, application_id: int, reason: str) -> Application:
    """Refuse an application, with a reason that the supplier reads. Raises AccreditationError.

    What stood before stands on until its end: a refused renewal takes nothing away.
    """
    application = _lock_waiting(by, application_id)
    if not reason.strip():
        raise AccreditationError("Say why you refuse, in words that the supplier can act on.")
    _decide(application, ApplicationState.REFUSED, by, reason)
    return application


def _lock_waiting(by: Viewer, application_id: int) -> Application:
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("supplier", "scheme")
        .get(pk=application_id)
    )
    check_can_judge(by, application)
    if (
        ApplicationState.ACCEPTED
        not in APPLICATION_TRANSITIONS[ApplicationState(application.state)]
    ):
        raise AccreditationError("This application is not waiting for a decision.")
    return application


def _decide(application: Application, state: ApplicationState, by: Viewer, reason: str) -> None:
    application.state, application.decision_reason = state, reason.strip()
    application.decided_at, application.decided_by = by.at, by.user
    application.save(update_fields=["state", "decision_reason", "decided_at", "decided_by"])
    finish_tasks(
        by=by,
        kind=ApplicationTask.DECIDE,
        subject_type=application._meta.label_lower,
        subject_ids=[application.pk],
    )
    record(
        event=f"application_{state}",
        by=by,
        subject=application,
        supplier_id=application.supplier_id,
    )
