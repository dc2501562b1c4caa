"""Signing in: the second step, the limits, no telling who has an account, the demo password."""

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.accounts.validators import DEMO_PASSWORD, NotTheDemoPassword
from tests.factories.accounts import make_authority, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pages]
LOGIN = "/account/login/"


def post_login(client: Client, email: str, password: str) -> object:
    return client.post(LOGIN, {"login": email, "password": password})


def test_sign_in_when_password_is_right_leads_home(client: Client) -> None:
    user = make_user(Role.BROKER)
    response = post_login(client, user.email, "a-long-password")
    assert response.status_code == 302  # type: ignore[attr-defined]
    assert response["Location"] == reverse("portal:home")  # type: ignore[index]


def test_sign_in_when_second_factor_is_set_asks_for_the_code(client: Client) -> None:
    user = make_user(Role.BROKER)
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(user, secret)
    response = post_login(client, user.email, "a-long-password")
    assert response["Location"] == reverse("mfa_authenticate")  # type: ignore[index]
    assert client.get("/my/").status_code == 302
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.get("/my/").status_code == 200


def test_sign_in_when_unknown_or_wrong_says_the_same(client: Client) -> None:
    user = make_user(Role.BROKER)
    wrong = post_login(client, user.email, "not-the-password").content  # type: ignore[attr-defined]
    unknown = post_login(client, "nobody@example.org", "not-the-password").content  # type: ignore[attr-defined]
    strip = lambda page, email: page.decode().replace(email, "").split("csrf")[0]  # noqa: E731
    assert strip(wrong, user.email) == strip(unknown, "nobody@example.org")


def test_sign_in_when_wrong_five_times_is_held_off(client: Client) -> None:
    user = make_user(Role.BROKER)
    for _ in range(5):
        post_login(client, user.email, "not-the-password")
    response = post_login(client, user.email, "a-long-password")
    assert response.status_code == 429  # type: ignore[attr-defined]
    assert "Too many" in response.content.decode()  # type: ignore[attr-defined]
    assert client.get("/my/").status_code == 302


def test_demo_password_when_not_allowed_is_refused_at_sign_in(
    client: Client, settings: object
) -> None:
    user = make_user(Role.BROKER)
    user.set_password(DEMO_PASSWORD)
    user.save()
    settings.DEMO_PASSWORD_ALLOWED = False  # type: ignore[attr-defined]
    response = post_login(client, user.email, DEMO_PASSWORD)
    assert "demo password" in response.content.decode()  # type: ignore[attr-defined]
    assert client.get("/my/").status_code == 302


def test_demo_password_when_not_allowed_cannot_be_chosen(settings: object) -> None:
    settings.DEMO_PASSWORD_ALLOWED = False  # type: ignore[attr-defined]
    with pytest.raises(Exception, match="demo password"):
        NotTheDemoPassword().validate(DEMO_PASSWORD)


def test_sign_up_when_filled_in_makes_a_user_with_a_name_and_no_role(client: Client) -> None:
    authority = make_authority()
    client.post(
        "/account/signup/",
        {"email": "new@example.org", "password1": "a-long-password-2", "name": "Nia Bell"},
    )
    from marketplace.accounts.models import User

    user = User.objects.get(email="new@example.org")
    assert user.name == "Nia Bell"
    assert not user.memberships.filter(authority=authority).exists()


@pytest.mark.django_db
def test_the_page_has_one_way_to_a_new_password() -> None:
    make_authority()
    page = Client().get(reverse("account_login")).content.decode()
    assert page.count(f'href="{reverse("account_reset_password")}"') == 1
