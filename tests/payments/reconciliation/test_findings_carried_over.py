"""Lists beside matches and exceptions become rows: every claim and finding before and after, there and back."""

from datetime import datetime
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from payments.reconciliation.actions import unmatch
from payments.reconciliation.models import DueClaim, Match, MoneyException, MoneyFinding
from tests.factories.accounts import as_viewer
from tests.factories.reconciliation import Money
from tests.payments.reconciliation.matched import matched

CARRIED = import_module("payments.reconciliation.migrations.0014_carry_findings_over")
LINES = (
    (-4950, "AMARA OBI", 0),
    (6900, "FERNSHIRE COUNCIL DIRECT PAYMENT", 0),
    (-19800, "AMARA OBI", 21),
    (-700, "CORNER SHOP", 3),
)


def rows() -> list[list[dict[str, Any]]]:
    claims = DueClaim.objects.order_by("match", "pk").values(
        "match", "kind", "target_id", "due", "units_c", "instalment", "released_at"
    )
    findings = MoneyFinding.objects.order_by("line", "rule").values(
        "authority", "person", "account", "line", "rule", "sentence", "kind", "state"
    )
    return [list(claims), list(findings)]


@pytest.mark.django_db
def test_claims_and_findings_when_carried_over_are_the_same_there_and_back(
    money: Money, at: datetime
) -> None:
    paid, *_ = matched(money, *LINES, at=at)
    unmatch(by=as_viewer(money.finance, at), line_id=paid.pk)
    before = rows()
    assert [len(each) for each in before] == [1, 4]
    CARRIED.backwards(apps, None)
    assert rows() == [[], []]
    assert sum(len(each.features["claims"]) for each in Match.objects.all()) == 1
    assert all(each.suggestion["notes"] for each in MoneyException.objects.open())
    CARRIED.forwards(apps, None)
    assert rows() == before


def test_a_count_that_differs_stops_the_migration() -> None:
    with pytest.raises(RuntimeError, match="2 claims were kept in lists and 1 are in rows"):
        CARRIED._compare("claims", 2, 1)
