"""Telling: one row and one job for each user, in the act's own transaction; and marking as read."""

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from marketplace.accounts.models import User
from marketplace.accreditation.rules import ApplicationNotice
from marketplace.core.actors import SystemActor
from marketplace.core.models import AuditEvent
from marketplace.notifications.actions import mark_all_read, tell
from marketplace.notifications.models import Notification
from tests.factories.accounts import as_viewer, make_other_authority, make_user
from tests.factories.accreditation import make_application
from tests.factories.notifications import queued
from tests.factories.suppliers import make_supplier_with_user


@pytest.mark.django_db
def test_each_user_is_told_once_and_a_closed_account_not(at: datetime) -> None:
    supplier, user = make_supplier_with_user()
    closed = make_user()
    closed.is_active = False
    with transaction.atomic():
        count = tell(
            by=as_viewer(user, at),
            kind=ApplicationNotice.REFUSED,
            subject=make_application(supplier),
            users=[user, user, None, closed],
        )
    row = Notification.objects.get()
    assert (count, row.user, row.told_at, row.seen_at) == (1, user, at, None)
    assert queued() == [row.pk]


@pytest.mark.django_db(transaction=True)
def test_telling_outside_an_action_is_refused_and_an_undone_act_told_nobody(at: datetime) -> None:
    supplier, user = make_supplier_with_user()
    facts = {
        "by": as_viewer(user, at),
        "kind": ApplicationNotice.REFUSED,
        "subject": make_application(supplier),
        "users": [user],
    }
    with pytest.raises(RuntimeError):
        tell(**facts)
    with transaction.atomic():
        tell(**facts)
        transaction.set_rollback(True)
    assert (Notification.objects.count(), queued()) == (0, [])


def _told(user: User, at: datetime) -> Notification:
    supplier = user.supplier_staff.get().supplier
    with transaction.atomic():
        tell(
            by=as_viewer(user, at),
            kind=ApplicationNotice.REFUSED,
            subject=make_application(supplier),
            users=[user],
        )
    return Notification.objects.latest("pk")


@pytest.mark.django_db
def test_marking_as_read_is_of_ones_own_in_this_council_and_audited(at: datetime) -> None:
    mine, other = make_supplier_with_user()[1], make_supplier_with_user()[1]
    elsewhere = make_supplier_with_user(authority=make_other_authority())[1]
    rows = [_told(user, at) for user in (mine, other, elsewhere)]
    assert mark_all_read(by=as_viewer(mine, at)) == 1
    assert mark_all_read(by=as_viewer(mine, at)) == 0
    for row in rows:
        row.refresh_from_db()
    assert [bool(row.seen_at) for row in rows] == [True, False, False]
    assert AuditEvent.objects.get(event="notifications_read").data == {"count": 1}


@pytest.mark.django_db
def test_marking_as_read_by_nobody_or_a_machine_is_refused(at: datetime) -> None:
    with pytest.raises(PermissionDenied):
        mark_all_read(by=as_viewer(SystemActor("any"), at))
