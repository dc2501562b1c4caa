"""What the planted room declares is everywhere without a line of any other room. Runs inside the tree."""

import pytest
from django.urls import reverse
from marketplace.loans.rules import MAY_LEND, LoanPurpose, LoanTask

from marketplace.accounts.rules import Role
from marketplace.core.rooms import collected
from marketplace.people.models import ReadLog
from marketplace.portal.examination import examine
from marketplace.portal.queries import worklist
from marketplace.portal.routes import access_rows
from tests.walks.world import World, ask, signed_in

pytestmark = [pytest.mark.django_db]


def page(world: World, role: Role, url: str) -> str:
    return ask(signed_in(world.users[role]), "GET", url, world.host).content.decode()


def test_menu_holds_the_rooms_entry_for_its_role_only(world: World) -> None:
    assert f'href="{reverse("loans:list")}"' in page(world, Role.BROKER, "/my/")
    assert f'href="{reverse("loans:list")}"' not in page(world, Role.FINANCE, "/my/")


def test_worklist_holds_the_rooms_queue(world: World) -> None:
    queues, _ = worklist(world.sides["own"].viewer(Role.BROKER, days=60))
    assert ("loans to collect", reverse("loans:list"), 4) in [
        (queue.label, queue.address, queue.count) for queue in queues
    ]


def test_declarations_are_collected(world: World) -> None:
    rooms = collected()
    own = next(room for room in rooms.all if room.name == "loans")
    assert MAY_LEND in rooms.permissions
    assert own.task_kinds == tuple(LoanTask)
    assert own.purposes == tuple(LoanPurpose)
    assert world.sides["own"].machine().may(MAY_LEND)


def test_settings_page_opens_for_whoever_holds_its_permission(world: World) -> None:
    found = next(one for one in collected().settings_pages if one.address == "loans:settings")
    assert world.sides["own"].viewer(Role.ADMINISTRATOR).may(found.permission)
    assert "nothing to set" in page(world, Role.ADMINISTRATOR, reverse(found.address))


def test_purpose_is_written_to_the_read_log(world: World) -> None:
    client = signed_in(world.users[Role.BROKER])
    url = reverse("loans:loan", args=[world.sides["own"].rows["loan"].public_id])
    client.get(url, headers={"host": world.host})
    assert ReadLog.objects.latest("pk").purpose == LoanPurpose.LENDING


def test_refusal_is_worded_by_the_room(world: World) -> None:
    client = signed_in(world.users[Role.BROKER])
    url = reverse("loans:loan", args=[world.sides["own"].rows["loan"].public_id])
    response = client.post(url, {"thing": "Rail", "days": 900}, headers={"host": world.host})
    assert "Lend for 1 to 365 days, not 900." in response.content.decode()


def test_access_table_holds_the_rooms_addresses(world: World) -> None:
    rows = {(row.pattern, row.verb, row.who) for row in access_rows()}
    assert ("loans/<uuid:public_id>/collected/", "POST", "Broker") in rows


def test_health_check_is_asked_with_the_others(world: World) -> None:
    found = {one.check.name: one.finding for one in examine()}
    assert found["loans"].sentence == "A loan is overdue."
    assert found["disk"].is_well
