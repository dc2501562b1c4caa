"""Somebody is asked to work for a council, by a link that works once."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from marketplace.accounts.actions.changes import confirm_change
from marketplace.accounts.actions.invitations import (
    Invited,
    accept_invitation,
    invite,
    withdraw_invitation,
)
from marketplace.accounts.errors import AccountError
from marketplace.accounts.jobs import lapse_proposals, mail_invitation
from marketplace.accounts.models import Invitation, User
from marketplace.accounts.rules import (
    INVITATION_TRANSITIONS,
    LINK_WORKS,
    MAY_GIVE_ROLES,
    AskedFor,
    InvitationState,
    Role,
)
from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor
from marketplace.core.clock import now
from marketplace.core.errors import NotVisible
from marketplace.core.models import AuditEvent
from tests.factories.accounts import (
    as_viewer,
    make_authority,
    make_other_authority,
    make_user,
)
from tests.factories.at_once import at_once

pytestmark = pytest.mark.django_db
MACHINE = SystemActor("make_council", frozenset({MAY_GIVE_ROLES}))
EMAIL = "new@fernshire.example"
PASSWORD = "three words together"


def invited(by: User | SystemActor = MACHINE, *roles: AskedFor, email: str = EMAIL) -> Invited:
    council = make_authority()
    return invite(
        by=as_viewer(by, now(), council),
        authority_id=council.pk,
        email=email,
        name="New Colleague",
        roles=roles or (AskedFor(Role.ADMINISTRATOR),),
    )


def nobody(at_days: int = 0) -> Viewer:
    return Viewer.of(None, make_authority(), now() + timedelta(days=at_days))


def accept(token: str, by: Viewer | None = None) -> User:
    return accept_invitation(
        by=by or nobody(), token=token, name="New Colleague", password=PASSWORD
    )


def test_invitation_when_a_machine_sends_it_works_at_once_and_once() -> None:
    token = invited().token
    user = accept(token)
    viewer = as_viewer(user, now(), make_authority())
    assert viewer.roles == {Role.ADMINISTRATOR}
    assert user.check_password(PASSWORD)
    assert EmailAddress.objects.get(user=user).verified
    with pytest.raises(AccountError) as again:
        accept(token, viewer)
    assert again.value.codes == ["invitation_over"]


def test_invitation_when_kept_holds_no_secret() -> None:
    found = invited()
    assert found.token not in str(vars(Invitation.objects.get()))
    for row in AuditEvent.objects.all():
        assert found.token not in str(row.data)
        assert EMAIL not in str(row.data)
    assert all(found.token not in str(job.args_kwargs) for job in DBTaskResult.objects.all())


def test_invitation_when_an_administrator_sends_it_opens_nothing_before_a_second_confirms() -> None:
    first, second = make_user(Role.ADMINISTRATOR), make_user(Role.ADMINISTRATOR)
    found = invited(first)
    with pytest.raises(AccountError) as early:
        accept(found.token)
    assert early.value.codes == ["invitation_not_confirmed"]
    confirm_change(by=as_viewer(second, now()), change_id=found.invitation.change_id)
    user = accept(found.token)
    assert as_viewer(user, now(), make_authority()).roles == {Role.ADMINISTRATOR}
    assert not EmailAddress.objects.get(user=user).verified, "it was not read at the address"


def test_mail_when_sent_carries_a_link_of_its_own_that_confirms_the_address() -> None:
    found = invited()
    mail_invitation.func(found.invitation.pk)
    link = re.search(r"/account/invitation/([^/\s]+)/", str(mail.outbox[-1].body))
    assert link
    assert mail.outbox[-1].to == [EMAIL]
    assert link[1] != found.token
    user = accept(link[1])
    assert EmailAddress.objects.get(user=user).verified
    mail_invitation.func(found.invitation.pk)
    assert len(mail.outbox) == 1, "who accepted gets no mail any more"


def test_mail_when_sent_again_leaves_the_newest_link_working() -> None:
    found = invited()
    links = []
    for _ in range(2):
        mail_invitation.func(found.invitation.pk)
        links.append(str(mail.outbox[-1].body).split("/account/invitation/")[1].split("/")[0])
    with pytest.raises(NotVisible):
        accept(links[0])
    accept(links[1])


@pytest.mark.parametrize("days", [LINK_WORKS.days, LINK_WORKS.days + 30])
def test_invitation_when_too_old_opens_nothing_and_can_be_sent_anew(days: int) -> None:
    token = invited().token
    with pytest.raises(AccountError) as late:
        accept(token, nobody(at_days=days))
    assert late.value.codes == ["invitation_over"]


def test_invitation_when_withdrawn_opens_nothing() -> None:
    administrator, found = make_user(Role.ADMINISTRATOR), invited()
    withdraw_invitation(by=as_viewer(administrator, now()), invitation_id=found.invitation.pk)
    with pytest.raises(AccountError):
        accept(found.token)
    with pytest.raises(AccountError):
        withdraw_invitation(by=as_viewer(administrator, now()), invitation_id=found.invitation.pk)
    assert invited().invitation.state == InvitationState.OPEN


def test_invitation_when_the_address_has_one_or_works_here_is_refused() -> None:
    invited()
    with pytest.raises(AccountError) as twice:
        invited()
    colleague = make_user(Role.BROKER)
    with pytest.raises(AccountError) as works_here:
        invited(MACHINE, email=colleague.email.upper())
    assert (twice.value.codes, works_here.value.codes) == (
        ["invited_already"],
        ["invited_works_here"],
    )


def test_invitation_when_nobody_answered_in_time_lapses_by_the_nightly_job() -> None:
    found = invited()
    Invitation.objects.update(expires_at=now())
    lapse_proposals.func()
    found.invitation.refresh_from_db()
    assert found.invitation.state == InvitationState.LAPSED


def test_invitation_when_there_is_an_account_is_accepted_by_it_alone() -> None:
    council, account, another = make_authority(), make_user(), make_user()
    token = invited(MACHINE, email=account.email).token
    with pytest.raises(AccountError) as nobody_signed_in:
        accept(token)
    with pytest.raises(AccountError) as somebody_else:
        accept(token, Viewer.of(another, council, now()))
    assert nobody_signed_in.value.codes == ["invitation_sign_in_first"]
    assert somebody_else.value.codes == ["invitation_for_another"]
    accept(token, Viewer.of(account, council, now()))
    assert as_viewer(account, now(), council).roles == {Role.ADMINISTRATOR}


def test_invitation_when_its_second_administrator_would_accept_it_is_refused() -> None:
    council = make_authority()
    first, second = make_user(Role.ADMINISTRATOR), make_user(Role.ADMINISTRATOR)
    EmailAddress.objects.create(user=second, email=EMAIL, verified=True)
    found = invited(first, AskedFor(Role.FINANCE))
    confirm_change(by=as_viewer(second, now()), change_id=found.invitation.change_id)
    with pytest.raises(AccountError) as own:
        accept(found.token, Viewer.of(second, council, now()))
    assert own.value.codes == ["invitation_own"]


def test_invitation_when_opened_at_another_council_is_not_there() -> None:
    token = invited().token
    with pytest.raises(NotVisible):
        accept(token, Viewer.of(None, make_other_authority(), now()))
    with pytest.raises(NotVisible):
        accept("")


def test_invitation_when_an_administrator_of_another_council_asks_is_refused() -> None:
    council = make_authority()
    stranger = make_user(Role.ADMINISTRATOR, authority=make_other_authority())
    with pytest.raises(PermissionDenied):
        invite(
            by=as_viewer(stranger, now()),
            authority_id=council.pk,
            email=EMAIL,
            name="New",
            roles=[AskedFor(Role.BROKER)],
        )


@pytest.mark.parametrize("role", [Role.PERSON, Role.SUPPLIER])
def test_invitation_when_for_a_person_or_a_supplier_is_refused(role: Role) -> None:
    with pytest.raises(AccountError) as refused:
        invited(MACHINE, AskedFor(role))
    assert refused.value.codes == ["role_not_given_here"]


def test_transitions_of_invitations_are_these_and_no_others() -> None:
    allowed = {(a.value, b.value) for a, ways in INVITATION_TRANSITIONS.items() for b in ways}
    assert allowed == {
        ("waiting", "open"),
        ("waiting", "withdrawn"),
        ("waiting", "lapsed"),
        ("open", "accepted"),
        ("open", "withdrawn"),
        ("open", "lapsed"),
    }


@pytest.mark.django_db(transaction=True)
def test_invitation_when_accepted_twice_at_one_moment_makes_one_account() -> None:
    token = invited().token
    codes = at_once(lambda: accept(token), lambda: accept(token))
    assert codes in (["invitation_over"], ["invitation_sign_in_first"])
    assert User.objects.filter(email=EMAIL).count() == 1


def test_page_when_new_asks_for_name_and_password_and_signs_in(client: Client) -> None:
    address = f"/account/invitation/{invited().token}/"
    page = client.get(address).content.decode()
    assert "Accept and create an account" in page
    weak = client.post(address, {"name": "New Colleague", "password1": "short"})
    assert weak.status_code == 200
    assert not User.objects.filter(email=EMAIL).exists()
    sent = client.post(address, {"name": "New Colleague", "password1": PASSWORD})
    assert sent.status_code == 302
    assert client.get("/my/").wsgi_request.user.email == EMAIL
    assert "works here already" not in client.get(address).content.decode()


@pytest.mark.parametrize("needed", [["broker"], ["finance"], []])
def test_page_when_the_role_needs_a_code_says_so_and_else_does_not(
    client: Client, settings: Any, needed: list[str]
) -> None:
    settings.SECOND_FACTOR_ROLES = needed
    found = invited(MACHINE, AskedFor(Role.BROKER))
    page = client.get(reverse("accounts:invitation", args=[found.token])).content.decode()
    assert ("needs a code from your phone" in page) == (needed == ["broker"])


def test_page_when_its_link_is_shown_only_leads_to_confirming_the_address(client: Client) -> None:
    first, second = make_user(Role.ADMINISTRATOR), make_user(Role.ADMINISTRATOR)
    found = invited(first)
    confirm_change(by=as_viewer(second, now()), change_id=found.invitation.change_id)
    client.post(f"/account/invitation/{found.token}/", {"name": "New", "password1": PASSWORD})
    answer = client.get("/my/")
    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]


def test_page_when_there_is_an_account_leads_to_sign_in_and_back(client: Client) -> None:
    account = make_user()
    address = f"/account/invitation/{invited(MACHINE, email=account.email).token}/"
    assert f"/account/login/?next={address}" in client.get(address).content.decode()
    client.force_login(account)
    assert "Accept the invitation" in client.get(address).content.decode()
    client.post(address)
    assert as_viewer(account, now(), make_authority()).roles == {Role.ADMINISTRATOR}


def test_page_when_signed_in_as_somebody_else_says_so(client: Client) -> None:
    address = f"/account/invitation/{invited().token}/"
    client.force_login(make_user())
    assert "for another email address" in client.get(address).content.decode()


def test_page_when_the_link_was_never_any_is_not_there(client: Client) -> None:
    make_authority()
    assert client.get("/account/invitation/no-such-link/").status_code == 404
