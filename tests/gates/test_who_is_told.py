"""Whatever comes to a state says who is told of it, or why nobody is; and every kind is really told."""

import ast
import importlib
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any

import pytest

from marketplace.core.rooms import NotificationKind, Room, Rooms, WhoIsTold, collected, nobody_told
from tests.gates.floors import floor_of
from tests.gates.modules import Tree
from tests.gates.violations import Violation, refuse, violation

Table = Mapping[StrEnum, Collection[StrEnum]]
#: Where something is told: in the act, or in what follows from it.
TELLING = frozenset({"actions", "doors"})


def tables(tree: Tree) -> dict[str, Table]:
    """Every transition table of the product, by its full name."""
    return {
        f"{module.name}.{name}": getattr(importlib.import_module(module.name), name)
        for module in tree
        if floor_of(module) == "rules"
        for name in module.definitions
        if name.endswith("_TRANSITIONS")
    }


def named(state: StrEnum) -> str:
    """A state with its enum: states of two enums are equal where their values are."""
    return f"{type(state).__name__}.{state.name}"


def unsaid(found: Mapping[str, Table], rooms: Rooms) -> list[str]:
    """States that something comes to, of which no room says who is told."""
    said = {named(one.state) for room in rooms.all for one in room.who_is_told}
    return [
        f"{table}: {named(state)}: say in who_is_told of the room's room.py which notification"
        " tells it, or why nobody is told"
        for table, ways in found.items()
        for state in {then: None for targets in ways.values() for then in targets}
        if named(state) not in said
    ]


def idle(found: Mapping[str, Table], rooms: Rooms) -> list[str]:
    """Declarations of states that nothing comes to, and kinds in them that are not declared."""
    reached = {named(s) for ways in found.values() for targets in ways.values() for s in targets}
    all_said = [one for room in rooms.all for one in room.who_is_told]
    lost = [f"{named(one.state)}: nothing comes to it" for one in all_said]
    kinds = {kind for one in all_said for kind in one.kinds}
    return [
        *(
            words
            for one, words in zip(all_said, lost, strict=True)
            if named(one.state) not in reached
        ),
        *(f"{kind}: name it in notifications" for kind in kinds if kind not in rooms.notifications),
    ]


def untold(tree: Tree, rooms: Rooms) -> list[Violation]:
    """Kinds of notification that nothing ever tells."""
    used = {
        (node.value.id, node.attr)
        for module in tree
        if floor_of(module) in TELLING
        for node in module.nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    homes = {name: module for module in tree for name in module.definitions}
    return [
        violation(homes[type(kind).__name__], 1, f"{named(kind)} is told by nothing")
        for kind in (one.kind for one in rooms.notifications.values())
        if (type(kind).__name__, kind.name) not in used
    ]


class Lamp(StrEnum):
    OFF = "off"
    LIT = "lit"


class LampNotice(StrEnum):
    LIT = "lamp_lit"


LAMPS: dict[str, Table] = {"lamps": {Lamp.OFF: {Lamp.LIT}, Lamp.LIT: set()}}
LIT = NotificationKind(LampNotice.LIT, "A lamp", lambda *_: {})


def lamps(*said: WhoIsTold, kinds: tuple[NotificationKind, ...] = ()) -> Rooms:
    return Rooms([Room(name="lamps", who_is_told=said, notifications=kinds)])


def test_state_when_its_room_says_nothing_is_refused() -> None:
    assert "lamps: Lamp.LIT" in unsaid(LAMPS, lamps())[0]


def test_state_when_told_or_told_to_nobody_with_a_reason_passes() -> None:
    told = lamps(WhoIsTold(Lamp.LIT, (LampNotice.LIT,)), kinds=(LIT,))
    silent = lamps(*nobody_told("everybody sees it", Lamp.LIT))
    for rooms in (told, silent):
        assert unsaid(LAMPS, rooms) == idle(LAMPS, rooms) == []


def test_declaration_when_nothing_comes_to_its_state_or_its_kind_is_unknown_is_refused() -> None:
    said = [*nobody_told("it is dark", Lamp.OFF), WhoIsTold(Lamp.LIT, (LampNotice.LIT,))]
    assert len(idle(LAMPS, lamps(*said))) == 2


def test_declaration_when_it_says_neither_or_both_is_refused() -> None:
    wrong: list[dict[str, Any]] = [{}, {"kinds": (LampNotice.LIT,), "nobody": "why"}]
    for facts in wrong:
        with pytest.raises(ValueError, match="say who is told"):
            WhoIsTold(Lamp.LIT, **facts)


def test_states_of_the_product_say_who_is_told(product: Tree) -> None:
    found = tables(product)
    assert len(found) > 8
    assert unsaid(found, collected()) == []
    assert idle(found, collected()) == []


def test_kinds_of_the_product_are_told(product: Tree) -> None:
    refuse(untold(product, collected()))
