"""The audit row stands or falls with its change."""

from datetime import datetime

import pytest
from django.db import connection, transaction

from marketplace.core.actors import SystemActor
from marketplace.core.audit import record
from marketplace.core.models import AuditEvent
from marketplace.core.transactions import require_transaction
from tests.factories.accounts import as_viewer, make_authority, make_user


@pytest.mark.django_db
def test_record_when_inside_a_transaction_keeps_ids_and_codes(at: datetime) -> None:
    authority, user = make_authority(), make_user()
    record(event="tried", by=as_viewer(user, at), subject=authority, count=3)
    event = AuditEvent.objects.get(event="tried")
    assert (event.by_user_id, event.by_system) == (user.pk, "")
    assert (event.subject_type, event.subject_id) == ("accounts.authority", authority.pk)
    assert event.data == {"count": 3}


@pytest.mark.django_db(transaction=True)
def test_record_when_outside_a_transaction_refuses(at: datetime) -> None:
    authority = make_authority()
    with pytest.raises(RuntimeError, match="inside a transaction"):
        record(
            event="tried",
            by=as_viewer(SystemActor("x"), at),
            subject=authority,
        )


@pytest.mark.django_db(transaction=True)
def test_record_when_the_change_fails_leaves_no_row(at: datetime) -> None:
    authority = make_authority()
    with pytest.raises(ValueError, match="the change failed"), transaction.atomic():
        record(
            event="tried",
            by=as_viewer(SystemActor("x"), at),
            subject=authority,
        )
        raise ValueError("the change failed")
    assert not AuditEvent.objects.filter(event="tried").exists()
    assert not connection.in_atomic_block


@pytest.mark.django_db
def test_require_transaction_when_inside_one_passes() -> None:
    require_transaction()
