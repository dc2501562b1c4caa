"""What actions record can be read: each event has its words, and no words are left of one that is gone."""

import ast
import re
from collections.abc import Iterator

import pytest

from marketplace.core.rooms import Rooms, collected
from tests.gates.conftest import Plant
from tests.gates.floors import floor_of
from tests.gates.modules import Module, Tree
from tests.gates.violations import Violation, refuse, violation

#: Named by the samples' floor and above, or by what measures: no user's deed.
NOT_OURS = ("samples",)


def wordless(tree: Tree, rooms: Rooms) -> list[Violation]:
    """Events that are named where they are recorded, and that no room gives words."""
    return [
        violation(
            module, line, f"{event} has no words: event_words.py of the room, events in its room.py"
        )
        for module in _recording(tree)
        for line, event in _named(module)
        if event not in rooms.events
    ]


def never_recorded(tree: Tree, rooms: Rooms) -> list[str]:
    """Events with words whose name, or a pattern that makes it, stands nowhere else."""
    recording = _recording(tree)
    whole = {text for module in recording for text in _texts(module)}
    patterns = [re.compile(one) for one in {p for m in recording for p in _patterns(m)}]
    unnamed = [event for event in rooms.events if event not in whole]
    return [event for event in unnamed if not any(one.fullmatch(event) for one in patterns)]


def _recording(tree: Tree) -> list[Module]:
    return [m for m in tree if floor_of(m) not in NOT_OURS and not m.name.endswith("event_words")]


def _named(module: Module) -> Iterator[tuple[int, str]]:
    for call in module.calls():
        for keyword in call.keywords:
            if keyword.arg == "event":
                yield from ((keyword.lineno, one) for one in _constants(keyword.value))


def _constants(value: ast.expr) -> list[str]:
    if isinstance(value, ast.IfExp):
        return [*_constants(value.body), *_constants(value.orelse)]
    return [value.value] if isinstance(value, ast.Constant) else []


def _texts(module: Module) -> Iterator[str]:
    """Each text of a module in which nothing is put."""
    for node in module.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _patterns(module: Module) -> Iterator[str]:
    """Each other text of a module as a pattern; what is put in is whatever."""
    for node in module.nodes:
        if isinstance(node, ast.JoinedStr):
            parts = [p.value if isinstance(p, ast.Constant) else None for p in node.values]
            if any(part for part in parts):
                yield "".join("[a-z_]+" if part is None else re.escape(part) for part in parts)


ROOMS = Rooms()


@pytest.mark.parametrize(
    "source",
    [
        "record(event='danced', by=by, subject=row)",
        "move(row, to, table=TABLE, by=by, event='danced')",
        "record(event='danced' if alone else 'danced_along', by=by, subject=row)",
    ],
)
def test_event_without_words_is_refused(plant: Plant, source: str) -> None:
    assert wordless(plant({"marketplace/people/actions.py": source}), ROOMS)


def test_words_of_an_event_that_nothing_records_are_found(plant: Plant) -> None:
    tree = plant({"marketplace/people/actions.py": "record(event=f'person_{to}', by=by)"})
    found = never_recorded(tree, collected())
    assert "plan_approved" in found
    assert "person_registered" not in found


def test_events_of_the_product_have_words(product: Tree) -> None:
    refuse(wordless(product, collected()))


def test_words_of_events_are_of_events_that_are_recorded(product: Tree) -> None:
    assert never_recorded(product, collected()) == []
    assert collected().settings_events <= collected().events.keys()


def test_events_of_the_server_are_recorded_and_are_no_councils_settings() -> None:
    assert collected().server_events <= collected().events.keys()
    assert not collected().server_events & collected().settings_events
