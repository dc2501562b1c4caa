"""A plan is written beside an indicative budget, said to be one everywhere, and decided beside an agreed one."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import approve_plan, end_budget, submit_plan
from marketplace.brokerage.models import PersonalBudget
from marketplace.brokerage.queries import caseload, contents_of, cost_with
from marketplace.brokerage.rules import BudgetKind, PayerKind, PlanEnd, PlanState
from marketplace.brokerage.wording.refusals import SENTENCES
from marketplace.core.clock import now
from tests.factories.accounts import as_viewer, make_user
from tests.factories.brokerage import (
    ALL_MET,
    BEGAN,
    Case,
    complete,
    make_approved,
    make_case,
    make_submitted,
    refused,
    say_so,
)
from tests.factories.funding import make_budget, make_estimate
from tests.factories.people import REGISTRY
from tests.factories.plan_pages import as_, at_

pytestmark = pytest.mark.django_db
FIRST, MORE = date(2026, 9, 1), {PayerKind.COUNCIL: 32_000}
WORDS = "The budget is an estimate: it can change."


def written() -> Case:
    """A whole plan beside £286.50 estimated, of which somebody said that it is the person's."""
    case = complete(make_case(is_estimate=True))
    say_so(case, FIRST)
    return case


def submit(case: Case, at: datetime = BEGAN) -> None:
    submit_plan(by=as_viewer(case.broker, at), plan=case.plan, version=case.plan.version)


def end(case: Case, day: date) -> None:
    end_budget(
        by=as_viewer(REGISTRY, now()),
        person=case.person,
        kind=BudgetKind.CARE,
        day=day,
        reason=PlanEnd.MOVED,
    )


def words(url: str, case: Case) -> str:
    return " ".join(as_(case.broker).get(url).content.decode().split())


def test_plan_is_written_and_costed_beside_the_estimate() -> None:
    case = written()
    position = contents_of(case.plan, FIRST).position
    assert (position.budget_pence, position.is_estimate) == (28_650, True)
    cost = cost_with(case.plan, FIRST, None)
    assert cost.now == cost.without == position


def test_plan_on_an_estimate_is_sent_when_a_budget_is_agreed() -> None:
    case = written()
    with refused("plan_on_an_estimate"):
        submit(case)
    make_budget(case.person, MORE, from_date=FIRST, at=BEGAN)
    submit(case)
    assert case.plan.state == PlanState.SUBMITTED
    position = contents_of(case.plan, FIRST).position
    assert (position.budget_pence, position.is_estimate) == (32_000, False)


def test_plan_sent_before_its_budget_ended_is_not_approved_beside_an_estimate() -> None:
    case = make_submitted()
    end(case, FIRST)
    make_estimate(case.person, MORE, from_date=FIRST)
    with refused("plan_on_an_estimate"):
        approve_plan(
            by=as_viewer(case.manager, BEGAN),
            plan=case.plan,
            version=case.plan.version,
            verdicts=ALL_MET,
        )
    page = as_(case.manager).post(
        at_(case, "approve"),
        {"version": str(case.plan.version), "do": "approve"}
        | {f"verdict_{number}": verdict for number, verdict in ALL_MET.items()},
    )
    assert page.context["form"].non_field_errors() == [SENTENCES["plan_on_an_estimate"]]


def test_approved_plan_stays_beside_what_was_agreed() -> None:
    case = make_approved()
    end(case, FIRST.replace(month=10))
    make_estimate(case.person, MORE, from_date=FIRST.replace(month=10))
    position = contents_of(case.plan, FIRST.replace(month=11)).position
    assert (position.budget_pence, position.is_estimate) == (28_650, False)


def test_agreed_budget_for_later_comes_before_an_estimate() -> None:
    case = make_case(is_estimate=True)
    later = FIRST.replace(year=2027)
    # An estimate is over once a budget of its kind is agreed; another may be told afterwards.
    make_budget(case.person, MORE, from_date=later)
    make_estimate(case.person, {PayerKind.COUNCIL: 1}, from_date=later)
    assert contents_of(case.plan, FIRST).position.budget_pence == 32_000


def test_pages_say_that_the_budget_is_an_estimate() -> None:
    case = written()
    person = reverse("brokerage:person", args=[case.person.public_id])
    for url in (person, at_(case, "plan"), at_(case, "submit")):
        assert WORDS in words(url, case), url
    check = words(at_(case, "submit"), case)
    assert "You can send the plan when a budget is agreed." in check
    assert "Send plan</button>" not in check
    assert "Record what you heard" in check
    assert "Nobody agreed this yet." in words(at_(case, "plan"), case)
    assert "Estimate</span>" in words(reverse("brokerage:caseload"), case)


def test_person_reads_that_the_draft_is_beside_an_estimate() -> None:
    user = make_user(Role.PERSON)
    complete(make_case(is_estimate=True, user=user, authority=user.memberships.get().authority))
    page = " ".join(as_(user).get(reverse("brokerage:my_plan")).content.decode().split())
    assert WORDS in page


def test_person_with_an_estimate_is_the_brokers_move() -> None:
    case = make_case(is_estimate=True)
    viewer = as_viewer(case.broker, now())
    (line,) = caseload(viewer=viewer)
    assert line.budget == PersonalBudget.objects.get()
    assert (line.part, line.left_to_plan_pence) == ("mine", 28_650)
    case.plan.delete()
    (line,) = caseload(viewer=viewer)
    assert (line.part, line.left_to_plan_pence) == ("mine", 28_650)
    page = words(reverse("brokerage:person", args=[case.person.public_id]), case)
    assert "£286.50 a week is estimated." in page
    assert "Start plan" in page
