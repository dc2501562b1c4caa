"""Sessions end when idle too long, and some time after they began: a person's later than staff's."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.core.words import spoken_length
from tests.conftest import NOW, ROOT
from tests.factories.accounts import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pages]
SECOND = timedelta(seconds=1)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


LIMITS = [
    ((Role.BROKER,), timedelta(minutes=30), timedelta(hours=12)),
    ((Role.PERSON,), timedelta(hours=2), timedelta(hours=24)),
    ((), timedelta(hours=2), timedelta(hours=24)),
    ((Role.PERSON, Role.FINANCE), timedelta(minutes=30), timedelta(hours=12)),
]


@pytest.mark.parametrize(("roles", "idle", "absolute"), LIMITS)
def test_session_when_idle_to_the_limit_ends_and_says_why(
    roles: tuple[Role, ...], idle: timedelta, absolute: timedelta
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        client = signed_in(make_user(*roles))
        assert client.get("/find/").status_code == 200
        clock.shift(idle - SECOND)
        assert client.get("/find/").status_code == 200
        clock.shift(idle)
        answer = client.get("/find/", follow=True)
    words = answer.content.decode()
    assert f"You were signed out after {spoken_length(idle)} without activity." in words


@pytest.mark.parametrize(("roles", "idle", "absolute"), LIMITS)
def test_session_when_always_busy_ends_with_the_absolute_limit(
    roles: tuple[Role, ...], idle: timedelta, absolute: timedelta
) -> None:
    step = idle / 2
    with time_machine.travel(NOW, tick=False) as clock:
        client = signed_in(make_user(*roles))
        client.get("/find/")
        for _ in range(int(absolute / step) - 1):
            clock.shift(step)
            assert client.get("/find/").status_code == 200
        clock.shift(step)
        answer = client.get("/find/", follow=True)
    assert f"You were signed out after {spoken_length(absolute)}." in answer.content.decode()


def test_end_of_the_session_when_idle_is_near_or_the_whole_is_over_is_said_on_every_page() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        client = signed_in(make_user(Role.BROKER))
        page = client.get("/find/").content.decode()
        assert "You will be signed out at 11am if you send nothing before." in page
        assert 'data-session-end="1800"' in page
        assert client.get("/stay-signed-in/").json() == {"seconds": 1800, "last": False}
        clock.shift(timedelta(minutes=20))
        assert client.get("/stay-signed-in/").json() == {"seconds": 1800, "last": False}
        for _ in range(34):
            clock.shift(timedelta(minutes=20))
            client.get("/find/")
        page = client.get("/find/").content.decode()
        assert "You will be signed out at 10.30pm." in page
        assert client.get("/stay-signed-in/").json() == {"seconds": 1200, "last": True}


def test_script_that_warns_is_small() -> None:
    assert len((ROOT / "static/session.js").read_bytes()) < 4_000


@pytest.mark.parametrize("role", [None, *Role])
def test_own_account_when_signed_in_is_reached_from_the_home_page(role: Role | None) -> None:
    client = signed_in(make_user(role) if role else make_user())
    for address in ("/my/", "/find/"):
        page = client.get(address, follow=True)
        assert f'href="{reverse("mfa_index")}"' in page.content.decode(), page.request["PATH_INFO"]
    own = client.get(reverse("mfa_index")).content.decode()
    for name in ("account_email", "account_change_password", "mfa_activate_totp"):
        assert f'href="{reverse(name)}"' in own


@pytest.mark.parametrize(
    ("minutes", "words"), [(30, "30 minutes"), (60, "1 hour"), (1, "1 minute"), (1440, "24 hours")]
)
def test_length_when_spoken_has_the_larger_unit(minutes: int, words: str) -> None:
    assert spoken_length(timedelta(minutes=minutes)) == words
