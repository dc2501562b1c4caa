"""Which refusals a room raises, read from its source, for the tests of its wording."""

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent


def codes_raised(package: str) -> set[str]:
    """The codes of every `problem("code", ...)` written in a package, like `marketplace/suppliers`."""
    return {
        node.args[0].value
        for file in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "problem"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
