"""Who has the work on one thing."""

from enum import StrEnum

from django.db import models

from marketplace.tasks.models import Task


def open_task(kind: StrEnum, subject: models.Model) -> Task | None:
    """The open task of this kind about a thing, with its owner; None when none is open."""
    tasks = Task.objects.open().filter(
        kind=kind, subject_type=subject._meta.label_lower, subject_id=subject.pk
    )
    return tasks.select_related("owner").first()


def owners_of(subject: models.Model) -> set[int]:
    """Who has the open tasks about a thing. One query."""
    tasks = Task.objects.open().filter(
        subject_type=subject._meta.label_lower, subject_id=subject.pk, owner__isnull=False
    )
    return set(tasks.values_list("owner", flat=True))


def has_begun(kind: StrEnum, subject: models.Model) -> bool:
    """Whether somebody has taken the work on a thing: who sent it cannot call it back any more."""
    task = open_task(kind, subject)
    return task is not None and task.owner_id is not None
