"""A person's lasting funds: one for each payer, programme and reference."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import NewFund, open_fund
from marketplace.brokerage.models import Fund, Payer
from marketplace.brokerage.rules import FREE_OF_CHARGE, PayerKind, Programme
from marketplace.core.models import AuditEvent
from marketplace.people.models import Person
from tests.factories.accounts import as_viewer, make_user
from tests.factories.brokerage import refused
from tests.factories.funding import EARLY, make_budget, make_fund
from tests.factories.people import REGISTRY, make_person

pytestmark = pytest.mark.django_db
AFTERCARE = NewFund(PayerKind.NHS, "Fern Valley NHS", Programme.AFTERCARE, "117/44")


def opened(person: Person, new: NewFund) -> Fund:
    return open_fund(
        by=as_viewer(REGISTRY, EARLY), person=person, new=new, opened_date=EARLY.date()
    )


def test_same_payer_programme_and_reference_are_one_fund_opened_once() -> None:
    person = make_person()
    assert opened(person, AFTERCARE) == opened(person, replace(AFTERCARE, reference=" 117/44 "))
    assert AuditEvent.objects.filter(event="fund_opened").count() == 1


def test_one_payer_may_have_several_funds_of_a_person() -> None:
    person = make_person()
    continuing = replace(AFTERCARE, programme=Programme.CONTINUING_CARE)
    funds = {opened(person, new) for new in (AFTERCARE, continuing)}
    funds.add(opened(person, replace(AFTERCARE, reference="117/45")))
    assert len(funds) == 3
    assert Payer.objects.count() == 1
    assert sorted(fund.label for fund in funds) == [
        "Fern Valley NHS, NHS continuing health care",
        "Fern Valley NHS, section 117 aftercare",
        "Fern Valley NHS, section 117 aftercare",
    ]


def test_funds_of_two_people_are_two_and_their_payer_is_one() -> None:
    assert opened(make_person(), AFTERCARE) != opened(make_person(), AFTERCARE)
    assert Payer.objects.count() == 1


def test_fund_outlives_every_budget_that_names_it() -> None:
    person = make_person()
    fund = make_fund(person, PayerKind.COUNCIL)
    for month in (4, 5):
        make_budget(person, {PayerKind.COUNCIL: 100}, from_date=EARLY.date().replace(month=month))
    assert {budget.amounts.get().fund for budget in person.budgets.all()} == {fund}


@pytest.mark.parametrize("programme", sorted(FREE_OF_CHARGE))
def test_contribution_to_free_care_is_refused_by_the_action_and_the_database(
    programme: Programme,
) -> None:
    person = make_person()
    with refused("fund_free_of_charge"):
        opened(person, NewFund(PayerKind.PERSON, "Margaret", programme))
    own = make_fund(person, PayerKind.PERSON)
    with pytest.raises(IntegrityError, match="no_contribution"), transaction.atomic():
        Fund.objects.filter(pk=own.pk).update(programme=programme)
    nhs = opened(person, replace(AFTERCARE, programme=programme))
    with pytest.raises(IntegrityError, match="no_contribution"), transaction.atomic():
        Fund.objects.filter(pk=nhs.pk).update(payer_kind=PayerKind.PERSON)


def test_second_open_fund_of_the_same_is_refused_by_the_database() -> None:
    fund = opened(make_person(), AFTERCARE)
    fund.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        Fund.objects.bulk_create([fund])


@pytest.mark.parametrize("role", [Role.BROKER, Role.FINANCE, Role.PERSON])
def test_funds_are_opened_by_whoever_assesses(role: Role) -> None:
    with pytest.raises(PermissionDenied):
        open_fund(
            by=as_viewer(make_user(role), EARLY),
            person=make_person(),
            new=AFTERCARE,
            opened_date=EARLY.date(),
        )
