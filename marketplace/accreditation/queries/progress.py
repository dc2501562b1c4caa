"""How far a supplier has got under each scheme, and what was decided about it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from marketplace.accounts.models import User
from marketplace.accreditation.models import (
    Accreditation,
    AccreditationChange,
    Application,
    Scheme,
    SchemeKind,
)
from marketplace.accreditation.rules import (
    RENEWAL_NOTICE,
    AccreditationState,
    AccreditationStatus,
    ApplicationState,
    HistoryStep,
    status_on,
    step_of,
)
from marketplace.council.queries import figure
from marketplace.suppliers.models import Supplier


@dataclass(frozen=True)
class AccreditationOnDay:
    """An accreditation, and how it looks on a day."""

    accreditation: Accreditation
    status: AccreditationStatus


@dataclass(frozen=True)
class SchemeProgress:
    """A scheme that covers a supplier's kind, the accreditation and the latest application under it, and
    whether it may apply under it."""

    scheme: Scheme
    accredited: AccreditationOnDay | None
    application: Application | None
    is_open: bool = True


def progress_of(suppliers: Sequence[Supplier], today: date) -> dict[int, list[SchemeProgress]]:
    """For each supplier, the schemes for its kind with where it has got to; one that takes no new
    applications only where it has something under it.

    Four queries in all, and one for each council.
    """
    accredited = {
        (one.accreditation.supplier_id, one.accreditation.scheme_id): one
        for one in _on_day(Accreditation.objects.filter(supplier__in=suppliers), today)
    }
    latest = {
        (a.supplier_id, a.scheme_id): a
        for a in Application.objects.filter(supplier__in=suppliers).order_by("started_at", "pk")
    }
    open_now = _open_to_kinds({s.authority_id for s in suppliers}, today)
    found: dict[int, list[SchemeProgress]] = defaultdict(list)
    for scheme in Scheme.objects.filter(authority_id__in={s.authority_id for s in suppliers}):
        for supplier in suppliers:
            key, is_open = (supplier.pk, scheme.pk), (scheme.pk, supplier.kind) in open_now
            if is_open or key in accredited or key in latest:
                progress = SchemeProgress(scheme, accredited.get(key), latest.get(key), is_open)
                found[supplier.pk].append(progress)
    return found


def _open_to_kinds(councils: Collection[int], on: date) -> set[tuple[int, str]]:
    """The schemes, by id, with the kinds of supplier that may apply under them on a day."""
    kinds = SchemeKind.objects.filter(scheme__authority_id__in=councils).open_on(on)
    return set(kinds.values_list("scheme_id", "kind"))


def accreditations_of(supplier: Supplier, today: date) -> list[AccreditationOnDay]:
    """Every accreditation of one supplier, with how it looks on a day. Two queries."""
    return _on_day(supplier.accreditations.select_related("scheme", "supplier"), today)


def _on_day(rows: Iterable[Accreditation], today: date) -> list[AccreditationOnDay]:
    found = list(rows)
    councils = {row.authority_id for row in found}
    notice = {council: figure(council, RENEWAL_NOTICE.key, today) for council in councils}
    return [AccreditationOnDay(row, _status(row, today, notice[row.authority_id])) for row in found]


def _status(row: Accreditation, today: date, notice_days: int) -> AccreditationStatus:
    state = AccreditationState(row.state)
    return status_on(state, row.valid_from, row.valid_until, today, notice_days)


@dataclass(frozen=True)
class HistoryEvent:
    """One thing that was decided about a supplier: when, by whom, what, and why.

    `by_name` is empty where a machine did it.
    """

    at: datetime
    by_name: str
    scheme_name: str
    step: HistoryStep
    reason: str
    until: date | None = None
    application_id: UUID | None = None


def history_of(supplier: Supplier) -> list[HistoryEvent]:
    """Everything decided about a supplier, newest first. Three queries."""
    changes = list(
        AccreditationChange.objects.filter(accreditation__supplier=supplier).select_related(
            "accreditation__scheme", "application"
        )
    )
    refused = supplier.applications.filter(state=ApplicationState.REFUSED).select_related(
        "scheme", "decided_by"
    )
    names = _names(change.changed_by_id for change in changes)
    events = [_changed(change, names) for change in changes] + [_refused(row) for row in refused]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _changed(change: AccreditationChange, names: dict[int | None, str]) -> HistoryEvent:
    state, application = AccreditationState(change.state), change.application
    return HistoryEvent(
        at=change.changed_at,
        by_name="The council" if change.is_held else names.get(change.changed_by_id, ""),
        scheme_name=change.accreditation.scheme.name,
        step=step_of(state, by_application=application is not None),
        reason=application.decision_reason if application else change.reason,
        until=change.valid_until if state == AccreditationState.VALID else None,
    )


def _refused(row: Application) -> HistoryEvent:
    assert row.decided_at is not None  # noqa: S101 - a refused application has its decision
    return HistoryEvent(
        at=row.decided_at,
        by_name=str(row.decided_by),
        scheme_name=row.scheme.name,
        step=HistoryStep.REFUSED,
        reason=row.decision_reason,
        application_id=row.public_id,
    )


def _names(user_ids: Iterable[int | None]) -> dict[int | None, str]:
    known = User.objects.filter(pk__in={pk for pk in user_ids if pk})
    return {user.pk: str(user) for user in known}
