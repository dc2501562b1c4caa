"""The work of opening an account for whoever has an agreement and none. Part of another action."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.dates import london_date
from marketplace.council.queries import figure
from marketplace.people.models import Person
from marketplace.tasks.actions import finish_tasks, new_task, raise_tasks
from marketplace.tasks.models import Task
from payments.cards.queries import unfed_agreements
from payments.cards.rules import ACCOUNT_OPEN_DAYS, ImportTask


def raise_accounts(*, person_ids: Collection[int], at: datetime) -> None:
    """One task for each of these people who has an agreement that pays into no account."""
    today = london_date(at)
    people = {each.person_id: each.person for each in unfed_agreements(person_ids, today)}
    raise_tasks([_task(person, at) for person in people.values()])


def _task(person: Person, at: datetime) -> Task:
    today = london_date(at)
    days = figure(person.authority_id, ACCOUNT_OPEN_DAYS, today)
    return new_task(
        authority_id=person.authority_id,
        kind=ImportTask.ACCOUNT,
        role=Role.FINANCE,
        subject=person,
        title=ImportTask.ACCOUNT.label,
        address=reverse("cards:open_account", args=[person.public_id]),
        due_date=today + timedelta(days),
        at=at,
    )


def finish_account_task(*, by: Viewer, person: Person) -> None:
    """The work is done once every agreement pays into an account."""
    if not unfed_agreements([person.pk], by.today):
        finish_tasks(
            by=by,
            kind=ImportTask.ACCOUNT,
            subject_type=person._meta.label_lower,
            subject_ids=[person.pk],
        )
