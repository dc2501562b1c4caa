"""The renaming of kept measures: every row before and after, there and back."""

from datetime import datetime
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from payments.reconciliation.actions import MATCHER, match_lines
from payments.reconciliation.models import Match, MoneyException
from tests.factories.accounts import as_viewer
from tests.factories.reconciliation import make_lines, make_money

NAMED = import_module("payments.reconciliation.migrations.0003_plain_feature_names")


def kept() -> list[dict[str, Any]]:
    return [
        *Match.objects.order_by("pk").values_list("features", flat=True),
        *MoneyException.objects.order_by("pk").values_list("suggestion", flat=True),
    ]


@pytest.mark.django_db
def test_kept_measures_when_renamed_keep_every_value(at: datetime) -> None:
    account = make_money().account
    lines = make_lines(account, (-4950, "AMARA OBI", 0), (-19800, "AMARA OBI", 21), (-7, "X", 1))
    match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk for line in lines])
    before = kept()
    assert len(before) == 3
    NAMED.backwards(apps, None)
    assert all("rivals" in row and "alternatives" not in row for row in kept())
    NAMED.forwards(apps, None)
    assert kept() == before
