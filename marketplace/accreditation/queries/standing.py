"""How far a supplier has got under each scheme, and what was decided about it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from marketplace.accounts.models import User
from marketplace.accreditation.models import Accreditation, Application, Scheme, StandingChange
from marketplace.accreditation.rules import AccreditationState, ApplicationState
from marketplace.suppliers.models import Supplier


@dataclass(frozen=True)
class SchemeProgress:
    """A scheme that covers a supplier's kind, what stands under it and the latest application."""

    scheme: Scheme
    standing: Accreditation | None
    application: Application | None


def progress_of(suppliers: Sequence[Supplier]) -> dict[int, list[SchemeProgress]]:
    """For each supplier, the schemes for its kind with where it has got to; three queries in all."""
    standings = {
        (a.supplier_id, a.scheme_id): a
        for a in Accreditation.objects.filter(supplier__in=suppliers)
    }
    latest = {
        (a.supplier_id, a.scheme_id): a
        for a in Application.objects.filter(supplier__in=suppliers).order_by("started_at", "pk")
    }
    schemes = Scheme.objects.filter(
        authority_id__in={s.authority_id for s in suppliers}
    ).prefetch_related("kinds")
    found: dict[int, list[SchemeProgress]] = defaultdict(list)
    for scheme in schemes:
        kinds = {one.kind for one in scheme.kinds.all()}
        for supplier in suppliers:
            if supplier.authority_id == scheme.authority_id and supplier.kind in kinds:
                key = (supplier.pk, scheme.pk)
                found[supplier.pk].append(
                    SchemeProgress(scheme, standings.get(key), latest.get(key))
                )
    return found


@dataclass(frozen=True)
class Event:
    """One thing that was decided about a supplier: when, by whom, what, and why."""

    at: datetime
    by_name: str
    scheme_name: str
    what: str
    reason: str
    until: date | None = None
    application_id: UUID | None = None


CHANGE_WORDS = {
    AccreditationState.VALID: "Accredited",
    AccreditationState.SUSPENDED: "Suspended",
    AccreditationState.WITHDRAWN: "Withdrawn",
}


def history_of(supplier: Supplier) -> list[Event]:
    """Everything decided about a supplier, newest first."""
    changes = list(
        StandingChange.objects.filter(accreditation__supplier=supplier).select_related(
            "accreditation__scheme", "application"
        )
    )
    refused = supplier.applications.filter(state=ApplicationState.REFUSED).select_related(
        "scheme", "decided_by"
    )
    names = _names(change.changed_by_id for change in changes)
    events = [
        Event(
            at=change.changed_at,
            by_name=names.get(change.changed_by_id, "Handrail"),
            scheme_name=change.accreditation.scheme.name,
            what=_change_words(change),
            reason=change.application.decision_reason if change.application else change.reason,
            until=change.valid_until if change.state == AccreditationState.VALID else None,
        )
        for change in changes
    ]
    events += [
        Event(
            at=row.decided_at,
            by_name=str(row.decided_by),
            scheme_name=row.scheme.name,
            what="Application refused",
            reason=row.decision_reason,
            application_id=row.public_id,
        )
        for row in refused
        if row.decided_at
    ]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _change_words(change: StandingChange) -> str:
    if change.state == AccreditationState.VALID and change.application_id is None:
        return "Suspension lifted"
    return CHANGE_WORDS[AccreditationState(change.state)]


def _names(user_ids: Iterable[int | None]) -> dict[int | None, str]:
    known = User.objects.filter(pk__in={pk for pk in user_ids if pk})
    return {user.pk: str(user) for user in known}
