"""Where people land: one line for each list of work, the rest one by one."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import allocate_broker
from marketplace.brokerage.rules import PlanTask
from marketplace.portal.queries import TASKS_SHOWN, tasks_waiting, worklist
from marketplace.tasks.actions import new_task
from marketplace.tasks.models import Task
from payments.reconciliation.rules.duties import MoneyTask
from tests.factories.accounts import as_viewer, make_authority, make_other_authority, make_user
from tests.factories.brokerage import make_case, make_submitted
from tests.factories.people import REGISTRY

pytestmark = [pytest.mark.django_db, pytest.mark.pages]


def make_task(at: datetime, number: int, **facts: object) -> Task:
    given = {
        "authority_id": make_authority().pk,
        "kind": MoneyTask.EXCEPTION,
        "role": Role.FINANCE,
        "subject": make_authority(),
        "title": f"Payment {number}",
        "address": f"/money/{number}/",
        "due_date": date(2026, 9, 30) + timedelta(days=number),
    }
    task = new_task(at=at, **{**given, **facts})  # type: ignore[arg-type]
    task.subject_id = number
    task.save()
    return task


def test_worklist_when_a_list_holds_several_shows_one_line_with_the_first_due_day(
    at: datetime,
) -> None:
    finance, colleague = make_user(Role.FINANCE), make_user(Role.FINANCE)
    make_task(at, 3)
    make_task(at, 2, owner=colleague)
    taken = make_task(at, 1, owner=finance)
    make_task(at, 4, authority_id=make_other_authority().pk)
    piles, tasks = worklist(
        as_viewer(finance),
    )
    assert tasks == [taken]
    (pile,) = piles
    assert (pile.count, pile.without_owner, pile.due_date) == (2, 1, date(2026, 10, 2))
    assert pile.address == "/money/exceptions/"


def test_worklist_when_there_is_one_of_a_kind_shows_it_by_its_title(at: datetime) -> None:
    only = make_task(at, 1)
    assert worklist(
        as_viewer(make_user(Role.FINANCE)),
    ) == ([], [only])


def test_worklist_when_the_list_of_people_is_empty_loses_no_task_of_the_broker(
    at: datetime,
) -> None:
    broker = make_user(Role.BROKER)
    made = [
        make_task(
            at,
            number,
            kind=PlanTask.RETURNED,
            role=Role.BROKER,
            owner=broker,
            private_to_owner=True,
        )
        for number in (1, 2)
    ]
    assert worklist(
        as_viewer(broker),
    ) == ([], made)


def test_home_when_nothing_waits_offers_the_users_pages() -> None:
    page = home(make_user(Role.SUPPLIER))
    assert "No tasks now" in page
    assert page.count('href="/my-organisation/"') == 2


def home(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.get("/my/").content.decode()


def test_number_in_the_menu_is_the_one_of_the_page_of_tasks(at: datetime) -> None:
    broker = make_user(Role.BROKER)
    for case in (make_case(), make_case(), make_submitted()):
        allocate_broker(by=as_viewer(REGISTRY, at), person=case.person, broker=broker)
    make_task(at, 1, role=Role.BROKER, owner=broker)
    waiting = tasks_waiting(as_viewer(broker))
    assert waiting == 3, "two people whose plans are being written, and one task"
    assert numbers(home(broker)) == (waiting, waiting)


def test_page_of_tasks_when_there_are_more_than_it_shows_says_how_many(at: datetime) -> None:
    finance = make_user(Role.FINANCE)
    for number in range(1, TASKS_SHOWN + 4):
        make_task(at, number, owner=finance)
    page = home(finance)
    assert numbers(page) == (TASKS_SHOWN + 3, TASKS_SHOWN + 3)
    assert "3 more are due later" in page


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_public_page_asks_for_no_tasks(is_signed_in: bool, at: datetime) -> None:
    make_authority()
    client = Client()
    if is_signed_in:
        client.force_login(make_user(Role.BROKER))
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/raise-a-concern/").status_code == 200
    assert not [query for query in asked if "tasks_task" in query["sql"]]


def numbers(page: str) -> tuple[int, int]:
    """How many tasks the menu and the heading of the page say."""
    menu = re.search(r'My tasks\s*<span class="count">(\d+)</span>', page)
    heading = re.search(r"Tasks: (\d+)", page)
    assert menu
    assert heading
    return int(menu[1]), int(heading[1])
