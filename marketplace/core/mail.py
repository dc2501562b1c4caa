"""All mail is a job: it commits with what caused it, and a slow mail server holds nobody up.

The job holds the id of a row, and the row goes with the delivery. Mail with a link that opens
something is not made here at all before it is sent: see `accounts.jobs`.
"""

import smtplib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from marketplace.core.job_queue import URGENT
from marketplace.core.models import OutgoingMail

#: How long a message waits that cannot be delivered, before it is thrown away.
MAIL_KEPT = timedelta(days=7)
CARRIED = ("subject", "body", "from_email", "to", "cc", "bcc", "reply_to")


class MailNotCarried(TypeError):
    """A message has a part that the queue does not carry: a fault of whoever wrote it."""


class MailNotDelivered(Exception):
    """The mail server refused. Says the kind of refusal and its code, never an address."""


@task(queue_name=URGENT)
def deliver(mail_id: int) -> None:
    """Hand one message over, then forget it. Cut short between the two, it is sent a second time.

    Raises MailNotDelivered. A row that is gone was delivered, or waited longer than MAIL_KEPT.
    """
    kept = OutgoingMail.objects.filter(pk=mail_id).first()
    if kept is None:
        return
    hand_over(_message(kept.parts))
    kept.delete()


def hand_over(message: EmailMessage) -> None:
    """Give a message to the backend that really sends. Raises MailNotDelivered, which is written
    down with the job: so it names nobody, and the server's own error is left out."""
    message.connection = get_connection(settings.DELIVERY_EMAIL_BACKEND)
    try:
        message.send()
    except smtplib.SMTPException as error:
        code = getattr(error, "smtp_code", "no code")
        raise MailNotDelivered(f"{type(error).__name__}, {code}") from None


def _message(parts: dict[str, Any]) -> EmailMessage:
    message = EmailMultiAlternatives(
        **{name: parts[name] for name in CARRIED}, headers=parts["headers"]
    )
    message.content_subtype = parts["content_subtype"]
    for content, mimetype in parts["alternatives"]:
        message.attach_alternative(content, mimetype)
    return message


def _parts(message: EmailMessage) -> dict[str, Any]:
    """All that there is to a message. Raises MailNotCarried aloud rather than lose a part."""
    if message.attachments:
        raise MailNotCarried("Mail with attachments is not queued. Link to a page instead.")
    alternatives = list(getattr(message, "alternatives", None) or [])
    if not all(isinstance(content, str) for content, _ in alternatives):
        raise MailNotCarried("Mail with an alternative that is no text is not queued.")
    words = {"subject": str(message.subject), "body": str(message.body)}
    people = {name: [str(one) for one in getattr(message, name)] for name in CARRIED[3:]}
    return {
        **words,
        **people,
        "from_email": str(message.from_email),
        "headers": {name: str(value) for name, value in message.extra_headers.items()},
        "content_subtype": message.content_subtype,
        "alternatives": [[content, mimetype] for content, mimetype in alternatives],
    }


class JobEmailBackend(BaseEmailBackend):
    """Queues each message; the worker delivers it."""

    @transaction.atomic
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Raises MailNotCarried for a message with a part that would be lost."""
        for message in email_messages:
            kept = OutgoingMail.objects.create(queued_at=timezone.now(), parts=_parts(message))
            deliver.enqueue(kept.pk)
        return len(email_messages)


def prune_mail(at: datetime) -> int:
    """Throw away what could not be delivered for so long. Returns how many."""
    return OutgoingMail.objects.filter(queued_at__lt=at - MAIL_KEPT).delete()[0]
