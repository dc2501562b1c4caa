"""Actions are keyword-only, name who acts, and are whole: all of it is written, or nothing."""

import ast
from collections.abc import Iterator

import pytest

from tests.gates.conftest import Plant
from tests.gates.floors import floor_of
from tests.gates.modules import Module, Tree, called
from tests.gates.violations import Violation, refuse, violation

#: core's own helpers are called inside an action and are no actions themselves.
HELPERS = "marketplace.core"
#: Calls that write rows, by the last word.
WRITES = frozenset(
    "create bulk_create get_or_create update_or_create save bulk_update delete record".split()
)


def loose_actions(tree: Tree) -> list[Violation]:
    """Actions that take positional arguments or do not take `by=`."""
    return [
        violation(module, node.lineno, f"{node.name} {says}")
        for module in tree
        for node in actions_in(module)
        for says in _wrong_with(node)
    ]


def unprotected(tree: Tree) -> list[Violation]:
    """Public functions of the actions' floor that write, yet neither open nor demand a transaction."""
    return [
        violation(
            module,
            node.lineno,
            f"{node.name} writes outside a transaction: make it atomic, or a helper that calls require_transaction()",
        )
        for module in tree
        for node in _public(module)
        if _writes(node) and not _is_atomic(node) and not _demands(node)
    ]


def actions_in(module: Module) -> Iterator[ast.FunctionDef]:
    return (node for node in _public(module) if _is_atomic(node))


def _public(module: Module) -> Iterator[ast.FunctionDef]:
    if floor_of(module) == "actions" and not module.name.startswith(HELPERS):
        for name, node in module.definitions.items():
            if isinstance(node, ast.FunctionDef) and not name.startswith("_"):
                yield node


def _wrong_with(node: ast.FunctionDef) -> Iterator[str]:
    taken = node.args
    if taken.args or taken.posonlyargs or taken.vararg:
        yield "takes positional arguments: put * before them"
    if "by" not in {argument.arg for argument in taken.kwonlyargs}:
        yield "does not take by=: name who acts"


def _is_atomic(node: ast.FunctionDef) -> bool:
    opened = [*node.decorator_list, *_contexts(node)]
    return any(ast.unparse(one).split("(")[0].split(".")[-1] == "atomic" for one in opened)


def _contexts(node: ast.FunctionDef) -> list[ast.expr]:
    return [item.context_expr for w in node.body if isinstance(w, ast.With) for item in w.items]


def _demands(node: ast.FunctionDef) -> bool:
    return any(called(call) == "require_transaction" for call in _calls(node))


def _writes(node: ast.FunctionDef) -> bool:
    return any(
        called(call) in WRITES or (called(call) == "update" and call.keywords)
        for call in _calls(node)
    )


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    return (inner for inner in ast.walk(node) if isinstance(inner, ast.Call))


LOOSE = {
    "positional": "@transaction.atomic\ndef merge(person, *, by): ...",
    "nobody": "@transaction.atomic\ndef merge(*, person): ...",
    "any number": "@transaction.atomic\ndef merge(*people, by): ...",
    "opened with a block": "def merge(person, *, by):\n    with transaction.atomic():\n        ...",
    "an option of atomic": "@transaction.atomic(durable=True)\ndef merge(*, person): ...",
}


@pytest.mark.parametrize("source", LOOSE.values(), ids=LOOSE.keys())
@pytest.mark.parametrize("file", ["people/actions.py", "people/actions/merging.py"])
def test_actions_when_loose_are_refused(plant: Plant, source: str, file: str) -> None:
    assert len(loose_actions(plant({f"marketplace/{file}": source}))) == 1


def test_actions_when_keyword_only_with_the_doer_pass(plant: Plant) -> None:
    source = """
        @transaction.atomic
        def merge(*, by, person):
            person.save()
        def grant(*, by, person):
            require_transaction()
            person.save()
        def _helper(person):
            person.save()
        """
    tree = plant({"marketplace/people/actions.py": source})
    assert loose_actions(tree) == []
    assert unprotected(tree) == []


@pytest.mark.parametrize("write", ["person.save()", "Access.objects.create()", "rows.update(a=1)"])
def test_actions_when_they_write_outside_a_transaction_are_refused(
    plant: Plant, write: str
) -> None:
    tree = plant({"marketplace/people/actions.py": f"def merge(*, by, person):\n    {write}"})
    assert [one.line for one in unprotected(tree)] == [1]


def test_actions_of_the_product_are_keyword_only_and_name_the_doer(product: Tree) -> None:
    refuse(loose_actions(product))
    assert sum(len(list(actions_in(module))) for module in product) > 50


def test_actions_of_the_product_write_in_a_transaction(product: Tree) -> None:
    refuse(unprotected(product))
