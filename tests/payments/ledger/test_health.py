"""A ledger that is not sealed in time, or not as it was sealed, says so."""

from datetime import datetime, timedelta

import pytest
from django.db.models import F

from payments.ledger.actions import seal_ledger
from payments.ledger.health import sealing, seals
from payments.ledger.models import Transfer
from tests.factories.accounts import as_viewer
from tests.factories.ledger import IMPORTER, drop_guards
from tests.payments.ledger.test_sealing import post

pytestmark = pytest.mark.django_db


def test_transfer_that_waits_for_its_seal_is_seen_after_two_days(at: datetime) -> None:
    assert sealing(at).is_well
    post(at)
    assert sealing(at + timedelta(days=2)).is_well
    late = sealing(at + timedelta(days=2, seconds=1))
    assert not late.is_well
    assert late.gauges[0].value == timedelta(days=2, seconds=1).total_seconds()
    seal_ledger(by=as_viewer(IMPORTER, at))
    assert sealing(at + timedelta(days=9)).is_well


def test_last_seal_that_does_not_hold_is_seen(at: datetime) -> None:
    for _ in range(2):
        post(at)
        seal_ledger(by=as_viewer(IMPORTER, at))
    assert seals(at).is_well
    drop_guards()
    assert "guard" in seals(at).sentence
    Transfer.objects.filter(pk=Transfer.objects.latest("pk").pk).update(
        amount_pence=F("amount_pence") + 1
    )
    assert "is broken" in seals(at).sentence
