"""Two people press at once: one wins, the other reads a clear sentence, the books stay whole."""

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection

from payments.ledger.models import Transfer
from payments.ledger.rules import TransferCode
from payments.reconciliation.actions import (
    MATCHER,
    Chosen,
    accept_suggestions,
    confirm_match,
    match_lines,
    unmatch,
)
from payments.reconciliation.errors import ReconciliationError
from payments.reconciliation.models import Match, MoneyException
from payments.reconciliation.queries.integrity import integrity_problems
from payments.reconciliation.rules.values import TargetKind
from tests.factories.accounts import as_viewer
from tests.factories.reconciliation import Money, make_line, make_money

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


@pytest.fixture
def money() -> Money:
    return make_money()


def at_once(*presses: Callable[[], object]) -> list[str]:
    """Run each press in its own thread and connection; returns the codes of the refusals."""
    barrier = threading.Barrier(len(presses))
    refusals: list[str] = []

    def run(press: Callable[[], object]) -> None:
        try:
            barrier.wait()
            press()
        except ReconciliationError as refusal:
            refusals.extend(refusal.codes)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(press,)) for press in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refusals


def match_legs() -> int:
    return Transfer.objects.filter(code=TransferCode.MATCH).count()


def test_two_who_accept_one_suggestion_at_once_make_one_match(money: Money, at: datetime) -> None:
    line = make_line(money.account, -19800, "AMARA OBI", 21)
    match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk])
    pinned = {MoneyException.objects.get().pk: f"plan_item:{money.amara.pk}"}

    def accept() -> object:
        return accept_suggestions(by=as_viewer(money.finance, at), pinned=pinned)

    refusals = at_once(accept, accept)
    assert refusals == ["match_made_already"]
    assert Match.objects.active().count() == 1
    assert match_legs() == 2
    assert list(integrity_problems()) == []


def test_a_rule_and_a_person_at_once_make_one_match(money: Money, at: datetime) -> None:
    line = make_line(money.account, -4950, "AMARA OBI")
    chosen = Chosen(TargetKind.PLAN_LINE, money.cars.pk)
    refusals = at_once(
        lambda: match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk]),
        lambda: confirm_match(by=as_viewer(money.finance, at), line_id=line.pk, chosen=chosen),
    )
    assert len(refusals) <= 1
    assert Match.objects.active().count() == 1
    assert match_legs() == 2
    assert list(integrity_problems()) == []


def test_two_who_undo_at_once_undo_once(money: Money, at: datetime) -> None:
    line = make_line(money.account, -4950, "AMARA OBI")
    match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk])

    def undo() -> object:
        return unmatch(by=as_viewer(money.finance, at), line_id=line.pk)

    assert at_once(undo, undo) == ["match_not_active"]
    assert Transfer.objects.filter(code=TransferCode.REVERSAL).count() == 2
    assert list(integrity_problems()) == []
