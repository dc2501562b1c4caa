"""Payments whose statement is taken back: what was made of them goes with them."""

from datetime import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from marketplace.accounts.rules import Role
from marketplace.core.actors import SystemActor
from marketplace.tasks.models import Task
from payments.cards.actions import (
    READER,
    import_statement,
    take_back_statement,
    withdraw_statement,
)
from payments.cards.models import ReceivedLine, StatementImport
from payments.reconciliation import jobs
from payments.reconciliation.actions import MATCHER, ask_person, let_go
from payments.reconciliation.models import Match, MoneyException
from tests.factories.accounts import as_viewer, make_user
from tests.factories.cards import IMPORTER
from tests.factories.reconciliation import WEDNESDAY, Money
from tests.payments.reconciliation.matched import exception_of, matched, pence_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books_stay_whole")]


def bring(money: Money, at: datetime, *rows: str) -> StatementImport:
    data = "\n".join(["Date,Payee,Amount", *rows]).encode()
    by = as_viewer(IMPORTER, at)
    run = import_statement(by=by, account=money.account, data=data, filename="f.csv")
    with time_machine.travel(at, tick=False):
        jobs.match_people.func([money.person.pk])
    return run


def take_back(run: StatementImport, at: datetime) -> None:
    by = as_viewer(make_user(Role.FINANCE), at)
    take_back_statement(by=by, import_id=run.pk, why="Another person’s")
    withdraw_statement(by=as_viewer(READER, at), import_id=run.pk)


def test_statement_taken_back_undoes_matches_and_closes_questions(
    money: Money, at: datetime
) -> None:
    day = f"{WEDNESDAY:%d/%m/%Y}"
    run = bring(money, at, f"{day},AMARA OBI,-49.50", f"{day},GARDEN CENTRE,-22.10")
    assert Match.objects.active().count() == 1
    waiting = MoneyException.objects.get()
    ask_person(by=as_viewer(money.finance, at), exception_id=waiting.pk, question="What for?")
    take_back(run, at)
    assert not Match.objects.active().exists()
    assert pence_in(f"line:{money.amara.pk}:{money.council.pk}") == 0
    assert pence_in(f"unallocated:{money.person.pk}") == 0
    waiting.refresh_from_db()
    assert (waiting.state, waiting.outcome) == ("resolved", "The statement was taken back.")
    assert not Task.objects.open().exists()
    assert not MoneyException.objects.visible_to(as_viewer(money.finance, at)).exists()


def test_same_statement_when_it_comes_again_is_matched_again(money: Money, at: datetime) -> None:
    row = f"{WEDNESDAY:%d/%m/%Y},AMARA OBI,-49.50"
    take_back(bring(money, at, row), at)
    bring(money, at, row)
    match = Match.objects.active().get()
    assert match.line == ReceivedLine.objects.live().get()


def test_refund_of_a_payment_that_left_is_looked_at_again(money: Money, at: datetime) -> None:
    purchase, refund = matched(
        money, (-900, "FERNSHIRE COMM CARS", 0), (900, "REFUND FERNSHIRE COMM CARS", 5), at=at
    )
    let_go(by=as_viewer(MATCHER, at), line_ids=[purchase.pk])
    assert not Match.objects.active().exists()
    assert exception_of(refund).reason.startswith("The payment that this was a refund of")
    with pytest.raises(PermissionDenied):
        let_go(by=as_viewer(SystemActor("nobody"), at), line_ids=[purchase.pk])


def test_fault_of_matching_leaves_the_statement_where_it_is(
    money: Money, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(jobs, "match_open_lines", fail)
    with pytest.raises(ZeroDivisionError):
        bring(money, at, f"{WEDNESDAY:%d/%m/%Y},AMARA OBI,-49.50")
    assert StatementImport.objects.get().finished_at == at
    assert ReceivedLine.objects.live().count() == 1
