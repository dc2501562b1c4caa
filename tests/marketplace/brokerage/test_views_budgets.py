"""The pages on which a budget is proposed by one person, and agreed or returned by another."""

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import (
    agree_proposed,
    propose_budget,
    return_budget,
    withdraw_budget,
)
from marketplace.brokerage.models import Fund, PersonalBudget
from marketplace.brokerage.rules import BudgetKind, BudgetState, PayerKind
from marketplace.core.clock import now, today
from marketplace.core.transitions import NotInThatState
from marketplace.people.models import Person
from marketplace.people.rules import AccessCapacity, Scope
from marketplace.tasks.models import Task
from tests.factories.accounts import as_viewer, make_other_authority, make_user
from tests.factories.at_once import at_once
from tests.factories.brokerage import refused
from tests.factories.funding import amounts_of, make_budget
from tests.factories.notifications import read
from tests.factories.people import let_see, let_speak, make_person
from tests.factories.plan_pages import as_

pytestmark = pytest.mark.django_db
COUNCIL = {PayerKind.COUNCIL: 30_000}


def worker(person: Person) -> User:
    """A practitioner who works with this person."""
    user = make_user(Role.PRACTITIONER)
    let_see(person, AccessCapacity.PRACTITIONER, user=user)
    return user


def at_(person: Person, name: str, *more: object) -> str:
    return reverse(f"brokerage:{name}", args=[person.public_id, *more])


def typed(fund: Fund, weekly: str, first: date, **more: str) -> dict[str, Any]:
    return {
        "kind": "care",
        "first_day_day": first.day,
        "first_day_month": first.month,
        "first_day_year": first.year,
        f"weekly_{fund.pk}": weekly,
        f"once_{fund.pk}": "",
        **more,
    }


def proposed(by: User, person: Person) -> PersonalBudget:
    return propose_budget(
        by=as_viewer(by, now()),
        person=person,
        amounts=amounts_of(person, COUNCIL),
        from_date=today(),
    )


def test_budget_is_proposed_by_one_and_agreed_by_another_through_pages() -> None:
    person = make_person()
    first, second = worker(person), make_user(Role.PRACTITIONER)
    client = as_(first)
    asked = {"payer": "council", "programme": "social_care"}
    assert client.post(at_(person, "add_fund"), asked).status_code == 302
    fund = Fund.objects.select_related("payer").get()
    assert fund.payer.name == "Fernshire Council"
    response = client.post(at_(person, "propose_budget"), typed(fund, "286.50", today()))
    assert response.status_code == 302, response.content.decode()
    budget = PersonalBudget.objects.get()
    assert (budget.state, budget.weekly_pence) == (BudgetState.PROPOSED, 28_650)
    home = as_(second).get("/my/").content.decode()
    assert at_(person, "budget", budget.pk) in home
    assert person.name not in home
    page = as_(second).get(at_(person, "budget", budget.pk)).content.decode()
    assert "Agree budget" in page
    as_(second).post(at_(person, "budget", budget.pk), {"do": "agree", "reason": ""})
    budget.refresh_from_db()
    assert (budget.state, budget.agreed_by) == (BudgetState.AGREED, second)
    (news,) = [line.news for line in read(first, now())]
    assert news.sentence == "A budget that you proposed is agreed."
    kinds = set(Task.objects.open().values_list("kind", flat=True))
    assert kinds == {"payment_to_agree", "broker_to_choose"}
    finance = as_viewer(make_user(Role.FINANCE), now())
    assert person in Person.objects.visible_to(finance, scope=Scope.MONEY)


def test_amounts_of_the_last_budget_are_filled_in_and_shown_beside() -> None:
    person = make_person()
    make_budget(person, COUNCIL, from_date=date(2026, 4, 6))
    page = as_(worker(person)).get(at_(person, "propose_budget")).content.decode()
    assert 'value="300.00"' in page
    assert "Last budget: £300.00 a week" in page


def test_carers_budget_is_on_the_persons_page_and_proposed_again_from_its_own_amounts() -> None:
    person = make_person()
    client = as_(worker(person))
    assert "No budget is agreed yet" in client.get(at_(person, "person")).content.decode()
    carer = {"from_date": date(2026, 4, 6), "kind": BudgetKind.CARER}
    make_budget(person, {PayerKind.COUNCIL: 5_000}, **carer)  # type: ignore[arg-type]
    page = client.get(at_(person, "person")).content.decode()
    assert "Agreed budget: carer’s support" in page
    assert page.count("Budgets and funding sources") == 1
    assert "No budget is agreed yet" not in page
    again = f"{at_(person, 'propose_budget')}?kind=carer"
    assert again in client.get(at_(person, "budgets")).content.decode()
    assert "Last budget: £50.00 a week" in client.get(again).content.decode()


def test_improbable_amount_is_asked_about_once_and_then_kept() -> None:
    person = make_person()
    make_budget(person, COUNCIL, from_date=date(2026, 4, 6))
    fund, client = Fund.objects.get(), as_(worker(person))
    facts = typed(fund, "3.00", today())
    page = client.post(at_(person, "propose_budget"), facts)
    assert "Before it was £300.00" in page.content.decode()
    assert not PersonalBudget.objects.waiting().exists()
    asked = page.context["form"].data["asked"]
    other = typed(fund, "4.00", today(), asked=asked, checked="on")
    assert client.post(at_(person, "propose_budget"), other).status_code == 200
    client.post(at_(person, "propose_budget"), {**facts, "asked": asked, "checked": "on"})
    assert PersonalBudget.objects.waiting().get().weekly_pence == 300


@pytest.mark.postgresql
def test_whoever_proposed_it_never_agrees_it_and_can_withdraw_it() -> None:
    person = make_person()
    first = worker(person)
    budget = proposed(first, person)
    page = as_(first).get(at_(person, "budget", budget.pk)).content.decode()
    assert "Agree budget" not in page
    with pytest.raises(PermissionDenied, match="colleague"):
        agree_proposed(by=as_viewer(first, now()), budget=budget)
    as_(first).post(at_(person, "withdraw_budget", budget.pk))
    budget.refresh_from_db()
    assert budget.state == BudgetState.WITHDRAWN
    assert not Task.objects.open().exists()


def test_budget_of_oneself_is_agreed_by_a_colleague() -> None:
    own = make_user(Role.PRACTITIONER)
    person = make_person(user=own)
    budget = proposed(worker(person), person)
    with pytest.raises(PermissionDenied, match="own budget"):
        agree_proposed(by=as_viewer(own, now()), budget=budget)


def test_budget_of_somebody_close_is_agreed_by_a_colleague() -> None:
    person, close = make_person(), make_user(Role.PRACTITIONER)
    let_speak(person, close)
    budget = proposed(worker(person), person)
    by = as_viewer(close, now())
    with pytest.raises(PermissionDenied, match="close to this person"):
        agree_proposed(by=by, budget=budget)
    with pytest.raises(PermissionDenied, match="close to this person"):
        return_budget(by=by, budget=budget, reason="Too much")
    page = as_(close).get(at_(person, "budget", budget.pk)).content.decode()
    assert "Agree budget" not in page
    assert "that of somebody close to you" in page


def test_returned_budget_needs_a_reason_that_the_proposer_reads() -> None:
    person = make_person()
    first, second = worker(person), make_user(Role.PRACTITIONER)
    budget = proposed(first, person)
    with refused("budget_returned_without_reason"):
        return_budget(by=as_viewer(second, now()), budget=budget, reason=" ")
    as_(second).post(
        at_(person, "budget", budget.pk), {"do": "return", "reason": "Whose is the £40?"}
    )
    page = as_(first).get(at_(person, "budget", budget.pk)).content.decode()
    assert "Whose is the £40?" in page
    (news,) = [line.news for line in read(first, now())]
    assert news.sentence == "A budget that you proposed is returned. Read the reason."
    assert news.address == at_(person, "budget", budget.pk)
    with pytest.raises(NotInThatState):
        agree_proposed(by=as_viewer(second, now()), budget=budget)


def test_colleagues_see_the_person_only_while_a_budget_waits() -> None:
    person = make_person()
    colleague = make_user(Role.PRACTITIONER)
    assert as_(colleague).get(at_(person, "budgets")).status_code == 404
    budget = proposed(worker(person), person)
    assert as_(colleague).get(at_(person, "budgets")).status_code == 200
    withdraw_budget(by=as_viewer(budget.recorded_by, now()), budget=budget)  # type: ignore[arg-type]
    tomorrow = as_viewer(colleague, now() + timedelta(days=1))
    assert person not in Person.objects.visible_to(tomorrow, scope=Scope.PLAN)


def test_budgets_are_not_there_for_another_council_or_role() -> None:
    person = make_person()
    budget = proposed(worker(person), person)
    other = make_user(Role.PRACTITIONER, authority=make_other_authority())
    for user, status in (
        (other, 403),
        (make_user(Role.BROKER), 403),
        (make_user(Role.FINANCE), 403),
    ):
        assert as_(user).get(at_(person, "budget", budget.pk)).status_code == status


@pytest.mark.postgresql
@pytest.mark.usefixtures("transactional_db")
def test_one_budget_is_agreed_once_by_two_colleagues_at_once() -> None:
    person = make_person()
    budget = proposed(worker(person), person)
    agree = [
        partial(
            agree_proposed,
            by=as_viewer(make_user(Role.PRACTITIONER), now()),
            budget=PersonalBudget.objects.get(pk=budget.pk),
        )
        for _ in range(2)
    ]
    assert at_once(*agree) == ["moved_meanwhile"]
    assert PersonalBudget.objects.get().state == BudgetState.AGREED


def test_estimate_is_recorded_proposed_and_read_as_one_by_everybody_on_the_pages() -> None:
    user = make_user(Role.PERSON)
    person = make_person(user=user)
    first, second = worker(person), make_user(Role.PRACTITIONER)
    client, fund = as_(first), next(iter(amounts_of(person, COUNCIL)))
    url, sent = at_(person, "propose_budget"), typed(fund, "286.50", today())
    response = client.post(url, {**sent, "do": "estimate"})
    assert response.status_code == 302, response.content.decode()
    budget = PersonalBudget.objects.get()
    assert budget.state == BudgetState.INDICATIVE
    assert "Indicative budget: £286.50 a week" in client.get(url).content.decode()
    own = as_(user).get(reverse("brokerage:my_plan")).content.decode()
    assert "Your indicative budget" in own
    assert "about £286.50 a week" in " ".join(own.split())
    page = client.get(at_(person, "person")).content.decode()
    assert "It is an estimate. Nobody agreed it yet." in page
    assert "No budget is agreed yet" in page
    assert "A plan can be written beside the estimate." in page
    page = client.get(at_(person, "budgets")).content.decode()
    assert at_(person, "budget", budget.pk) in page
    assert client.post(at_(person, "budget", budget.pk), {"do": "propose"}).status_code == 302
    page = as_(second).get(reverse("brokerage:budgets_to_agree")).content.decode()
    assert "told as an indicative budget" in page
    page = as_(second).get(at_(person, "budget", budget.pk)).content.decode()
    assert "The person reads it as an estimate." in page
    as_(second).post(at_(person, "budget", budget.pk), {"do": "agree", "reason": ""})
    own = as_(user).get(reverse("brokerage:my_plan")).content.decode()
    assert "Your indicative budget" not in own
    assert "£286.50" in own
