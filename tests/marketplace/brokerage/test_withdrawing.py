"""A plan that was never sent is discarded; one that was is called back until a manager has begun."""

from datetime import date
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.actions import (
    approve_plan,
    call_back_plan,
    discard_plan,
    return_plan,
)
from marketplace.brokerage.models import Outcome, PlanAnswer, PlanItem, SupportPlan
from marketplace.brokerage.rules import PlanNotice, PlanState, PlanTask
from marketplace.core.models import AuditEvent
from marketplace.people.models import Access
from marketplace.people.rules import AccessCapacity
from marketplace.tasks.actions import TaskError, take_task
from marketplace.tasks.models import Task
from tests.factories.accounts import as_viewer, make_user
from tests.factories.at_once import at_once
from tests.factories.brokerage import (
    ALL_MET,
    BEGAN,
    Case,
    complete,
    make_approved,
    make_case,
    make_submitted,
    refused,
    send_plan,
)
from tests.factories.notifications import read, told

BACKEND = "django.contrib.auth.backends.ModelBackend"


def broker(case: Case) -> Viewer:
    return as_viewer(case.broker, BEGAN)


def call_back(case: Case) -> None:
    call_back_plan(by=broker(case), plan=case.plan, version=case.plan.version)


def discard(case: Case) -> None:
    discard_plan(by=broker(case), plan=case.plan, version=case.plan.version)


def send(case: Case) -> None:
    send_plan(
        by=broker(case),
        plan=case.plan,
        version=case.plan.version,
        person_agreed_date=date(2026, 9, 1),
    )


def returned(case: Case) -> Case:
    return_plan(
        by=as_viewer(case.manager, BEGAN),
        plan=case.plan,
        version=case.plan.version,
        reasons="Say who is there on Sundays.",
    )
    return case


@pytest.mark.django_db
def test_called_back_it_is_a_draft_and_no_manager_has_work_or_sight_of_it() -> None:
    case = make_submitted()
    call_back(case)
    case.plan.refresh_from_db()
    assert (case.plan.state, case.plan.submitted_at) == (PlanState.DRAFT, None)
    assert not Task.objects.open().exists()
    managers = Access.objects.filter(person=case.person, capacity=AccessCapacity.APPROVER)
    assert not managers.filter(until_date=None).exists()
    assert AuditEvent.objects.filter(event="plan_called_back").count() == 1
    send(case)
    assert case.plan.state == PlanState.SUBMITTED
    assert Task.objects.open().get().kind == PlanTask.APPROVAL


@pytest.mark.django_db
def test_called_back_after_a_return_it_is_returned_as_before_and_that_manager_is_told() -> None:
    case = returned(make_submitted())
    send(case)
    call_back(case)
    assert case.plan.state == PlanState.RETURNED
    assert Task.objects.open().get().kind == PlanTask.RETURNED
    assert told(case.manager) == [PlanNotice.SENT_AGAIN, PlanNotice.CALLED_BACK]
    said = [line.news.sentence for line in read(case.manager)]
    assert "A plan that you returned is called back. The broker can send it again." in said


@pytest.mark.django_db
def test_calling_back_what_a_manager_has_begun_or_decided_is_refused() -> None:
    case = make_submitted()
    take_task(by=as_viewer(case.manager, BEGAN), task_id=Task.objects.open().get().pk)
    with pytest.raises(TaskError, match="task_begun"):
        call_back(case)
    with refused("plan_approved_by_another"):
        call_back(make_approved())
    with refused("plan_not_sent"):
        call_back(make_case())
    with refused("plan_came_back"):
        call_back(returned(make_submitted()))


@pytest.mark.django_db
def test_calling_back_by_another_broker_is_refused() -> None:
    case = make_submitted()
    with pytest.raises(PermissionDenied):
        call_back_plan(by=as_viewer(make_user(Role.BROKER), BEGAN), plan=case.plan, version=1)


@pytest.mark.django_db
def test_discarded_it_is_gone_with_everything_in_it_and_another_may_begin() -> None:
    case = complete(make_case())
    discard(case)
    for model in (SupportPlan, Outcome, PlanItem, PlanAnswer):
        assert not model._base_manager.exists()
    assert AuditEvent.objects.filter(event="plan_discarded").count() == 1


@pytest.mark.django_db
def test_discarding_what_was_sent_or_decided_on_is_refused() -> None:
    with refused("plan_waits_for_a_decision"):
        discard(make_submitted())
    with refused("plan_decided_before"):
        discard(returned(make_submitted()))
    with refused("plan_approved_already"):
        discard(make_approved())


@pytest.mark.django_db
def test_pages_call_back_and_discard(client: Client) -> None:
    case = make_submitted()
    client.force_login(case.broker, backend=BACKEND)
    page, back, away = (
        reverse(f"brokerage:{name}", args=[case.plan.public_id])
        for name in ("plan", "call_back", "discard")
    )
    assert back in client.get(page).content.decode()
    assert (
        "changed after you opened"
        in client.post(back, {"version": 1}, follow=True).content.decode()
    )
    done = client.post(back, {"version": case.plan.version}, follow=True).content.decode()
    assert "You called the plan back." in done
    assert away in done
    asked = client.get(away).content.decode()
    assert "No manager has this plan." in asked
    case.plan.refresh_from_db()
    done = client.post(away, {"version": case.plan.version}, follow=True).content.decode()
    assert "plan is discarded." in done
    assert not SupportPlan.objects.exists()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_calling_back_and_approving_at_once_do_one_and_refuse_the_other() -> None:
    case = make_submitted()
    plans = [SupportPlan.objects.get(pk=case.plan.pk) for _ in range(2)]
    codes = at_once(
        partial(call_back_plan, by=broker(case), plan=plans[0], version=plans[0].version),
        partial(
            approve_plan,
            by=as_viewer(case.manager, BEGAN),
            plan=plans[1],
            version=plans[1].version,
            verdicts=ALL_MET,
        ),
    )
    case.plan.refresh_from_db()
    won = {PlanState.DRAFT: ["plan_not_sent"], PlanState.APPROVED: ["plan_approved_by_another"]}
    assert codes == won[PlanState(case.plan.state)]
