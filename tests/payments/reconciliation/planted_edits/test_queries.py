"""The proof of the books asks as often, whatever they hold."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from payments.reconciliation.actions import Chosen, confirm_match
from payments.reconciliation.queries.integrity import source_problems
from payments.reconciliation.queries.sources import chunks
from payments.reconciliation.rules.values import TargetKind
from tests.conftest import NOW
from tests.factories.accounts import as_viewer
from tests.factories.reconciliation import make_lines
from tests.payments.reconciliation.planted_edits.books import Books

pytestmark = pytest.mark.django_db


def queries_of_proof() -> int:
    with CaptureQueriesContext(connection) as asked:
        assert list(source_problems()) == []
    return len(asked)


def test_queries_of_the_proof_are_as_many_for_each_range_whatever_is_in_it(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = queries_of_proof()
    lines = make_lines(books.money.account, *((-100, "SHOP", day) for day in range(40)))
    by = as_viewer(books.money.finance, NOW)
    for line in lines[:10]:
        confirm_match(by=by, line_id=line.pk, chosen=Chosen(TargetKind.OFF_PLAN))
    assert queries_of_proof() == before
    monkeypatch.setattr(chunks, "CHUNK", 10)
    assert list(source_problems()) == []
