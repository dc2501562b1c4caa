"""What the tests of payees do again and again: name, add, pay, confirm."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.suppliers.models import Supplier
from payments.reconciliation.actions import (
    MATCHER,
    Chosen,
    add_payee_fact,
    confirm_match,
    match_lines,
)
from payments.reconciliation.errors import ReconciliationError
from payments.reconciliation.models import PayeeFact
from payments.reconciliation.queries.payees import (
    subject_of_line,
)
from payments.reconciliation.rules.payee_facts import (
    NewFact,
    PayeeFactKind,
    PayeeSubject,
)
from payments.reconciliation.rules.values import TargetKind
from tests.factories.accounts import as_viewer, make_user
from tests.factories.brokerage import make_public_listing
from tests.factories.reconciliation import Money, make_item, make_line

GREEN = NewFact(PayeeFactKind.TRADING_NAME, "Green Fingers")
BANK = NewFact(PayeeFactKind.ACCOUNT, "200000 55779911")


def officer(money: Money, name: str = "Ann Lee") -> User:
    """Another finance officer of the same council."""
    return make_user(Role.FINANCE, authority=money.person.authority, name=name)


def amara_of(money: Money) -> PayeeSubject:
    found = subject_of_line(money.amara.pk)
    assert found is not None
    return found


def supplier_of(money: Money) -> Supplier:
    """A supplier of the directory, from whom the person buys a line of their plan."""
    return make_public_listing(authority=money.person.authority).supplier


def listed_line(money: Money) -> tuple[int, Supplier]:
    """A line of the plan that a supplier of the directory is paid for."""
    listing = make_public_listing(authority=money.person.authority)
    outcome = money.plan.outcomes.get()
    item = make_item(
        outcome,
        provider_name=listing.supplier.name,
        kind="listing",
        listing=listing,
        price_pence=1_920,
    )
    return item.line_id, listing.supplier


def add(money: Money, at: datetime, subject: PayeeSubject, new: NewFact = GREEN) -> PayeeFact:
    return add_payee_fact(by=as_viewer(money.finance, at), subject=subject, new=new)


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(ReconciliationError) as refusal:
        yield
    assert refusal.value.codes == [code]


def paid(money: Money, at: datetime, words: str, days: int = 0) -> int:
    """A payment that no rule matches."""
    line = make_line(money.account, -7777, words, days)
    match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk])
    return line.pk


def confirm(money: Money, at: datetime, line_id: int, *, by: User | None = None) -> None:
    chosen = Chosen(TargetKind.PLAN_LINE, money.amara.pk)
    confirm_match(by=as_viewer(by or money.finance, at), line_id=line_id, chosen=chosen)
