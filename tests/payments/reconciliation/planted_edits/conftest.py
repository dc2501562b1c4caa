"""The books into which somebody writes: built once for a file, and whole again for each edit."""

from collections.abc import Iterator
from typing import Any

import pytest

from payments.ledger.actions import seal_ledger
from payments.reconciliation.actions import (
    MATCHER,
    Chosen,
    confirm_match,
    match_lines,
    split_line,
    unmatch,
)
from payments.reconciliation.jobs import SEALER
from payments.reconciliation.queries.integrity import integrity_problems
from payments.reconciliation.rules.values import TargetKind
from tests.conftest import NOW
from tests.factories.accounts import as_viewer
from tests.factories.reconciliation import make_lines, make_money
from tests.payments.reconciliation.planted_edits.books import Books
from tests.shared_rows import shared_rows


@pytest.fixture(scope="module")
def books(django_db_setup: None, django_db_blocker: Any) -> Iterator[Books]:
    with shared_rows(django_db_blocker):
        yield make_books()


def make_books() -> Books:
    money, other = make_money(), make_money("Alfred Moss")
    lines = make_lines(
        money.account,
        (-4950, "AMARA OBI", 0),
        (-900, "FERNSHIRE COMM CARS", 1),
        (-4950, "AMARA OBI", 7),
        (-2580, "GARDEN CENTRE", 12),
        (+1730, "LOAD", 3),
        (-3000, "AMARA OBI AND CARS", 13),
    )
    theirs = make_lines(other.account, (-4950, "AMARA OBI", 0))
    by = as_viewer(money.finance, NOW)
    match_lines(by=as_viewer(MATCHER, NOW), line_ids=[one.pk for one in (*lines[:3], *theirs)])
    confirm_match(by=by, line_id=lines[4].pk, chosen=Chosen(TargetKind.LOAD, money.agreement.pk))
    parts = [Chosen(TargetKind.PLAN_LINE, money.amara.pk, 2000)]
    parts += [Chosen(TargetKind.PLAN_LINE, money.cars.pk, 1000)]
    split_line(by=by, line_id=lines[5].pk, chosen=parts)
    unmatch(by=by, line_id=lines[2].pk)
    seal_ledger(by=as_viewer(SEALER, NOW))
    names = ("matched", "cars", "undone", "unmatched", "load", "split")
    ids = {name: line.pk for name, line in zip(names, lines, strict=True)}
    assert list(integrity_problems()) == []
    return Books(money, other, ids)
