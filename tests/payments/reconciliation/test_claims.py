"""What a match uses up is a row of its own, one a place of a due, and free again when it is undone."""

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from payments.reconciliation.actions import unmatch
from payments.reconciliation.models import DueClaim, Match
from payments.reconciliation.queries.charges import paid_dues
from tests.factories.accounts import as_viewer
from tests.factories.reconciliation import WEDNESDAY, Money
from tests.payments.reconciliation.matched import matched, refused

pytestmark = pytest.mark.django_db
AMARA = (-4950, "AMARA OBI", 0)


def test_a_matched_payment_claims_its_due_and_nobody_else_takes_its_place(
    money: Money, at: datetime
) -> None:
    matched(money, AMARA, at=at)
    claim = DueClaim.objects.get()
    assert (claim.target_id, claim.due, claim.units_c) == (money.amara.pk, WEDNESDAY, 300)
    assert "claims" not in Match.objects.get().features
    claim.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        claim.save()


def test_an_undone_match_frees_its_due(money: Money, at: datetime) -> None:
    (line,) = matched(money, AMARA, at=at)
    unmatch(by=as_viewer(money.finance, at), line_id=line.pk)
    assert DueClaim.objects.get().released_at == at
    assert paid_dues([money.person.pk]) == {}


def test_a_purchase_that_is_given_back_in_part_is_not_undone_first(
    money: Money, at: datetime
) -> None:
    purchase, refund = matched(money, AMARA, (1650, "REFUND AMARA OBI", 3), at=at)
    assert Match.objects.active().filter(line=refund).exists()
    with refused("match_refunded"):
        unmatch(by=as_viewer(money.finance, at), line_id=purchase.pk)
