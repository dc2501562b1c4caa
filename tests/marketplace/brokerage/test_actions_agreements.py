"""Payment agreements and their terms: by which road, how much of each fund from when."""

from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import (
    NewAgreement,
    References,
    agree_terms,
    end_agreement,
    open_agreement,
    set_references,
)
from marketplace.brokerage.models import AccountHolder, AgreementTerms, PaymentAgreement
from marketplace.brokerage.queries import funding
from marketplace.brokerage.rules import (
    PAYMENT_REFERENCE_LENGTH,
    Amount,
    PayerKind,
    PaymentBasis,
    PaymentRoad,
    PaymentSchedule,
)
from marketplace.brokerage.signals import funding_changed
from marketplace.core.models import AuditEvent
from marketplace.core.periods import Period
from marketplace.people.models import Person
from tests.factories.accounts import as_viewer, make_user
from tests.factories.brokerage import refused
from tests.factories.funding import EARLY, amounts_of, make_agreement, make_fund
from tests.factories.people import REGISTRY, make_person

pytestmark = pytest.mark.django_db
APRIL, JUNE, OCTOBER = date(2026, 4, 6), date(2026, 6, 1), date(2026, 10, 1)
YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))
OLD, NEW = {PayerKind.COUNCIL: 20_000}, {PayerKind.COUNCIL: 21_000}


def again(
    agreement: PaymentAgreement,
    weekly: dict[PayerKind, int],
    first: date,
    until: date | None = None,
    at: datetime = EARLY,
) -> AgreementTerms:
    return agree_terms(
        by=as_viewer(REGISTRY, at),
        agreement=agreement,
        amounts=amounts_of(agreement.person, weekly),
        from_date=first,
        until_date=until,
    )


def segments(person: Person) -> list[tuple[date, date | None, int]]:
    return [
        (one.first, one.until, sum(part.weekly_pence for part in one.parts))
        for one in funding([person.pk], YEAR)[person.pk]
    ]


def test_terms_agreed_ahead_change_nothing_before_their_first_day() -> None:
    agreement = make_agreement(make_person(), OLD, from_date=APRIL)
    again(agreement, NEW, OCTOBER)
    assert segments(agreement.person) == [(APRIL, OCTOBER, 20_000), (OCTOBER, None, 21_000)]


def test_terms_agreed_for_earlier_days_hold_until_the_next_begin() -> None:
    agreement = make_agreement(make_person(), OLD, from_date=OCTOBER)
    again(agreement, NEW, APRIL)
    assert segments(agreement.person) == [(APRIL, OCTOBER, 21_000), (OCTOBER, None, 20_000)]


def test_same_terms_agreed_again_are_one_segment_as_before() -> None:
    agreement = make_agreement(make_person(), OLD, from_date=APRIL)
    before = funding([agreement.person_id], YEAR)
    again(agreement, OLD, JUNE)
    again(agreement, OLD, APRIL)
    assert funding([agreement.person_id], YEAR) == before
    assert agreement.terms.count() == 3


def test_ended_agreement_pays_no_more_and_what_was_agreed_for_later_is_gone() -> None:
    agreement = make_agreement(make_person(), OLD, from_date=APRIL)
    again(agreement, NEW, OCTOBER)
    by = as_viewer(REGISTRY, EARLY)
    end_agreement(by=by, agreement=agreement, day=JUNE)
    assert segments(agreement.person) == [(APRIL, JUNE, 20_000)]
    with refused("agreement_none_to_end"):
        end_agreement(by=by, agreement=agreement, day=JUNE)


def test_agreements_beside_each_other_keep_their_own_terms() -> None:
    person = make_person()
    card = make_agreement(person, OLD, from_date=APRIL)
    make_agreement(person, NEW, from_date=APRIL, road=PaymentRoad.BANK)
    again(card, NEW, OCTOBER)
    assert segments(person) == [
        (APRIL, OCTOBER, 20_000),
        (OCTOBER, None, 21_000),
        (APRIL, None, 21_000),
    ]


def test_every_change_of_terms_is_announced_from_its_first_day() -> None:
    heard: list[tuple[list[int], date]] = []

    def listen(person_ids: list[int], first: date, **_: Any) -> None:
        heard.append((person_ids, first))

    agreement = make_agreement(make_person(), OLD, from_date=OCTOBER)
    funding_changed.connect(listen)
    try:
        again(agreement, NEW, APRIL)
        end_agreement(by=as_viewer(REGISTRY, EARLY), agreement=agreement, day=JUNE)
    finally:
        funding_changed.disconnect(listen)
    assert heard == [([agreement.person_id], APRIL), ([agreement.person_id], JUNE)]


def test_managed_accounts_of_several_people_may_have_one_holder() -> None:
    for _ in range(2):
        make_agreement(make_person(), OLD, from_date=APRIL, road=PaymentRoad.MANAGED_ACCOUNT)
    assert AccountHolder.objects.get().agreements.count() == 2


@pytest.mark.parametrize(
    ("road", "basis", "holder", "code"),
    [
        ("managed_account", "net", "", "agreement_holder_missing"),
        ("card", "net", "Fern Payroll", "agreement_holder_not_wanted"),
        ("council_managed", "net", "", "agreement_net_without_an_account"),
        ("service_fund", "net", "", "agreement_net_without_an_account"),
    ],
)
def test_road_that_cannot_be_is_refused(road: str, basis: str, holder: str, code: str) -> None:
    new = NewAgreement(
        PaymentRoad(road), PaymentBasis(basis), PaymentSchedule.WEEK, APRIL, 0, holder
    )
    with refused(code):
        open_agreement(by=as_viewer(REGISTRY, EARLY), person=make_person(), new=new)


def test_database_refuses_a_managed_account_without_its_holder() -> None:
    agreement = make_agreement(make_person(), OLD, from_date=APRIL)
    with pytest.raises(IntegrityError, match="holder"), transaction.atomic():
        PaymentAgreement.objects.filter(pk=agreement.pk).update(road=PaymentRoad.MANAGED_ACCOUNT)


def test_money_of_another_person_is_refused() -> None:
    agreement = make_agreement(make_person(), OLD, from_date=APRIL)
    amounts = {make_fund(make_person(), PayerKind.COUNCIL): Amount(100)}
    with refused("fund_of_another_person"):
        agree_terms(
            by=as_viewer(REGISTRY, EARLY), agreement=agreement, amounts=amounts, from_date=JUNE
        )


@pytest.mark.parametrize("role", [Role.BROKER, Role.PRACTITIONER, Role.APPROVER, Role.PERSON])
def test_only_finance_agrees_how_money_is_paid(role: Role) -> None:
    agreement = make_agreement(make_person(), OLD, from_date=APRIL)
    by, amounts = as_viewer(make_user(role), EARLY), amounts_of(agreement.person, NEW)
    new = NewAgreement(PaymentRoad.CARD, PaymentBasis.NET, PaymentSchedule.WEEK, APRIL)
    with pytest.raises(PermissionDenied):
        open_agreement(by=by, person=agreement.person, new=new)
    with pytest.raises(PermissionDenied):
        agree_terms(by=by, agreement=agreement, amounts=amounts, from_date=JUNE)
    with pytest.raises(PermissionDenied):
        end_agreement(by=by, agreement=agreement, day=JUNE)
    assert segments(agreement.person) == [(APRIL, None, 20_000)]


def test_database_refuses_two_terms_of_an_agreement_for_one_day() -> None:
    agreement = make_agreement(make_person(), OLD, from_date=APRIL, until_date=JUNE)
    again(agreement, NEW, JUNE)
    first = agreement.terms.order_by("from_date")[0]
    with pytest.raises(DatabaseError, match="same day"), transaction.atomic():
        AgreementTerms.objects.filter(pk=first.pk).update(until_date=date(2026, 6, 2))
    first.pk, first.until_date = None, APRIL
    AgreementTerms.objects.bulk_create([first])  # It holds for no day, so it meets nothing.
    first.pk, first.until_date = None, date(2026, 4, 7)
    with pytest.raises(DatabaseError, match="same day"), transaction.atomic():
        AgreementTerms.objects.bulk_create([first])


def test_references_when_set_are_told_to_payments_and_waiting_ones_are_looked_at_again() -> None:
    person = make_person()
    agreement = make_agreement(person, OLD, from_date=APRIL)
    told: list[dict[str, Any]] = []

    def hear(**said: Any) -> None:
        told.append(said)

    funding_changed.connect(hear)
    try:
        set_references(
            by=as_viewer(REGISTRY, EARLY),
            agreement=agreement,
            references=References("DP 20417", "DP 20417 C"),
            contingency_weeks=4,
        )
    finally:
        funding_changed.disconnect(hear)
    (segment,) = funding([person.pk], YEAR)[person.pk]
    assert segment.payment_reference == "DP 20417"
    assert segment.contribution_reference == "DP 20417 C"
    assert segment.contingency_weeks == 4
    assert [each["person_ids"] for each in told] == [[person.pk]]
    written = AuditEvent.objects.get(event="agreement_references_set")
    assert (written.subject_id, written.data) == (agreement.pk, {"weeks": 4})


def test_reference_when_too_long_for_a_statement_is_refused() -> None:
    agreement = make_agreement(make_person(), OLD, from_date=APRIL)
    long = References(contribution="C" * (PAYMENT_REFERENCE_LENGTH + 1))
    by = as_viewer(REGISTRY, EARLY)
    with refused("plan_text_too_long"):
        set_references(by=by, agreement=agreement, references=long, contingency_weeks=None)


def test_references_when_somebody_is_not_of_finance_are_not_theirs_to_set() -> None:
    agreement = make_agreement(make_person(), OLD, from_date=APRIL)
    with pytest.raises(PermissionDenied):
        set_references(
            by=as_viewer(make_user(Role.BROKER), EARLY),
            agreement=agreement,
            references=References("DP 1"),
            contingency_weeks=None,
        )
