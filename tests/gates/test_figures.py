"""No setting that nobody reads: each figure that a room declares is asked for somewhere."""

import ast
from collections.abc import Iterator

import pytest

from marketplace.core.rooms import Rooms, collected
from payments.reconciliation.rules.settings import MATCHING_FIGURES
from tests.gates.conftest import Plant
from tests.gates.modules import Module, Tree, called, first_string

#: What makes a figure: the shape itself, and the council's own maker of those of retention.
MAKERS = ("Figure", "_kept")


def unread(tree: Tree, rooms: Rooms) -> list[str]:
    """Figures whose key, and whose constant, no product file names but those that declare them."""
    names = {name: key for module in tree for name, key in _constants(module)}
    read = {key for module in tree for key in _read(module, names)}
    return sorted(rooms.figures.keys() - read)


def _constants(module: Module) -> Iterator[tuple[str, str]]:
    """Each constant that holds a figure or the key of one, with the key."""
    for node in module.tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            key = _key(node.value)
            if key:
                yield node.targets[0].id, key


def _key(value: ast.expr) -> str:
    if isinstance(value, ast.Call) and called(value) in MAKERS:
        named = (one.value for one in value.keywords if one.arg == "key")
        key = next(named, None)
        return key.value if isinstance(key, ast.Constant) else first_string(value) or ""
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""


def _read(module: Module, names: dict[str, str]) -> Iterator[str]:
    """The keys that a file reads: by a constant, or by the key itself where it makes no figure."""
    if module.name.rpartition(".")[2] in ("room", "figures") or module.is_package:
        return
    made = {id(call.args[0]) for call in module.calls() if called(call) in MAKERS and call.args}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in made:
            yield names.get(node.id, "")
        elif isinstance(node, ast.Attribute):
            yield names.get(node.attr, "")
        elif isinstance(node, ast.Constant) and id(node) not in made:
            yield str(node.value) if not _is_constant_of_key(module, node) else ""


def _is_constant_of_key(module: Module, node: ast.Constant) -> bool:
    return any(isinstance(one, ast.Assign) and one.value is node for one in module.tree.body)


@pytest.mark.parametrize(
    "source",
    [
        "PLAN_WRITE_DAYS = Figure('plan_write_days', 'Days', 'days', 1, 'judgement')",
        "KEY = 'plan_write_days'\nFIGURES = (Figure(KEY, 'Days', 'days', 1, 'judgement'),)",
    ],
)
def test_figure_that_is_only_declared_is_found(plant: Plant, source: str) -> None:
    tree = plant(
        {
            "marketplace/brokerage/rules/figures.py": source,
            "marketplace/brokerage/room.py": "figures = (PLAN_WRITE_DAYS,)",
        }
    )
    assert "plan_write_days" in unread(tree, collected())


@pytest.mark.parametrize(
    "use",
    ["figure(one, PLAN_WRITE_DAYS.key, day)", "figure(one, 'plan_write_days', day)"],
)
def test_figure_that_is_read_is_not(plant: Plant, use: str) -> None:
    made = "PLAN_WRITE_DAYS = Figure('plan_write_days', 'Days', 'days', 1, 'judgement')"
    tree = plant(
        {
            "marketplace/brokerage/rules/figures.py": made,
            "marketplace/brokerage/queries/facts.py": use,
        }
    )
    assert "plan_write_days" not in unread(tree, collected())


def test_figures_of_the_product_are_read(product: Tree) -> None:
    assert unread(product, collected()) == []


def test_figures_of_the_matcher_are_read_by_its_rules(product: Tree) -> None:
    read = {
        node.attr
        for module in product
        if module.name.startswith("payments.reconciliation.rules.")
        and not module.name.endswith(".settings")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
    }
    assert MATCHING_FIGURES.keys() <= read
