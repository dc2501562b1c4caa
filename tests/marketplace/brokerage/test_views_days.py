"""From when a plan holds: asked when it is sent, said to whoever decides, and shown beside the others."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from marketplace.brokerage.actions import end_budget, start_plan
from marketplace.brokerage.models import PersonalBudget, SupportPlan
from marketplace.brokerage.rules import BudgetKind, PlanEnd, PlanState
from marketplace.core.clock import now, today
from marketplace.core.periods import week_start
from marketplace.core.words import spoken_date
from tests.factories.accounts import as_viewer
from tests.factories.brokerage import (
    Case,
    approve_again,
    complete,
    make_approved,
    make_case,
    make_submitted,
    say_so,
    send_plan,
)
from tests.factories.people import REGISTRY
from tests.factories.plan_pages import as_, at_

pytestmark = pytest.mark.django_db


def boxes(name: str, day: date) -> dict[str, str]:
    parts = {"day": day.day, "month": day.month, "year": day.year}
    return {f"{name}_{part}": str(value) for part, value in parts.items()}


def sending(case: Case, first: date | None) -> dict[str, str]:
    say_so(case, today())
    return {"version": str(case.plan.version)} | (boxes("from_date", first) if first else {})


def words(case: Case, name: str, *, by: object = None) -> str:
    page = as_(by or case.broker).get(at_(case, name))  # type: ignore[arg-type]
    return " ".join(page.content.decode().split())


def person_url(case: Case) -> str:
    return reverse("brokerage:person", args=[case.person.public_id])


def test_check_page_asks_for_the_first_day_and_offers_this_monday() -> None:
    case = complete(make_case())
    form = as_(case.broker).get(at_(case, "submit")).context["form"]
    assert form["from_date"].value() == week_start(today())
    as_(case.broker).post(at_(case, "submit"), sending(case, None))
    assert SupportPlan.objects.get().from_date == week_start(today())


@pytest.mark.parametrize("days", [-40, 45])
def test_plan_is_sent_with_a_first_day_ahead_or_past(days: int) -> None:
    case = complete(make_case())
    first = today() + timedelta(days=days)
    as_(case.broker).post(at_(case, "submit"), sending(case, first))
    assert SupportPlan.objects.get().from_date == first
    assert f"First day: {spoken_date(first)}." in words(case, "plan")
    assert f"From {spoken_date(first)}." in words(case, "approve", by=case.manager)


def test_first_day_out_of_all_measure_is_refused_at_its_field() -> None:
    case = complete(make_case())
    typed = sending(case, date(1950, 1, 2))
    response = as_(case.broker).post(at_(case, "submit"), typed)
    assert list(response.context["form"].errors) == ["from_date"]
    assert SupportPlan.objects.get().state == PlanState.DRAFT


def test_manager_reads_what_approving_does_to_the_other_plans() -> None:
    case = make_approved()
    later, between = today() + timedelta(days=30), today() + timedelta(days=10)
    approve_again(case, at=now(), from_date=later)
    by = as_viewer(case.broker, now())
    case.plan = start_plan(by=by, person=case.person)
    send_plan(
        by=by,
        plan=case.plan,
        version=case.plan.version,
        person_agreed_date=today(),
        from_date=between,
    )
    page = words(case, "approve", by=case.manager)
    ends = spoken_date(between - timedelta(days=1))
    assert f"{spoken_date(between)} to {spoken_date(later - timedelta(days=1))}." in page
    assert "A later plan is approved already." in page
    assert f"The plan in force from {spoken_date(date(2026, 8, 31))} ends on {ends}." in page


def test_manager_reads_that_a_plan_approved_for_later_is_replaced() -> None:
    case = make_approved()
    later = today() + timedelta(days=30)
    approve_again(case, at=now(), from_date=later)
    by = as_viewer(case.broker, now())
    case.plan = start_plan(by=by, person=case.person)
    facts = {"by": by, "plan": case.plan, "version": case.plan.version}
    send_plan(**facts, person_agreed_date=today(), from_date=later)  # type: ignore[arg-type]
    page = words(case, "approve", by=case.manager)
    assert f"Replaces the plan approved for {spoken_date(later)}." in page


def test_plan_approved_ahead_is_shown_with_its_day_beside_the_one_in_force() -> None:
    case = make_approved()
    old = case.plan.public_id
    later = today() + timedelta(days=30)
    approve_again(case, at=now(), from_date=later)
    page = words(case, "plan")
    assert "Approved for later" in page
    assert f"From {spoken_date(later)}." in page
    assert reverse("brokerage:plan", args=[old]) in page
    assert f"to {spoken_date(later - timedelta(days=1))}" in page
    page = as_(case.broker).get(person_url(case)).content.decode()
    assert "Approved for later" in page
    assert "valid until the first day" in " ".join(page.split())


def test_check_page_names_the_plan_that_this_one_ends() -> None:
    case = make_approved()
    case.plan = start_plan(by=as_viewer(case.broker, now()), person=case.person)
    say_so(case, today())
    page = words(case, "submit")
    assert f"From {spoken_date(date(2026, 8, 31))}, no end date" in page
    assert "A plan in force ends the day before the first day of this plan." in page


def test_pages_of_a_plan_without_a_budget_open() -> None:
    case = make_submitted()
    # A budget that never held is none: agreed and replaced whole by its end.
    budget = PersonalBudget.objects.get()
    end_budget(
        by=as_viewer(REGISTRY, now()),
        person=case.person,
        kind=BudgetKind.CARE,
        day=budget.from_date,
        reason=PlanEnd.MOVED,
    )
    assert "£0.00" in words(case, "plan")
    assert "No budget is agreed for these days." in words(case, "approve", by=case.manager)
    for url in (reverse("brokerage:caseload"), person_url(case)):
        assert as_(case.broker).get(url).status_code == 200
