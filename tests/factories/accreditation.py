"""Schemes with criteria, applications in each state, evidence, and accreditations."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from marketplace.accounts.models import Authority
from marketplace.accreditation.models import (
    Accreditation,
    Application,
    Criterion,
    Evidence,
    Scheme,
    SchemeKind,
)
from marketplace.accreditation.rules import ApplicationState, EvidenceKind
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.rules import SupplierKind
from tests.factories.accounts import make_authority

_numbers = count(1)
STARTED = datetime(2026, 9, 1, 9, tzinfo=UTC)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


def make_scheme(
    *kinds: SupplierKind,
    authority: Authority | None = None,
    code: str = "",
    valid_months: int = 24,
    criteria: bool = True,
) -> Scheme:
    """A scheme for these kinds (home care unless said), with insurance required and training not."""
    scheme = Scheme.objects.create(
        authority=authority or make_authority(),
        code=code or f"scheme-{next(_numbers)}",
        name="Support with Confidence",
        summary="Checked by the council.",
        valid_months=valid_months,
    )
    for kind in kinds or (SupplierKind.HOME_CARE,):
        SchemeKind.objects.create(scheme=scheme, kind=kind)
        if criteria:
            make_criterion(scheme, kind=kind)
            make_criterion(
                scheme,
                kind=kind,
                question="Staff are trained in moving and handling",
                evidence_kind=EvidenceKind.TRAINING,
                mandatory=False,
                expires_after_months=0,
            )
    return scheme


def make_criterion(
    scheme: Scheme, kind: SupplierKind = SupplierKind.HOME_CARE, **facts: Any
) -> Criterion:
    """A criterion; unless said, insurance that is required and lasts twelve months."""
    number = next(_numbers)
    defaults = {
        "position": number,
        "question": "You are insured",
        "evidence_kind": EvidenceKind.INSURANCE,
        "mandatory": True,
        "expires_after_months": 12,
    }
    return Criterion.objects.create(scheme=scheme, kind=kind, **{**defaults, **facts})


def make_application(
    supplier: Supplier,
    scheme: Scheme | None = None,
    state: ApplicationState = ApplicationState.DRAFT,
    *,
    with_evidence: bool = True,
    **facts: Any,
) -> Application:
    """An application in a state; `submitted_by` and `decided_by` must be given where the state needs them."""
    scheme = scheme or make_scheme(SupplierKind(supplier.kind), authority=supplier.authority)
    if state != ApplicationState.DRAFT:
        facts.setdefault("submitted_at", STARTED + timedelta(days=1))
    if state in (ApplicationState.ACCEPTED, ApplicationState.REFUSED):
        facts.setdefault("decided_at", STARTED + timedelta(days=10))
    facts.setdefault("started_at", STARTED)
    application = Application.objects.create(
        authority_id=supplier.authority_id, supplier=supplier, scheme=scheme, state=state, **facts
    )
    if with_evidence:
        for criterion in scheme.criteria.filter(kind=supplier.kind, mandatory=True):
            make_evidence(application, criterion)
    return application


def make_evidence(application: Application, criterion: Criterion, **facts: Any) -> Evidence:
    """Evidence in date at the tests' clock, without a file."""
    defaults = {
        "issuer": "Harbour Mutual",
        "reference": "HM/1",
        "issued_date": date(2026, 3, 1),
        "expires_date": date(2027, 3, 1),
    }
    return Evidence.objects.create(
        authority_id=application.authority_id,
        application=application,
        criterion=criterion,
        **{**defaults, **facts},
    )


def make_accreditation(
    supplier: Supplier, scheme: Scheme | None = None, **facts: Any
) -> Accreditation:
    """A supplier's accreditation: valid around the tests' clock unless said."""
    scheme = scheme or make_scheme(SupplierKind(supplier.kind), authority=supplier.authority)
    defaults = {"valid_from": date(2026, 1, 10), "valid_until": date(2028, 1, 10)}
    return Accreditation.objects.create(
        authority_id=supplier.authority_id,
        supplier=supplier,
        scheme=scheme,
        **{**defaults, **facts},
    )
