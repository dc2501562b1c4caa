"""Mail is a job: it carries every part or refuses aloud, and leaves no words behind."""

import smtplib
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from marketplace.core import job_queue
from marketplace.core.clock import now
from marketplace.core.mail import MAIL_KEPT, MailNotCarried, prune_mail
from marketplace.core.models import OutgoingMail

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _queued(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.EMAIL_BACKEND = "marketplace.core.mail.JobEmailBackend"
    monkeypatch.setattr(job_queue, "_schedules", [])


class Refusing(BaseEmailBackend):
    def send_messages(self, _: object) -> int:
        raise smtplib.SMTPRecipientsRefused({"nia@example.org": (550, b"no nia@example.org")})


def test_mail_when_sent_goes_out_through_the_queue() -> None:
    send_mail("A subject", "A body", None, ["nia@example.org"])
    assert mail.outbox == []
    call_command("work", "--once")
    assert [m.subject for m in mail.outbox] == ["A subject"]


def test_job_of_a_mail_holds_its_id_and_nothing_of_it_stays() -> None:
    send_mail("A subject", "A body", None, ["nia@example.org"])
    kept = OutgoingMail.objects.get()
    assert DBTaskResult.objects.get().args_kwargs == {"args": [kept.pk], "kwargs": {}}
    call_command("work", "--once")
    assert not OutgoingMail.objects.exists()


def test_every_part_of_a_mail_arrives() -> None:
    message = EmailMultiAlternatives(
        "A subject",
        "A body",
        "a@example.org",
        ["b@example.org"],
        cc=["c@example.org"],
        bcc=["d@example.org"],
        reply_to=["e@example.org"],
        headers={"X-Why": "because"},
    )
    message.attach_alternative("<p>A body</p>", "text/html")
    message.send()
    call_command("work", "--once")
    sent = mail.outbox[0]
    assert (sent.from_email, sent.to, sent.cc, sent.bcc, sent.reply_to) == (
        "a@example.org",
        ["b@example.org"],
        ["c@example.org"],
        ["d@example.org"],
        ["e@example.org"],
    )
    assert sent.extra_headers == {"X-Why": "because"}
    assert [tuple(part) for part in sent.alternatives] == [("<p>A body</p>", "text/html")]


def test_mail_with_an_attachment_is_refused_aloud() -> None:
    message = EmailMessage("A subject", "A body", None, ["b@example.org"])
    message.attach("a.txt", "words", "text/plain")
    with pytest.raises(MailNotCarried):
        message.send()
    assert not DBTaskResult.objects.exists()


def test_refusal_of_the_mail_server_is_written_down_without_the_address(settings: Any) -> None:
    settings.DELIVERY_EMAIL_BACKEND = f"{__name__}.Refusing"
    send_mail("A subject", "A body", None, ["nia@example.org"])
    call_command("work", "--once")
    row = DBTaskResult.objects.get()
    assert "SMTPRecipientsRefused" in row.traceback
    assert "nia" not in row.traceback


def test_mail_that_cannot_be_delivered_is_thrown_away_in_time() -> None:
    send_mail("A subject", "A body", None, ["nia@example.org"])
    assert prune_mail(now()) == 0
    assert prune_mail(now() + MAIL_KEPT * 2) == 1
    call_command("work", "--once")
    assert mail.outbox == []
