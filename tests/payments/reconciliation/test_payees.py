"""What is known of payees: kept by finance, learnt from matches, shared in a council, never across people."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test.utils import CaptureQueriesContext

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.core.models import AuditEvent
from marketplace.records.queries.contents import sections_of
from marketplace.suppliers.models import Supplier, SupplierStaff
from payments.reconciliation.actions import (
    MATCHER,
    Chosen,
    add_payee_fact,
    confirm_match,
    confirm_payee_fact,
    correct_payee_fact,
    end_payee_fact,
    learn_from_match,
    match_lines,
    open_payee,
    refuse_payee_fact,
    split_line,
    unmatch,
)
from payments.reconciliation.errors import ReconciliationError
from payments.reconciliation.models import Payee, PayeeFact
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
    PayeeSubject,
)
from payments.reconciliation.rules.values import TargetKind
from tests.factories.accounts import as_viewer, make_other_authority, make_user
from tests.factories.brokerage import make_public_listing, thawed
from tests.factories.people import make_person
from tests.factories.reconciliation import Money, make_item, make_line, make_money

pytestmark = pytest.mark.django_db
GREEN = NewFact(PayeeFactKind.TRADING_NAME, "Green Fingers")
BANK = NewFact(PayeeFactKind.ACCOUNT, "200000 55779911")


@pytest.fixture
def money() -> Money:
    return make_money()


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


def paid(money: Money, at: datetime, words: str, days: int = 0) -> int:
    """A payment that no rule matches."""
    line = make_line(money.account, -7777, words, days)
    match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk])
    return line.pk


def confirm(money: Money, at: datetime, line_id: int, *, by: User | None = None) -> None:
    chosen = Chosen(TargetKind.PLAN_LINE, money.amara.pk)
    confirm_match(by=as_viewer(by or money.finance, at), line_id=line_id, chosen=chosen)


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
