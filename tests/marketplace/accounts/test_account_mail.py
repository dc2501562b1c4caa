"""A link that opens something is made as it is sent: no row of the database ever holds it."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from marketplace.accounts.models import Authority
from marketplace.core import job_queue
from marketplace.core.models import OutgoingMail
from tests.factories.accounts import make_authority, make_other_authority, make_user

pytestmark = pytest.mark.django_db

LINK = re.compile(r"https?://\S+")


@pytest.fixture(autouse=True)
def _queued(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.EMAIL_BACKEND = "marketplace.core.mail.JobEmailBackend"
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    monkeypatch.setattr(job_queue, "_schedules", [])
    make_authority()


def kept() -> str:
    jobs = [str(row) for row in DBTaskResult.objects.values_list("args_kwargs", flat=True)]
    return " ".join([*jobs, *(str(row.parts) for row in OutgoingMail.objects.all())])


def ask_for_a_new_password(email: str) -> None:
    Client().post(reverse("account_reset_password"), {"email": email})


def test_reset_link_lies_nowhere_and_opens() -> None:
    user = make_user()
    ask_for_a_new_password(user.email)
    assert "/key/" not in kept()
    assert user.email not in kept()
    call_command("work", "--once")
    assert DBTaskResult.objects.get().args_kwargs == {"args": [], "kwargs": {}}
    assert mail.outbox[0].to == [user.email]
    link = LINK.findall(str(mail.outbox[0].body))[0]
    assert link.startswith("http://testserver/account/password/reset/key/")
    assert b"password1" in Client().get(link, follow=True).content


def test_mail_comes_from_the_council_at_whose_address_it_was_asked_for() -> None:
    user = make_user()
    make_other_authority()
    Authority.objects.filter(slug="otherton").update(mail_from="care@otherton.example")
    for host in ("testserver", "otherton.localhost"):
        Client(HTTP_HOST=host).post("/account/password/reset/", {"email": user.email})
    call_command("work", "--once")
    senders = [sent.from_email for sent in mail.outbox]
    assert senders == [settings.DEFAULT_FROM_EMAIL, "Otherton <care@otherton.example>"]


def test_confirmation_link_lies_nowhere_and_confirms() -> None:
    form = {"email": "new@example.org", "password1": "a-long-one-of-mine", "name": "Nia Bell"}
    Client().post("/account/signup/", form)
    assert "confirm" not in kept().replace("email_confirmation", "")
    call_command("work", "--once")
    assert mail.outbox[0].to == ["new@example.org"]
    link = LINK.findall(str(mail.outbox[0].body))[0]
    client = Client()
    client.post(client.get(link).request["PATH_INFO"])
    assert EmailAddress.objects.get().verified


def test_link_asked_for_by_who_has_left_since_is_not_sent() -> None:
    user = make_user()
    ask_for_a_new_password(user.email)
    user.is_active = False
    user.save()
    call_command("work", "--once")
    assert mail.outbox == []


def test_confirmation_of_an_address_removed_since_is_not_sent() -> None:
    form = {"email": "new@example.org", "password1": "a-long-one-of-mine", "name": "Nia Bell"}
    Client().post("/account/signup/", form)
    EmailAddress.objects.all().delete()
    call_command("work", "--once")
    assert mail.outbox == []


def test_other_account_mail_waits_in_a_row_that_its_delivery_removes() -> None:
    ask_for_a_new_password("nobody@example.org")
    assert "nobody" not in str(DBTaskResult.objects.get().args_kwargs)
    call_command("work", "--once")
    assert mail.outbox[0].to == ["nobody@example.org"]
    assert not OutgoingMail.objects.exists()


def test_subject_of_account_mail_begins_with_no_host_and_no_bracket() -> None:
    user = make_user()
    EmailAddress.objects.get_or_create(user=user, email=user.email, verified=True, primary=True)
    ask_for_a_new_password(user.email)
    call_command("work", "--once")
    assert [message.subject for message in mail.outbox] == ["Choose a new password"]
