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
