"""Two officers who learn of the same payees at one moment: nothing is lost, and nobody waits for ever."""

from datetime import datetime

import pytest

from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from payments.reconciliation.actions import (
    MATCHER,
    Chosen,
    confirm_match,
    confirm_payee_fact,
    match_lines,
    open_payee,
    refuse_payee_fact,
)
from payments.reconciliation.actions.payees import add_payee_fact
from payments.reconciliation.models import Match, Payee, PayeeFact
from payments.reconciliation.rules.payee_facts import NewFact, PayeeFactKind
from payments.reconciliation.rules.values import TargetKind
from tests.factories.accounts import as_viewer, make_user
from tests.factories.at_once import at_once
from tests.factories.brokerage import thawed
from tests.factories.reconciliation import Money, make_line, make_money

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
TEXT = "MRS A OKAFOR"


@pytest.fixture
def money() -> Money:
    return make_money()


@pytest.fixture
def officers(money: Money, at: datetime) -> tuple[Viewer, Viewer]:
    second = make_user(Role.FINANCE, authority=money.person.authority)
    return as_viewer(money.finance, at), as_viewer(second, at)


def waiting(money: Money, at: datetime, days: int) -> int:
    line = make_line(money.account, -7777, TEXT, days)
    match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk])
    return line.pk


def test_two_first_confirmations_at_once_are_a_first_and_a_second(
    money: Money, officers: tuple[Viewer, Viewer], at: datetime
) -> None:
    """Of two people, who buy from one organisation: neither waits for the other's person."""
    other = make_money("Dilys Sandhu", authority=money.person.authority)
    open_payee(by=officers[0], authority_id=money.person.authority_id, name="Fern Payroll")
    with thawed():
        for each in (money, other):
            each.amara.items.update(paid_via="Fern Payroll")
    lines = [(each, waiting(each, at, 0)) for each in (money, other)]

    def press(by: Viewer, whose: Money, line_id: int) -> None:
        chosen = Chosen(TargetKind.PLAN_LINE, whose.amara.pk)
        confirm_match(by=by, line_id=line_id, chosen=chosen)

    refusals = at_once(
        *(
            lambda by=by, whose=whose, line_id=line_id: press(by, whose, line_id)
            for by, (whose, line_id) in zip(officers, lines, strict=True)
        )
    )
    assert refusals == []
    assert Match.objects.active().count() == 2
    fact = PayeeFact.objects.get()
    assert (fact.state, {fact.recorded_by_id, fact.confirmed_by_id}) == (
        "automatic",
        {by.user_id for by in officers},
    )


def test_payee_opened_twice_at_once_is_one(money: Money, officers: tuple[Viewer, Viewer]) -> None:
    subject_of = money.person.authority_id
    refusals = at_once(
        *(
            lambda by=by: open_payee(by=by, authority_id=subject_of, name="Fern Payroll")
            for by in officers
        )
    )
    assert Payee.objects.count() == 1
    assert set(refusals) <= {"payee_known_already"}


def test_fact_confirmed_and_refused_at_once_is_one_of_both(
    money: Money, officers: tuple[Viewer, Viewer]
) -> None:
    first, second = officers
    payee = open_payee(by=first, authority_id=money.person.authority_id, name="Fern Payroll")
    new = NewFact(PayeeFactKind.ACCOUNT, "200000 55779911")
    fact = add_payee_fact(by=first, subject=payee.subject, new=new)
    refusals = at_once(
        lambda: confirm_payee_fact(by=second, fact_id=fact.pk),
        lambda: refuse_payee_fact(by=first, fact_id=fact.pk),
    )
    fact.refresh_from_db()
    # Refused last, after the yes; or first, and the yes came too late.
    assert fact.state == "refused"
    assert refusals in ([], ["payee_fact_not_waiting"])
