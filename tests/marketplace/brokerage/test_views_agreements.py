"""The pages on which finance agrees how a budget is paid."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import (
    agree_proposed,
    agree_terms,
    end_agreement,
    keep_payments,
    open_agreement,
    propose_budget,
)
from marketplace.brokerage.models import AgreementTerms, Fund, PaymentAgreement
from marketplace.brokerage.rules import BudgetKind, PayerKind
from marketplace.brokerage.samples import direct_payment
from marketplace.core.clock import now, today
from marketplace.people.models import Person
from marketplace.people.rules import AccessCapacity
from marketplace.tasks.models import Task
from tests.factories.accounts import as_viewer, make_user
from tests.factories.funding import amounts_of, make_agreement, make_budget
from tests.factories.people import let_see, let_speak, make_person
from tests.factories.plan_pages import as_

pytestmark = pytest.mark.django_db
COUNCIL = {PayerKind.COUNCIL: 30_000}


def budgeted() -> tuple[Person, User]:
    """Somebody whose budget two people just agreed, and a finance officer."""
    person = make_person()
    first, second = make_user(Role.PRACTITIONER), make_user(Role.PRACTITIONER)
    budget = propose_budget(
        by=as_viewer(first, now()),
        person=person,
        amounts=amounts_of(person, COUNCIL),
        from_date=today(),
    )
    agree_proposed(by=as_viewer(second, now()), budget=budget)
    return person, make_user(Role.FINANCE)


def test_carers_budget_is_shown_beside_care_and_paid_where_it_is_the_only_one() -> None:
    person = make_person()
    carer = {"from_date": date(2026, 9, 7), "kind": BudgetKind.CARER}
    make_budget(person, {PayerKind.COUNCIL: 5_000}, **carer)  # type: ignore[arg-type]
    let_see(person, AccessCapacity.FINANCE, role=Role.FINANCE)
    client = as_(make_user(Role.FINANCE))
    page = client.get(page_of(person)).content.decode()
    assert "Agreed budget: carer’s support" in page
    assert "No budget is in force" not in page
    assert 'value="50.00"' in client.get(new_url(person)).content.decode()
    make_budget(person, COUNCIL, from_date=date(2026, 9, 7))
    page = client.get(page_of(person)).content.decode()
    assert page.index("£300.00") < page.index("Agreed budget: carer’s support")
    assert "£50.00" in page
    assert 'value="300.00"' in client.get(new_url(person)).content.decode()


def boxes(name: str, day: date) -> dict[str, int]:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def typed(weekly: str, **more: Any) -> dict[str, Any]:
    fund = Fund.objects.get()
    return {
        "road": "card",
        "holder_name": "",
        "basis": "net",
        "schedule": "four_weeks",
        "contingency_weeks": "8",
        **boxes("first_payment", today()),
        **boxes("first_day", today()),
        f"weekly_{fund.pk}": weekly,
        f"once_{fund.pk}": "",
        **more,
    }


def new_url(person: Person) -> str:
    return reverse("brokerage:new_agreement", args=[person.public_id])


def page_of(person: Person) -> str:
    return reverse("brokerage:agreements", args=[person.public_id])


def test_agreement_is_made_from_the_budget_and_its_account_is_the_next_work() -> None:
    person, finance = budgeted()
    client = as_(finance)
    assert person.name in client.get(reverse("brokerage:to_pay")).content.decode()
    assert 'value="300.00"' in client.get(new_url(person)).content.decode()
    response = client.post(new_url(person), typed("300.00"))
    assert response.status_code == 302, response.content.decode()
    agreement = PaymentAgreement.objects.get()
    assert agreement.contingency_weeks == 8
    assert AgreementTerms.objects.get().amounts.get().weekly_pence == 30_000
    work = set(Task.objects.open().filter(role=Role.FINANCE).values_list("kind", flat=True))
    assert work == {"account_to_open"}
    page = client.get(page_of(person)).content.decode()
    assert "No account yet" in page
    assert reverse("cards:open_account", args=[person.public_id]) in page


def test_more_than_the_budget_has_is_asked_about() -> None:
    person, finance = budgeted()
    page = as_(finance).post(new_url(person), typed("400.00")).content.decode()
    assert "The budget leaves £300.00 of this money" in page
    assert not PaymentAgreement.objects.exists()


def test_road_that_needs_a_holder_is_refused_and_nothing_is_kept() -> None:
    person, finance = budgeted()
    page = as_(finance).post(new_url(person), typed("300.00", road="managed_account"))
    assert "Enter who holds the managed account." in page.content.decode()
    assert not PaymentAgreement.objects.exists()


def test_amounts_are_changed_from_a_day_and_the_agreement_ends() -> None:
    person = make_person()
    agreement = make_agreement(person, COUNCIL, from_date=date(2026, 9, 7))
    let_see(person, AccessCapacity.FINANCE, role=Role.FINANCE)
    client = as_(make_user(Role.FINANCE))
    change = reverse("brokerage:change_terms", args=[agreement.public_id])
    page = client.post(change, typed("310.00"))
    facts = {"asked": page.context["form"].data["asked"], "checked": "on"}
    assert client.post(change, {**typed("310.00"), **facts}).status_code == 302
    assert agreement.terms.count() == 2
    end = reverse("brokerage:end_agreement", args=[agreement.public_id])
    assert client.post(end, boxes("last_day", today())).status_code == 302
    assert agreement.terms.filter(until_date=None).count() == 0


def test_payments_that_stay_as_they_are_end_the_work() -> None:
    person, finance = budgeted()
    as_(finance).post(reverse("brokerage:keep_payments", args=[person.public_id]))
    assert not Task.objects.open().filter(kind="payment_to_agree").exists()


def test_agreements_are_not_there_before_a_budget_nor_for_another_role() -> None:
    person = make_person()
    assert as_(make_user(Role.FINANCE)).get(page_of(person)).status_code == 404
    assert as_(make_user(Role.PRACTITIONER)).get(page_of(person)).status_code == 403


def test_payments_of_somebody_close_are_agreed_by_a_colleague() -> None:
    person, finance = budgeted()
    agreement = make_agreement(person, COUNCIL, from_date=date(2026, 9, 7), at=now())
    let_speak(person, finance)
    client, by = as_(finance), as_viewer(finance, now())
    page = client.get(page_of(person)).content.decode()
    assert "A colleague agrees these payments" in page
    urls = [
        new_url(person),
        reverse("brokerage:change_terms", args=[agreement.public_id]),
        reverse("brokerage:end_agreement", args=[agreement.public_id]),
    ]
    for url in urls:
        assert url not in page
        assert client.get(url).status_code == 403
    keep = reverse("brokerage:keep_payments", args=[person.public_id])
    assert client.post(keep).status_code == 403
    acts: list[Callable[[], object]] = [
        lambda: open_agreement(by=by, person=person, new=direct_payment(today())),
        lambda: keep_payments(by=by, person=person),
        lambda: agree_terms(by=by, agreement=agreement, amounts={}, from_date=today()),
        lambda: end_agreement(by=by, agreement=agreement, day=today()),
    ]
    for act in acts:
        with pytest.raises(PermissionDenied, match="close to you"):
            act()


def test_references_are_recorded_on_a_page_of_their_own_and_shown() -> None:
    person = make_person()
    agreement = make_agreement(person, COUNCIL, from_date=date(2026, 9, 7))
    let_see(person, AccessCapacity.FINANCE, role=Role.FINANCE)
    client = as_(make_user(Role.FINANCE))
    change = reverse("brokerage:agreement_references", args=[agreement.public_id])
    assert change in client.get(page_of(person)).content.decode()
    long = {"payment_reference": "x" * 36, "contribution_reference": ""}
    said = "Reference on payments in: enter at most 35 characters"
    assert said in client.post(change, long).content.decode()
    assert "The council’s usual weeks" in client.get(page_of(person)).content.decode()
    typed = {"payment_reference": "DP 20417", "contribution_reference": "DP 20417 C"}
    said = "Weeks of money that may be left over: enter 52 or less"
    assert said in client.post(change, {**typed, "contingency_weeks": "53"}).content.decode()
    assert client.post(change, {**typed, "contingency_weeks": "4"}).status_code == 302
    page = client.get(page_of(person)).content.decode()
    assert "4 weeks of money may be left over." in " ".join(page.split())
    assert "Reference on payments in: DP 20417." in page
    assert "Reference on the contribution: DP 20417 C." in page
    assert 'value="DP 20417 C"' in client.get(change).content.decode()


def test_references_of_somebody_whose_money_is_not_seen_are_not_there() -> None:
    agreement = make_agreement(make_person(), COUNCIL, from_date=date(2026, 9, 7))
    change = reverse("brokerage:agreement_references", args=[agreement.public_id])
    assert as_(make_user(Role.FINANCE)).post(change, {}).status_code == 404
