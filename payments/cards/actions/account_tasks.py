"""The work of opening an account for whoever has an agreement and none. Part of another action."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse

from marketplace.accounts.permissions import check
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor
from marketplace.core.errors import problem
from marketplace.council.queries import figure
from marketplace.people.models import Person
from marketplace.tasks.actions import finish_tasks, new_task, raise_tasks
from marketplace.tasks.models import Task
from payments.cards.errors import AccountRefused
from payments.cards.queries import paying_into_closed, unfed_agreements
from payments.cards.rules import ACCOUNT_OPEN_DAYS, MAY_IMPORT_MONEY, ImportTask

ASKING = SystemActor("account_tasks", frozenset({MAY_IMPORT_MONEY}))


@transaction.atomic
def ask_for_accounts(*, by: Viewer, person_ids: Collection[int]) -> None:
    """One task for each of these people, all of one council, who has an agreement that pays into no
    account; the work on the others is done.

    Raises AccountRefused where an agreement of theirs would pay into an account that is closed."""
    people_councils = Person.objects.filter(pk__in=person_ids)
    for council_id in set(people_councils.values_list("authority", flat=True)):
        check(by, MAY_IMPORT_MONEY, council_id)
    if paying_into_closed(person_ids, by.today):
        raise AccountRefused(problem("account_paid_into_when_closed"))
    people = {each.person_id: each.person for each in unfed_agreements(person_ids, by.today)}
    if people:
        council_id = next(iter(people.values())).authority_id
        days = figure(council_id, ACCOUNT_OPEN_DAYS, by.today)
        raise_tasks(
            [_task(person, by.today + timedelta(days), by.at) for person in people.values()]
        )
    _finish(by, [person_id for person_id in person_ids if person_id not in people])


def _task(person: Person, due_date: date, at: datetime) -> Task:
    return new_task(
        authority_id=person.authority_id,
        kind=ImportTask.ACCOUNT,
        role=Role.FINANCE,
        subject=person,
        title=ImportTask.ACCOUNT.label,
        address=reverse("cards:open_account", args=[person.public_id]),
        due_date=due_date,
        at=at,
    )


def finish_account_task(*, by: Viewer, person: Person) -> None:
    """The work is done once every agreement pays into an account."""
    if not unfed_agreements([person.pk], by.today):
        _finish(by, [person.pk])


def _finish(by: Viewer, person_ids: list[int]) -> None:
    finish_tasks(
        by=by,
        kind=ImportTask.ACCOUNT,
        subject_type=Person._meta.label_lower,
        subject_ids=person_ids,
    )
