"""Who gets into the pages, and what of it is written down."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.people.models import ListReading, ReadLog
from marketplace.people.rules import AccessCapacity
from tests.factories.accounts import make_other_authority, make_user
from tests.factories.brokerage import Case, complete, make_case, make_submitted
from tests.factories.people import let_see
from tests.factories.plan_pages import as_, at_, pages_of

pytestmark = pytest.mark.django_db


def test_every_broker_page_opens_for_the_persons_broker_and_says_so_in_the_read_log() -> None:
    case = complete(make_case())
    client = as_(case.broker)
    for name, url in pages_of(case).items():
        response = client.get(url)
        assert response.status_code == 200, name
        assert case.person.name in response.content.decode(), name
    assert ReadLog.objects.filter(person_id=case.person.pk).count() == len(pages_of(case))


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (lambda case: make_user(Role.BROKER), 404),
        (lambda case: make_user(Role.PRACTITIONER), 404),
        (lambda case: make_user(Role.FINANCE), 403),
        (lambda case: make_user(Role.SUPPLIER), 403),
        (lambda case: case.manager, 403),
    ],
)
def test_no_broker_page_opens_for_anyone_else(who: Callable[[Case], User], status: int) -> None:
    case = complete(make_case())
    client = as_(who(case))
    for name, url in pages_of(case).items():
        assert client.get(url).status_code == status, name
    assert not ReadLog.objects.exists()


def test_practitioner_with_access_to_write_it_opens_every_page_of_a_plan() -> None:
    case = complete(make_case())
    worker = make_user(Role.PRACTITIONER)
    let_see(case.person, AccessCapacity.PRACTITIONER, user=worker)
    client = as_(worker)
    for name, url in pages_of(case).items():
        page = client.get(url)
        assert page.status_code == 200, name
        assert f'href="{reverse("brokerage:caseload")}"' not in page.content.decode(), name
    typed = {"version": case.plan.version, "text": "Choir, and the garden."}
    assert client.post(at_(case, "question", 1), typed).status_code == 302


def test_lists_of_people_leave_one_row_with_whom_they_showed() -> None:
    case = make_submitted()
    as_(case.broker).get(reverse("brokerage:caseload") + "?part=waiting")
    as_(case.broker).get(reverse("brokerage:caseload") + "?part=mine")
    as_(case.manager).get(reverse("brokerage:approvals"))
    seen = [
        (row.user_id, row.kind, [one.person_id for one in row.people.all()], row.filters)
        for row in ListReading.objects.order_by("pk")
    ]
    assert seen == [
        (case.broker.pk, "caseload", [case.person.pk], {"part": "waiting", "page": 1}),
        (case.manager.pk, "plans_to_decide", [case.person.pk], {}),
    ]


def test_broker_pages_of_another_council_are_not_there() -> None:
    case = complete(make_case())
    make_other_authority()
    case.broker.memberships.create(authority=make_other_authority(), role=Role.BROKER)
    client = as_(case.broker)
    for name, url in pages_of(case).items():
        response = client.get(url, HTTP_HOST="otherton.localhost")
        assert response.status_code == 404, name


def test_anonymous_goes_to_sign_in_before_any_look_up(client: Client) -> None:
    case = complete(make_case())
    urls = [*pages_of(case).values(), at_(case, "approve"), reverse("brokerage:my_plan")]
    for url in [*urls, reverse("brokerage:caseload"), reverse("brokerage:approvals")]:
        response = client.get(url)
        assert response.status_code == 302
        assert response["Location"].startswith("/account/login/")


def test_pages_carry_no_style_and_the_one_script_of_the_session() -> None:
    case = complete(make_case())
    client = as_(case.broker)
    for name, url in pages_of(case).items():
        page = client.get(url).content.decode()
        assert " style=" not in page, name
        assert page.count("<script") == page.count('<script src="/static/session.js" defer>') == 1
