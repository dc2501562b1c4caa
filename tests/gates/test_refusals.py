"""A refusal is a code with its facts, never a sentence: the room's wording makes that."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.gates.conftest import Plant
from tests.gates.floors import below_wording, floor_of
from tests.gates.modules import Module, Target, Tree, called
from tests.gates.violations import Violation, refuse, violation

FAMILY = Target("marketplace.core.errors", "DomainError")
CODE = re.compile(r"[a-z][a-z0-9_.-]*")


def worded_refusals(tree: Tree) -> list[Violation]:
    """Refusals below the wording that carry a sentence, and problems that are one."""
    family = domain_errors(tree)
    return [
        violation(module, line, f"{says}: give a Problem(code, field, facts)")
        for module in tree
        if below_wording(module)
        for line, says in [*_raised(tree, module, family), *_worded(module), *_returned(module)]
    ]


def domain_errors(tree: Tree) -> set[Target]:
    """core's DomainError and whatever is derived from it, at any distance."""
    family = {FAMILY}
    while True:
        more = {
            Target(module.name, name)
            for module in tree
            for name, node in module.definitions.items()
            if isinstance(node, ast.ClassDef)
            and any(tree.meaning(module, base) in family for base in node.bases)
        }
        if more <= family:
            return family
        family |= more


def _raised(tree: Tree, module: Module, family: set[Target]) -> Iterator[tuple[int, str]]:
    for call in module.calls():
        if tree.meaning(module, call.func) in family:
            for given in call.args:
                if _is_words(tree, module, given):
                    yield call.lineno, f"{called(call)} carries a sentence"


def _is_words(tree: Tree, module: Module, node: ast.expr) -> bool:
    """A string in any dress: literal, f-string, joined, formatted, chosen, or a named constant."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    if isinstance(node, ast.IfExp):
        return _is_words(tree, module, node.body) or _is_words(tree, module, node.orelse)
    if isinstance(node, ast.BinOp):
        return _is_words(tree, module, node.left) or _is_words(tree, module, node.right)
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and _is_words(tree, module, node.func.value)
    if isinstance(node, ast.Subscript):
        return _constant(tree, module, node.value, ast.Dict) is not None
    return (
        isinstance(node, ast.JoinedStr) or _constant(tree, module, node, ast.Constant) is not None
    )


def _constant(tree: Tree, module: Module, node: ast.expr, kind: type[ast.expr]) -> ast.expr | None:
    """What a name of the product was assigned, where that is of this kind and holds strings."""
    target = tree.meaning(module, node)
    home = tree.modules.get(target.module) if target else None
    statement = home.definitions.get(target.name or "") if home and target else None
    value = getattr(statement, "value", None)
    if not isinstance(value, kind):
        return None
    parts = value.values if isinstance(value, ast.Dict) else [value]
    return value if any(_holds_string(part) for part in parts) else None


def _holds_string(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _worded(module: Module) -> Iterator[tuple[int, str]]:
    """`Problem("A sentence.")`: its code must look like one."""
    for call in module.calls():
        code = call.args[0] if call.args else None
        code = next((k.value for k in call.keywords if k.arg == "code"), code)
        if called(call) == "Problem" and _is_no_code(code):
            yield call.lineno, "the code of a Problem is one lower-case word"


def _is_no_code(node: ast.expr | None) -> bool:
    if isinstance(node, ast.Constant):
        return not CODE.fullmatch(str(node.value))
    return isinstance(node, ast.JoinedStr)


def _returned(module: Module) -> Iterator[tuple[int, str]]:
    """`def plan_problems(…) -> list[str]`: problems are values, not sentences."""
    if floor_of(module) not in ("rules", "actions"):
        return
    for node in module.nodes:
        if isinstance(node, ast.FunctionDef) and "problem" in node.name and node.returns:
            returned = ast.unparse(node.returns)
            if "str" in re.findall(r"\w+", returned) and "Problem" not in returned:
                yield node.lineno, f"{node.name} returns {returned}"


ERRORS = "class DomainError(Exception): ..."
WORDED = [
    "raise PlanError('Say why.')",
    "raise PlanError(f'{name} is not a broker.')",
    "raise PlanError('Say ' + what)",
    "raise PlanError('Say {}.'.format(what))",
    "raise PlanError(WHY)",
    "raise PlanError(WHYS[state])",
    "raise PlanError('Say why.' if here else 'Say who.')",
    "raise Stale('Load the page again.') from error",
    "raise PlanError(Problem('Say why.'))",
    "raise PlanError(Problem(code='Not yours'))",
    "def plan_problems() -> list[str]: ...",
    "def plan_problems() -> dict[str, str]: ...",
]


@pytest.mark.parametrize("floor", ["rules", "actions"])
@pytest.mark.parametrize("source", WORDED)
def test_refusals_when_they_carry_a_sentence_are_refused(
    plant: Plant, source: str, floor: str
) -> None:
    room = """
        from marketplace.core import errors
        WHY = "Say why."
        WHYS = {"sent": "This was sent."}
        class PlanError(errors.DomainError): ...
        class Stale(PlanError): ...
        """
    head = "from marketplace.brokerage.errors import WHY, WHYS, PlanError, Stale\n"
    tree = plant(
        {
            "marketplace/core/errors.py": ERRORS,
            "marketplace/brokerage/errors.py": room,
            f"marketplace/brokerage/{floor}.py": head + source,
        }
    )
    assert [one.file for one in worded_refusals(tree)] == [f"marketplace/brokerage/{floor}.py"]


def test_refusals_when_they_carry_codes_pass(plant: Plant) -> None:
    source = """
        from marketplace.core.errors import DomainError
        class PlanError(DomainError): ...
        def plan_problems() -> list[Problem]: ...
        def f():
            if bug: raise RuntimeError("Call this from an action.")
            if problems: raise PlanError(*problems)
            raise PlanError(Problem("not_yours", facts={"name": name}))
        """
    tree = plant({"marketplace/core/errors.py": ERRORS, "marketplace/brokerage/actions.py": source})
    assert worded_refusals(tree) == []


def test_refusals_of_the_product_carry_codes(product: Tree) -> None:
    refuse(worded_refusals(product))
