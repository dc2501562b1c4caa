"""The e-mail of a notification: made as it is sent, of ids; it says no more than that there is news."""

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django_tasks import task

from marketplace.accounts.queries import base_address, sender_of
from marketplace.accounts.viewer import Viewer
from marketplace.core.clock import now
from marketplace.core.job_queue import URGENT
from marketplace.core.mail import MAIL_KEPT, hand_over
from marketplace.core.rooms import collected
from marketplace.notifications.models import Notification
from marketplace.notifications.queries import (
    NewsLine,
    is_repeated,
    lines_of,
    notification_to_mail,
)


@task(queue_name=URGENT)
def mail_notification(notification_id: int) -> None:
    """Send one. Cut short, it is sent a second time.

    Nobody gets one of old news, after their account was closed, of what they may not see any more,
    or where the same e-mail about the same thing follows.
    """
    at = now()
    row = notification_to_mail(notification_id, since=at - MAIL_KEPT)
    if row is None or is_repeated(row):
        return
    for line in lines_of(Viewer.of(row.user, row.authority, at), [row]):
        hand_over(_message(row, line))


def _message(row: Notification, line: NewsLine) -> EmailMessage:
    subject = collected().notifications[row.kind].mail_subject
    context = {
        "line": line,
        "authority": row.authority,
        "address": base_address(row.authority) + reverse("notifications:all"),
    }
    return EmailMessage(
        subject.format(reference=line.news.reference),
        render_to_string("notifications/mail.txt", context).strip(),
        sender_of(row.authority),
        to=[row.user.email],
    )
