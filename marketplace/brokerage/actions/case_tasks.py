"""The work around a person's budget: to agree it, to agree how it is paid, to choose who plans with
them. Part of the action that raises or ends it."""

from datetime import timedelta

from django.db import models
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import PersonalBudget
from marketplace.brokerage.queries import brokers_of
from marketplace.brokerage.rules import (
    BROKER_CHOOSE_DAYS,
    BUDGET_AGREE_DAYS,
    PAYMENT_AGREE_DAYS,
    PlanTask,
)
from marketplace.core.rooms import Figure
from marketplace.council.queries import figure
from marketplace.people.actions import end_access, grant_access
from marketplace.people.models import Person
from marketplace.people.queries import worker_of
from marketplace.people.rules import AccessCapacity
from marketplace.tasks.actions import finish_tasks, new_task, raise_tasks


def raise_budget(*, by: Viewer, budget: PersonalBudget) -> None:
    """Put a proposed budget before the colleagues of whoever proposed it, who see the plan for it."""
    role, capacity = Role.PRACTITIONER, AccessCapacity.BUDGET
    grant_access(by=by, person=budget.person, capacity=capacity, role=role)
    address = reverse("brokerage:budget", args=[budget.person.public_id, budget.pk])
    _raise(by, PlanTask.BUDGET, Role.PRACTITIONER, budget, address, BUDGET_AGREE_DAYS)


def finish_budget_task(*, by: Viewer, budget: PersonalBudget) -> None:
    """Nobody needs to agree this budget any more; colleagues see the person until tonight, unless
    another one waits."""
    _finish(by, PlanTask.BUDGET, budget)
    if not PersonalBudget.objects.waiting().filter(person=budget.person_id).exists():
        end_access(by=by, person=budget.person, capacity=AccessCapacity.BUDGET)


def raise_agreement(*, by: Viewer, person: Person) -> None:
    """Put an agreed budget before finance, who see the person's money from today."""
    grant_access(by=by, person=person, capacity=AccessCapacity.FINANCE, role=Role.FINANCE)
    address = reverse("brokerage:agreements", args=[person.public_id])
    _raise(by, PlanTask.AGREEMENT, Role.FINANCE, person, address, PAYMENT_AGREE_DAYS)


def finish_agreement_task(*, by: Viewer, person: Person) -> None:
    _finish(by, PlanTask.AGREEMENT, person)


def raise_broker(*, by: Viewer, person: Person) -> None:
    """Have a broker chosen for somebody who has none, or none from tomorrow."""
    if person.pk in brokers_of([person.pk], by.today + timedelta(1)):
        return
    address = reverse("brokerage:broker", args=[person.public_id])
    # Whoever chooses works with the person; for their colleagues the page is not there.
    owner = worker_of(person, by.today)
    _raise(by, PlanTask.BROKER, Role.PRACTITIONER, person, address, BROKER_CHOOSE_DAYS, owner)


def finish_broker_task(*, by: Viewer, person: Person) -> None:
    _finish(by, PlanTask.BROKER, person)


def _raise(
    by: Viewer,
    kind: PlanTask,
    role: Role,
    subject: PersonalBudget | Person,
    address: str,
    within: Figure,
    owner: User | None = None,
) -> None:
    days = figure(subject.authority_id, within.key, by.today)
    task = new_task(
        authority_id=subject.authority_id,
        kind=kind,
        role=role,
        subject=subject,
        title=kind.label,
        address=address,
        due_date=by.today + timedelta(days),
        at=by.at,
        owner=owner,
        private_to_owner=owner is not None,
    )
    raise_tasks([task])


def _finish(by: Viewer, kind: PlanTask, subject: models.Model) -> None:
    finish_tasks(by=by, kind=kind, subject_type=subject._meta.label_lower, subject_ids=[subject.pk])
