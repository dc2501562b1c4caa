"""Rooms follow one order, wings do not know each other, and no string hides an arrow.

The import contract in pyproject.toml holds the same for plain imports; this reads the strings too.
"""

import ast

import pytest

from tests.gates.conftest import Plant
from tests.gates.modules import LOADERS, Tree, called, first_string
from tests.gates.rooms import RANKS, ROOF, room_of
from tests.gates.violations import Violation, refuse, violation

WINGS = ("payments", "search", "cms")


def later_rooms(tree: Tree) -> list[Violation]:
    """Imports of a later room, of another wing, or of a wing from the foundation."""
    return [
        violation(module, one.line, f"{room_of(module)} imports the later {room_of(target)}")
        for module in tree
        for one in tree.imports(module)
        if (target := tree.modules.get(one.target.module))
        and not _may_import(room_of(module), room_of(target))
    ]


def _may_import(room: str, used: str) -> bool:
    if room in ROOF or room == used:
        return True
    if used in ROOF:
        return False
    wing, other = room.split(".")[0], used.split(".")[0]
    if wing != other:
        return other == "marketplace"
    contract, place = RANKS.get(room, ("", 0))
    return RANKS.get(used, (contract, -1)) <= (contract, place) or room == wing


def undeclared(tree: Tree) -> list[Violation]:
    """Rooms that the order of the import contract does not name."""
    return [
        violation(module, 1, "is in no layer of the import contract in pyproject.toml")
        for module in tree
        if module.is_package
        and module.name.count(".") == 1
        and module.name.split(".")[0] in ("marketplace", "payments")
        and module.name not in RANKS.keys() | ROOF
    ]


def loaded_by_string(tree: Tree) -> list[Violation]:
    """`get_model` and its like: a module that a string or a variable names.

    Open by design: what settings choose (`import_string(settings.…)`), and the collecting of every
    room's own declaration (`autodiscover_modules("room")`).
    """
    return [
        violation(module, call.lineno, f"{called(call)} hides an arrow: import what is meant")
        for module in tree
        for call in module.calls()
        if called(call) in LOADERS
        and not _open_by_design(call)
        and not tree.collected_by(module, call)
    ]


def _open_by_design(call: ast.Call) -> bool:
    named = call.args[0] if call.args else None
    if isinstance(named, ast.Attribute):
        return ast.unparse(named.value) == "settings"
    if called(call) == "autodiscover_modules":
        return len(call.args) == 1 and first_string(call) == "room"
    last = named.values[-1] if isinstance(named, ast.JoinedStr) else None
    return isinstance(last, ast.Constant) and str(last.value).endswith(".room")


FORBIDDEN = {
    "a later room": ("marketplace/people/models.py", "from marketplace.brokerage import models"),
    "a later room by dots": ("marketplace/people/rules.py", "from ..brokerage.rules import week"),
    "a later room's model by a string": (
        "marketplace/people/models.py",
        "plan = models.ForeignKey('brokerage.Plan')",
    ),
    "another wing": ("search/views.py", "from payments.ledger.models import Account"),
    "a wing from the foundation": ("marketplace/people/views.py", "from search import views"),
    "a later room of money": ("payments/ledger/rules.py", "from payments.cards import rules"),
    "the roof": ("search/views.py", "from marketplace.portal import views"),
}


@pytest.mark.parametrize(("file", "source"), FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_rooms_when_they_import_a_later_one_are_refused(
    plant: Plant, file: str, source: str
) -> None:
    tree = plant(
        {
            "marketplace/brokerage/models.py": "class Plan: ...",
            "marketplace/brokerage/rules.py": "def week(): ...",
            "marketplace/portal/views.py": "",
            "payments/ledger/models.py": "class Account: ...",
            "payments/cards/rules.py": "",
            "search/views.py": "",
            file: source,
        }
    )
    assert [one.file for one in later_rooms(tree)] == [file]


def test_rooms_when_they_import_earlier_ones_pass(plant: Plant) -> None:
    tree = plant(
        {
            "marketplace/people/models.py": "class Person: ...",
            "marketplace/brokerage/models.py": "from marketplace.people.models import Person",
            "marketplace/portal/views.py": "from search import views",
            "search/views.py": "from marketplace.brokerage.models import Person",
            "payments/bench.py": "from payments.cards import models",
            "payments/cards/models.py": "",
        }
    )
    assert later_rooms(tree) == []


def test_rooms_when_in_no_layer_are_refused(plant: Plant) -> None:
    tree = plant({"marketplace/gossip/models.py": "", "marketplace/people/models.py": ""})
    assert [one.file for one in undeclared(tree)] == ["marketplace/gossip/__init__.py"]


@pytest.mark.parametrize(
    "source",
    [
        "apps.get_model('people', 'Person')",
        "get_model(label)",
        "importlib.import_module('search.views')",
        "import_module(name)",
        "__import__('search')",
        "autodiscover_modules('receivers')",
        "import_string('search.views.results')",
    ],
)
def test_modules_when_loaded_by_a_string_are_refused(plant: Plant, source: str) -> None:
    assert len(loaded_by_string(plant({"marketplace/people/queries.py": source}))) == 1


@pytest.mark.parametrize(
    "source",
    [
        "import_string(settings.ENGINE)",
        "autodiscover_modules('room')",
        "import_module(f'{config.name}.room')",
    ],
)
def test_modules_when_chosen_by_settings_or_collected_pass(plant: Plant, source: str) -> None:
    assert loaded_by_string(plant({"marketplace/portal/queries.py": source})) == []


COLLECTING = (
    "from marketplace.people.rules import folder\n"
    "load = [import_module(f'{folder.__name__}.{name}').RULE for name in names]"
)


def test_files_of_an_own_folder_when_collected_count_as_imported(plant: Plant) -> None:
    tree = plant(
        {
            "marketplace/people/rules/registry.py": COLLECTING,
            "marketplace/people/rules/folder/__init__.py": "",
            "marketplace/people/rules/folder/first.py": "RULE = 1",
        }
    )
    assert loaded_by_string(tree) == []
    registry = tree.modules["marketplace.people.rules.registry"]
    assert "marketplace.people.rules.folder.first" in {
        one.target.module for one in tree.imports(registry)
    }


def test_files_of_another_rooms_folder_when_collected_are_refused(plant: Plant) -> None:
    tree = plant(
        {
            "marketplace/suppliers/rules/registry.py": COLLECTING,
            "marketplace/people/rules/folder/__init__.py": "",
            "marketplace/people/rules/folder/first.py": "RULE = 1",
        }
    )
    assert len(loaded_by_string(tree)) == 1


def test_rooms_of_the_product_import_only_earlier_ones(product: Tree) -> None:
    refuse(later_rooms(product))


def test_rooms_of_the_product_are_in_the_contract(product: Tree) -> None:
    refuse(undeclared(product))


def test_modules_of_the_product_are_loaded_by_import(product: Tree) -> None:
    refuse(loaded_by_string(product))
