"""What follows from a step of a plan: the work that it raises, and who is told. Part of the action that takes it."""

from datetime import date

from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import PersonalBudget, PlanDecision, SupportPlan
from marketplace.brokerage.queries import broker_for, brokers_of, live_plans_with
from marketplace.brokerage.rules import Decision, PlanNotice, PlanState, PlanTask
from marketplace.core.transactions import require_transaction
from marketplace.notifications.actions import tell
from marketplace.people.models import Person
from marketplace.people.queries import speaks_for_themselves, users_around
from marketplace.people.rules import Scope
from marketplace.suppliers.models import Supplier
from marketplace.tasks.actions import finish_tasks, new_task, raise_tasks


def raise_approval(*, by: Viewer, plan: SupportPlan, role: Role, due_date: date) -> None:
    """Put a sent plan before the managers who decide it."""
    raise_tasks(
        [
            new_task(
                authority_id=plan.authority_id,
                kind=PlanTask.APPROVAL,
                role=role,
                subject=plan,
                title="A support plan to decide",
                address=reverse("brokerage:approve", args=[plan.public_id]),
                due_date=due_date,
                at=by.at,
            )
        ]
    )


def raise_returned(*, by: Viewer, plan: SupportPlan, broker: User) -> None:
    """Give a returned plan back to the broker whose list the person is on."""
    raise_tasks(
        [
            new_task(
                authority_id=plan.authority_id,
                kind=PlanTask.RETURNED,
                role=Role.BROKER,
                subject=plan,
                title="A support plan returned for changes",
                address=reverse("brokerage:plan", args=[plan.public_id]),
                due_date=plan.due_date,
                at=by.at,
                owner=broker,
                private_to_owner=True,
            )
        ]
    )


def finish_plan_task(*, by: Viewer, plan: SupportPlan, kind: PlanTask) -> int:
    """Mark this work on a plan done; answers how many tasks that were."""
    return finish_tasks(
        by=by, kind=kind, subject_type=plan._meta.label_lower, subject_ids=[plan.pk]
    )


def hand_over_returned(*, by: Viewer, plan: SupportPlan, broker: User) -> None:
    """Move the work on a returned plan to another broker."""
    finish_plan_task(by=by, plan=plan, kind=PlanTask.RETURNED)
    if plan.state == PlanState.RETURNED:
        raise_returned(by=by, plan=plan, broker=broker)


def last_decision(plan: SupportPlan) -> PlanDecision | None:
    """What a manager decided on it last."""
    return PlanDecision.objects.filter(plan=plan).select_related("decided_by").first()


def tell_sent(*, by: Viewer, plan: SupportPlan, due_date: date) -> None:
    """A receipt for whoever sent it; and the manager who returned it learns that it is back."""
    tell(by=by, kind=PlanNotice.SENT, subject=plan, users=[by.user], due_date=due_date)
    last = last_decision(plan)
    if last is not None and last.decision == Decision.RETURNED:
        tell(by=by, kind=PlanNotice.SENT_AGAIN, subject=plan, users=[last.decided_by])


def tell_called_back(*, by: Viewer, plan: SupportPlan) -> None:
    """The manager who was told that the plan is back, because they had returned it."""
    last = last_decision(plan)
    if last is not None:
        tell(by=by, kind=PlanNotice.CALLED_BACK, subject=plan, users=[last.decided_by])


def tell_consented(*, by: Viewer, plan: SupportPlan) -> None:
    """The broker may send the plan: its person said that it is theirs."""
    users = [broker_for(plan, by.today)]
    tell(by=by, kind=PlanNotice.IS_THEIRS, subject=plan, users=users)


def tell_returned(*, by: Viewer, plan: SupportPlan, broker: User) -> None:
    """The broker on whose list the person is."""
    tell(by=by, kind=PlanNotice.RETURNED, subject=plan, users=[broker])


def tell_approved(*, by: Viewer, plan: SupportPlan) -> None:
    """The broker, the person, and who speaks for them; of a person without an account the broker is
    asked to tell them."""
    broker = broker_for(plan, by.today)
    tell(by=by, kind=PlanNotice.APPROVED, subject=plan, users=[broker])
    around = users_around(plan.person, scope=Scope.PLAN, on=by.today)
    tell(by=by, kind=PlanNotice.OWN_APPROVED, subject=plan, users=around)
    if not speaks_for_themselves(plan.person):
        tell(by=by, kind=PlanNotice.TELL_PERSON, subject=plan, users=[broker])


def tell_of_suppliers(*, by: Viewer, kind: PlanNotice, supplier_ids: list[int]) -> None:
    """The brokers of all live plans in which these suppliers are."""
    require_transaction()
    suppliers = Supplier.objects.in_bulk(supplier_ids)
    live = live_plans_with(supplier_ids, by.today)
    brokers = brokers_of({plan.person_id for plan, _ in live}, by.today)
    for plan, supplier_id in live:
        cause, broker = suppliers[supplier_id], brokers.get(plan.person_id, plan.author)
        tell(by=by, kind=kind, subject=plan, cause=cause, users=[broker])


def tell_budget_ended(*, by: Viewer, person: Person) -> None:
    """The broker, whose plan has no budget any more."""
    broker = brokers_of([person.pk], by.today).get(person.pk)
    tell(by=by, kind=PlanNotice.BUDGET_ENDED, subject=person, users=[broker])


def tell_of_budget(*, by: Viewer, budget: PersonalBudget, kind: PlanNotice) -> None:
    """Whoever proposed a budget learns what a colleague did with it."""
    tell(by=by, kind=kind, subject=budget, users=[budget.recorded_by])
