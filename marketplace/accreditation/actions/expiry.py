"""Asking suppliers, in time, to renew what is about to end."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse

from marketplace.accounts.permissions import check
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.models import Accreditation, Application
from marketplace.accreditation.rules import (
    MAY_ACCREDIT,
    RENEWAL_NOTICE,
    AccreditationNotice,
    AccreditationState,
    AccreditationStatus,
    ApplicationState,
    ApplicationTask,
)
from marketplace.accreditation.signals import accreditation_turned
from marketplace.core.audit import record
from marketplace.core.models import AuditEvent
from marketplace.council.queries import figure
from marketplace.notifications.actions import tell
from marketplace.suppliers.rules import SupplierKind, task_name
from marketplace.tasks.actions import new_task, raise_tasks
from marketplace.tasks.models import Task

#: An end is told that long after it, should the worker have been away. Judgement: a month; older
#: ones are no news.
LOOKED_BACK = timedelta(days=30)


@transaction.atomic
def raise_expiry_tasks(*, by: Viewer, authority_id: int) -> int:
    """A task for each accreditation that ends within the days of notice and nobody is renewing yet.

    It goes to whoever acts for the supplier, and to the council's accreditors where nobody does.
    Running it again raises nothing twice. Returns how many were raised.
    """
    check(by, MAY_ACCREDIT, authority_id)
    today = by.today
    last_day = today + timedelta(days=figure(authority_id, RENEWAL_NOTICE.key, today))
    ending = (
        Accreditation.objects.filter(authority_id=authority_id, state=AccreditationState.VALID)
        .filter(valid_until__gt=today, valid_until__lte=last_day)
        .exclude(pk__in=_asked_already())
        .select_related("supplier", "scheme", "authority")
        .prefetch_related("supplier__staff__user")
        .order_by("pk")
    )
    sent = Application.objects.filter(
        authority_id=authority_id, state=ApplicationState.SUBMITTED
    ).values_list("supplier_id", "scheme_id")
    renewing = set(sent)
    asking = [a for a in ending if (a.supplier_id, a.scheme_id) not in renewing]
    if asking:
        raise_tasks([renewal_task(one, by.at) for one in asking])
        for one in asking:
            last_day = one.valid_until - timedelta(days=1)
            _tell(by, AccreditationNotice.ENDING, one, last_day)
        record(
            event="expiry_tasks_raised",
            by=by,
            subject=asking[0].authority,
            accreditation_ids=[one.pk for one in asking],
        )
    return len(asking)


@transaction.atomic
def tell_of_ended(*, by: Viewer, authority_id: int) -> int:
    """Tell the suppliers of accreditations whose last day has passed lately, each once.

    Signals it too, for who has such a supplier in a plan. Answers how many there were.
    """
    check(by, MAY_ACCREDIT, authority_id)
    ended = Accreditation.objects.filter(
        authority_id=authority_id,
        state=AccreditationState.VALID,
        valid_until__lte=by.today,
        valid_until__gt=by.today - LOOKED_BACK,
    ).exclude(pk__in=_told_of_end(authority_id, by.at - LOOKED_BACK))
    rows = list(ended.select_related("supplier").prefetch_related("supplier__staff__user"))
    for one in rows:
        _tell(by, AccreditationNotice.ENDED, one)
    if rows:
        accreditation_turned.send(
            sender=Accreditation,
            supplier_ids=sorted({one.supplier_id for one in rows}),
            status=AccreditationStatus.EXPIRED,
            by=by,
        )
        record(
            event="accreditations_ended",
            by=by,
            subject=rows[0],
            accreditation_ids=[one.pk for one in rows],
        )
    return len(rows)


def _told_of_end(authority_id: int, since: datetime) -> list[int]:
    """The audit says which, also of suppliers for whom nobody acts."""
    events = AuditEvent.objects.filter(
        event="accreditations_ended", authority_id=authority_id, recorded_at__gte=since
    )
    return [
        pk for data in events.values_list("data", flat=True) for pk in data["accreditation_ids"]
    ]


def _tell(
    by: Viewer, kind: AccreditationNotice, one: Accreditation, due_date: date | None = None
) -> None:
    staff = [row.user for row in one.supplier.staff.all()]
    tell(by=by, kind=kind, subject=one, users=staff, due_date=due_date)


def _asked_already() -> list[int]:
    open_tasks = Task.objects.open().filter(
        kind=ApplicationTask.EVIDENCE_EXPIRING, subject_type=Accreditation._meta.label_lower
    )
    return list(open_tasks.values_list("subject_id", flat=True))


def renewal_task(one: Accreditation, at: datetime) -> Task:
    """The unsaved task of renewing what is about to end."""
    supplier = one.supplier
    staff = list(supplier.staff.all())
    name = task_name(SupplierKind(supplier.kind), supplier.name)
    page = "accreditation:apply" if staff else "suppliers:detail"
    if one.scheme.retired_at:
        # Nobody can renew under it; whoever has it should know that it ends.
        page, title = (
            "suppliers:detail",
            f"Accreditation ends soon: {one.scheme if staff else name}",
        )
    elif staff:
        title = f"Renew your accreditation: {one.scheme}"
    else:
        title = f"Accreditation ends soon: {name}"
    return new_task(
        authority_id=one.authority_id,
        kind=ApplicationTask.EVIDENCE_EXPIRING,
        role=Role.SUPPLIER if staff else Role.ACCREDITOR,
        subject=one,
        title=title[:160],
        address=reverse(page, args=[supplier.public_id]),
        due_date=one.valid_until,
        at=at,
        owner=staff[0].user if staff else None,
        private_to_owner=bool(staff),
    )
