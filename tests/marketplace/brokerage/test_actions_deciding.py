"""Sending, returning and approving; and that approval freezes every price."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from marketplace.accounts.models import Membership
from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import (
    add_item,
    allocate_broker,
    answer_question,
    approve_plan,
    refresh_price,
    remove_item,
    return_plan,
    start_plan,
)
from marketplace.brokerage.errors import BrokerageError
from marketplace.brokerage.models import PlanWriter, SupportPlan
from marketplace.brokerage.queries import contents_of
from marketplace.brokerage.rules import Equipment, Frequency, ItemKind, PlanState, Terms
from marketplace.brokerage.signals import plan_approved
from marketplace.core.models import AuditEvent
from marketplace.people.models import Access, Person
from marketplace.people.rules import AccessCapacity, Scope
from marketplace.tasks.models import Task
from tests.factories.accounts import as_viewer, make_user
from tests.factories.brokerage import (
    ALL_MET,
    Case,
    complete,
    make_approved,
    make_case,
    make_submitted,
    refused,
    send_plan,
    set_price,
)
from tests.factories.people import REGISTRY, let_speak

pytestmark = pytest.mark.django_db
SAID = date(2026, 9, 20)


def act(case: Case, by: Any, at: datetime) -> dict[str, Any]:
    return {"by": as_viewer(by, at), "plan": case.plan, "version": case.plan.version}


def test_incomplete_plan_is_refused_with_every_problem(at: datetime) -> None:
    case = make_case()
    with pytest.raises(BrokerageError) as refusal:
        send_plan(**act(case, case.broker, at), person_agreed_date=SAID)
    assert len(refusal.value.problems) == 8
    assert SupportPlan.objects.get().state == PlanState.DRAFT


def test_sent_plan_waits_for_an_approving_manager_who_may_now_see_it(at: datetime) -> None:
    case = complete(make_case())
    send_plan(**act(case, case.broker, at), person_agreed_date=SAID)
    assert case.plan.state == PlanState.SUBMITTED
    assert case.plan.person_agreed_date == SAID
    task = Task.objects.open().get()
    assert (task.kind, task.role, task.due_date) == (
        "plan_approval",
        Role.APPROVER,
        date(2026, 10, 1),
    )
    assert case.person.name not in task.title
    seen = Person.objects.visible_to
    assert case.person in seen(as_viewer(case.manager, at), scope=Scope.PLAN)
    assert case.person not in seen(as_viewer(case.senior, at), scope=Scope.PLAN)
    event = AuditEvent.objects.get(event="plan_submitted")
    assert event.data["weekly_pence"] == 9_600


def test_plan_over_the_budget_can_be_sent_and_climbs(at: datetime) -> None:
    case = make_submitted(visits=15)
    assert Task.objects.open().get().role == Role.SENIOR_APPROVER
    with pytest.raises(PermissionDenied, match="another team"):
        approve_plan(**act(case, case.manager, at), verdicts=ALL_MET)
    approve_plan(**act(case, case.senior, at), verdicts=ALL_MET)
    assert case.plan.weekly_pence == 28_800


def test_plan_over_every_approvers_limit_climbs(at: datetime) -> None:
    make_submitted(limit_pence=5_000)
    assert Task.objects.open().get().role == Role.SENIOR_APPROVER
    assert AuditEvent.objects.get(event="plan_submitted").data["why"] == "over_limit"


def test_limit_of_a_manager_who_wrote_the_plan_does_not_count(at: datetime) -> None:
    case = complete(make_case(limit_pence=5_000))
    Membership.objects.create(
        user=case.broker,
        authority=case.authority,
        role=Role.APPROVER,
        approval_limit_pence=90_000,
    )
    send_plan(**act(case, case.broker, at), person_agreed_date=SAID)
    assert Task.objects.open().get().role == Role.SENIOR_APPROVER


def test_consent_in_the_future_is_refused(at: datetime) -> None:
    case = complete(make_case())
    with refused("consent_in_future"):
        send_plan(**act(case, case.broker, at), person_agreed_date=date(2026, 9, 22))


def test_listing_that_left_the_directory_stops_sending_and_approving(at: datetime) -> None:
    case = make_submitted()
    case.listing.supplier.accreditations.update(state="suspended")
    with refused("plan_listing_gone"):
        approve_plan(**act(case, case.manager, at), verdicts=ALL_MET)
    return_plan(**act(case, case.manager, at), reasons="Lantern Lane is suspended.")
    with refused("plan_listing_gone"):
        send_plan(**act(case, case.broker, at), person_agreed_date=SAID)


def test_approval_fixes_the_cost_finishes_the_task_and_tells_who_listens(at: datetime) -> None:
    heard = []

    def listen(plan_ids: list[int], **news: Any) -> None:
        heard.append(plan_ids)

    plan_approved.connect(listen)
    case = make_submitted()
    decision = approve_plan(**act(case, case.manager, at), verdicts=ALL_MET)
    plan_approved.disconnect(listen)
    case.plan.refresh_from_db()
    assert (case.plan.state, case.plan.weekly_pence) == (PlanState.APPROVED, 9_600)
    assert (case.plan.approved_at, case.plan.approved_by) == (at, case.manager)
    assert decision.verdicts["7"] == "met"
    assert not Task.objects.open().exists()
    assert heard == [[case.plan.pk]]
    assert AuditEvent.objects.filter(event="plan_approved", subject_id=case.plan.pk).count() == 1


def test_managers_access_ends_tonight_when_they_have_decided(at: datetime) -> None:
    case = make_submitted()
    approve_plan(**act(case, case.manager, at), verdicts=ALL_MET)
    rows = Access.objects.filter(person=case.person, capacity=AccessCapacity.APPROVER)
    assert {row.until_date for row in rows} == {date(2026, 9, 22)}


def test_sending_again_on_the_same_day_lets_managers_see_it_tomorrow(at: datetime) -> None:
    case = make_submitted(at=at)
    return_plan(**act(case, case.manager, at), reasons="Say more.")
    send_plan(**act(case, case.broker, at), person_agreed_date=SAID)
    later = at.date() + timedelta(days=3)
    assert case.person in Person.objects.visible_to(
        as_viewer(case.manager, later),
        scope=Scope.PLAN,
    )


def test_new_approved_plan_replaces_the_one_before(at: datetime) -> None:
    case = make_approved()
    old = case.plan
    case.plan = start_plan(by=as_viewer(case.broker, at), person=case.person)
    send_plan(**act(case, case.broker, at), person_agreed_date=SAID)
    approve_plan(**act(case, case.manager, at), verdicts=ALL_MET)
    old.refresh_from_db()
    assert (old.state, old.changed_at) == (PlanState.SUPERSEDED, at)
    event = AuditEvent.objects.get(event="plan_replaced")
    assert (event.subject_id, event.by_user_id) == (old.pk, case.manager.pk)
    assert event.data == {"version": old.version, "replaced_by": case.plan.pk}
    assert SupportPlan.objects.in_force(at.date()).get() == case.plan
    assert old.until_date == case.plan.from_date == date(2026, 9, 21)


def test_author_cannot_approve_even_as_a_manager(at: datetime) -> None:
    case = make_submitted()
    Membership.objects.create(
        user=case.broker,
        authority=case.authority,
        role=Role.APPROVER,
        approval_limit_pence=90_000,
    )
    author = type(case.broker).objects.get(pk=case.broker.pk)
    with pytest.raises(PermissionDenied, match="A colleague decides it"):
        approve_plan(**act(case, author, at), verdicts=ALL_MET)


def test_colleague_who_wrote_in_the_plan_while_its_broker_was_away_cannot_approve_it(
    at: datetime,
) -> None:
    case = complete(make_case())
    facts = {"authority": case.authority, "role": Role.APPROVER, "approval_limit_pence": 90_000}
    colleague = make_user(Role.BROKER, authority=case.authority)
    Membership.objects.create(user=colleague, **facts)
    allocate_broker(by=as_viewer(REGISTRY, at), person=case.person, broker=colleague)
    colleague = type(colleague).objects.get(pk=colleague.pk)
    answer_question(**act(case, colleague, at), question=1, text="Choir, and quiet mornings.")
    allocate_broker(by=as_viewer(REGISTRY, at), person=case.person, broker=case.broker)
    send_plan(**act(case, case.broker, at), person_agreed_date=SAID)
    with pytest.raises(PermissionDenied, match="You wrote in this plan"):
        approve_plan(**act(case, colleague, at), verdicts=ALL_MET)
    assert approve_plan(**act(case, case.manager, at), verdicts=ALL_MET)


@pytest.mark.parametrize("ended", [False, True])
def test_who_speaks_for_the_person_cannot_approve_their_plan(at: datetime, ended: bool) -> None:
    case = make_submitted(at=at)
    let_speak(case.person, case.manager, ended=ended)
    with pytest.raises(PermissionDenied, match="You speak for this person"):
        approve_plan(**act(case, case.manager, at), verdicts=ALL_MET)


def test_person_cannot_approve_their_own_plan(at: datetime) -> None:
    case = make_submitted(at=at)
    manager = make_user(Role.APPROVER, authority=case.person.authority, limit_pence=10**9)
    Person.objects.filter(pk=case.person.pk).update(user=manager)
    plan = SupportPlan.objects.get(pk=case.plan.pk)
    with pytest.raises(PermissionDenied, match="your own plan"):
        approve_plan(by=as_viewer(manager, at), plan=plan, version=plan.version, verdicts=ALL_MET)


def test_database_refuses_the_author_the_sender_and_a_writer_as_approver(at: datetime) -> None:
    case = make_submitted()
    PlanWriter.objects.create(plan=case.plan, user=case.senior)
    for writer in (case.broker, case.senior, case.manager):
        if writer == case.manager:
            SupportPlan.objects.update(submitted_by=case.manager)
        with pytest.raises(DatabaseError), transaction.atomic():
            SupportPlan.objects.update(state=PlanState.APPROVED, approved_at=at, approved_by=writer)


@pytest.mark.parametrize("role", [Role.BROKER, Role.FINANCE, Role.PERSON])
def test_other_roles_cannot_decide(role: Role, at: datetime) -> None:
    case = make_submitted()
    with pytest.raises(PermissionDenied):
        approve_plan(**act(case, make_user(role), at), verdicts=ALL_MET)


def test_approving_needs_seven_verdicts(at: datetime) -> None:
    case = make_submitted()
    with refused("plan_verdict_missing"):
        approve_plan(**act(case, case.manager, at), verdicts=dict.fromkeys(range(1, 7), "met"))


def test_approving_over_ones_own_limit_is_refused(at: datetime) -> None:
    case = make_submitted()
    junior = make_user(Role.APPROVER, limit_pence=5_000)
    with refused("plan_over_limit"):
        approve_plan(**act(case, junior, at), verdicts=ALL_MET)


def test_returned_plan_goes_back_to_its_broker_with_the_reasons(at: datetime) -> None:
    case = make_submitted()
    verdicts = ALL_MET | {4: "Say what the rest is for."}
    decision = return_plan(**act(case, case.manager, at), verdicts=verdicts)
    assert decision.reasons == "Question 4: Say what the rest is for."
    assert case.plan.state == PlanState.RETURNED
    task = Task.objects.open().get()
    assert (task.kind, task.owner, task.private_to_owner) == ("plan_returned", case.broker, True)
    assert AuditEvent.objects.get(event="plan_returned").data["lacking"] == [4]


def test_return_without_a_reason_is_refused(at: datetime) -> None:
    case = make_submitted()
    with refused("plan_returned_without_reasons"):
        return_plan(**act(case, case.manager, at), reasons="  ", verdicts=ALL_MET)


def test_returned_plan_is_edited_and_sent_again(at: datetime) -> None:
    case = make_submitted()
    return_plan(**act(case, case.manager, at), reasons="Say what the rest is for.")
    answer_question(**act(case, case.broker, at), question=4, text="The rest is for winter.")
    send_plan(**act(case, case.broker, at), person_agreed_date=SAID)
    assert Task.objects.open().get().kind == "plan_approval"
    assert case.plan.decisions.count() == 1


def test_second_manager_is_told_who_approved_it(at: datetime) -> None:
    case = make_submitted()
    second = make_user(Role.APPROVER, limit_pence=90_000)
    seen = act(case, second, at) | {"plan": SupportPlan.objects.get()}
    approve_plan(**act(case, case.manager, at), verdicts=ALL_MET)
    with refused("plan_approved_by_another"):
        approve_plan(**seen, verdicts=ALL_MET)
    with refused("plan_approved_by_another"):
        return_plan(**seen, reasons="Too late.")
    assert case.plan.decisions.count() == 1


def test_manager_who_saw_an_older_round_is_refused(at: datetime) -> None:
    case = make_submitted()
    seen = act(case, case.manager, at) | {"plan": SupportPlan.objects.get()}
    return_plan(**act(case, case.manager, at), reasons="Say more.")
    send_plan(**act(case, case.broker, at), person_agreed_date=SAID)
    with refused("plan_stale"):
        approve_plan(**seen, verdicts=ALL_MET)


def test_draft_cannot_be_decided(at: datetime) -> None:
    case = make_submitted()
    return_plan(**act(case, case.manager, at), reasons="Say more.")
    with refused("plan_returned_already"):
        approve_plan(**act(case, case.manager, at), verdicts=ALL_MET)


def test_listing_changes_do_not_move_an_approved_plan(at: datetime) -> None:
    case = make_approved()
    before = list(case.plan.items.order_by("pk").values())
    set_price(case.listing, 9_900)
    case.listing.title = "Something else"
    case.listing.save()
    case.listing.supplier.accreditations.update(state="suspended")
    assert list(case.plan.items.order_by("pk").values()) == before
    assert (
        contents_of(case.plan, at.date()).position.cost.weekly_pence
        == case.plan.weekly_pence
        == 9_600
    )


def test_no_action_moves_an_approved_plan(at: datetime) -> None:
    case = make_approved()
    before = list(case.plan.items.order_by("pk").values())
    item = case.plan.items.get(kind=ItemKind.LISTING)
    assert case.outcome is not None
    bench = Equipment("Bench", "Fenway", 6_400)
    with refused("plan_approved_already"):
        refresh_price(**act(case, case.broker, at), item_id=item.pk)
    with refused("plan_approved_already"):
        remove_item(**act(case, case.broker, at), item_id=item.pk)
    with refused("plan_approved_already"):
        add_item(
            **act(case, case.broker, at),
            outcome_ids=[case.outcome.pk],
            offer=bench,
            terms=Terms(Decimal(1), Frequency.ONCE),
        )
    assert list(case.plan.items.order_by("pk").values()) == before
