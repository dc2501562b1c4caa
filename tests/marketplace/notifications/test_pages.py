"""What happened: on home pages, and all of it on its own."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.accreditation.models import Accreditation
from marketplace.accreditation.rules import AccreditationNotice
from marketplace.notifications.models import Notification
from marketplace.notifications.queries import AT_HOME, LOOKED_AT, latest_news
from marketplace.notifications.views import PAGE
from marketplace.suppliers.models import SupplierStaff
from tests.factories.accounts import as_viewer, make_user
from tests.factories.accreditation import make_accreditation
from tests.factories.notifications import read
from tests.factories.suppliers import make_supplier_with_user

pytestmark = pytest.mark.django_db
SUSPENDED = "is suspended. Your listings are hidden. Read the reason."


@pytest.fixture
def owner(client: Client) -> User:
    supplier, user = make_supplier_with_user()
    make_accreditation(supplier)
    client.force_login(user)
    return user


def tell(user: User, at: datetime, times: int = 1, **facts: object) -> None:
    accreditation = Accreditation.objects.get()
    Notification.objects.bulk_create(
        Notification(
            authority_id=accreditation.authority_id,
            user=user,
            kind=AccreditationNotice.SUSPENDED,
            subject_id=accreditation.pk,
            told_at=at + timedelta(minutes=number),
            **facts,
        )
        for number in range(times)
    )


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("home", ["/my/", "/my-organisation/", "/my/what-happened/"])
def test_home_shows_what_happened_with_its_day_and_link(
    client: Client, owner: User, at: datetime, home: str
) -> None:
    tell(owner, at)
    shown = page(client, home)
    assert SUSPENDED in shown
    assert "21 September 2026." in shown
    assert f"/suppliers/{owner.supplier_staff.get().supplier.public_id}/" in shown
    assert "New" in shown


def test_home_without_tasks_says_the_latest(client: Client, owner: User, at: datetime) -> None:
    assert "Latest:" not in page(client, "/my/")
    tell(owner, at)
    assert "Latest: accreditation suspended, 21 September 2026." in page(client, "/my/")


def test_home_shows_the_latest_few_and_the_page_all_of_them(
    client: Client, owner: User, at: datetime
) -> None:
    tell(owner, at, times=PAGE + 1)
    assert page(client, "/my/").count(SUSPENDED) == AT_HOME
    assert page(client, "/my/what-happened/").count(SUSPENDED) == PAGE
    second = page(client, "/my/what-happened/?page=2")
    assert second.count(SUSPENDED) == 1
    assert "<title>What happened, page 2" in second


def test_new_is_new_until_it_is_marked_as_read(client: Client, owner: User, at: datetime) -> None:
    tell(owner, at)
    assert "Mark all as read" in page(client, "/my/what-happened/")
    client.get("/my/what-happened/")
    assert Notification.objects.new().count() == 1
    response = client.post("/my/what-happened/read/", follow=True)
    assert "All marked as read." in response.content.decode()
    assert Notification.objects.new().count() == 0
    assert "Mark all as read" not in page(client, "/my/what-happened/")


def test_nothing_happened_yet_says_so(client: Client) -> None:
    client.force_login(make_user(Role.PERSON))
    assert "Nothing has happened yet" in page(client, "/my/what-happened/")


def test_what_the_user_may_no_longer_see_is_not_said(owner: User, at: datetime) -> None:
    tell(owner, at)
    assert len(read(owner)) == 1
    SupplierStaff.objects.all().delete()
    assert read(owner) == []


def test_what_another_was_told_is_not_said(client: Client, owner: User, at: datetime) -> None:
    tell(make_supplier_with_user()[1], at)
    assert SUSPENDED not in page(client, "/my/")


def test_kind_that_no_room_declares_any_more_is_passed_over(owner: User, at: datetime) -> None:
    tell(owner, at)
    Notification.objects.update(kind="gone")
    assert read(owner) == []


def test_home_reads_the_news_in_one_query_for_each_kind(
    owner: User, at: datetime, django_assert_num_queries: object
) -> None:
    tell(owner, at, times=LOOKED_AT)
    viewer = as_viewer(owner, at)
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(latest_news(viewer)) == AT_HOME
