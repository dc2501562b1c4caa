"""Which refusals a room raises, read from its source, for the tests of its wording."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
#: What makes a Problem: core's own function, and the ledger's for what is about one transfer.
MAKERS = frozenset({"problem", "_about"})


def codes_raised(package: str) -> set[str]:
    """The codes of every Problem written in a package, like `marketplace/suppliers`."""
    return {code for call in problems_made(package) for code in _constants(call.args[0])}


def problems_made(package: str) -> Iterator[ast.Call]:
    """Each call in a package that makes a Problem with arguments."""
    for file in sorted((ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in MAKERS
                and node.args
            ):
                yield node


def _constants(node: ast.expr) -> Iterator[str]:
    """A code as it is written, or both of a choice."""
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.IfExp):
        yield from (*_constants(node.body), *_constants(node.orelse))
