"""No setting that nobody reads: each figure that a room declares is asked for somewhere."""

import ast
from collections.abc import Iterator

import pytest

from marketplace.core.rooms import Rooms, collected
from payments.reconciliation.rules.settings import MATCHING_FIGURES
from tests.gates.conftest import Plant
from tests.gates.modules import Module, Tree, called

#: The one exception. A council begins with England's charging figures, each dated by its circular, so
#: that it can set its own by decision; the financial assessment that reads them is a room to come.
NOT_YET = frozenset(
    {
        "upper_capital_limit",
        "lower_capital_limit",
        "tariff_income_step",
        "personal_expenses_allowance",
        "minimum_income_pension_age",
        "minimum_income_from_25",
    }
)


def unread(tree: Tree, rooms: Rooms) -> list[str]:
    """Figures whose key, and whose constant, no product file names but those that declare them."""
    makers = makers_of(tree)
    names = {name: key for module in tree for name, key in _constants(module, makers)}
    read = {key for module in tree for key in _read(module, names, makers)}
    return sorted(rooms.figures.keys() - read)


def makers_of(tree: Tree) -> set[str]:
    """What makes a figure: the shape itself, and each function that returns what a maker makes."""
    made_by = {
        (node.name, called(one.value))
        for module in tree
        for node in module.nodes
        if isinstance(node, ast.FunctionDef)
        for one in ast.walk(node)
        if isinstance(one, ast.Return) and isinstance(one.value, ast.Call)
    }
    makers = {"Figure"}
    while more := {name for name, used in made_by if used in makers} - makers:
        makers |= more
    return makers


def _constants(module: Module, makers: set[str]) -> Iterator[tuple[str, str]]:
    """Each constant that holds a figure or the key of one, with the key."""
    for node in module.tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            key = _text(_key(node.value) if _makes(node.value, makers) else node.value)
            if key:
                yield node.targets[0].id, key


def _makes(value: ast.expr, makers: set[str]) -> bool:
    return isinstance(value, ast.Call) and called(value) in makers


def _key(call: ast.expr) -> ast.expr | None:
    """The key of the figure that a maker makes, as it is written there: by its name, or first."""
    assert isinstance(call, ast.Call)
    named = (one.value for one in call.keywords if one.arg == "key")
    return next(named, call.args[0] if call.args else None)


def _text(value: ast.expr | None) -> str:
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""


def _read(module: Module, names: dict[str, str], makers: set[str]) -> Iterator[str]:
    """The keys that a file reads: by a constant, or by the key itself where it makes no figure."""
    if module.name.rpartition(".")[2] in ("room", "figures") or module.is_package:
        return
    made = {id(_key(call)) for call in module.calls() if _makes(call, makers)}
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
        "FIGURES = (Figure(label='Days', key='plan_write_days'),)",
        """
        def _days(key, label):
            return _judged(key, label, 'days')

        def _judged(key, label, unit):
            return Figure(key, label, unit, 1, 'judgement')

        FIGURES = (_days('plan_write_days', 'Days'),)
        """,
    ],
)
@pytest.mark.parametrize("file", ["figures", "others"])
def test_figure_that_is_only_declared_is_found(plant: Plant, source: str, file: str) -> None:
    tree = plant(
        {
            f"marketplace/brokerage/rules/{file}.py": source,
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
    assert unread(product, collected()) == sorted(NOT_YET)


def test_figures_that_nothing_reads_yet_and_no_others_say_so() -> None:
    says = {key for key, one in collected().figures.items() if one.not_used_yet}
    assert says == NOT_YET


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
