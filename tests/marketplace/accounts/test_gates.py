"""The four gates: council by host, session limits, second factor, declared access."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from marketplace.accounts.middleware import AccessMiddleware
from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from tests.conftest import NOW
from tests.factories.accounts import make_authority, make_other_authority, make_user

pytestmark = pytest.mark.django_db


def sign_in(client: Client, user: User) -> Client:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_host_when_unknown_serves_no_council(client: Client) -> None:
    make_authority()
    response = client.get("/find/", headers={"host": "nowhere.example"})
    assert response.status_code == 404
    assert "No council uses" in response.content.decode()


@pytest.mark.parametrize("path", ["/", "/health/", "/account/login/", "/my/", "/no/such/page"])
@pytest.mark.parametrize("verb", ["get", "post", "head"])
def test_any_address_before_there_is_a_council_says_how_to_begin(
    client: Client, path: str, verb: str
) -> None:
    response = getattr(client, verb)(path, headers={"host": "care.northshire.example"})
    assert response.status_code == 503
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Type"].startswith("text/html")
    if verb != "head":
        assert "manage.py make_council" in response.content.decode()


def test_path_when_anonymous_goes_to_sign_in_before_any_look_up(
    client: Client, django_assert_max_num_queries: object
) -> None:
    make_authority()
    with django_assert_max_num_queries(1):  # type: ignore[operator]
        response = client.get("/my/")
    assert response.status_code == 302
    assert response["Location"] == "/account/login/?next=/my/"


def test_path_when_role_is_missing_is_403(client: Client) -> None:
    sign_in(client, make_user(Role.BROKER))
    assert client.get(reverse("accreditation:queue")).status_code == 403


def test_path_when_role_is_held_in_another_council_only_is_403(client: Client) -> None:
    make_authority()
    sign_in(client, make_user(Role.ACCREDITOR, authority=make_other_authority()))
    assert client.get(reverse("accreditation:queue")).status_code == 403


def test_path_when_verb_is_not_declared_is_405(client: Client) -> None:
    make_authority()
    response = client.post("/compare/")
    assert response.status_code == 405
    assert response["Allow"] == "GET"


def test_view_when_nothing_is_declared_is_refused(rf: RequestFactory) -> None:
    def undeclared(request: HttpRequest) -> HttpResponse:
        return HttpResponse("open")

    request = rf.get("/anything/")
    request.resolver_match = None
    gate = AccessMiddleware(undeclared)
    with pytest.raises(PermissionDenied, match="closed"):
        gate.process_view(request, undeclared, (), {})


def test_session_when_idle_half_an_hour_ends(client: Client) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        sign_in(client, make_user(Role.BROKER))
        assert client.get("/my/").status_code == 200
        clock.shift(timedelta(minutes=29))
        assert client.get("/my/").status_code == 200
        clock.shift(timedelta(minutes=30, seconds=1))
        response = client.get("/my/")
        assert response.status_code == 302
        assert "/account/login/" in response["Location"]


def test_session_when_twelve_hours_old_ends_though_busy(client: Client) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        sign_in(client, make_user(Role.FINANCE))
        for _ in range(35):
            assert client.get("/my/").status_code == 200
            clock.shift(timedelta(minutes=20))
        clock.shift(timedelta(minutes=21))
        assert client.get("/my/").status_code == 302


def test_session_when_a_persons_own_is_cut_short_later(client: Client) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        sign_in(client, make_user(Role.PERSON))
        assert client.get("/my/").status_code == 200
        clock.shift(timedelta(minutes=119))
        assert client.get("/my/").status_code == 200


def test_second_factor_when_required_and_missing_leads_to_set_up(
    client: Client, settings: object
) -> None:
    settings.SECOND_FACTOR_ROLES = ["broker"]  # type: ignore[attr-defined]
    sign_in(client, make_user(Role.BROKER))
    response = client.get("/my/")
    assert response.status_code == 302
    assert response["Location"] == reverse("mfa_activate_totp")


def test_second_factor_when_set_up_lets_in(client: Client, settings: object) -> None:
    settings.SECOND_FACTOR_ROLES = ["broker"]  # type: ignore[attr-defined]
    user = make_user(Role.BROKER)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    sign_in(client, user)
    assert client.get("/my/").status_code == 200


def test_second_factor_when_role_is_a_persons_is_not_asked(
    client: Client, settings: object
) -> None:
    settings.SECOND_FACTOR_ROLES = ["broker"]  # type: ignore[attr-defined]
    sign_in(client, make_user(Role.PERSON))
    assert client.get("/my/").status_code == 200


def test_membership_when_ended_holds_from_the_next_request(client: Client) -> None:
    user = make_user(Role.ACCREDITOR)
    sign_in(client, user)
    assert client.get(reverse("accreditation:queue")).status_code == 200
    user.memberships.all().delete()
    assert client.get(reverse("accreditation:queue")).status_code == 403


def test_pages_when_served_carry_the_security_headers(client: Client) -> None:
    make_authority()
    response = client.get("/compare/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
