"""Money stays with one council, one person and one currency: at posting, in the database, in the proof."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from payments.ledger.actions import open_accounts, post_transfers, reverse_group
from payments.ledger.errors import LedgerConflict
from payments.ledger.models import Account, Transfer
from payments.ledger.queries import balances, problems
from payments.ledger.rules import unallocated
from tests.factories.accounts import as_viewer, make_authority, make_other_authority
from tests.factories.ledger import IMPORTER, NOW, drop_guards, make_account, new_transfer
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
Pair = tuple[Account, Account]


def two_people() -> Pair:
    return make_account(person=make_person()), make_account(person=make_person())


def a_person_and_nobody() -> Pair:
    return make_account(person=make_person()), make_account()


def two_councils() -> Pair:
    return make_account(), make_account(authority=make_other_authority())


def two_councils_the_other_way() -> Pair:
    debit, credit = two_councils()
    return credit, debit


def another_council() -> Pair:
    other = make_other_authority()
    return make_account(authority=other), make_account(authority=other)


def two_currencies() -> Pair:
    person = make_person()
    return make_account(person=person), make_account(person=person, currency="EUR")


CROSSING: dict[Callable[[], Pair], tuple[str, str]] = {
    two_people: ("ledger_two_people", "moves money between the accounts of two people"),
    a_person_and_nobody: ("ledger_two_people", "moves money between the accounts of two people"),
    two_councils: ("ledger_two_councils", "touch an account of another council"),
    two_councils_the_other_way: ("ledger_two_councils", "touch an account of another council"),
    another_council: ("ledger_two_councils", "touch an account of another council"),
    two_currencies: ("ledger_two_currencies", "moves money between two currencies"),
}


def written(pair: Pair, **facts: Any) -> Transfer:
    """The row as somebody would write it past the actions."""
    new = new_transfer(*pair)
    return Transfer(
        authority_id=make_authority().pk,
        debit=pair[0],
        credit=pair[1],
        amount_pence=new.amount_pence,
        code=new.code.value,
        effective_date=new.effective_date,
        recorded_at=NOW,
        source=new.source,
        reference=new.reference,
        group=new.group,
        group_total_pence=new.total_pence,
        **facts,
    )


@pytest.mark.parametrize("pair_of", CROSSING)
def test_money_that_would_cross_is_refused_at_posting(
    pair_of: Callable[[], Pair], at: datetime
) -> None:
    code, _ = CROSSING[pair_of]
    with pytest.raises(LedgerConflict) as refused:
        post_transfers(
            by=as_viewer(IMPORTER, at),
            authority_id=make_authority().pk,
            transfers=[new_transfer(make_account(), make_account()), new_transfer(*pair_of())],
        )
    assert refused.value.codes == [code]
    assert not Transfer.objects.exists()


@pytest.mark.parametrize("pair_of", CROSSING)
def test_money_that_would_cross_is_refused_by_the_database(pair_of: Callable[[], Pair]) -> None:
    with pytest.raises(DatabaseError, match="one council, one person"), transaction.atomic():
        written(pair_of()).save()
    assert not Transfer.objects.exists()


@pytest.mark.parametrize("pair_of", CROSSING)
def test_money_that_crossed_without_guards_is_found(pair_of: Callable[[], Pair]) -> None:
    _, says = CROSSING[pair_of]
    drop_guards()
    written(pair_of()).save()
    assert says in " ".join(problems())


def test_account_that_is_not_there_is_refused_at_posting(at: datetime) -> None:
    there, gone = make_account(), Account(pk=99_999)
    with pytest.raises(LedgerConflict, match="ledger_account_not_there"):
        post_transfers(
            by=as_viewer(IMPORTER, at),
            authority_id=there.authority_id,
            transfers=[new_transfer(there, gone)],
        )


def test_money_that_crossed_before_there_was_a_guard_can_be_undone(at: datetime) -> None:
    pair = two_people()
    drop_guards()
    crossed = written(pair)
    crossed.save()
    assert (
        reverse_group(
            by=as_viewer(IMPORTER, at),
            authority_id=crossed.authority_id,
            group=crossed.group,
            effective_date=crossed.effective_date,
        )
        == 1
    )
    assert set(balances([one.pk for one in pair]).values()) == {0}


def make_posted(at: datetime) -> tuple[Transfer, Pair]:
    pair = make_account(), make_account()
    post_transfers(
        by=as_viewer(IMPORTER, at),
        authority_id=pair[0].authority_id,
        transfers=[new_transfer(*pair)],
    )
    return Transfer.objects.get(), pair


@pytest.mark.parametrize("change", ["amount", "side", "account"])
def test_undoing_that_is_no_mirror_is_refused_by_the_database(change: str, at: datetime) -> None:
    """It is let past the guard of owners, so it must be exactly what it undoes."""
    posted, (debit, credit) = make_posted(at)
    wrong = written((credit, debit), reverses=posted)
    if change == "amount":
        wrong.amount_pence = wrong.group_total_pence = 1
    elif change == "side":
        wrong.debit, wrong.credit = debit, credit
    else:
        wrong.debit = make_account(person=make_person())
    with pytest.raises(DatabaseError, match="the other way"), transaction.atomic():
        wrong.save()


def test_money_of_another_currency_waits_in_an_account_of_its_own(at: datetime) -> None:
    person = make_person()
    wanted = [unallocated(person.pk), unallocated(person.pk, "EUR")]
    opened = open_accounts(
        by=as_viewer(IMPORTER, at), authority_id=person.authority_id, accounts=wanted
    )
    assert {code: account.currency for code, account in opened.items()} == {
        f"unallocated:{person.pk}": "GBP",
        f"unallocated:{person.pk}:EUR": "EUR",
    }
