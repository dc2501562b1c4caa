"""The schemes of a new council."""

from django.db import transaction

from marketplace.accounts.models import Authority
from marketplace.accounts.permissions import check
from marketplace.accounts.rules import MAY_MAKE_COUNCILS
from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.models import Criterion, Scheme, SchemeKind
from marketplace.accreditation.starter import SCHEMES, StarterScheme
from marketplace.core.audit import record


@transaction.atomic
def start_schemes(*, by: Viewer, authority: Authority) -> None:
    """The starter schemes that the council has none of, by their codes, with what they ask."""
    check(by, MAY_MAKE_COUNCILS, authority.pk)
    held = set(Scheme.objects.filter(authority=authority).values_list("code", flat=True))
    missing = [one for one in SCHEMES if one.code not in held]
    for one in missing:
        _make(authority, one)
    record(event="schemes_started", by=by, subject=authority, schemes=len(missing))


def _make(authority: Authority, starter: StarterScheme) -> None:
    scheme = Scheme.objects.create(
        authority=authority,
        code=starter.code,
        name=f"{authority.short_name} {starter.name}",
        summary=starter.summary,
    )
    SchemeKind.objects.bulk_create(
        SchemeKind(scheme=scheme, kind=kind) for kind in starter.criteria
    )
    Criterion.objects.bulk_create(
        Criterion(
            scheme=scheme,
            kind=kind,
            position=position,
            question=one.question,
            guidance=one.guidance,
            evidence_kind=one.evidence_kind,
            mandatory=one.is_mandatory,
            expires_after_months=one.months,
        )
        for kind, criteria in starter.criteria.items()
        for position, one in enumerate(criteria, 1)
    )
