"""What the rooms declare is collected once, in order, and no word is declared twice."""

from enum import StrEnum

import pytest

from marketplace.core.rooms import (
    Figure,
    MenuEntry,
    Permission,
    Queue,
    Room,
    Rooms,
    RoomsClash,
    collected,
)
from marketplace.portal.collecting import declared_rooms


class Kind(StrEnum):
    """A word that two rooms might choose."""

    ONE = "one"


CLASHES = {
    "room": ({"name": "same"}, {"name": "same"}),
    "permission": ({"permissions": (Permission("see", "see it"),)},) * 2,
    "task kind": ({"task_kinds": tuple(Kind)},) * 2,
    "purpose": ({"purposes": tuple(Kind)},) * 2,
    "figure": ({"figures": (Figure("days", "Days", "days", 1, "judgement"),)},) * 2,
    "refusal": ({"sentences": {"too_long": "Too long."}},) * 2,
}


@pytest.mark.parametrize("what", CLASHES)
def test_rooms_when_two_declare_one_word_are_refused(what):
    first, second = CLASHES[what]
    with pytest.raises(RoomsClash, match=what):
        Rooms([Room(**{"name": "first", **first}), Room(**{"name": "second", **second})])


def test_menu_when_rooms_give_entries_is_in_their_order_of_numbers():
    late = MenuEntry("Late", "x:late", frozenset(), order=90)
    early = MenuEntry("Early", "x:early", frozenset(), order=10)
    rooms = Rooms([Room("first", menu=(late,)), Room("second", menu=(early,))])
    assert [entry.label for entry in rooms.menu] == ["Early", "Late"]


def test_queues_when_collected_are_known_by_their_kind_of_task():
    queue = Queue("one", "things to do", "x:queue")
    assert Rooms([Room("first", queues=(queue,))]).queues == {"one": queue}


def test_rooms_when_the_site_starts_are_all_collected():
    assert [room.name for room in collected().all] == [room.name for room in declared_rooms()]
    assert {"people", "brokerage", "ledger", "search", "cms"} <= {
        room.name for room in collected().all
    }


def test_queues_and_menus_when_declared_name_kinds_and_roles_that_exist():
    kinds = {str(kind) for room in collected().all for kind in room.task_kinds}
    assert set(collected().queues) <= kinds
    assert all(entry.roles for entry in collected().menu)
    assert all(permission.label for permission in collected().permissions)
