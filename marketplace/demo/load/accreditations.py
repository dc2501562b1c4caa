"""Applications, evidence and accreditations of generated suppliers, decided long ago or waiting."""

from datetime import date, datetime, timedelta

from marketplace.accounts.models import User
from marketplace.accreditation.actions.applying import decision_task
from marketplace.accreditation.models import Accreditation, Application, Criterion, Evidence
from marketplace.accreditation.rules import (
    AccreditationState,
    ApplicationState,
    EvidenceKind,
    EvidenceState,
)
from marketplace.core.periods import add_months
from marketplace.demo.load.facts import CouncilFacts, Pairs
from marketplace.generator.suppliers import SupplierSpec
from marketplace.suppliers.models import Supplier
from marketplace.tasks.actions import raise_tasks

#: Who stands behind each kind of evidence in the demo.
ISSUERS = {
    EvidenceKind.CERTIFICATE: "HM Passport Office",
    EvidenceKind.INSURANCE: "Harbour Mutual",
    EvidenceKind.DBS_OUTCOME: "Disclosure and Barring Service",
    EvidenceKind.REFERENCE: "Somebody who knows the work",
    EvidenceKind.POLICY: "Their own",
    EvidenceKind.REGISTRATION: "Care Quality Commission",
    EvidenceKind.TRAINING: "Fernshire Skills",
}
DECIDED = {"valid", "expiring", "expired", "suspended"}


def load_accreditations(pairs: Pairs, facts: CouncilFacts, at: datetime, anchor: date) -> None:
    applying = [p for p in pairs if p[1].kind in facts.schemes]
    applications = Application.objects.bulk_create(
        _application_row(spec, supplier, user, facts, at) for spec, supplier, user in applying
    )
    raise_tasks(
        [
            decision_task(a, a.submitted_at)
            for a in applications
            if a.submitted_at and not a.decided_at
        ]
    )
    Evidence.objects.bulk_create(
        _evidence_row(application, criterion, number, spec, facts, at, anchor)
        for (spec, supplier, _), application in zip(applying, applications, strict=True)
        for criterion in facts.criteria[supplier.kind]
        if spec.status != "draft" or criterion.position == 1
        for number in range(1, criterion.requirement.pieces + 1)
    )
    Accreditation.objects.bulk_create(
        _accreditation_row(application, spec, facts, anchor)
        for (spec, _, _), application in zip(applying, applications, strict=True)
        if spec.status in DECIDED
    )


def _application_row(
    spec: SupplierSpec, supplier: Supplier, user: User, facts: CouncilFacts, at: datetime
) -> Application:
    waiting = spec.status in ("draft", "submitted")
    decided = at - timedelta(days=spec.decided_days_ago)
    sent = at - timedelta(days=1 + spec.number % 19) if waiting else decided - timedelta(days=12)
    state = {"draft": ApplicationState.DRAFT, "submitted": ApplicationState.SUBMITTED}.get(
        spec.status,
        ApplicationState.REFUSED if spec.status == "refused" else ApplicationState.ACCEPTED,
    )
    submitted = spec.status != "draft"
    return Application(
        authority=facts.authority,
        supplier=supplier,
        scheme=facts.schemes[supplier.kind],
        version_id=facts.versions[facts.schemes[supplier.kind].pk],
        state=state,
        started_at=sent - timedelta(days=5),
        submitted_at=sent if submitted else None,
        submitted_by=user if submitted else None,
        decided_at=None if waiting else decided,
        decided_by=None if waiting else facts.accreditor,
        decision_reason=""
        if spec.status != "refused"
        else "The insurance had run out and nobody answered when we asked for the new one.",
    )


def _evidence_row(
    application: Application,
    criterion: Criterion,
    number: int,
    spec: SupplierSpec,
    facts: CouncilFacts,
    at: datetime,
    anchor: date,
) -> Evidence:
    issued = anchor - timedelta(days=spec.decided_days_ago % 300 + 20)
    months = criterion.expires_after_months
    judged = application.decided_at
    refused = spec.status == "refused" and criterion.evidence_kind == "insurance"
    state = EvidenceState.REFUSED if refused else EvidenceState.ACCEPTED
    is_dbs = criterion.evidence_kind == "dbs_outcome"
    return Evidence(
        authority=facts.authority,
        application=application,
        criterion=criterion,
        number=number,
        issuer=ISSUERS[EvidenceKind(criterion.evidence_kind)],
        reference=f"{criterion.evidence_kind[:3].upper()}-{10000 + spec.number}",
        issued_date=issued,
        expires_date=add_months(issued, months) if months else None,
        dbs_level="enhanced" if is_dbs else "",
        dbs_outcome="clear" if is_dbs else "",
        state=state if judged else EvidenceState.PENDING,
        judged_at=judged,
        judged_by=facts.accreditor if judged else None,
        judged_reason="Out of date" if refused else "",
    )


def _accreditation_row(
    application: Application, spec: SupplierSpec, facts: CouncilFacts, anchor: date
) -> Accreditation:
    start, until = spec.accredited(anchor, application.scheme.valid_months)
    suspended = spec.status == "suspended"
    return Accreditation(
        authority=facts.authority,
        supplier=application.supplier,
        scheme=application.scheme,
        application=application,
        state=AccreditationState.SUSPENDED if suspended else AccreditationState.VALID,
        state_reason="We are looking into a complaint." if suspended else "",
        valid_from=start,
        valid_until=until,
    )
