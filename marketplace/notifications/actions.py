"""Telling somebody, as part of another room's action; and marking what was told as read."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from django.db import models, transaction

from marketplace.accounts.models import User
from marketplace.accounts.permissions import check_is_user
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.rooms import collected
from marketplace.core.transactions import require_transaction
from marketplace.notifications.models import Notification
from marketplace.notifications.signals import told


def tell(
    *,
    by: Viewer,
    kind: StrEnum,
    subject: models.Model,
    users: Iterable[User | None],
    cause: models.Model | None = None,
    due_date: date | None = None,
) -> int:
    """Tell these users, on their pages and by e-mail, each once; answers how many.

    Part of another room's action, whose permission and audit event cover it. Nobody is told at a
    closed account. Raises RuntimeError outside an action.
    """
    require_transaction()
    is_receipt = collected().notifications[kind].is_receipt
    listeners = {user.pk: user for user in users if user is not None and user.is_active}
    rows = Notification.objects.bulk_create(
        Notification(
            authority_id=subject.authority_id,  # type: ignore[attr-defined]
            user=user,
            kind=kind,
            subject_id=subject.pk,
            cause_id=cause.pk if cause else 0,
            due_date=due_date,
            told_at=by.at,
            seen_at=by.at if is_receipt else None,
        )
        for user in listeners.values()
    )
    told.send(sender=Notification, notification_ids=[row.pk for row in rows])
    return len(rows)


@transaction.atomic
def mark_all_read(*, by: Viewer) -> int:
    """Nothing that this user was told in this council is new any more; answers how many were."""
    user = check_is_user(by)
    count = Notification.objects.visible_to(by).new().update(seen_at=by.at)
    if count:
        record(event="notifications_read", by=by, subject=user, count=count)
    return count
