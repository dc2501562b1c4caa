"""The pages of the people who work here: whoever may, sees and changes; whoever may not, does not."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from marketplace.accounts.models import HandOver, Invitation, StaffChange, Team, User
from marketplace.accounts.rules import ChangeState, InvitationState, Role, StaffTask
from marketplace.core.clock import now
from marketplace.core.dates import london_date
from marketplace.tasks.actions import new_task
from tests.factories.accounts import as_viewer, make_authority, make_other_authority, make_user
from tests.factories.seen import post_seen

pytestmark = pytest.mark.django_db
LIST = "/settings/staff/"


@pytest.fixture
def first() -> User:
    return make_user(Role.ADMINISTRATOR, name="Ann First")


@pytest.fixture
def second() -> User:
    return make_user(Role.ADMINISTRATOR, name="Bea Second")


@pytest.fixture
def colleague() -> User:
    return make_user(Role.BROKER, name="Cy Colleague")


def page(client: Client, user: User, address: str = LIST) -> str:
    client.force_login(user)
    return client.get(address).content.decode()


def boxes(name: str, days: int) -> dict[str, str]:
    """A date in its three boxes, so many days from today."""
    day = london_date(now()) + timedelta(days=days)
    parts = {"day": day.day, "month": day.month, "year": day.year}
    return {f"{name}_{part}": str(number) for part, number in parts.items()}


def own(user: User, more: str = "") -> str:
    return f"{LIST}{user.public_id}/{more}"


def decide(client: Client, user: User, how: str) -> StaffChange:
    """The newest proposal is confirmed or stopped by this user, by the button on its page."""
    change = StaffChange.objects.latest("pk")
    client.force_login(user)
    client.post(f"{LIST}changes/{change.pk}/{how}/")
    change.refresh_from_db()
    return change


def test_list_when_an_administrator_opens_it_says_who_is_what_and_finds_by_name(
    client: Client, first: User, second: User, colleague: User
) -> None:
    stranger = make_user(Role.BROKER, authority=make_other_authority(), name="Else Where")
    person = make_user(Role.PERSON, name="Drew Draws")
    text = page(client, first)
    assert "Cy Colleague" in text
    assert "Broker" in text
    assert "Never" in text
    for name in (stranger.name, person.name):
        assert name not in text
    found = page(client, first, f"{LIST}?q=colleague+cy")
    assert "Cy Colleague" in found
    assert "Bea Second" not in found.split("<main", 1)[1]
    assert "Nobody found" in page(client, first, f"{LIST}?q=zither")


def test_list_when_there_is_one_administrator_says_what_to_do(client: Client, first: User) -> None:
    alone = page(client, first)
    assert "You are the only administrator" in alone
    assert "Ask them to open their link" in alone
    assert "manage.py invite_administrator" in alone
    make_user(Role.ADMINISTRATOR)
    assert "You are the only administrator" not in page(client, first)


@pytest.mark.parametrize("role", [Role.BROKER, Role.APPROVER, Role.PERSON, Role.SUPPLIER])
def test_list_when_another_role_asks_is_closed(client: Client, role: Role) -> None:
    client.force_login(make_user(role))
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}invite/").status_code == 403


def test_auditor_reads_all_and_changes_nothing(
    client: Client, first: User, second: User, colleague: User
) -> None:
    auditor = make_user(Role.AUDITOR)
    client.force_login(first)
    client.post(own(colleague, "role/"), {"role": "finance"})
    change = StaffChange.objects.get()
    address = f"{LIST}changes/{change.pk}/"
    text = page(client, auditor, address)
    assert "Finance officer" in text
    assert 'confirm/"' not in text
    assert client.post(f"{address}confirm/").status_code == 403
    assert "Propose a role" not in page(client, auditor, own(colleague))
    assert client.get(own(colleague, "leave/")).status_code == 403


def test_invitation_when_proposed_shows_the_link_once_and_waits(
    client: Client, first: User, second: User
) -> None:
    client.force_login(first)
    asked = {"name": "Noa New", "email": "noa@fernshire.example", "role": "administrator"}
    answer = client.post(f"{LIST}invite/", asked)
    link = re.search(r"<code>(\S+)</code>", answer.content.decode())
    assert link
    path = "/account" + link[1].split("/account")[1]
    assert "not confirmed this invitation yet" in Client().get(path).content.decode()
    assert path not in page(client, first)
    assert (
        "invitation for this email address already"
        in client.post(f"{LIST}invite/", asked).content.decode()
    )
    assert decide(client, second, "confirm").state == ChangeState.CONFIRMED
    assert "Accept and create an account" in Client().get(path).content.decode()
    client.post(f"{LIST}invitations/{Invitation.objects.get().pk}/withdraw/")
    assert Invitation.objects.get().state == InvitationState.WITHDRAWN
    assert "too old" in Client().get(path).content.decode()


def test_role_when_proposed_is_confirmed_by_the_second_from_their_tasks(
    client: Client, first: User, second: User, colleague: User
) -> None:
    client.force_login(first)
    sent = client.post(
        own(colleague, "role/"),
        {"role": "approver", "limit": "350", **boxes("from_date", 0), **boxes("last_day", 30)},
    )
    assert sent.status_code == 302
    change = StaffChange.objects.get()
    address = f"{LIST}changes/{change.pk}/"
    assert address in page(client, second, "/my/")
    assert "Another administrator must confirm it" in page(client, first, address)
    assert "£350" in page(client, second, address)
    decide(client, second, "confirm")
    held = colleague.memberships.get(role=Role.APPROVER)
    assert held.approval_limit_pence == 35_000
    assert held.until_date == london_date(now()) + timedelta(days=31)
    assert "Confirmed" in page(client, second, address)


def test_role_when_refused_or_withdrawn_says_so(
    client: Client, first: User, second: User, colleague: User
) -> None:
    for who, state in ((first, ChangeState.WITHDRAWN), (second, ChangeState.REFUSED)):
        client.force_login(first)
        client.post(own(colleague, "role/"), {"role": "finance"})
        assert decide(client, who, "stop").state == state
    assert not colleague.memberships.filter(role=Role.FINANCE).exists()


def test_role_when_the_form_is_wrong_says_how_to_mend_it(
    client: Client, first: User, colleague: User
) -> None:
    client.force_login(first)
    text = client.post(own(colleague, "role/"), {"role": "approver"}).content.decode()
    assert "Highest weekly cost that they may approve: enter an amount in pounds, like 350" in text
    assert not StaffChange.objects.exists()


def test_limit_and_end_of_a_role_hold_at_once(client: Client, first: User, second: User) -> None:
    manager = make_user(Role.APPROVER, limit_pence=35_000)
    client.force_login(first)
    client.post(own(manager, "approver/limit/"), {"limit": "100"})
    assert manager.memberships.get().approval_limit_pence == 10_000
    client.post(own(manager, "approver/limit/"), {"limit": "900"})
    assert manager.memberships.get().approval_limit_pence == 10_000
    assert StaffChange.objects.get().state == ChangeState.PROPOSED
    client.post(own(manager, "approver/end/"), boxes("from_date", 0))
    assert not as_viewer(manager, now(), make_authority()).roles
    assert client.get(own(manager, "person/end/")).status_code == 404


def test_own_page_says_that_another_administrator_changes_it(
    client: Client, first: User, second: User
) -> None:
    assert "This is you" in page(client, first, own(first))
    assert client.post(own(first, "role/"), {"role": "finance"}).status_code == 403
    assert client.post(own(first, "leave/"), boxes("from_date", 0)).status_code == 403


def test_cover_when_arranged_shows_what_is_lent_and_can_be_ended(
    client: Client, first: User, second: User, colleague: User
) -> None:
    other = make_user(Role.BROKER)
    client.force_login(first)
    assert "0 open tasks" in client.get(own(colleague, "cover/")).content.decode()
    new_task(
        authority_id=make_authority().pk,
        at=now(),
        kind=StaffTask.CONFIRM,
        role=Role.BROKER,
        subject=make_authority(),
        title="Write a plan",
        address="/",
        due_date=london_date(now()),
        owner=colleague,
    ).save()
    assert "<li>1 open task</li>" in client.get(own(colleague, "cover/")).content.decode()
    sent = client.post(
        own(colleague, "cover/"),
        {"colleague": other.pk, **boxes("from_date", 0), **boxes("last_day", 5)},
    )
    assert sent.status_code == 302
    change = StaffChange.objects.get()
    assert "The work of Cy Colleague" in page(client, second, f"{LIST}changes/{change.pk}/")
    decide(client, second, "confirm")
    assert other.name in page(client, second, own(colleague))
    client.post(own(colleague, f"cover/{change.pk}/end/"))
    assert HandOver.objects.get().until_date == london_date(now())


def test_leaver_when_sent_ends_every_role_and_proposes_who_gets_the_work(
    client: Client, first: User, second: User, colleague: User
) -> None:
    other = make_user(Role.BROKER)
    client.force_login(first)
    sent = client.post(own(colleague, "leave/"), {"colleague": other.pk, **boxes("from_date", 0)})
    assert sent.status_code == 302
    assert not as_viewer(colleague, now(), make_authority()).roles
    assert decide(client, second, "confirm").state == ChangeState.CONFIRMED


def test_teams_when_made_renamed_and_closed_are_in_the_list(
    client: Client, first: User, second: User
) -> None:
    client.force_login(first)
    client.post(f"{LIST}teams/", {"name": "North"})
    team = Team.objects.get()
    post_seen(client, f"{LIST}teams/{team.pk}/", {"name": "North and east"})
    assert "North and east" in page(client, first, f"{LIST}teams/")
    client.post(f"{LIST}teams/{team.pk}/close/")
    assert "Closed on" in page(client, first, f"{LIST}teams/")


def test_colleague_of_another_council_is_not_there(client: Client, first: User) -> None:
    stranger = make_user(Role.BROKER, authority=make_other_authority())
    client.force_login(first)
    for more in ("", "role/", "cover/", "leave/", "broker/end/"):
        assert client.get(own(stranger, more)).status_code == 404
