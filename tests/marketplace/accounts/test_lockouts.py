"""Too many failed tries hold off whoever makes them, and nobody else."""

import re
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.hashers import get_hasher
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from marketplace.accounts.lockouts import BY_ACCOUNT_AND_ADDRESS, BY_ADDRESS, BY_BROWSER
from marketplace.accounts.models import FailedTries, User
from marketplace.accounts.rules import Role
from marketplace.accounts.tries import COOKIE
from tests.conftest import NOW
from tests.factories.accounts import make_authority, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pages]
LOGIN = "/account/login/"
PASSWORD = "a-long-password"
SECRET = "JBSWY3DPEHPK3PXP"
HER_ADDRESS, OFFICE = "203.0.113.7", "203.0.113.50"


def browser(address: str) -> Client:
    return Client(REMOTE_ADDR=address)


def sign_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post(LOGIN, {"login": email, "password": password})


def fail(client: Client, email: str, times: int) -> Any:
    for _ in range(times):
        response = sign_in(client, email, "not-the-password")
    return response


def is_in(client: Client) -> bool:
    return client.get("/my/").status_code == 200


def code_now() -> str:
    return format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))


# Those who did nothing wrong


def test_officer_when_strangers_guess_from_elsewhere_still_signs_in() -> None:
    officer = make_user(Role.FINANCE)
    for number in range(30):
        fail(browser(f"198.51.100.{number}"), officer.email, 6)
    hers = browser(HER_ADDRESS)
    assert sign_in(hers, officer.email).status_code == 302
    assert is_in(hers)


def test_colleague_when_their_office_made_many_mistakes_still_signs_in() -> None:
    colleague = make_user(Role.BROKER)
    for number in range(30):
        sign_in(browser(OFFICE), f"nobody{number}@nowhere.example", "wrong-guess")
    here = browser(OFFICE)
    assert sign_in(here, colleague.email).status_code == 302
    assert is_in(here)


def test_known_browser_when_its_own_address_is_held_keeps_its_allowance() -> None:
    """A visitor on the Wi-Fi of an office, who knows an officer's name, holds off only new browsers."""
    officer = make_user(Role.FINANCE)
    known = browser(OFFICE)
    sign_in(known, officer.email)
    known.post("/account/logout/")
    assert fail(browser(OFFICE), officer.email, 6).status_code == 429
    FailedTries.objects.filter(counted_by="address").update(tries=BY_ADDRESS.free)
    assert fail(browser(OFFICE), "somebody@else.example", 2).status_code == 429
    assert sign_in(known, officer.email).status_code == 302
    assert is_in(known)


def test_person_when_they_set_a_new_password_by_mail_need_not_wait(
    mailoutbox: list[EmailMessage],
) -> None:
    user, hers = make_user(), browser(HER_ADDRESS)
    fail(hers, user.email, 6)
    hers.post(reverse("account_reset_password"), {"email": user.email})
    call_command("work", "--once")
    link = re.search(r"http://testserver(/\S+key\S+)", str(mailoutbox[0].body))
    assert link
    page = hers.get(link[1], follow=True)
    form = {"password1": "another-long-one", "password2": "another-long-one"}
    hers.post(page.request["PATH_INFO"], form)
    assert sign_in(hers, user.email, "another-long-one").status_code == 302


# Those who guess


def test_guesser_when_five_fail_waits_and_waits_longer_each_time() -> None:
    user = make_user(Role.BROKER)
    guesser = browser("198.51.100.9")
    with time_machine.travel(NOW, tick=False) as clock:
        fail(guesser, user.email, BY_ACCOUNT_AND_ADDRESS.free)
        waits = []
        for _ in range(6):
            held = fail(guesser, user.email, 1)
            assert held.status_code == 429
            waits.append(int(held["Retry-After"]) // 60)
            clock.shift(timedelta(seconds=int(held["Retry-After"])))
            fail(guesser, user.email, 1)
        assert waits == [1, 5, 15, 30, 60, 60]
        clock.shift(timedelta(minutes=1))
        assert sign_in(guesser, user.email).status_code == 429, "the right one waits as well"


def test_guesser_when_trying_while_held_does_not_make_the_wait_longer() -> None:
    user = make_user()
    guesser = browser("198.51.100.9")
    with time_machine.travel(NOW, tick=False) as clock:
        fail(guesser, user.email, 50)
        clock.shift(timedelta(minutes=1))
        assert sign_in(guesser, user.email).status_code == 302


def test_guesser_when_knowing_two_addresses_of_one_account_has_one_allowance() -> None:
    user = make_user()
    user.emailaddress_set.create(email="second@example.org", verified=True)
    guesser = browser("198.51.100.9")
    fail(guesser, user.email, 3)
    assert fail(guesser, "second@example.org", 3).status_code == 429


def test_guesser_when_moving_within_an_ipv6_network_is_one() -> None:
    user = make_user()
    for number in range(5):
        fail(browser(f"2001:db8:1:2::{number}"), user.email, 1)
    assert fail(browser("2001:db8:1:2:ffff::1"), user.email, 1).status_code == 429
    assert sign_in(browser("2001:db8:1:3::1"), user.email).status_code == 302


def test_address_when_it_fails_far_too_often_is_held_for_new_browsers() -> None:
    user = make_user()
    fail(browser(OFFICE), "first@nowhere.example", 1)
    FailedTries.objects.filter(counted_by="address").update(tries=BY_ADDRESS.free - 1)
    fail(browser(OFFICE), "last@nowhere.example", 1)
    assert sign_in(browser(OFFICE), user.email).status_code == 429
    assert sign_in(browser(HER_ADDRESS), user.email).status_code == 302


def test_address_when_somebody_signs_in_loses_only_that_try() -> None:
    """A guesser signs in to an account of their own in between, and gains nothing."""
    own = make_user()
    guesser = browser(OFFICE)
    fail(guesser, "first@nowhere.example", 3)
    sign_in(guesser, own.email)
    assert FailedTries.objects.get(counted_by="address").tries == 3


def test_known_browser_when_it_fails_too_often_is_held_too() -> None:
    user, known = make_user(), browser(HER_ADDRESS)
    sign_in(known, user.email)
    known.post("/account/logout/")
    assert fail(known, user.email, BY_BROWSER.free).status_code == 200
    assert sign_in(known, user.email).status_code == 429


def test_cookie_when_somebody_signs_in_again_is_rotated_and_says_no_account() -> None:
    user, known = make_user(), browser(HER_ADDRESS)
    values = []
    for _ in range(2):
        sign_in(known, user.email)
        values.append(known.cookies[COOKIE].value)
        known.post("/account/logout/")
    assert values[0] != values[1]
    cookie = known.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["path"] == "/account/"
    assert user.email not in cookie.value


@pytest.mark.parametrize("how", ["forged", "another account's", "from before a new password"])
def test_cookie_when_not_this_accounts_own_is_worth_nothing(how: str) -> None:
    user, known = make_user(), browser(OFFICE)
    sign_in(known, make_user().email if how == "another account's" else user.email)
    known.post("/account/logout/")
    if how == "forged":
        known.cookies[COOKIE] = known.cookies[COOKIE].value[:-2] + "xx"
    elif how == "from before a new password":
        user.set_password("another-long-one")
        user.save()
    fail(browser(OFFICE), user.email, 6)
    assert sign_in(known, user.email).status_code == 429


def test_cookie_when_only_the_password_was_given_is_not_set() -> None:
    user = make_user(Role.BROKER)
    TOTP.activate(user, SECRET)
    half = browser(HER_ADDRESS)
    sign_in(half, user.email)
    assert COOKIE not in half.cookies
    half.post(reverse("mfa_authenticate"), {"code": code_now()})
    assert COOKIE in half.cookies


# The page


def test_page_when_held_says_the_time_and_the_same_for_any_address() -> None:
    user, guesser = make_user(), browser("198.51.100.9")
    with time_machine.travel(NOW, tick=False) as clock:
        pages = [fail(guesser, email, 6) for email in (user.email, "nobody@nowhere.example")]
        clock.shift(timedelta(seconds=20))
        pages.append(fail(guesser, user.email, 1))
    assert [page.status_code for page in pages] == [429, 429, 429]
    for page in pages:
        words = page.content.decode()
        assert "Too many attempts to sign in" in words
        assert "Try again at 10.31am." in words
        assert "01632 960 100" in words


def test_page_when_a_limit_of_the_package_is_reached_says_the_time(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "signup": "1/h/ip"}
    make_authority()
    client = browser(OFFICE)
    with time_machine.travel(NOW, tick=False):
        client.post("/account/signup/", {})
        page = client.post("/account/signup/", {})
    assert page.status_code == 429
    assert "Too many requests" in page.content.decode()
    assert "Try again at 11.30am." in page.content.decode()


# The second step


def test_code_when_strangers_have_the_password_the_known_browser_still_comes_in() -> None:
    user = make_user(Role.BROKER)
    TOTP.activate(user, SECRET)
    known = browser(HER_ADDRESS)
    with time_machine.travel(NOW, tick=False) as clock:
        sign_in(known, user.email)
        known.post(reverse("mfa_authenticate"), {"code": code_now()})
        known.post("/account/logout/")
        for number in range(5):
            stranger = browser(f"198.51.100.{number}")
            sign_in(stranger, user.email)
            for _ in range(5):
                held = stranger.post(reverse("mfa_authenticate"), {"code": "000000"})
        assert held.status_code == 429
        clock.shift(timedelta(seconds=60))
        other = browser("192.0.2.1")
        sign_in(other, user.email)
        answer = other.post(reverse("mfa_authenticate"), {"code": code_now()})
        assert answer.status_code == 429, "whoever has the password gets 20 tries in all"
        sign_in(known, user.email)
        known.post(reverse("mfa_authenticate"), {"code": code_now()})
        assert is_in(known)


# Equal work


def hashings(client: Client, address: str, form: dict[str, str]) -> int:
    hasher = get_hasher()
    with patch.object(
        type(hasher), "encode", autospec=True, side_effect=type(hasher).encode
    ) as done:
        client.post(address, form)
    return int(done.call_count)


@pytest.mark.parametrize("password", ["a-long-password-2", "password12"])
def test_sign_up_when_the_address_is_known_hashes_as_often(password: str) -> None:
    make_authority()
    done = [
        hashings(
            Client(),
            "/account/signup/",
            {"email": email, "password1": password, "name": "Nia Bell"},
        )
        for email in (make_user().email, "somebody-new@example.org")
    ]
    assert done[0] == done[1] == (1 if password == "a-long-password-2" else 0)


def test_sign_in_when_the_address_is_known_hashes_as_often() -> None:
    closed, without = make_user(), make_user()
    User.objects.filter(pk=closed.pk).update(is_active=False)
    without.set_unusable_password()
    without.save()
    done = {
        hashings(Client(), LOGIN, {"login": email, "password": "not-the-password"})
        for email in (make_user().email, "nobody@example.org", closed.email, without.email)
    }
    assert len(done) == 1
