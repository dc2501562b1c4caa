"""Facts of payees: typed by finance, agreed by another, corrected and refused, by those who may."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.core.models import AuditEvent
from marketplace.suppliers.models import SupplierStaff
from payments.reconciliation.actions import (
    add_payee_fact,
    confirm_payee_fact,
    correct_payee_fact,
    end_payee_fact,
    open_payee,
    refuse_payee_fact,
)
from payments.reconciliation.models import Payee, PayeeFact
from payments.reconciliation.queries.payees import (
    subject_of_line,
)
from payments.reconciliation.rules.payee_facts import (
    NewFact,
    PayeeFactKind,
    PayeeFactState,
)
from tests.factories.accounts import as_viewer, make_other_authority, make_user
from tests.factories.people import make_person
from tests.factories.reconciliation import Money
from tests.payments.reconciliation.known_payees import (
    BANK,
    add,
    amara_of,
    listed_line,
    officer,
    refused,
)

pytestmark = pytest.mark.django_db


def test_fact_when_typed_is_a_suggestion_with_who_when_and_an_audit_row_without_words(
    money: Money, at: datetime
) -> None:
    fact = add(money, at, amara_of(money))
    assert (fact.state, fact.source, fact.recorded_by, fact.recorded_at) == (
        "suggested",
        "typed",
        money.finance,
        at,
    )
    written = AuditEvent.objects.get(event="payee_fact_added")
    assert written.data == {
        "payee": fact.payee_id,
        "person_id": money.person.pk,
        "kind": "trading",
    }


def test_fact_matches_by_itself_after_the_yes_of_another_only(money: Money, at: datetime) -> None:
    fact = add(money, at, amara_of(money))
    with refused("payee_fact_own"):
        confirm_payee_fact(by=as_viewer(money.finance, at), fact_id=fact.pk)
    second = officer(money)
    confirm_payee_fact(by=as_viewer(second, at), fact_id=fact.pk)
    fact.refresh_from_db()
    assert (fact.state, fact.confirmed_by, fact.confirmed_at) == ("automatic", second, at)
    assert AuditEvent.objects.filter(event="payee_fact_confirmed").count() == 1
    with refused("payee_fact_not_waiting"):
        confirm_payee_fact(by=as_viewer(second, at), fact_id=fact.pk)


def test_second_yes_of_the_same_person_is_refused_by_the_database(
    money: Money, at: datetime
) -> None:
    fact = add(money, at, amara_of(money))
    facts = PayeeFact.objects.filter(pk=fact.pk)
    with pytest.raises(IntegrityError, match="fact_confirmed_by_another"), transaction.atomic():
        facts.update(confirmed_at=at, confirmed_by=money.finance)
    with pytest.raises(IntegrityError, match="fact_automatic_once"), transaction.atomic():
        facts.update(**{"state": PayeeFactState.AUTOMATIC})


def test_same_text_is_known_once_and_a_refused_one_is_not_typed_again(
    money: Money, at: datetime
) -> None:
    by, subject = as_viewer(money.finance, at), amara_of(money)
    fact = add(money, at, subject)
    again = NewFact(PayeeFactKind.BANK_NAME, "GREEN FINGERS LTD")
    with refused("payee_fact_known"):
        add(money, at, subject, again)
    refuse_payee_fact(by=by, fact_id=fact.pk)
    with refused("payee_fact_refused_before"):
        add(money, at, subject, again)
    end_payee_fact(by=by, fact_id=fact.pk)
    assert add(money, at, subject, again).state == "suggested"
    events = ("payee_fact_refused", "payee_fact_ended")
    assert [AuditEvent.objects.filter(event=one).count() for one in events] == [1, 1]


def test_correction_ends_the_old_fact_and_begins_a_new_one(money: Money, at: datetime) -> None:
    fact = add(money, at, amara_of(money), BANK)
    by = as_viewer(money.finance, at)
    new = NewFact(PayeeFactKind.ACCOUNT, "20-00-00 55779912")
    right = correct_payee_fact(by=by, fact_id=fact.pk, new=new)
    fact.refresh_from_db()
    assert (fact.state, fact.text) == ("ended", "20-00-00 55779911")
    assert (right.state, right.text) == ("suggested", "20-00-00 55779912")
    assert AuditEvent.objects.filter(event="payee_fact_corrected").count() == 1


def test_correction_that_is_no_fact_changes_nothing(money: Money, at: datetime) -> None:
    fact = add(money, at, amara_of(money), BANK)
    with refused("payee_account_wrong"):
        correct_payee_fact(
            by=as_viewer(money.finance, at),
            fact_id=fact.pk,
            new=NewFact(PayeeFactKind.ACCOUNT, "20"),
        )
    fact.refresh_from_db()
    assert fact.state == "suggested"


def test_organisation_is_opened_once_in_each_council(money: Money, at: datetime) -> None:
    by, council = as_viewer(money.finance, at), money.person.authority_id
    open_payee(by=by, authority_id=council, name="Fern  Payroll")
    with refused("payee_known_already"):
        open_payee(by=by, authority_id=council, name="FERN PAYROLL")
    other = make_other_authority()
    elsewhere = as_viewer(make_user(Role.FINANCE, authority=other), at)
    open_payee(by=elsewhere, authority_id=other.pk, name="Fern Payroll")
    assert Payee.objects.count() == 2
    with pytest.raises(PermissionDenied):
        open_payee(by=by, authority_id=other.pk, name="Moor Payroll")


ACTS: list[Callable[[User, PayeeFact, datetime], object]] = [
    lambda user, fact, at: add_payee_fact(
        by=as_viewer(user, at), subject=fact.payee.subject, new=BANK
    ),
    lambda user, fact, at: confirm_payee_fact(by=as_viewer(user, at), fact_id=fact.pk),
    lambda user, fact, at: correct_payee_fact(by=as_viewer(user, at), fact_id=fact.pk, new=BANK),
    lambda user, fact, at: refuse_payee_fact(by=as_viewer(user, at), fact_id=fact.pk),
    lambda user, fact, at: end_payee_fact(by=as_viewer(user, at), fact_id=fact.pk),
]


@pytest.mark.parametrize("act", ACTS)
def test_whoever_may_not_keep_a_payee_changes_nothing(
    act: Callable[[User, PayeeFact, datetime], object], money: Money, at: datetime
) -> None:
    own = add(money, at, amara_of(money))
    line_id, supplier = listed_line(money)
    subject = subject_of_line(line_id)
    assert subject is not None
    shared = add(money, at, subject)
    partner = officer(money, "Bea Kestrel")
    SupplierStaff.objects.create(supplier=supplier, user=partner)
    blind = officer(money, "Sees Nobody")
    abroad = make_user(Role.FINANCE, authority=make_other_authority())
    broker = make_user(Role.BROKER, authority=money.person.authority)
    for user, fact in ((partner, shared), (broker, shared), (abroad, shared), (broker, own)):
        with pytest.raises(PermissionDenied):
            act(user, fact, at)
    person = make_person(authority=money.person.authority, name="Dilys Sandhu")
    hers = Payee.objects.create(
        authority=person.authority, person=person, name="Joe", name_key="joe", opened_at=at
    )
    fact = PayeeFact.objects.create(
        payee=hers,
        kind=PayeeFactKind.OWNER_NAME,
        text="Joe Green",
        key="JOE GREEN",
        source="typed",
        recorded_at=at,
        recorded_by=money.finance,
    )
    with pytest.raises(PermissionDenied):
        act(blind, fact, at)
    assert PayeeFact.objects.filter(state="suggested").count() == 3
