"""Every file stands on a floor, and looks only down: in its own room and across rooms."""

import ast

import pytest

from tests.gates.conftest import Plant
from tests.gates.floors import ORDER, floor_of, is_plain_package
from tests.gates.modules import Tree
from tests.gates.violations import Violation, refuse, violation


def without_floor(tree: Tree) -> list[Violation]:
    """Files that no floor of the table names."""
    return [
        violation(module, 1, "stands on no floor: move it, or name it in tests/gates/floors.py")
        for module in tree
        if floor_of(module) is None and not is_plain_package(module)
    ]


def crowded(tree: Tree) -> list[Violation]:
    """A wing's or room's own `__init__` that holds more than its docstring: every import runs it."""
    return [
        violation(module, node.lineno, "a room's __init__ holds its docstring only")
        for module in tree
        if is_plain_package(module)
        for node in module.tree.body
        if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    ]


def looking_up(tree: Tree) -> list[Violation]:
    """Imports from a higher floor, by the file that really defines the name."""
    found = []
    for module in tree:
        here = floor_of(module)
        for imported in tree.imports(module):
            target = tree.modules.get(imported.target.module)
            there = floor_of(target) if target else None
            if here and there and ORDER.index(there) > ORDER.index(here):
                what = ".".join(filter(None, [imported.target.module, imported.target.name]))
                says = f"{here} imports {what}, on the higher floor of {there}; turn it round"
                found.append(violation(module, imported.line, says))
    return found


UPWARD = {
    "by module": ("brokerage/rules.py", "import marketplace.brokerage.queries"),
    "by name": ("brokerage/models.py", "from marketplace.brokerage import queries"),
    "by dots": ("brokerage/permissions.py", "from .queries import plans"),
    "through a re-export": (
        "brokerage/models.py",
        "from marketplace.brokerage.signals import plans",
    ),
    "through a face": (
        "brokerage/actions/items.py",
        "from marketplace.brokerage.views import plan",
    ),
    "in a function": ("brokerage/queries.py", "def f():\n    from . import actions"),
    "for types only": ("brokerage/queries.py", "if TYPE_CHECKING:\n    from . import actions"),
    "by a string": ("brokerage/queries.py", "import_string('marketplace.brokerage.views.plan')"),
    "across rooms": ("brokerage/rules.py", "from marketplace.people.queries import who"),
    "across wings": ("brokerage/queries.py", "from marketplace.people import views"),
}


@pytest.mark.parametrize(("file", "source"), UPWARD.values(), ids=UPWARD.keys())
def test_floors_when_a_lower_one_imports_a_higher_are_refused(
    plant: Plant, file: str, source: str
) -> None:
    tree = plant(
        {
            "marketplace/people/queries.py": "def who(): ...",
            "marketplace/people/views.py": "",
            "marketplace/brokerage/queries.py": "def plans(): ...",
            "marketplace/brokerage/signals.py": "from marketplace.brokerage.queries import plans",
            "marketplace/brokerage/views/__init__.py": "from marketplace.brokerage.views.own import plan",
            "marketplace/brokerage/views/own.py": "def plan(): ...",
            "marketplace/brokerage/actions/__init__.py": "",
            f"marketplace/{file}": source,
        }
    )
    assert f"marketplace/{file}" in {one.file for one in looking_up(tree)}


@pytest.mark.parametrize("wing", ["search", "cms", "payments/ledger"])
def test_floors_when_in_a_wing_are_held_as_well(plant: Plant, wing: str) -> None:
    package = wing.replace("/", ".")
    tree = plant(
        {
            f"{wing}/views.py": "",
            f"{wing}/rules.py": f"from {package} import views\nfrom . import views",
        }
    )
    assert [one.line for one in looking_up(tree)] == [1, 2]


def test_floors_when_looking_down_pass(plant: Plant) -> None:
    tree = plant(
        {
            "marketplace/people/models.py": "class Person: ...",
            "marketplace/brokerage/queries/__init__.py": "from marketplace.people.models import Person",
            "marketplace/brokerage/views.py": "from marketplace.brokerage.queries import Person",
        }
    )
    assert looking_up(tree) == []


def test_files_when_on_no_floor_are_refused(plant: Plant) -> None:
    tree = plant({"search/helpers.py": "", "payments/cards/held.py": "", "search/views.py": ""})
    assert [one.file for one in without_floor(tree)] == [
        "payments/cards/held.py",
        "search/helpers.py",
    ]


def test_rooms_when_their_init_holds_more_than_words_are_refused(plant: Plant) -> None:
    tree = plant({"cms/__init__.py": '"""Pages."""\nfrom cms.rules import due', "cms/rules.py": ""})
    assert [(one.file, one.line) for one in crowded(tree)] == [("cms/__init__.py", 2)]


def test_files_of_the_product_each_stand_on_a_floor(product: Tree) -> None:
    refuse(without_floor(product))


def test_rooms_of_the_product_have_empty_inits(product: Tree) -> None:
    refuse(crowded(product))


def test_floors_of_the_product_only_look_down(product: Tree) -> None:
    refuse(looking_up(product))
