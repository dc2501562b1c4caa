"""Raising, taking and finishing tasks. Raising and finishing are part of another room's action."""

from datetime import date, datetime
from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from marketplace.accounts.models import User
from marketplace.accounts.permissions import check_is_user
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import actor_columns
from marketplace.core.audit import record
from marketplace.core.errors import DomainError, problem
from marketplace.core.transactions import require_transaction
from marketplace.core.transitions import move
from marketplace.tasks.models import Task, TaskQuerySet
from marketplace.tasks.rules import TASK_TRANSITIONS, TaskState


class TaskError(DomainError):
    """A task cannot be taken, or not be called back."""


def new_task(
    *,
    authority_id: int,
    kind: StrEnum,
    role: Role,
    subject: models.Model,
    title: str,
    address: str,
    due_date: date,
    at: datetime,
    owner: User | None = None,
    private_to_owner: bool = False,
) -> Task:
    """An unsaved task, for rooms that raise many at once with bulk_create(ignore_conflicts=True)."""
    return Task(
        authority_id=authority_id,
        kind=kind,
        role=role,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        title=title,
        address=address,
        due_date=due_date,
        opened_at=at,
        owner=owner,
        private_to_owner=private_to_owner,
    )


def raise_tasks(tasks: list[Task]) -> None:
    """Open these tasks; one already open for the same subject and role stays as it is.

    Part of another room's action, whose audit event covers it. Raises RuntimeError outside one.
    """
    require_transaction()
    Task.objects.bulk_create(tasks, ignore_conflicts=True, batch_size=500)


def finish_tasks(*, by: Viewer, kind: StrEnum, subject_type: str, subject_ids: list[int]) -> int:
    """Mark the open tasks of these subjects done; answers how many. Part of another room's action."""
    tasks = list(
        Task.objects.select_for_update()
        .open()
        .filter(kind=kind, subject_type=subject_type, subject_id__in=subject_ids)
        .order_by("pk")
    )
    changes = {"done_at": by.at, **actor_columns("done_by", by)}
    move(
        tasks,
        TaskState.DONE,
        table=TASK_TRANSITIONS,
        by=by,
        event="task_done",
        changes=changes,
        kind=kind.value,
    )
    return len(tasks)


def keep_tasks_to(*, subject: models.Model, owner: User | None) -> None:
    """Seal the open tasks of a thing: one owner alone sees them, nobody where there is none. No cover
    and no hand-over gives them to anybody else.

    Part of another room's action, whose audit event covers it. Raises RuntimeError outside one.
    """
    require_transaction()
    _open_of(subject).update(owner=owner, private_to_owner=True, is_sealed=True)


def unseal_tasks(*, subject: models.Model) -> None:
    """Let the role see the sealed tasks of a thing again; whoever has them keeps them.

    Part of another room's action, whose audit event covers it. Raises RuntimeError outside one.
    """
    require_transaction()
    _open_of(subject).sealed().update(private_to_owner=False, is_sealed=False)


def _open_of(subject: models.Model) -> TaskQuerySet:
    of_it = Task.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)
    return of_it.open()


def call_back_tasks(*, by: Viewer, kind: StrEnum, subject: models.Model) -> None:
    """End the work on something that whoever sent it wants back: only while nobody has taken it.

    Part of another room's action. Raises TaskError when somebody has begun.
    """
    require_transaction()
    named = subject._meta.label_lower
    of_it = Task.objects.filter(kind=kind, subject_type=named, subject_id=subject.pk)
    waiting = of_it.open().select_for_update()
    if any(task.owner_id for task in waiting.order_by("pk")):
        raise TaskError(problem("task_begun"))
    finish_tasks(by=by, kind=kind, subject_type=named, subject_ids=[subject.pk])


@transaction.atomic
def take_task(*, by: Viewer, task_id: int) -> Task:
    """Make an open task one's own, from nobody or from a colleague of the same role.

    One's own stays as it is. Raises PermissionDenied when it is not for this user, TaskError when it
    is done.
    """
    task = Task.objects.select_for_update().filter(pk=task_id).first()
    user = check_is_user(by)
    may = task is not None and by.acts_in(task.authority_id) and task.role in by.roles
    if task is None or not may:
        raise PermissionDenied("This task is for another role.")
    if task.private_to_owner and task.owner_id != user.pk:
        raise PermissionDenied("This task is assigned to somebody else.")
    if task.state != TaskState.OPEN:
        raise TaskError(problem("task_done_already"))
    if task.owner_id == user.pk:
        return task
    task.owner = user
    task.save(update_fields=["owner"])
    record(event="task_taken", by=by, subject=task, kind=task.kind)
    return task
