"""The schemes of a new council."""

from django.db import transaction

from marketplace.accounts.models import Authority
from marketplace.accounts.permissions import check
from marketplace.accounts.rules import MAY_MAKE_COUNCILS
from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.actions.schemes import write_scheme
from marketplace.accreditation.actions.versions import write_publication, write_requirement
from marketplace.accreditation.models import Scheme, SchemeVersion
from marketplace.accreditation.starter import SCHEMES, StarterScheme
from marketplace.core.audit import record

#: Judgement: two years, within which insurance and checks are renewed.
VALID_MONTHS = 24


@transaction.atomic
def start_schemes(*, by: Viewer, authority: Authority) -> None:
    """The starter schemes that the council has none of, by their codes, with what they ask."""
    check(by, MAY_MAKE_COUNCILS, authority.pk)
    held = set(Scheme.objects.filter(authority=authority).values_list("code", flat=True))
    missing = [one for one in SCHEMES if one.code not in held]
    for one in missing:
        _make(by, authority, one)
    record(event="schemes_started", by=by, subject=authority, schemes=len(missing))


def _make(by: Viewer, authority: Authority, starter: StarterScheme) -> None:
    """The scheme, and its first version in force from today. What it asks of several kinds alike is one
    requirement."""
    scheme = write_scheme(
        by=by,
        authority=authority,
        code=starter.code,
        name=f"{authority.short_name} {starter.name}",
        summary=starter.summary,
        kinds=list(starter.criteria),
        valid_months=VALID_MONTHS,
    )
    draft = SchemeVersion.objects.get(scheme=scheme)
    for asked in dict.fromkeys(one for criteria in starter.criteria.values() for one in criteria):
        kinds = [kind for kind, criteria in starter.criteria.items() if asked in criteria]
        write_requirement(draft=draft, kinds=kinds, asked=asked)
    write_publication(by=by, scheme=scheme, draft=draft, from_date=by.today)
