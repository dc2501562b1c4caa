"""A budget is ended without a next one, and a funding source is closed."""

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import (
    agree_budget,
    close_fund,
    end_agreement,
    end_budget,
    propose_budget,
    return_budget,
)
from marketplace.brokerage.models import Fund, PersonalBudget
from marketplace.brokerage.queries import goes_on
from marketplace.brokerage.rules import (
    Amount,
    BudgetKind,
    BudgetState,
    FundRest,
    PayerKind,
    PaymentRoad,
    PlanEnd,
    PlanNotice,
    PlanTask,
)
from marketplace.core.clock import now, today
from marketplace.core.models import AuditEvent
from marketplace.people.models import Person
from marketplace.people.rules import AccessCapacity
from marketplace.tasks.models import Task
from tests.factories.accounts import as_viewer, make_user
from tests.factories.at_once import at_once
from tests.factories.brokerage import Case, make_approved, refused
from tests.factories.funding import amounts_of, make_agreement, make_budget, make_fund
from tests.factories.notifications import read, told
from tests.factories.people import REGISTRY, let_see, make_person
from tests.factories.plan_pages import as_

pytestmark = pytest.mark.django_db
WEEKLY = {PayerKind.COUNCIL: 30_000}


def worker(person: Person) -> User:
    """A practitioner who works with this person."""
    user = make_user(Role.PRACTITIONER)
    let_see(person, AccessCapacity.PRACTITIONER, user=user)
    return user


def at_(person: Person, name: str, *more: object) -> str:
    return reverse(f"brokerage:{name}", args=[person.public_id, *more])


def last(day: date, **more: str) -> dict[str, Any]:
    """A last day as it is typed."""
    parts = {"day": day.day, "month": day.month, "year": day.year}
    return {**{f"last_day_{part}": value for part, value in parts.items()}, **more}


def first(day: date) -> dict[str, int]:
    """A first day as it is typed."""
    return {"first_day_day": day.day, "first_day_month": day.month, "first_day_year": day.year}


def ended(case: Case, day: date, **facts: Any) -> None:
    facts = {"kind": BudgetKind.CARE, "reason": PlanEnd.NOT_ELIGIBLE, **facts}
    end_budget(by=as_viewer(REGISTRY, now()), person=case.person, day=day, **facts)


def held(weekly: dict[PayerKind, int] | None = None, **facts: Any) -> tuple[Person, Fund]:
    """Somebody with a budget, and the fund of the council in it."""
    person = make_person()
    make_budget(person, weekly or WEEKLY, from_date=date(2026, 9, 1), **facts)
    return person, person.funds.order_by("pk")[0]


def closed(fund: Fund, day: date, rest: FundRest = FundRest.NOTHING) -> None:
    close_fund(by=as_viewer(REGISTRY, now()), fund=fund, closed_date=day, rest=rest)


def test_budget_when_it_ends_keeps_its_reason_and_asks_finance_and_tells_the_broker() -> None:
    case = make_approved()
    make_agreement(case.person, WEEKLY, from_date=date(2026, 9, 7))
    Task.objects.all().delete()
    ended(case, today() + timedelta(7))
    budget = PersonalBudget.objects.get()
    assert (budget.state, budget.end_reason) == (BudgetState.ENDED, PlanEnd.NOT_ELIGIBLE)
    assert AuditEvent.objects.get(event="budget_ended").data["reason"] == "not_eligible"
    assert Task.objects.open().get().kind == PlanTask.AGREEMENT
    assert told(case.broker)[-1] == PlanNotice.BUDGET_ENDED
    line = read(case.broker, now())[0].news
    assert line.sentence == "The budget of a person on your list ends. Look at the plan."
    assert line.address == at_(case.person, "person")


def test_budget_when_nothing_is_paid_after_it_asks_nobody_about_payments() -> None:
    case = make_approved()
    agreement = make_agreement(case.person, WEEKLY, from_date=date(2026, 9, 7))
    end_agreement(by=as_viewer(REGISTRY, now()), agreement=agreement, day=today())
    Task.objects.all().delete()
    ended(case, today())
    assert not Task.objects.open().exists()


def test_what_goes_on_after_a_budget_is_its_payments_and_the_support_of_its_kind() -> None:
    case = make_approved()
    make_agreement(case.person, WEEKLY, from_date=date(2026, 9, 7))
    titles = tuple(item.title for item in case.plan.items.order_by("pk"))
    after = goes_on(case.person, BudgetKind.CARE, today())
    assert [(paid.road, paid.weekly_pence) for paid in after.payments] == [
        (PaymentRoad.CARD, 30_000)
    ]
    assert set(after.support) == set(titles)
    assert goes_on(case.person, BudgetKind.HEALTH, today()).support == ()


def test_budget_is_ended_after_a_page_that_says_what_goes_on() -> None:
    case = make_approved()
    make_agreement(case.person, WEEKLY, from_date=date(2026, 9, 7))
    client, url = as_(worker(case.person)), at_(case.person, "end_budget")
    assert url in client.get(at_(case.person, "budgets")).content.decode()
    assert "Last day of the budget" in client.get(url).content.decode()
    day = today() + timedelta(6)
    page = client.post(url, last(day, reason="moved", do="check")).content.decode()
    assert "£300.00 a week" in page
    assert case.plan.items.all()[0].title in page
    assert PersonalBudget.objects.get().state == BudgetState.AGREED
    page = client.post(url, last(day, reason="moved", do="end"), follow=True).content.decode()
    budget = PersonalBudget.objects.get()
    assert (budget.until_date, budget.end_reason) == (day + timedelta(1), "moved")
    assert url not in page
    page = client.get(at_(case.person, "budget", budget.pk)).content.decode()
    assert "The person moved away" in page


def test_page_that_ends_a_budget_when_there_is_none_says_so() -> None:
    person = make_person()
    page = as_(worker(person)).get(at_(person, "end_budget")).content.decode()
    assert "No budget to end" in page


def test_end_after_the_last_budget_is_refused_at_the_day() -> None:
    person, _ = held(until_date=date(2027, 1, 1))
    facts = last(date(2027, 3, 1), reason="moved", do="end")
    response = as_(worker(person)).post(at_(person, "end_budget"), facts)
    assert list(response.context["form"].errors) == ["last_day"]


def test_budget_is_not_ended_by_whom_it_is_for_or_who_may_not_set_budgets() -> None:
    user = make_user(Role.PRACTITIONER)
    person = make_person(user=user)
    make_budget(person, WEEKLY, from_date=date(2026, 9, 1))
    facts = {"kind": BudgetKind.CARE, "day": today(), "reason": PlanEnd.MOVED}
    for by in (user, make_user(Role.BROKER), make_user(Role.FINANCE)):
        with pytest.raises(PermissionDenied):
            end_budget(by=as_viewer(by, now()), person=person, **facts)


def test_fund_when_closed_keeps_its_last_day_and_what_becomes_of_the_rest() -> None:
    person, fund = held(until_date=date(2026, 11, 1))
    closed(fund, date(2026, 11, 1))
    fund.refresh_from_db()
    assert (fund.closed_date, fund.rest) == (date(2026, 11, 1), FundRest.NOTHING)
    with refused("fund_closed_already"):
        closed(fund, date(2026, 11, 2))
    # The payer may pay again: that is another fund.
    assert make_fund(person, PayerKind.COUNCIL) != fund


def test_fund_with_money_agreed_for_its_last_day_or_later_is_not_closed() -> None:
    person, fund = held(until_date=date(2026, 11, 1))
    with refused("fund_still_pays"):
        closed(fund, date(2026, 10, 31))
    make_agreement(person, WEEKLY, from_date=date(2026, 9, 7))
    with refused("fund_still_pays"):
        closed(fund, date(2026, 11, 1))


def test_fund_of_a_proposed_budget_is_not_closed_until_that_is_returned() -> None:
    person = make_person()
    amounts = amounts_of(person, WEEKLY)
    fund = next(iter(amounts))
    proposer, colleague = worker(person), make_user(Role.PRACTITIONER)
    budget = propose_budget(
        by=as_viewer(proposer, now()), person=person, amounts=amounts, from_date=today()
    )
    with refused("fund_is_proposed"):
        closed(fund, today())
    return_budget(by=as_viewer(colleague, now()), budget=budget, reason="Too much.")
    closed(fund, today())


def test_fund_is_not_closed_before_it_began() -> None:
    fund = make_fund(make_person(), PayerKind.NHS)
    with refused("fund_closes_before_it_opens"):
        closed(fund, fund.opened_date - timedelta(1))


def test_fund_is_closed_on_its_page_and_shown_among_the_closed_ones() -> None:
    person, fund = held(until_date=date(2026, 9, 15))
    client, url = as_(worker(person)), at_(person, "close_fund", fund.pk)
    assert url in client.get(at_(person, "budgets")).content.decode()
    page = client.post(url, last(date(2026, 9, 10), rest="nothing"), follow=True).content.decode()
    assert "still has this money on 11 September 2026" in page
    page = client.post(url, last(date(2026, 9, 14), rest="nothing"), follow=True).content.decode()
    assert "Closed funding sources" in page
    assert "14 September 2026" in page
    assert "No money is left or owed" in page
    assert client.get(url).status_code == 404


def test_fund_of_another_person_is_not_found() -> None:
    _, fund = held()
    other = make_person()
    assert as_(worker(other)).get(at_(other, "close_fund", fund.pk)).status_code == 404


def test_money_of_a_closed_fund_is_agreed_for_its_own_days_and_no_later() -> None:
    person, fund = held(until_date=date(2026, 11, 1))
    closed(fund, date(2026, 11, 1))
    facts = {"by": as_viewer(REGISTRY, now()), "person": person, "amounts": {fund: Amount(100)}}
    with refused("fund_is_closed"):
        agree_budget(from_date=date(2026, 10, 1), **facts)
    agree_budget(from_date=date(2026, 10, 1), until_date=date(2026, 11, 1), **facts)


def test_box_of_a_closed_fund_left_empty_does_not_stand_in_the_way_of_later_days() -> None:
    person, fund = held(until_date=date(2026, 11, 1))
    closed(fund, date(2026, 11, 1))
    amounts = {fund: Amount(), make_fund(person, PayerKind.NHS): Amount(100)}
    facts = {"by": as_viewer(REGISTRY, now()), "person": person, "amounts": amounts}
    assert agree_budget(from_date=date(2026, 11, 1), **facts).amounts.count() == 1


def test_budget_of_a_closed_fund_is_refused_when_it_is_proposed_not_when_it_is_agreed() -> None:
    person, fund = held(until_date=date(2026, 9, 15))
    closed(fund, date(2026, 9, 15))
    facts = {"by": as_viewer(worker(person), now()), "person": person}
    with refused("fund_is_closed"):
        propose_budget(amounts={fund: Amount(100)}, from_date=date(2026, 9, 1), **facts)
    make_budget(person, {PayerKind.NHS: 100}, from_date=date(2026, 9, 15))
    # It ends where the next begins, which is when the fund closed.
    assert propose_budget(amounts={fund: Amount(100)}, from_date=date(2026, 9, 1), **facts)


def test_closed_fund_pays_for_days_when_it_was_open_through_the_pages() -> None:
    person, fund = held(until_date=date(2026, 9, 15))
    closed(fund, date(2026, 9, 15))
    client, url = as_(worker(person)), at_(person, "propose_budget")
    page = client.get(url).content.decode()
    assert "Closed funding sources" in page
    assert "Its last day was 14 September 2026." in page
    typed = {"kind": "care", f"weekly_{fund.pk}": "310.00", f"once_{fund.pk}": ""}
    typed |= first(date(2026, 9, 8))
    whole = {**typed, **last(date(2026, 9, 14))}
    page = client.post(url, typed).content.decode()
    assert "Its last day was 14 September 2026: enter that or an earlier last day." in page
    response = client.post(url, whole)
    assert response.status_code == 302, response.content.decode()
    assert person.budgets.waiting().get().amounts.get().fund == fund
    let_see(person, AccessCapacity.FINANCE, role=Role.FINANCE)
    agreement = make_agreement(person, {PayerKind.NHS: 100}, from_date=date(2026, 9, 15))
    client = as_(make_user(Role.FINANCE))
    change = reverse("brokerage:change_terms", args=[agreement.public_id])
    page = client.post(change, whole)
    asked = {"asked": page.context["form"].data["asked"], "checked": "on"}
    assert client.post(change, {**whole, **asked}).status_code == 302
    assert agreement.terms.filter(amounts__fund=fund, until_date=date(2026, 9, 15)).exists()


@pytest.mark.postgresql
@pytest.mark.usefixtures("transactional_db")
def test_fund_closed_while_a_budget_is_agreed_with_it_is_one_or_the_other() -> None:
    person = make_person()
    fund = make_fund(person, PayerKind.COUNCIL)
    agree = partial(
        agree_budget,
        by=as_viewer(REGISTRY, now()),
        person=person,
        amounts=amounts_of(person, WEEKLY),
        from_date=today(),
    )
    at_once(agree, partial(closed, fund, today()))
    fund.refresh_from_db()
    assert (fund.closed_date is None) == PersonalBudget.objects.exists()
