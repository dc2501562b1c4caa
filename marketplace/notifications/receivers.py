"""The e-mails are queued with what caused them."""

from typing import Any

from marketplace.notifications.jobs import mail_notification


def queue_mails(*, notification_ids: list[int], **_: Any) -> None:
    """One job for each, which holds its id only."""
    for notification_id in notification_ids:
        mail_notification.enqueue(notification_id)
