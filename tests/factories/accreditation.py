"""Schemes with criteria, applications in each state, evidence, and accreditations."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from marketplace.accounts.models import Authority
from marketplace.accreditation.actions.versions import COPIED
from marketplace.accreditation.models import (
    Accreditation,
    Application,
    Criterion,
    Evidence,
    Scheme,
    SchemeKind,
    SchemeVersion,
)
from marketplace.accreditation.rules import ApplicationState, EvidenceKind, VersionState
from marketplace.accreditation.triggers import drop_triggers, make_triggers
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.rules import SupplierKind
from tests.factories.accounts import make_authority

_numbers = count(1)
SINCE = date(2026, 1, 1)
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
    """A scheme for these kinds (home care unless said), with insurance required and training not, in its
    first version since the start of 2026."""
    scheme = Scheme.objects.create(
        authority=authority or make_authority(),
        code=code or f"scheme-{next(_numbers)}",
        name="Support with Confidence",
        summary="Checked by the council.",
        valid_months=valid_months,
    )
    version = _draft(scheme, 1)
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
    _publish(version, SINCE)
    return scheme


def make_version(
    scheme: Scheme, number: int = 1, from_date: date = SINCE, criteria: Sequence[Criterion] = ()
) -> SchemeVersion:
    """A version published from a day, that asks the same as these criteria of an earlier one."""
    version = _draft(scheme, number)
    for one in criteria:
        facts = {name: getattr(one, name) for name in COPIED}
        Criterion.objects.create(version=version, **facts)
    return _publish(version, from_date)


def _draft(scheme: Scheme, number: int) -> SchemeVersion:
    return SchemeVersion.objects.create(
        scheme=scheme, number=number, started_at=STARTED, started_by_system="tests"
    )


def _publish(version: SchemeVersion, from_date: date) -> SchemeVersion:
    facts = {"state": VersionState.PUBLISHED, "from_date": from_date}
    facts |= {"published_at": STARTED, "published_by_system": "tests"}
    SchemeVersion.objects.filter(pk=version.pk).update(**facts)
    version.refresh_from_db()
    return version


@contextmanager
def thawed_schemes() -> Iterator[None]:
    """Lets a test write in a published version past the guards, which are back afterwards."""
    _check_deferred()
    drop_triggers()
    yield
    _check_deferred()
    make_triggers()


def _check_deferred() -> None:
    """PostgreSQL changes no trigger of a table whose deferred checks still wait."""
    if connection.vendor == "postgresql":
        connection.check_constraints()


def make_criterion(
    scheme: Scheme, kind: SupplierKind = SupplierKind.HOME_CARE, **facts: Any
) -> Criterion:
    """A criterion of the scheme's first version; unless said, insurance that is required and lasts twelve
    months."""
    number = next(_numbers)
    defaults = {
        "position": number,
        "question": "You are insured",
        "evidence_kind": EvidenceKind.INSURANCE,
        "mandatory": True,
        "expires_after_months": 12,
    }
    if facts.get("evidence_kind") == EvidenceKind.REFERENCE:
        facts.setdefault("references_asked", 1)
    version = scheme.versions.get(number=1)
    with nullcontext() if version.is_draft else thawed_schemes():
        return Criterion.objects.create(version=version, kind=kind, **{**defaults, **facts})


def criteria_asked(scheme: Scheme) -> QuerySet[Criterion]:
    """What the newest version of a scheme asks."""
    return scheme.versions.order_by("number").last().criteria.all()


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
    facts.setdefault("version", scheme.versions.order_by("number").last())
    application = Application.objects.create(
        authority_id=supplier.authority_id, supplier=supplier, scheme=scheme, state=state, **facts
    )
    if with_evidence:
        for criterion in criteria_asked(scheme).filter(kind=supplier.kind, mandatory=True):
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
