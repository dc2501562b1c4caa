"""Posting, undoing, opening and sealing."""

import uuid
from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from marketplace.brokerage.models import PlanLine
from marketplace.brokerage.rules import PayerKind
from marketplace.core.actors import SystemActor
from marketplace.core.models import AuditEvent
from payments.ledger.actions import open_accounts, post_transfers, reverse_group
from payments.ledger.errors import LedgerConflict
from payments.ledger.models import Account, Transfer
from payments.ledger.queries import balances, problems
from payments.ledger.rules import NewTransfer, paid_in_by, unallocated
from tests.factories.accounts import as_viewer
from tests.factories.funding import make_fund
from tests.factories.ledger import IMPORTER, NOW, make_account, new_transfer
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def post(at: datetime, *transfers: NewTransfer, by: SystemActor = IMPORTER) -> int:
    authority_id = Account.objects.get(pk=transfers[0].debit_id).authority_id
    return post_transfers(by=as_viewer(by, at), authority_id=authority_id, transfers=transfers)


def test_posting_moves_money_and_the_books_balance(at: datetime) -> None:
    card, waiting = make_account(), make_account()
    assert post(at, new_transfer(waiting, card, 4950)) == 1
    assert balances([card.pk, waiting.pk]) == {card.pk: -4950, waiting.pk: 4950}
    assert list(problems()) == []


def test_posting_the_same_again_does_nothing(at: datetime) -> None:
    transfer = new_transfer(make_account(), make_account())
    assert [post(at, transfer), post(at, transfer)] == [1, 0]


def test_the_same_key_with_other_facts_is_refused_whole(at: datetime) -> None:
    debit, credit = make_account(), make_account()
    post(at, new_transfer(debit, credit, 100, reference="a"))
    with pytest.raises(LedgerConflict, match="ledger_posted_otherwise"):
        post(at, new_transfer(debit, credit, 5), new_transfer(debit, credit, 101, reference="a"))
    assert Transfer.objects.count() == 1


def test_a_posting_that_does_not_add_up_is_refused(at: datetime) -> None:
    with pytest.raises(LedgerConflict, match="ledger_group_unbalanced"):
        post(at, new_transfer(make_account(), make_account(), 4949, group_total_pence=4950))


def test_an_actor_without_the_permission_may_not_post(at: datetime) -> None:
    with pytest.raises(PermissionDenied):
        post(at, new_transfer(make_account(), make_account()), by=SystemActor("nobody"))


@pytest.mark.django_db(transaction=True)
def test_posting_outside_a_transaction_is_refused(at: datetime) -> None:
    transfer = new_transfer(make_account(), make_account())
    with pytest.raises(RuntimeError):
        post(at, transfer)


def test_undoing_a_group_undoes_it_only_and_only_once(at: datetime) -> None:
    card, waiting, item = make_account(), make_account(), make_account()
    group = uuid.uuid4()
    post(at, new_transfer(waiting, card, 4950))
    post(
        at,
        new_transfer(item, waiting, 3000, group=group, reference="m", group_total_pence=4950),
        new_transfer(
            item, waiting, 1950, group=group, reference="m", leg=1, group_total_pence=4950
        ),
    )
    undo = {
        "by": as_viewer(IMPORTER, at),
        "authority_id": card.authority_id,
        "group": group,
        "effective_date": date(2026, 9, 20),
    }
    assert reverse_group(**undo) == 2
    assert balances([card.pk, waiting.pk, item.pk]) == {
        card.pk: -4950,
        waiting.pk: 4950,
        item.pk: 0,
    }
    with pytest.raises(LedgerConflict, match="ledger_undone_already"):
        reverse_group(**undo)
    with pytest.raises(LedgerConflict, match="ledger_nothing_to_undo"):
        reverse_group(**{**undo, "group": uuid.uuid4()})
    assert list(problems()) == []


def test_opening_accounts_twice_opens_them_once(at: datetime) -> None:
    person = make_person()
    wanted = [unallocated(person.pk)]
    opened = [
        open_accounts(by=as_viewer(IMPORTER, at), authority_id=person.authority_id, accounts=wanted)
        for _ in range(2)
    ]
    assert opened[0] == opened[1] == {f"unallocated:{person.pk}": Account.objects.get()}
    assert AuditEvent.objects.filter(event="ledger_accounts_opened").count() == 1
    assert paid_in_by(person.pk, 3).code == "paid_in:3"


def test_an_account_with_the_fund_or_plan_line_of_another_person_is_found() -> None:
    margaret, alfred = make_person(), make_person()
    his_fund = make_fund(alfred, PayerKind.PERSON)
    line = PlanLine.objects.create(authority=alfred.authority, person=alfred, opened_at=NOW)
    make_account(person=alfred, fund=his_fund, plan_line=line)
    assert list(problems()) == []
    wrong = [make_account(person=margaret, fund=his_fund)]
    wrong += [make_account(person=margaret, plan_line=line)]
    assert list(problems()) == [
        f"Account {one.code} is of one person, with the fund or planned support of another."
        for one in wrong
    ]
