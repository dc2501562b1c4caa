"""What follows from an action about staff: a task for the second administrator, news for the auditor."""

from collections.abc import Iterable

from django.db import models
from django.urls import reverse

from marketplace.accounts.models import StaffChange, User
from marketplace.accounts.queries import users_holding
from marketplace.accounts.rules import Role, StaffNotice, StaffTask
from marketplace.accounts.signals import to_tell, work_asked, work_over
from marketplace.accounts.viewer import Viewer
from marketplace.core.transactions import require_transaction


def ask_second(by: Viewer, change: StaffChange) -> None:
    """The administrators have a proposal to confirm or refuse."""
    require_transaction()
    work_asked.send(
        sender=StaffChange,
        by=by,
        kind=StaffTask.CONFIRM,
        role=Role.ADMINISTRATOR,
        subject=change,
        title=StaffTask.CONFIRM.label,
        address=reverse("accounts:change", args=[change.pk]),
        due_date=change.lapses_on,
    )


def ask_no_more(by: Viewer, changes: Iterable[StaffChange]) -> None:
    """These proposals wait for nobody any more."""
    require_transaction()
    work_over.send(
        sender=StaffChange,
        by=by,
        kind=StaffTask.CONFIRM,
        subject_type=StaffChange._meta.label_lower,
        subject_ids=[change.pk for change in changes],
    )


def tell_auditors(
    by: Viewer, kind: StaffNotice, subject: models.Model, authority_id: int, *also: User | None
) -> None:
    """The council's auditors are told, and whoever else asked for it; never who did it."""
    require_transaction()
    auditors = users_holding([Role.AUDITOR], authority_id, by.today)
    users = [user for user in (*auditors, *also) if user and user.pk != by.user_id]
    to_tell.send(sender=type(subject), by=by, kind=kind, subject=subject, users=users)
