"""Ways round the gates that somebody would try: other sign-ins, other hosts, guessing, old pages."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.accounts.validators import DEMO_PASSWORD
from marketplace.portal.routes import routes
from tests.conftest import NOW
from tests.factories.accounts import make_authority, make_other_authority, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pages]
LOGIN = "/account/login/"
PASSWORD = "a-long-password"
SECRET = "JBSWY3DPEHPK3PXP"


def post_login(client: Client, email: str, password: str = PASSWORD, **extra: str) -> Any:
    return client.post(LOGIN, {"login": email, "password": password, **extra})


def code_now() -> str:
    return format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def with_second_step(*roles: Role) -> User:
    user = make_user(*roles)
    TOTP.activate(user, SECRET)
    return user


# Other ways in


@pytest.mark.parametrize(
    "address", ["/_util/login/", "/cms-admin/login/", "/_util/authenticate_with_password/1/1/"]
)
def test_another_packages_sign_in_when_given_the_password_lets_nobody_in(
    client: Client, address: str
) -> None:
    user = with_second_step(Role.BROKER)
    form = {"username": user.email, "login": user.email, "password": PASSWORD}
    for response in (client.get(address), client.post(address, form)):
        assert response.status_code == 302
        assert response["Location"].startswith(LOGIN)
    assert client.get("/my/").status_code == 302


def test_sign_in_views_when_walked_are_the_account_packages_alone() -> None:
    """Django's own sign-in knows no second step, no limits and no demo password."""
    from django.contrib.auth.views import LoginView
    from django.urls import URLPattern, URLResolver, get_resolver

    def walk(resolver: URLResolver, prefix: str = "") -> Any:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                yield from walk(entry, prefix + str(entry.pattern))
            elif isinstance(entry, URLPattern):
                yield prefix + str(entry.pattern), entry.callback

    declared = {route.pattern: route.access for route in routes()}
    open_ = [
        pattern
        for pattern, view in walk(get_resolver())
        if issubclass(getattr(view, "view_class", object), LoginView)
        and declared[pattern]
        and any(rule.public for rule in declared[pattern].verbs.values())
    ]
    assert open_ == []


@pytest.mark.parametrize(
    "address", ["/cms-admin/", "/cms-admin/pages/", "/my/", "/media/x.png", "/find/", "/people/"]
)
def test_second_step_when_missing_stands_before_every_path(settings: Any, address: str) -> None:
    settings.SECOND_FACTOR_ROLES = ["editor", "broker"]
    response = signed_in(make_user(Role.EDITOR, Role.BROKER)).get(address)
    assert response.status_code == 302
    assert response["Location"] == reverse("mfa_activate_totp")


def test_second_step_when_somebody_becomes_a_supplier_is_asked_at_once(settings: Any) -> None:
    settings.SECOND_FACTOR_ROLES = ["supplier"]
    user = make_user()
    client = signed_in(user)
    assert client.get("/my/").status_code == 200
    user.memberships.create(authority=make_authority(), role=Role.SUPPLIER)
    assert client.get("/my-organisation/")["Location"] == reverse("mfa_activate_totp")


def test_second_step_when_the_password_is_reset_is_still_asked(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    user = with_second_step(Role.BROKER)
    client.post(reverse("account_reset_password"), {"email": user.email})
    call_command("work", "--once")
    words = str(mailoutbox[0].body).split()
    link = next(word for word in words if "/account/password/reset/key/" in word)
    page = client.get(link.replace("http://testserver", ""), follow=True)
    client.post(
        page.request["PATH_INFO"],
        {"password1": "another-long-one", "password2": "another-long-one"},
    )
    assert client.get("/my/").status_code == 302
    user.refresh_from_db()
    assert user.check_password("another-long-one")
    response = post_login(client, user.email, "another-long-one")
    assert response["Location"] == reverse("mfa_authenticate")
    assert client.get("/my/").status_code == 302


def test_code_when_wrong_five_times_is_held_off(client: Client) -> None:
    user = with_second_step(Role.BROKER)
    post_login(client, user.email)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": code_now()})
    assert client.get("/my/").status_code == 302


def test_code_when_used_once_does_not_work_again() -> None:
    user, first, second = with_second_step(Role.BROKER), Client(), Client()
    with time_machine.travel(NOW, tick=False):
        for client in (first, second):
            post_login(client, user.email)
            client.post(reverse("mfa_authenticate"), {"code": code_now()})
        assert first.get("/my/").status_code == 200
        assert second.get("/my/").status_code == 302


# Guessing


def test_sign_in_limit_when_behind_a_proxy_counts_the_visitors_address(settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    user = make_user()
    for number in range(5):
        # What a visitor writes into the header stands before what the proxy adds.
        spoofed = f"192.0.2.{number}, 198.51.100.7"
        client = Client(headers={"x-forwarded-for": spoofed})
        post_login(client, user.email, "not-the-password")
    same = Client(headers={"x-forwarded-for": "192.0.2.9, 198.51.100.7"})
    assert post_login(same, user.email).status_code == 429
    elsewhere = Client(headers={"x-forwarded-for": "203.0.113.5"})
    post_login(elsewhere, user.email)
    assert elsewhere.get("/my/").status_code == 200


def test_sign_up_when_the_address_is_taken_answers_the_same(client: Client) -> None:
    taken = make_user().email
    answers = []
    for email in (taken, "somebody-new@example.org"):
        form = {"email": email, "password1": "a-long-password-2", "name": "Nia Bell"}
        response = Client().post("/account/signup/", form)
        page = Client().get(response["Location"])
        answers.append((response.status_code, response["Location"], page.content))
    assert answers[0][:2] == answers[1][:2]
    assert User.objects.filter(email=taken).count() == 1


def test_reset_when_nobody_has_the_address_answers_the_same() -> None:
    answers = []
    for email in (make_user().email, "nobody@example.org"):
        response = Client().post(reverse("account_reset_password"), {"email": email})
        answers.append((response.status_code, response["Location"], response.content))
    assert answers[0] == answers[1]


def test_reset_when_asked_for_often_is_held_off(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    user = make_user()
    for _ in range(7):
        response = client.post(reverse("account_reset_password"), {"email": user.email})
    assert response.status_code == 429
    call_command("work", "--once")
    assert len(mailoutbox) == 5


@pytest.mark.parametrize("way", ["signup", "change", "reset"])
def test_demo_password_when_not_allowed_is_refused_every_way(way: str, settings: Any) -> None:
    settings.DEMO_PASSWORD_ALLOWED = False
    make_authority()
    user = make_user()
    if way == "signup":
        form = {"email": "new@example.org", "password1": DEMO_PASSWORD, "name": "Nia Bell"}
        response = Client().post("/account/signup/", form)
        assert not User.objects.filter(email="new@example.org").exists()
    elif way == "change":
        client = signed_in(user)
        form = {"oldpassword": PASSWORD, "password1": DEMO_PASSWORD, "password2": DEMO_PASSWORD}
        response = client.post(reverse("account_change_password"), form, follow=True)
    else:
        from allauth.account.utils import user_pk_to_url_str

        client = Client()
        key = default_token_generator.make_token(user)
        address = reverse(
            "account_reset_password_from_key",
            kwargs={"uidb36": user_pk_to_url_str(user), "key": key},
        )
        page = client.get(address, follow=True)
        form = {"password1": DEMO_PASSWORD, "password2": DEMO_PASSWORD}
        response = client.post(page.request["PATH_INFO"], form)
    user.refresh_from_db()
    assert not user.check_password(DEMO_PASSWORD)
    assert response.status_code in (200, 302)


# Sessions


def test_session_when_signing_in_gets_a_new_key_and_a_new_csrf_token(client: Client) -> None:
    make_authority()
    user = make_user()
    client.get("/shortlist/")
    session = client.session
    session["planted"] = "x"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    client.get(LOGIN)
    token = client.cookies["csrftoken"].value
    post_login(client, user.email)
    assert client.session.session_key != before
    assert client.cookies["csrftoken"].value != token


def test_session_when_signing_out_needs_a_press(client: Client) -> None:
    client = signed_in(make_user())
    for address in ("/account/logout/", "/cms-admin/logout/"):
        client.get(address)
        assert client.get("/my/").status_code == 200
    client.post("/account/logout/")
    assert client.get("/my/").status_code == 302


def test_session_when_the_user_is_closed_ends_with_the_next_request() -> None:
    user = make_user(Role.BROKER)
    client = signed_in(user)
    assert client.get("/people/").status_code == 200
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/people/").status_code == 302


def test_session_when_the_password_changes_ends_elsewhere() -> None:
    user = make_user(Role.BROKER)
    client = signed_in(user)
    user.set_password("another-long-one")
    user.save()
    assert client.get("/people/").status_code == 302


@pytest.mark.parametrize("role", [Role.SUPPLIER, Role.BROKER, Role.EDITOR, Role.FINANCE])
def test_session_when_idle_too_long_ends_for_every_working_role(role: Role) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        client = signed_in(make_user(role))
        assert client.get("/my/").status_code == 200
        clock.shift(timedelta(minutes=30))
        assert client.get("/my/").status_code == 302


def test_page_when_signed_in_is_kept_by_no_browser() -> None:
    client = signed_in(make_user(Role.BROKER))
    for address in ("/my/", "/people/", "/find/"):
        assert "no-store" in client.get(address)["Cache-Control"]
    assert "no-store" not in Client().get("/find/").headers.get("Cache-Control", "")


# Hosts, addresses and headers


@pytest.mark.parametrize(
    "where", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_next_when_it_leads_away_is_not_followed(client: Client, where: str) -> None:
    user = make_user()
    response = post_login(client, user.email, next=where)
    assert response["Location"] == reverse("portal:home")
    response = client.post(reverse("listings:shortlist_remove"), {"next": where})
    assert response["Location"] == reverse("listings:shortlist")
    assert "evil" not in client.post("/account/logout/", {"next": where})["Location"]


def test_host_when_not_one_of_ours_is_refused_and_reaches_no_mail(
    client: Client, settings: Any, mailoutbox: list[EmailMessage]
) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    user = make_user()
    client.raise_request_exception = False
    form = {"email": user.email}
    forged = client.post(reverse("account_reset_password"), form, headers={"host": "evil.example"})
    assert forged.status_code == 400
    client.post(
        reverse("account_reset_password"), form, headers={"x-forwarded-host": "evil.example"}
    )
    call_command("work", "--once")
    assert len(mailoutbox) == 1
    assert "evil" not in str(mailoutbox[0].body)


def test_every_answer_carries_the_security_headers(settings: Any) -> None:
    make_other_authority()
    make_authority()
    settings.ALLOWED_HOSTS = ["testserver", "nowhere.example"]
    client = Client(raise_request_exception=False)
    answers = [
        client.get("/find/"),
        client.get("/nothing/"),
        client.get("/account/login/"),
        client.get("/static/nothing.css"),
        client.get("/media/nothing.png"),
        client.get("/cms-admin/"),
        client.post("/compare/"),
        client.get("/my/"),
        client.get("/find/", headers={"host": "nowhere.example"}),
        client.get("/find/", headers={"host": "evil.example"}),
        client.post("/webhooks/stripe/issuing/", b"{}", content_type="application/json"),
        client.generic("POST", "/find/", b"x", CONTENT_LENGTH="99999999"),
        client.generic("POST", "/find/", b"", HTTP_TRANSFER_ENCODING="chunked"),
        Client(enforce_csrf_checks=True).post("/account/login/"),
    ]
    for answer in answers:
        where = answer.request["PATH_INFO"]
        assert "default-src 'self'" in answer["Content-Security-Policy"], where
        assert answer["X-Content-Type-Options"] == "nosniff", where
        assert answer["X-Frame-Options"] == "DENY", where
        assert answer["Referrer-Policy"] == "same-origin", where
    assert [a.status_code for a in answers][-4:] == [400, 413, 411, 403]


def test_error_when_ours_says_nothing_of_the_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    make_authority()

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret-detail")

    monkeypatch.setattr("search.views.find", broken)
    response = Client(raise_request_exception=False).get("/find/")
    assert response.status_code == 500
    assert "secret-detail" not in response.content.decode()
    assert "Traceback" not in response.content.decode()
    assert "default-src 'self'" in response["Content-Security-Policy"]


def test_sent_mail_when_not_development_is_not_there(client: Client, settings: Any) -> None:
    make_authority()
    settings.SHOW_SENT_MAIL = False
    assert client.get("/sent-mail/").status_code == 404
