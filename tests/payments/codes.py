"""The codes of refusals that a folder's source raises, for the tests of its wording."""

import ast
from collections.abc import Iterator
from pathlib import Path

PAYMENTS = Path(__file__).resolve().parents[2] / "payments"
#: What makes a Problem: core's own function, and the ledger's for what is about one transfer.
MAKERS = frozenset({"problem", "_about"})


def codes_raised(folder: str) -> set[str]:
    """Every code that a Problem is made with in this folder of payments."""
    return {
        code
        for path in (PAYMENTS / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in MAKERS
        and node.args
        for code in _constants(node.args[0])
    }


def _constants(node: ast.expr) -> Iterator[str]:
    """A code as it is written, or both of a choice."""
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.IfExp):
        yield from (*_constants(node.body), *_constants(node.orelse))
