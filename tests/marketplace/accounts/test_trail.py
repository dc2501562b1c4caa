"""What is done to an account leaves audit rows with ids alone: who, what, in which council."""

import json
import re
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.core.models import AuditEvent
from tests.factories.accounts import make_authority, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"
PASSWORD = "a-long-password"
SECRET = "JBSWY3DPEHPK3PXP"


def events(user: User | None = None) -> list[str]:
    rows = AuditEvent.objects.order_by("pk")
    if user is not None:
        rows = rows.filter(subject_type="accounts.user", subject_id=user.pk)
    return [row.event for row in rows]


def sign_in(user: User, password: str = PASSWORD, client: Client | None = None) -> Client:
    client = client or Client()
    client.post(LOGIN, {"login": user.email, "password": password})
    return client


def sure(user: User) -> Client:
    """Signed in, and just asked for the password again."""
    client = sign_in(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def code_now() -> str:
    return format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))


@pytest.fixture(autouse=True)
def _no_words() -> Any:
    """Whatever the test did: nothing that somebody typed lies in the trail."""
    yield
    for row in AuditEvent.objects.all():
        kept = json.dumps(row.data)
        assert "@" not in kept
        assert not re.search(r"number\d|password-", kept.lower())
        assert row.authority_id


def test_trail_when_somebody_signs_in_and_out_says_so() -> None:
    user = make_user(Role.BROKER)
    client = sign_in(user)
    client.post("/account/logout/")
    rows = list(AuditEvent.objects.order_by("pk"))
    assert [row.event for row in rows] == ["signed_in", "signed_out"]
    assert {row.by_user_id for row in rows} == {user.pk}
    assert {row.authority_id for row in rows} == {make_authority().pk}


def test_trail_when_signing_in_fails_says_whose_account_and_when_one_has_to_wait() -> None:
    user = make_user(Role.BROKER)
    for _ in range(7):
        sign_in(user, "not-the-password")
    assert events(user) == ["sign_in_failed"] * 5 + ["sign_in_held"]
    held = AuditEvent.objects.get(event="sign_in_held")
    assert held.by_system == "sign_in"
    assert held.data["counted_by"] == "account_and_address"
    assert held.data["tries"] == 5


def test_trail_when_nobody_has_the_address_is_about_the_council() -> None:
    council = make_authority()
    Client().post(LOGIN, {"login": "nobody@nowhere.example", "password": "not-the-password"})
    row = AuditEvent.objects.get(event="sign_in_failed")
    assert (row.subject_type, row.subject_id) == ("accounts.authority", council.pk)
    assert row.data == {}


def test_trail_when_the_password_changes_or_is_reset_says_so(
    mailoutbox: list[EmailMessage],
) -> None:
    user = make_user()
    form = {
        "oldpassword": PASSWORD,
        "password1": "another-long-one",
        "password2": "another-long-one",
    }
    sure(user).post(reverse("account_change_password"), form)
    client = Client()
    client.post(reverse("account_reset_password"), {"email": user.email})
    call_command("work", "--once")
    link = re.search(r"http://testserver(/\S+/reset/key\S+)", str(mailoutbox[-1].body))
    assert link
    page = client.get(link[1], follow=True)
    form = {"password1": "a-third-long-one", "password2": "a-third-long-one"}
    client.post(page.request["PATH_INFO"], form)
    assert [e for e in events(user) if "password" in e] == ["password_changed", "password_reset"]


def test_trail_when_email_addresses_change_says_so(mailoutbox: list[EmailMessage]) -> None:
    user = make_user()
    first, client = user.email, sure(user)
    address = reverse("account_email")
    client.post(address, {"action_add": "", "email": "second@example.org"})
    call_command("work", "--once")
    link = re.search(r"http://testserver(/\S+confirm-email\S+)", str(mailoutbox[-1].body))
    assert link
    client.post(link[1])
    client.post(address, {"action_primary": "", "email": "second@example.org"})
    client.post(address, {"action_remove": "", "email": first})
    assert [e for e in events(user) if e.startswith("email")] == [
        "email_added",
        "email_confirmed",
        "email_changed",
        "email_removed",
    ]


@pytest.mark.django_db(transaction=True)
def test_trail_when_the_second_step_goes_on_and_off_says_so() -> None:
    """The package says it once the change is committed."""
    user = make_user(Role.BROKER)
    client = sure(user)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    client.post(reverse("mfa_activate_totp"), {"code": code})
    client.post(reverse("mfa_generate_recovery_codes"))
    client.post(reverse("mfa_deactivate_totp"))
    assert [e for e in events(user) if e.startswith(("second", "recovery"))] == [
        "second_step_on",
        "recovery_codes_made",
        "recovery_codes_made",
        "second_step_off",
        "recovery_codes_removed",
    ]


@pytest.mark.parametrize(
    ("which", "event"),
    [
        ("code", "second_step_used"),
        ("recovery", "recovery_code_used"),
        ("wrong", "second_step_failed"),
    ],
)
def test_trail_when_a_code_is_given_says_which(which: str, event: str) -> None:
    user = make_user(Role.BROKER)
    TOTP.activate(user, SECRET)
    spare = RecoveryCodes.activate(user).get_unused_codes()[0]
    client = sign_in(user)
    code = {"code": code_now, "recovery": lambda: spare, "wrong": lambda: "000000"}[which]()
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert event in events(user)
    assert ("signed_in" in events(user)) is (which != "wrong")


def test_trail_when_somebody_signs_up_says_so() -> None:
    make_authority()
    form = {"email": "new@example.org", "password1": "a-long-password-2", "name": "Nia Bell"}
    Client().post("/account/signup/", form)
    assert events(User.objects.get(email="new@example.org")) == ["account_created"]
