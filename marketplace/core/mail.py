"""All mail is a job: it commits with what caused it, and a slow mail server holds nobody up."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django_tasks import task


@task()
def deliver(subject: str, body: str, from_email: str, to: list[str], html: str) -> None:
    """Hand one message to the delivery backend. Safe to repeat only in that a repeat is a second copy."""
    connection = get_connection(settings.DELIVERY_EMAIL_BACKEND)
    message = EmailMultiAlternatives(subject, body, from_email, to, connection=connection)
    if html:
        message.attach_alternative(html, "text/html")
    message.send()


class JobEmailBackend(BaseEmailBackend):
    """Queues each message; the worker delivers it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            alternatives = getattr(message, "alternatives", None) or []
            html = next((str(part[0]) for part in alternatives if part[1] == "text/html"), "")
            deliver.enqueue(
                str(message.subject), str(message.body), message.from_email, list(message.to), html
            )
        return len(email_messages)
