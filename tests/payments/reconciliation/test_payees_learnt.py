"""What a match teaches of a payee, and what it does not."""

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied

from marketplace.core.models import AuditEvent
from marketplace.suppliers.models import SupplierStaff
from payments.reconciliation.actions import (
    MATCHER,
    Chosen,
    confirm_match,
    learn_from_match,
    match_lines,
    refuse_payee_fact,
    split_line,
    unmatch,
)
from payments.reconciliation.models import PayeeFact
from payments.reconciliation.rules.values import TargetKind
from tests.factories.accounts import as_viewer
from tests.factories.reconciliation import Money, make_line
from tests.payments.reconciliation.known_payees import confirm, listed_line, officer, paid

pytestmark = pytest.mark.django_db


def test_match_teaches_a_suggestion_first_and_matches_by_itself_after_anothers(
    money: Money, at: datetime
) -> None:
    confirm(money, at, paid(money, at, "MRS A OKAFOR"))
    fact = PayeeFact.objects.get()
    assert (fact.text, fact.kind, fact.source, fact.state) == (
        "MRS A OKAFOR",
        "descriptor",
        "learnt",
        "suggested",
    )
    confirm(money, at, paid(money, at, "MRS A OKAFOR", 1))
    fact.refresh_from_db()
    assert fact.state == "suggested", "the same officer again is no second yes"
    second = officer(money)
    confirm(money, at, paid(money, at, "MRS A OKAFOR", 2), by=second)
    fact.refresh_from_db()
    assert (fact.state, fact.confirmed_by) == ("automatic", second)
    events = AuditEvent.objects.filter(subject_type="reconciliation.payeefact")
    assert sorted(events.values_list("event", flat=True)) == [
        "payee_fact_confirmed",
        "payee_fact_learnt",
    ]
    assert PayeeFact.objects.count() == 1


def test_match_teaches_nothing_that_is_known_nobodys_refused_or_split(
    money: Money, at: datetime
) -> None:
    confirm(money, at, paid(money, at, "PAYPAL 4471"))
    known = make_line(money.account, -7777, "AMARA OBI", 3)
    match_lines(by=as_viewer(MATCHER, at), line_ids=[known.pk])
    confirm(money, at, known.pk)
    split_line(
        by=as_viewer(money.finance, at),
        line_id=paid(money, at, "BOTH OF THEM", 4),
        chosen=[
            Chosen(TargetKind.PLAN_LINE, money.amara.pk, 7000),
            Chosen(TargetKind.PLAN_LINE, money.cars.pk, 777),
        ],
    )
    assert not PayeeFact.objects.exists()
    confirm(money, at, paid(money, at, "MRS A OKAFOR", 5))
    fact = PayeeFact.objects.get()
    refuse_payee_fact(by=as_viewer(money.finance, at), fact_id=fact.pk)
    confirm(money, at, paid(money, at, "MRS A OKAFOR", 6))
    fact.refresh_from_db()
    assert (fact.state, PayeeFact.objects.count()) == ("refused", 1)


def test_match_to_whom_another_payee_is_named_teaches_nothing(money: Money, at: datetime) -> None:
    _, supplier = listed_line(money)
    confirm(money, at, paid(money, at, supplier.name.upper()))
    assert not PayeeFact.objects.exists()


def test_who_acts_for_a_supplier_matches_and_teaches_nothing(money: Money, at: datetime) -> None:
    line_id, supplier = listed_line(money)
    SupplierStaff.objects.create(supplier=supplier, user=money.finance)
    payment = paid(money, at, "KESTREL HEAD OFFICE")
    chosen = Chosen(TargetKind.PLAN_LINE, line_id)
    match = confirm_match(by=as_viewer(money.finance, at), line_id=payment, chosen=chosen)
    assert not PayeeFact.objects.exists()
    with pytest.raises(PermissionDenied):
        learn_from_match(by=as_viewer(money.finance, at), line=match.line, plan_line_id=line_id)


def test_undone_match_leaves_what_it_taught_for_a_person_to_refuse(
    money: Money, at: datetime
) -> None:
    payment = paid(money, at, "MRS A OKAFOR")
    confirm(money, at, payment)
    unmatch(by=as_viewer(money.finance, at), line_id=payment)
    assert PayeeFact.objects.get().state == "suggested"
