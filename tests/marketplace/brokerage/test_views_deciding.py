"""The pages of a manager: the queue, and the decision."""

from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.brokerage.models import SupportPlan
from marketplace.brokerage.queries import plan_board
from marketplace.brokerage.rules import PLAN_DECIDE_DAYS, PlanState
from marketplace.brokerage.views import approvals
from marketplace.core.clock import now, today
from marketplace.core.words import spoken_date
from tests.factories.accounts import make_user
from tests.factories.brokerage import Case, make_submitted
from tests.factories.plan_pages import as_, at_

pytestmark = pytest.mark.django_db


def test_queue_and_decision_page_for_the_manager() -> None:
    case = make_submitted(at=now())
    client = as_(case.manager)
    assert case.person.name in client.get(reverse("brokerage:approvals")).content.decode()
    page = client.get(at_(case, "approve")).content.decode()
    assert f"decide by {spoken_date(today() + timedelta(PLAN_DECIDE_DAYS.usual))}" in page
    assert "Approve plan" in page
    assert "£190.50 a week left to plan" in page


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (lambda case: case.senior, 404),
        (lambda case: case.broker, 403),
        (lambda case: make_user(Role.FINANCE), 403),
    ],
)
def test_decision_page_is_for_the_team_it_was_sent_to(
    who: Callable[[Case], User], status: int
) -> None:
    case = make_submitted()
    assert as_(who(case)).get(at_(case, "approve")).status_code == status


def verdicts(**changed: str) -> dict[str, str]:
    return {f"verdict_{n}": "met" for n in range(1, 8)} | changed


def test_manager_approves_from_the_page() -> None:
    case = make_submitted()
    typed = verdicts(version=str(case.plan.version), do="approve", sure="yes")
    response = as_(case.manager).post(at_(case, "approve"), typed)
    assert response["Location"] == reverse("brokerage:approvals")
    assert SupportPlan.objects.get().state == PlanState.APPROVED


def test_replayed_approval_changes_nothing_and_says_so() -> None:
    case = make_submitted()
    client = as_(case.manager)
    typed = verdicts(version=str(case.plan.version), do="approve", sure="yes")
    client.post(at_(case, "approve"), typed)
    page = client.post(at_(case, "approve"), typed).content.decode()
    assert "Priya Nair approved this plan" in page
    assert case.plan.decisions.count() == 1


def test_return_from_the_page_needs_the_missing_words_and_keeps_the_verdicts() -> None:
    case = make_submitted()
    client = as_(case.manager)
    typed = verdicts(version=str(case.plan.version), do="return", verdict_4="more")
    response = client.post(at_(case, "approve"), typed)
    assert "Question 4: enter what is missing" in response.content.decode()
    assert response.context["form"]["verdict_4"].value() == "more"
    client.post(
        at_(case, "approve"), typed | {"missing_4": "Say what the rest is for.", "sure": "yes"}
    )
    assert SupportPlan.objects.get().state == PlanState.RETURNED
    page = as_(case.broker).get(at_(case, "plan")).content.decode()
    assert "Say what the rest is for." in page


def test_manager_whose_limit_is_lower_reads_why_it_climbs() -> None:
    case = make_submitted()
    junior = make_user(Role.APPROVER, limit_pence=5_000)
    page = as_(junior).get(at_(case, "approve")).content.decode()
    assert "A manager with a higher limit decides this plan" in page
    assert "your limit is £50.00 a week" in page
    assert "Priya Nair, up to £350.00 a week" in page
    assert "Approve plan" not in page


def test_plan_over_every_limit_says_so_to_its_broker_and_to_the_manager() -> None:
    case = make_submitted(limit_pence=5_000, senior_limit_pence=5_000)
    for user, name in ((case.broker, "plan"), (case.senior, "approve")):
        page = as_(user).get(at_(case, name)).content.decode()
        assert "No manager can approve £96.00 a week now." in page


def test_author_with_a_managers_role_can_read_and_not_decide() -> None:
    case = make_submitted()
    case.broker.memberships.create(
        authority=case.authority, role=Role.APPROVER, approval_limit_pence=90_000
    )
    client = as_(case.broker)
    page = client.get(at_(case, "approve")).content.decode()
    assert "You sent this. A colleague decides it" in page
    typed = verdicts(version=str(case.plan.version), do="approve", sure="yes")
    assert client.post(at_(case, "approve"), typed).status_code == 403


@pytest.mark.parametrize(
    ("do", "more", "words"),
    [
        ("approve", {}, "The prices in the plan are fixed."),
        ("return", {"verdict_4": "more", "missing_4": "Say what for."}, "Say what for."),
    ],
)
def test_decision_is_checked_before_it_is_made(do: str, more: dict[str, str], words: str) -> None:
    case = make_submitted()
    client, url = as_(case.manager), at_(case, "approve")
    typed = verdicts(version=str(case.plan.version), do=do) | more
    page = client.post(url, typed).content.decode()
    assert "Check your decision" in page
    assert words in page
    assert f'name="version" value="{case.plan.version}"' in page
    back = client.post(url, typed | {"change": "yes"})
    assert back.context["form"]["verdict_1"].value() == "met"
    assert SupportPlan.objects.get().state == PlanState.SUBMITTED
    client.post(url, typed | {"sure": "yes"})
    assert SupportPlan.objects.get().state != PlanState.SUBMITTED


def test_approval_without_every_verdict_is_refused_before_it_is_checked() -> None:
    case = make_submitted()
    typed = {"version": str(case.plan.version), "do": "approve", "verdict_1": "met"}
    page = as_(case.manager).post(at_(case, "approve"), typed).content.decode()
    assert "Check your decision" not in page
    assert "There is a problem" in page


def test_approval_that_must_climb_is_refused_before_it_is_checked() -> None:
    case = make_submitted()
    junior = make_user(Role.APPROVER, limit_pence=5_000)
    typed = verdicts(version=str(case.plan.version), do="approve")
    page = as_(junior).post(at_(case, "approve"), typed).content.decode()
    assert "Check your decision" not in page
    assert "There is a problem" in page


def test_plan_is_read_once_for_a_page_and_for_what_is_checked() -> None:
    case = make_submitted()
    client, url = as_(case.manager), at_(case, "approve")
    typed = verdicts(version=str(case.plan.version), do="approve")
    with patch.object(approvals, "plan_board", wraps=plan_board) as read:
        client.get(url)
        client.post(url, typed)
        client.post(url, typed | {"change": "yes"})
    assert read.call_count == 3


def test_list_leads_on_to_the_next_plan_that_is_not_ones_own() -> None:
    case = make_submitted(at=now())
    page = as_(case.manager).get(reverse("brokerage:approvals")).content.decode()
    assert "Open the next plan" in page
    assert f'href="{at_(case, "approve")}"' in page
