"""One name, one thing; one label, one place; no lower room lists the words of a higher one."""

import ast
from collections import defaultdict
from collections.abc import Iterator

import pytest

from tests.gates.conftest import Plant
from tests.gates.floors import below_wording, floor_of
from tests.gates.modules import Module, Tree, called
from tests.gates.rooms import room_of
from tests.gates.violations import Violation, refuse, violation

#: Names that a framework asks for, so that every file may have its own.
ASKED_FOR = frozenset({"Meta", "Media", "Command", "Migration", "Config"})
#: Columns whose words belong to rooms above; elsewhere a room may own a word of the same name.
OPEN_COLUMNS = frozenset({"role", "team", "purpose", "permission"})
OPEN_IN_ROOM = {"marketplace.tasks": frozenset({"kind"})}


def shared_names(tree: Tree) -> list[Violation]:
    """Classes, nested ones too, whose name another class of the product has."""
    places: dict[str, list[tuple[Module, int]]] = defaultdict(list)
    for module in tree:
        for node in module.nodes:
            if isinstance(node, ast.ClassDef) and node.name not in ASKED_FOR:
                places[node.name].append((module, node.lineno))
    return [
        violation(module, line, f"{name} is also a class of {_others(same, module)}: rename one")
        for name, same in places.items()
        if len(same) > 1
        for module, line in same
    ]


def _others(same: list[tuple[Module, int]], module: Module) -> str:
    return ", ".join(f"{other.file}:{line}" for other, line in same if other is not module)


def closed_columns(tree: Tree) -> list[Violation]:
    """`choices=` on a column to which a higher room adds words: each would cost a migration here."""
    return [
        violation(
            module, node.lineno, f"{name} takes no choices: its words are declared in room.py"
        )
        for module in tree
        if floor_of(module) == "models"
        for name, node in _columns(module)
        if name in OPEN_COLUMNS | OPEN_IN_ROOM.get(room_of(module), frozenset())
        and any(keyword.arg == "choices" for keyword in node.keywords)
    ]


def _columns(module: Module) -> Iterator[tuple[str, ast.Call]]:
    for node in module.nodes:
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Call):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name) and called(node.value).endswith("Field"):
                yield target.id, node.value


def labels_by_hand(tree: Tree) -> list[Violation]:
    """Dictionaries from an enum's members to words below the wording, and labels anywhere else.

    A label is the enum's own and stands in it once. Other words for it (a hint, a heading, a tone)
    belong to wording or above.
    """
    return [
        violation(
            module, node.lineno, f"{name}: the enum carries its label, wording the other words"
        )
        for module in tree
        for name, node in module.definitions.items()
        if isinstance(node, ast.Assign | ast.AnnAssign) and _labels(tree, module, node.value)
        if below_wording(module) or (name.endswith("LABELS") and floor_of(module) != "wording")
    ]


def _labels(tree: Tree, module: Module, node: ast.expr | None) -> bool:
    if not isinstance(node, ast.Dict) or not node.keys:
        return False
    words = all(isinstance(v, ast.Constant) and isinstance(v.value, str) for v in node.values)
    members = [key for key in node.keys if isinstance(key, ast.Attribute)]
    return words and len(members) == len(node.keys) and _is_enum(tree, module, members[0].value)


def _is_enum(tree: Tree, module: Module, node: ast.expr) -> bool:
    target = tree.meaning(module, node)
    home = tree.modules.get(target.module) if target else None
    defined = home.definitions.get(target.name or "") if home and target else None
    bases = defined.bases if isinstance(defined, ast.ClassDef) else []
    return any(ast.unparse(base).endswith("Enum") for base in bases)


def test_classes_when_two_share_a_name_are_refused(plant: Plant) -> None:
    tree = plant(
        {
            "marketplace/people/models.py": "class Access:\n    class Meta: ...",
            "search/rules.py": "class Finder:\n    class Access: ...\n    class Meta: ...",
        }
    )
    assert len(shared_names(tree)) == 2


@pytest.mark.parametrize(
    ("room", "column"),
    [("people", "role"), ("people", "team"), ("people", "purpose"), ("tasks", "kind")],
)
def test_columns_when_they_close_a_higher_rooms_words_are_refused(
    plant: Plant, room: str, column: str
) -> None:
    source = f"class Row(models.Model):\n    {column} = models.CharField(choices=WORDS)"
    assert len(closed_columns(plant({f"marketplace/{room}/models.py": source}))) == 1


def test_columns_when_their_words_are_the_rooms_own_pass(plant: Plant) -> None:
    source = "class Row(models.Model):\n    kind = models.CharField(choices=WORDS)"
    assert closed_columns(plant({"marketplace/people/models.py": source})) == []


LABELS = "from marketplace.people.rules import Scope\nSCOPE_LABELS = {Scope.PLAN: 'your plan'}"


@pytest.mark.parametrize("file", ["people/queries.py", "people/views.py", "brokerage/forms.py"])
def test_labels_when_made_by_hand_are_refused(plant: Plant, file: str) -> None:
    enum = "class Scope(StrEnum):\n    PLAN = 'plan'"
    tree = plant({"marketplace/people/rules.py": enum, f"marketplace/{file}": LABELS})
    assert [one.line for one in labels_by_hand(tree)] == [2]


def test_words_when_an_enums_stand_below_the_wording_are_refused(plant: Plant) -> None:
    source = "class Scope(StrEnum):\n    PLAN = 'plan'\nHINTS = {Scope.PLAN: 'What was agreed'}"
    assert len(labels_by_hand(plant({"marketplace/people/rules.py": source}))) == 1


def test_labels_when_wording_or_no_words_pass(plant: Plant) -> None:
    enum = "class Scope(StrEnum):\n    PLAN = 'plan'\nLIMITS = {Scope.PLAN: 3}\nX = {1: 'one'}"
    tree = plant({"marketplace/people/rules.py": enum, "marketplace/people/wording.py": LABELS})
    assert labels_by_hand(tree) == []


def test_labels_of_the_product_are_carried_by_enums(product: Tree) -> None:
    refuse(labels_by_hand(product))


def test_classes_of_the_product_have_names_of_their_own(product: Tree) -> None:
    refuse(shared_names(product))


def test_columns_of_the_product_are_open_to_higher_rooms(product: Tree) -> None:
    refuse(closed_columns(product))
