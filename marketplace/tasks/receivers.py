"""The tasks of the rooms below this one, which announce that somebody has something to do."""

from datetime import date
from enum import StrEnum
from typing import Any

from django.db import models

from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.tasks.actions import finish_tasks, new_task, raise_tasks


def raise_asked(
    *,
    by: Viewer,
    kind: StrEnum,
    role: Role,
    subject: models.Model,
    title: str,
    address: str,
    due_date: date,
    **_: Any,
) -> None:
    """Open a task for a whole role, in the transaction that asked for it."""
    task = new_task(
        authority_id=subject.authority_id,  # type: ignore[attr-defined]
        kind=kind,
        role=role,
        subject=subject,
        title=title,
        address=address,
        due_date=due_date,
        at=by.at,
    )
    raise_tasks([task])


def finish_asked(
    *, by: Viewer, kind: StrEnum, subject_type: str, subject_ids: list[int], **_: Any
) -> None:
    """Finish the tasks of what was decided, in that transaction."""
    finish_tasks(by=by, kind=kind, subject_type=subject_type, subject_ids=subject_ids)
