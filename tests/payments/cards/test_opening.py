"""The page on which finance opens the account of a payment agreement."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import end_agreement
from marketplace.brokerage.models import PaymentAgreement
from marketplace.brokerage.rules import PayerKind, PaymentBasis, PaymentRoad
from marketplace.core.clock import now
from marketplace.people.models import Person
from marketplace.people.rules import AccessCapacity
from marketplace.tasks.models import Task
from payments.cards.jobs import finish_account_tasks
from payments.cards.models import MoneyAccount
from payments.cards.rules import ImportTask
from tests.factories.accounts import as_viewer, make_user
from tests.factories.cards import make_stripe_card
from tests.factories.funding import make_agreement
from tests.factories.people import let_see, make_person
from tests.factories.plan_pages import as_

pytestmark = pytest.mark.django_db
WEEKLY = {PayerKind.COUNCIL: 30_000}


def agreed(**facts: Any) -> tuple[Person, PaymentAgreement]:
    """Somebody with an agreement and no account, whose money finance sees."""
    person = make_person()
    agreement = make_agreement(person, WEEKLY, from_date=date(2026, 9, 7), **facts)
    let_see(person, AccessCapacity.FINANCE, role=Role.FINANCE)
    return person, agreement


def typed(agreement: PaymentAgreement, **more: Any) -> dict[str, Any]:
    return {
        "agreements": [str(agreement.public_id)],
        "account": "card",
        "last4": "4471",
        "provider": "statement",
        "provider_reference": "",
        **more,
    }


def url(person: Person) -> str:
    return reverse("cards:open_account", args=[person.public_id])


def test_account_is_opened_for_its_agreement_and_the_work_is_done() -> None:
    person, agreement = agreed()
    client = as_(make_user(Role.FINANCE))
    assert Task.objects.open().get().kind == "account_to_open"
    assert person.name in client.get(reverse("cards:to_open")).content.decode()
    response = client.post(url(person), typed(agreement))
    assert response.status_code == 302, response.content.decode()
    account = MoneyAccount.objects.get()
    assert (account.kind, account.last4) == ("card", "4471")
    assert account.agreements.get().agreement == agreement
    assert not Task.objects.open().exists()
    page = client.get(reverse("brokerage:agreements", args=[person.public_id])).content.decode()
    assert "card ending 4471" in page


def test_second_agreement_pays_into_the_account_that_they_have() -> None:
    person, first = agreed()
    client = as_(make_user(Role.FINANCE))
    client.post(url(person), typed(first))
    second = make_agreement(person, {PayerKind.NHS: 100}, from_date=date(2026, 9, 7))
    account = MoneyAccount.objects.get()
    client.post(url(person), typed(second, account=str(account.public_id), last4=""))
    assert account.agreements.count() == 2
    assert MoneyAccount.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"last4": "44"}, "enter 4 digits"),
        ({"last4": ""}, "enter 4 digits"),
        ({"agreements": []}, "Choose 1 or more agreements"),
        ({"account": "bank", "provider_reference": "ic_1"}, "A bank account has no card"),
        ({"provider": "stripe"}, "Enter the card processor’s id"),
    ],
)
def test_account_that_cannot_be_is_refused_beside_its_field(
    facts: dict[str, Any], words: str
) -> None:
    person, agreement = agreed()
    page = as_(make_user(Role.FINANCE)).post(url(person), typed(agreement, **facts))
    assert words in page.content.decode()
    assert not MoneyAccount.objects.exists()


def test_card_id_that_another_card_has_is_refused() -> None:
    make_stripe_card("ic_1")
    person, agreement = agreed()
    facts = typed(agreement, provider="stripe", provider_reference="ic_1")
    page = as_(make_user(Role.FINANCE)).post(url(person), facts).content.decode()
    assert "Another card has this id" in page


def test_work_on_an_account_is_done_when_its_agreement_ends() -> None:
    person, agreement = agreed()
    other, _ = agreed()
    finance = make_user(Role.FINANCE)
    with time_machine.travel(datetime(2026, 9, 21, 9, tzinfo=UTC), tick=False):
        end_agreement(by=as_viewer(finance, now()), agreement=agreement, day=date(2026, 9, 28))
        finish_account_tasks.func()
        assert asked() == {person.pk, other.pk}
    with time_machine.travel(datetime(2026, 9, 28, 2, tzinfo=UTC), tick=False):
        finish_account_tasks.func()
        assert asked() == {other.pk}


def test_work_on_an_account_is_done_at_once_when_its_agreement_ends_today() -> None:
    person, agreement = agreed()
    finance = make_user(Role.FINANCE)
    with time_machine.travel(datetime(2026, 9, 21, 9, tzinfo=UTC), tick=False):
        assert asked() == {person.pk}
        end_agreement(by=as_viewer(finance, now()), agreement=agreement, day=date(2026, 9, 21))
    assert not Task.objects.open().exists()


def asked() -> set[int]:
    tasks = Task.objects.open().filter(kind=ImportTask.ACCOUNT)
    return set(tasks.values_list("subject_id", flat=True))


def test_money_that_goes_through_no_account_needs_none() -> None:
    agreed(road=PaymentRoad.COUNCIL_MANAGED, basis=PaymentBasis.GROSS)
    assert not Task.objects.open().exists()


def test_account_page_is_for_finance_of_whose_money_they_see() -> None:
    person = make_person()
    assert as_(make_user(Role.FINANCE)).get(url(person)).status_code == 404
    assert as_(make_user(Role.PRACTITIONER)).get(url(person)).status_code == 403
