"""Mail is a job."""

import pytest
from django.core import mail
from django.core.mail import send_mail
from django.core.management import call_command


@pytest.mark.django_db(transaction=True)
def test_mail_when_sent_goes_out_through_the_queue(settings: object) -> None:
    settings.EMAIL_BACKEND = "marketplace.core.mail.JobEmailBackend"  # type: ignore[attr-defined]
    send_mail("A subject", "A body", None, ["nia@example.org"])
    assert mail.outbox == []
    call_command("work", "--once")
    assert [m.subject for m in mail.outbox] == ["A subject"]
