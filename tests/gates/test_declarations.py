"""What a room defines for others to use is declared in its `room.py`, and can be reached."""

import ast
from collections.abc import Iterator

import pytest
from django.urls import reverse

from marketplace.core.rooms import Rooms, collected
from tests.gates.conftest import Plant
from tests.gates.floors import floor_of
from tests.gates.modules import Module, Tree, called, first_string
from tests.gates.violations import Violation, refuse, violation

#: What makes a thing that a room must declare, and where it stands among what was collected.
DECLARED = {"Permission": "permissions", "Figure": "figures"}
#: How the enums are named whose words other rooms' columns hold.
ENDINGS = {
    "Task": "task_kinds",
    "Purpose": "purposes",
    "Reading": "readings",
    "Notice": "notifications",
}


def undeclared(tree: Tree, rooms: Rooms) -> list[Violation]:
    """Permissions, figures, kinds of tasks, readings and notifications, and purposes that no `room.py` names."""
    words = _declared(rooms)
    return [
        violation(module, line, f"{word} is not declared: name it in {kind} of the room's room.py")
        for module in tree
        if floor_of(module) == "rules" and not module.name.startswith("marketplace.core")
        for line, kind, word in [*_made(module), *_members(module)]
        if word not in words[kind]
    ]


def _declared(rooms: Rooms) -> dict[str, set[str]]:
    return {
        "permissions": {permission.code for permission in rooms.permissions},
        "figures": set(rooms.figures),
        "notifications": set(rooms.notifications),
        "task_kinds": {str(kind) for room in rooms.all for kind in room.task_kinds},
        "purposes": {str(purpose) for room in rooms.all for purpose in room.purposes},
        "readings": set(rooms.readings),
    }


def _made(module: Module) -> Iterator[tuple[int, str, str]]:
    for call in module.calls():
        word = first_string(call)
        if word and called(call) in DECLARED:
            yield call.lineno, DECLARED[called(call)], word


def _members(module: Module) -> Iterator[tuple[int, str, str]]:
    for name, node in module.definitions.items():
        kind = next((kind for ending, kind in ENDINGS.items() if name.endswith(ending)), "")
        if not isinstance(node, ast.ClassDef) or not kind:
            continue
        for one in node.body:
            value = one.value if isinstance(one, ast.Assign) else None
            first = value.elts[0] if isinstance(value, ast.Tuple) else value
            if isinstance(first, ast.Constant) and not isinstance(one, ast.Expr):
                yield one.lineno, kind, str(first.value)


PLANTED = {
    "a permission": "MAY_DANCE = Permission('dance', 'dance', roles(Role.BROKER))",
    "a figure": "DAYS = Figure('dance_days', 'Days', 'days', 1, 'judgement')",
    "a kind of task": "class DanceTask(LabelledEnum):\n    DANCE = 'dance', 'Dance'",
    "a reading": "class DanceReading(LabelledEnum):\n    DANCE = 'dance', 'a list of dances'",
    "a notification": "class DanceNotice(LabelledEnum):\n    DANCE = 'dance', 'Dance'",
    "a purpose": "class DancePurpose(LabelledEnum):\n    DANCE = 'dance', 'Dance'",
}


@pytest.mark.parametrize("source", PLANTED.values(), ids=PLANTED.keys())
def test_words_when_no_room_declares_them_are_refused(plant: Plant, source: str) -> None:
    tree = plant({"marketplace/people/rules/duties.py": source})
    assert len(undeclared(tree, collected())) == 1


def test_words_of_the_product_are_declared(product: Tree) -> None:
    refuse(undeclared(product, collected()))


def test_addresses_that_rooms_declare_exist() -> None:
    rooms = collected()
    named = [*rooms.menu, *rooms.queues.values(), *rooms.settings_pages]
    assert all(reverse(one.address) for one in named)
    assert len(named) > 15


def test_settings_pages_of_the_product_say_what_they_are_for() -> None:
    without = [page.label for page in collected().settings_pages if not page.about.endswith(".")]
    assert not without, f"Say in a sentence what these settings pages are for: {without}"
