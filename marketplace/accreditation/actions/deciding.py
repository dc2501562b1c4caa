"""What an accreditor does with an application: judge each piece of evidence, then decide the whole."""

from collections.abc import Sequence

from django.db import transaction

from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.actions.accrediting import grant
from marketplace.accreditation.errors import AccreditationError
from marketplace.accreditation.models import Application, Evidence
from marketplace.accreditation.permissions import check_can_judge
from marketplace.accreditation.queries.evidence import evidence_by_criterion
from marketplace.accreditation.rules import (
    APPLICATION_TRANSITIONS,
    EVIDENCE_TRANSITIONS,
    ApplicationNotice,
    ApplicationState,
    ApplicationTask,
    EvidenceState,
    Verdict,
    acceptance_problems,
    decision_state_problems,
    refusal_problems,
    verdict_problems,
)
from marketplace.core.audit import record
from marketplace.core.transitions import move
from marketplace.notifications.actions import tell
from marketplace.suppliers.queries import staff_of
from marketplace.tasks.actions import finish_tasks

DECISIONS = {
    ApplicationState.ACCEPTED: ApplicationNotice.ACCEPTED,
    ApplicationState.REFUSED: ApplicationNotice.REFUSED,
}


@transaction.atomic
def judge_evidence(
    *, by: Viewer, application_id: int, verdicts: Sequence[Verdict]
) -> list[Evidence]:
    """Accept or refuse pieces of evidence of one application that waits. Raises AccreditationError.

    Answers the pieces whose verdict or reason changed.
    """
    application = _lock_waiting(by, application_id)
    rows = {row.pk: row for row in application.evidence.all()}
    if problems := verdict_problems(verdicts, rows):
        raise AccreditationError(*problems)
    moving = [v for v in verdicts if rows[v.evidence_id].state != v.state]
    reworded = [v for v in verdicts if rows[v.evidence_id].judged_reason != v.reason]
    for state in EvidenceState:
        _move([rows[v.evidence_id] for v in moving if v.state == state], state, application, by)
    same_state = {v.evidence_id for v in reworded} - {v.evidence_id for v in moving}
    _reword([(rows[v.evidence_id], v.reason) for v in reworded], same_state, application, by)
    changed = {v.evidence_id for v in [*moving, *reworded]}
    return [row for row in rows.values() if row.pk in changed]


def _move(rows: list[Evidence], state: EvidenceState, application: Application, by: Viewer) -> None:
    judged = state != EvidenceState.PENDING
    move(
        rows,
        state,
        table=EVIDENCE_TRANSITIONS,
        by=by,
        event="evidence_judged",
        changes={"judged_at": by.at if judged else None, "judged_by": by.user if judged else None},
        application_id=application.pk,
        verdict=state.value,
    )


def _reword(
    reasons: list[tuple[Evidence, str]], same_state: set[int], application: Application, by: Viewer
) -> None:
    """Write the reasons; of those whose verdict is as it was, also who gave them, when."""
    for row, reason in reasons:
        row.judged_reason = reason
        if row.pk in same_state and row.state != EvidenceState.PENDING:
            row.judged_at, row.judged_by = by.at, by.user
    Evidence.objects.bulk_update(
        [row for row, _ in reasons], ["judged_reason", "judged_at", "judged_by"]
    )
    if same_state:
        ids = sorted(same_state)
        record(event="evidence_reason_changed", by=by, subject=application, evidence_ids=ids)


@transaction.atomic
def accept_application(*, by: Viewer, application_id: int, reason: str = "") -> Application:
    """Accredit the supplier under the scheme, from today. Raises AccreditationError.

    Every required criterion must be accepted and in date. It holds for the scheme's months, and
    never beyond the end of any required evidence.
    """
    application = _lock_waiting(by, application_id)
    given = evidence_by_criterion(application)
    if problems := acceptance_problems([one.facts for one in given], by.today):
        raise AccreditationError(*problems)
    ends = [one.until for one in given if one.criterion.mandatory]
    _decide(application, ApplicationState.ACCEPTED, by, reason)
    grant(by=by, application=application, ends=ends)
    return application


@transaction.atomic
def refuse_application(*, by: Viewer, application_id: int, reason: str) -> Application:
    """Refuse an application, with a reason that the supplier reads. Raises AccreditationError.

    An accreditation granted before goes on until its end: a refused renewal takes nothing away.
    """
    application = _lock_waiting(by, application_id)
    if problems := refusal_problems(reason):
        raise AccreditationError(*problems)
    _decide(application, ApplicationState.REFUSED, by, reason)
    return application


def _lock_waiting(by: Viewer, application_id: int) -> Application:
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("supplier", "scheme")
        .get(pk=application_id)
    )
    check_can_judge(by, application)
    if problems := decision_state_problems(ApplicationState(application.state)):
        raise AccreditationError(*problems)
    return application


def _decide(application: Application, state: ApplicationState, by: Viewer, reason: str) -> None:
    move(
        application,
        state,
        table=APPLICATION_TRANSITIONS,
        by=by,
        event=f"application_{state}",
        changes={
            "decision_reason": reason.strip(),
            "decided_at": by.at,
            "decided_by": by.user,
        },
        supplier_id=application.supplier_id,
    )
    finish_tasks(
        by=by,
        kind=ApplicationTask.DECIDE,
        subject_type=application._meta.label_lower,
        subject_ids=[application.pk],
    )
    staff = staff_of(application.supplier_id)
    if application.evidence.filter(state=EvidenceState.REFUSED).exists():
        tell(by=by, kind=ApplicationNotice.EVIDENCE_REFUSED, subject=application, users=staff)
    tell(by=by, kind=DECISIONS[state], subject=application, users=staff)
