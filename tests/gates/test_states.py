"""Nothing writes a state but core's transition helper. A first state is given when a row is made."""

import ast
from collections.abc import Iterator

import pytest

from tests.gates.conftest import Plant
from tests.gates.modules import Module, Tree, called
from tests.gates.violations import Violation, refuse, violation

HELPER = "marketplace.core.transitions"
#: Writes that name their fields: as keywords, as a list of names, or as a mapping.
UPDATES = frozenset({"update", "aupdate"})
LISTED = frozenset({"save", "asave", "bulk_update", "abulk_update", "bulk_create", "abulk_create"})
MAPPED = frozenset({"update_or_create", "aupdate_or_create"})


def states_written(tree: Tree) -> list[Violation]:
    """Every write of a `state` outside the helper."""
    return [
        violation(module, line, f"{what} writes a state: call {HELPER}")
        for module in tree
        if module.name != HELPER
        for line, what in [*_assigned(module), *_called(module)]
    ]


def _assigned(module: Module) -> Iterator[tuple[int, str]]:
    for node in module.nodes:
        if (
            isinstance(node, ast.Attribute)
            and node.attr == "state"
            and isinstance(node.ctx, ast.Store | ast.Del)
        ):
            yield node.lineno, ast.unparse(node)


def _called(module: Module) -> Iterator[tuple[int, str]]:
    for call in module.calls():
        name = called(call)
        if name in UPDATES and (_keyword(call, "state") or _unpacked(call)):
            yield call.lineno, f"{name}(state=…)"
        elif name == "setattr" and len(call.args) > 1 and _is_state(call.args[1]):
            yield call.lineno, "setattr"
        elif name in LISTED and any(_is_state(n) for a in _arguments(call) for n in _listed(a)):
            yield call.lineno, f"{name} with state among its fields"
        elif name in MAPPED and any(_mentions(a) for a in _arguments(call)):
            yield call.lineno, name


def _arguments(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def _keyword(call: ast.Call, name: str) -> bool:
    return any(keyword.arg == name for keyword in call.keywords)


def _unpacked(call: ast.Call) -> bool:
    """`update(**{"state": …})`."""
    return any(keyword.arg is None and _mentions(keyword.value) for keyword in call.keywords)


def _listed(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.List | ast.Tuple | ast.Set) else []


def _mentions(node: ast.expr) -> bool:
    keys = [k for inner in ast.walk(node) if isinstance(inner, ast.Dict) for k in inner.keys if k]
    return any(_is_state(key) for key in keys)


def _is_state(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value == "state"


WRITES = [
    "plan.state = PlanState.APPROVED",
    "plan.note, plan.state = note, then",
    "plan.state: PlanState = then",
    "plan.state += then",
    "Plan.objects.filter(pk=1).update(state=then)",
    "plans.update(**{'state': then})",
    "setattr(plan, 'state', then)",
    "plan.save(update_fields=['state', 'decided_at'])",
    "Plan.objects.bulk_update(rows, ['state'])",
    "Plan.objects.bulk_update(rows, fields=('note', 'state'))",
    "Plan.objects.update_or_create(pk=1, defaults={'state': then})",
    "Plan.objects.bulk_create(rows, update_conflicts=True, update_fields=['state'])",
]


@pytest.mark.parametrize("source", WRITES)
def test_states_when_written_outside_the_helper_are_refused(plant: Plant, source: str) -> None:
    tree = plant({"marketplace/brokerage/actions/deciding.py": source})
    assert len(states_written(tree)) == 1


def test_states_when_first_or_only_read_pass(plant: Plant) -> None:
    source = """
        plan = Plan(state=PlanState.DRAFT)
        Plan.objects.create(state=PlanState.DRAFT)
        if plan.state == PlanState.DRAFT: ...
        Plan.objects.filter(state=PlanState.DRAFT).update(note="")
        seen.update({"states": 1})
        """
    helper = "row.state = then"
    files = {"marketplace/brokerage/actions.py": source, "marketplace/core/transitions.py": helper}
    assert states_written(plant(files)) == []


def test_states_of_the_product_are_written_by_the_helper(product: Tree) -> None:
    refuse(states_written(product))
