"""The e-mails are queued with what caused them; what the rooms below announce is told."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.db import models

from marketplace.accounts.models import User
from marketplace.accounts.viewer import Viewer
from marketplace.notifications.actions import tell
from marketplace.notifications.jobs import mail_notification


def queue_mails(*, notification_ids: list[int], **_: Any) -> None:
    """One job for each, which holds its id only."""
    for notification_id in notification_ids:
        mail_notification.enqueue(notification_id)


def tell_of_rooms_below(
    *, by: Viewer, kind: StrEnum, subject: models.Model, users: Iterable[User | None], **_: Any
) -> None:
    """Tell what a room announces that cannot know this one."""
    tell(by=by, kind=kind, subject=subject, users=users)
