"""A council's accreditation schemes: begun, described otherwise, retired and offered again."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils.text import slugify

from marketplace.accounts.models import Authority
from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.errors import AccreditationError
from marketplace.accreditation.models import Scheme, SchemeKind, SchemeVersion
from marketplace.accreditation.queries.schemes import facts_of, use_of
from marketplace.accreditation.rules import (
    MAY_SET_SCHEMES,
    MOST_SCHEMES,
    scheme_problems,
    state_problems,
)
from marketplace.core.actor_columns import actor_columns
from marketplace.core.audit import record
from marketplace.core.errors import problem
from marketplace.core.seen import seen_problems
from marketplace.core.transactions import require_transaction
from marketplace.suppliers.rules import SupplierKind

CODE_LENGTH = 40


@transaction.atomic
def add_scheme(
    *,
    by: Viewer,
    authority: Authority,
    name: str,
    summary: str,
    kinds: Collection[SupplierKind],
    valid_months: int,
) -> Scheme:
    """Begin a scheme, with a draft of its first version that asks nothing yet. Raises AccreditationError."""
    check(by, MAY_SET_SCHEMES, authority.pk)
    return write_scheme(
        by=by,
        authority=authority,
        name=name,
        summary=summary,
        kinds=kinds,
        valid_months=valid_months,
    )


def write_scheme(
    *,
    by: Viewer,
    authority: Authority,
    name: str,
    summary: str,
    kinds: Collection[SupplierKind],
    valid_months: int,
    code: str = "",
) -> Scheme:
    """Part of another action, whose permission covers it: a scheme, and a draft of its first version.

    Without a code one is made of the name. Raises AccreditationError.
    """
    require_transaction()
    Authority.objects.select_for_update().get(pk=authority.pk)
    own = list(Scheme.objects.filter(authority=authority))
    name, summary = " ".join(name.split()), summary.strip()
    AccreditationError.refuse_if_any(
        scheme_problems(name, summary, kinds, valid_months, _names(own))
    )
    if len(own) >= MOST_SCHEMES:
        raise AccreditationError(problem("schemes_too_many", "name", most=MOST_SCHEMES))
    scheme = Scheme.objects.create(
        authority=authority,
        code=code or _free_code(name, {one.code for one in own}),
        name=name,
        summary=summary,
        valid_months=valid_months,
    )
    SchemeKind.objects.bulk_create(SchemeKind(scheme=scheme, kind=kind) for kind in kinds)
    SchemeVersion.objects.create(
        scheme=scheme, number=1, started_at=by.at, **actor_columns("started_by", by)
    )
    _record(by, scheme, "scheme_added", kinds)
    return scheme


@transaction.atomic
def change_scheme(
    *,
    by: Viewer,
    scheme_id: int,
    name: str,
    summary: str,
    kinds: Collection[SupplierKind],
    valid_months: int,
    seen: str | None = None,
) -> Scheme:
    """Call a scheme otherwise, describe it, and say for whom it is and for how long it is granted.

    A kind that is left out takes no new applications; what its suppliers were granted holds to its end.
    Raises AccreditationError.
    """
    scheme = lock_scheme(by, scheme_id)
    AccreditationError.refuse_if_any(seen_problems(facts_of(scheme), seen))
    others = Scheme.objects.filter(authority_id=scheme.authority_id).exclude(pk=scheme.pk)
    name, summary = " ".join(name.split()), summary.strip()
    AccreditationError.refuse_if_any(
        scheme_problems(name, summary, kinds, valid_months, _names(others))
    )
    scheme.name, scheme.summary, scheme.valid_months = name, summary, valid_months
    scheme.save(update_fields=["name", "summary", "valid_months"])
    rows = {row.kind: row for row in scheme.kinds.all()}
    SchemeKind.objects.filter(scheme=scheme, kind__in=kinds).update(retired_at=None)
    SchemeKind.objects.filter(scheme=scheme, retired_at=None).exclude(kind__in=kinds).update(
        retired_at=by.at
    )
    SchemeKind.objects.bulk_create(
        SchemeKind(scheme=scheme, kind=kind) for kind in kinds if kind not in rows
    )
    _record(by, scheme, "scheme_changed", kinds)
    return scheme


@transaction.atomic
def retire_scheme(*, by: Viewer, scheme_id: int) -> Scheme:
    """Take no new applications under a scheme. Those begun may be sent and are decided, and what was
    granted holds to its end. Raises AccreditationError."""
    scheme = lock_scheme(by, scheme_id)
    use = use_of(scheme, by.today)
    scheme.retired_at = by.at
    scheme.save(update_fields=["retired_at"])
    record(
        event="scheme_retired",
        by=by,
        subject=scheme,
        applications=use.drafts + use.waiting,
        accreditations=use.valid,
    )
    return scheme


@transaction.atomic
def restore_scheme(*, by: Viewer, scheme_id: int) -> Scheme:
    """Take applications under a retired scheme again. Raises AccreditationError."""
    check_scheme(by, scheme_id)
    scheme = Scheme.objects.select_for_update().get(pk=scheme_id)
    if scheme.retired_at is None:
        raise AccreditationError(problem("scheme_not_retired"))
    scheme.retired_at = None
    scheme.save(update_fields=["retired_at"])
    record(event="scheme_restored", by=by, subject=scheme)
    return scheme


def check_scheme(by: Viewer, scheme_id: int) -> None:
    """Raises PermissionDenied unless the viewer sets the schemes of the council that has this one."""
    council = Scheme.objects.values_list("authority_id", flat=True).get(pk=scheme_id)
    check(by, MAY_SET_SCHEMES, council)


def lock_scheme(by: Viewer, scheme_id: int) -> Scheme:
    """The locked scheme, of which the viewer may change what it is and asks.

    Its council is locked before it, as where a scheme is added: no two get one name.
    Raises PermissionDenied, and AccreditationError for a retired one.
    """
    check_scheme(by, scheme_id)
    council = Scheme.objects.values_list("authority_id", flat=True).get(pk=scheme_id)
    Authority.objects.select_for_update().get(pk=council)
    scheme = Scheme.objects.select_for_update().get(pk=scheme_id)
    AccreditationError.refuse_if_any(state_problems(is_retired=scheme.retired_at is not None))
    return scheme


def _names(schemes: Iterable[Scheme]) -> list[str]:
    return [one.name for one in schemes]


def _free_code(name: str, taken: set[str]) -> str:
    """A code made of the name that no scheme of the council has or had."""
    stem = slugify(name)[: CODE_LENGTH - 4].strip("-") or "scheme"
    codes = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(code for code in codes if code not in taken)


def _record(by: Viewer, scheme: Scheme, event: str, kinds: Collection[SupplierKind]) -> None:
    record(
        event=event,
        by=by,
        subject=scheme,
        kinds=sorted(kind.value for kind in kinds),
        valid_months=scheme.valid_months,
    )
