"""Whom a council pays: listed, searched, shared in the council and never across people."""

from datetime import datetime

import pytest
from django.db import transaction
from django.test.utils import CaptureQueriesContext

from marketplace.accounts.rules import Role
from marketplace.records.queries.contents import sections_of
from marketplace.suppliers.models import Supplier
from payments.reconciliation.actions import (
    open_payee,
)
from payments.reconciliation.models import PayeeFact
from payments.reconciliation.queries.payees import (
    own_payees,
    payees_of,
    payees_of_lines,
    shared_payees,
    subject_of_line,
)
from payments.reconciliation.rules.payee_facts import (
    NewFact,
    PayeeFactKind,
    PayeeFactState,
)
from tests.factories.accounts import as_viewer, make_other_authority, make_user
from tests.factories.brokerage import thawed
from tests.factories.reconciliation import Money, make_item, make_money
from tests.payments.reconciliation.known_payees import (
    BANK,
    GREEN,
    add,
    amara_of,
    listed_line,
    supplier_of,
)

pytestmark = pytest.mark.django_db


def test_payees_are_listed_in_their_council_and_private_ones_only_with_their_person(
    money: Money, at: datetime
) -> None:
    line_id, supplier = listed_line(money)
    subject = subject_of_line(line_id)
    assert subject is not None
    add(money, at, subject, BANK)
    add(money, at, amara_of(money))
    mine, council = as_viewer(money.finance, at), money.person.authority_id
    open_payee(by=mine, authority_id=council, name="Fern Payroll")
    abroad = as_viewer(make_user(Role.FINANCE, authority=make_other_authority()), at)
    assert {row.name for row in shared_payees(mine, "")} == {supplier.name, "Fern Payroll"}
    assert [row.name for row in shared_payees(mine, "55779911")] == [supplier.name]
    assert [row.name for row in shared_payees(mine, "fern p")] == ["Fern Payroll"]
    assert shared_payees(mine, "Green Fingers") == []
    assert [row.name for row in own_payees(mine, money.person)] == ["Amara Obi"]
    for words in ("", "Fern", "55779911"):
        assert shared_payees(abroad, words) == []
    assert own_payees(abroad, money.person) == []


def test_search_finds_suppliers_of_whom_nothing_is_known(money: Money, at: datetime) -> None:
    supplier = supplier_of(money)
    (row,) = shared_payees(as_viewer(money.finance, at), supplier.name[:6])
    assert (row.public_id, row.supplier_id, row.known) == (None, supplier.public_id, 0)


def test_supplier_is_known_to_everybody_of_the_council_and_own_payees_to_their_person_only(
    money: Money, at: datetime
) -> None:
    other = make_money("Dilys Sandhu")
    line_id, supplier = listed_line(money)
    listing = supplier.listings.get()
    hers = make_item(
        other.plan.outcomes.get(), provider_name=supplier.name, kind="listing", listing=listing
    ).line_id
    shared = subject_of_line(line_id)
    assert shared is not None
    for subject, new in ((shared, BANK), (amara_of(money), GREEN)):
        fact = add(money, at, subject, new)
        PayeeFact.objects.filter(pk=fact.pk).update(
            **{"state": PayeeFactState.AUTOMATIC}, confirmed_at=at, confirmed_by_system="test"
        )
    known = payees_of_lines([line_id, hers, money.amara.pk, other.amara.pk])
    assert known[line_id].key == known[hers].key
    assert known[hers].automatic.accounts == {"20000055779911"}
    assert known[money.amara.pk].automatic.names == {"Amara Obi", "Green Fingers"}
    assert known[other.amara.pk].automatic.names == {"Amara Obi"}
    assert known[money.amara.pk].key != known[other.amara.pk].key
    names = payees_of(money.person.authority_id)
    assert shared.key in names
    assert not any("Green Fingers" in of_payee for of_payee in names.values())


def test_text_of_several_payees_matches_none_by_itself(money: Money, at: datetime) -> None:
    line_id, supplier = listed_line(money)
    shared = subject_of_line(line_id)
    assert shared is not None
    for subject in (shared, amara_of(money)):
        add(money, at, subject, BANK)
    PayeeFact.objects.update(
        **{"state": PayeeFactState.AUTOMATIC}, confirmed_at=at, confirmed_by_system="test"
    )
    known = payees_of_lines([line_id, money.amara.pk])
    for line in (line_id, money.amara.pk):
        assert known[line].automatic.accounts == frozenset()
        assert known[line].suggested.accounts == {"20000055779911"}
    other = make_money("Dilys Sandhu")
    hers = make_item(
        other.plan.outcomes.get(),
        provider_name=supplier.name,
        kind="listing",
        listing=supplier.listings.get(),
    ).line_id
    # Whom Margaret alone pays is nothing to Dilys.
    assert payees_of_lines([hers])[hers].automatic.accounts == {"20000055779911"}


def test_wages_go_to_who_pays_them_shared_once_the_council_knows_them(
    money: Money, at: datetime
) -> None:
    with thawed():
        money.amara.items.update(paid_via="Fern Payroll")
    assert amara_of(money).person_id == money.person.pk
    open_payee(
        by=as_viewer(money.finance, at),
        authority_id=money.person.authority_id,
        name="FERN PAYROLL",
    )
    subject = amara_of(money)
    assert (subject.is_private, subject.name) == (False, "Fern Payroll")
    add(money, at, subject, NewFact(PayeeFactKind.BANK_NAME, "FERNPAY SVCS"))
    known = payees_of_lines([money.amara.pk])[money.amara.pk]
    assert known.automatic.names == {"Fern Payroll"}
    assert known.suggested.names == {"FERNPAY SVCS"}
    names = payees_of(money.person.authority_id)
    assert frozenset({"FERN PAYROLL", "FERNPAY SVCS"}) in names.values()


def test_descriptors_and_references_are_kept_apart(money: Money, at: datetime) -> None:
    subject = amara_of(money)
    add(money, at, subject, NewFact(PayeeFactKind.DESCRIPTOR, "SUMUP  *AMARA"))
    add(money, at, subject, NewFact(PayeeFactKind.REFERENCE, "AO-20417"))
    known = payees_of_lines([money.amara.pk])[money.amara.pk].suggested
    assert (known.descriptors, known.references, known.names) == (
        {"SUMUP *AMARA"},
        {"AO-20417"},
        frozenset(),
    )


def test_erased_supplier_is_no_payee_any_more(money: Money, at: datetime) -> None:
    line_id, supplier = listed_line(money)
    subject = subject_of_line(line_id)
    assert subject is not None
    add(money, at, subject, BANK)
    Supplier.objects.filter(pk=supplier.pk).update(erased_at=at, name="")
    assert shared_payees(as_viewer(money.finance, at), "55779911") == []
    assert subject.key not in payees_of(money.person.authority_id)


def test_reading_payees_takes_as_many_queries_for_many_as_for_one(
    money: Money, at: datetime
) -> None:
    def queries(line_ids: list[int]) -> int:
        with CaptureQueriesContext(transaction.get_connection()) as captured:
            payees_of_lines(line_ids)
            payees_of(money.person.authority_id)
        return len(captured)

    add(money, at, amara_of(money))
    few = queries([money.amara.pk])
    others = [make_money(f"Person {number}") for number in range(3)]
    for other in others:
        add(other, at, amara_of(other), BANK)
    many = queries([each.amara.pk for each in (money, *others)])
    assert many == few


def test_copy_of_everything_says_whom_a_person_pays_and_leaves_out_sums_that_are_not_agreed(
    money: Money, at: datetime
) -> None:
    add(money, at, amara_of(money))
    said = {one.kind: one.rows for one in sections_of(money.person)}
    assert said["Whom you pay"] == [[("Name", "Amara Obi")]]
    (fact,) = said["What payments to them say"]
    assert ("What payments say", "Green Fingers") in fact
    labels = {label for row in said["Support you have planned"] for label, _ in row}
    assert not labels & {"Least pay", "Most pay", "Reference on the payment"}
