"""The demo is for show: its own commands, its tests and the pictures of docs/ import it, and nobody else."""

import ast
from pathlib import Path

from tests.gates.product import ROOT
from tests.gates.violations import Violation, refuse

DEMO = "marketplace.demo"
#: Folders and files whose business the demo is.
FOR_SHOW = (
    "marketplace/demo/",
    "tests/marketplace/demo/",
    "tests/factories/demo.py",
    "tests/journeys/pictures/",
)
#: The tests' own way into the demo, which is held to the same.
FACTORY = "tests.factories.demo"


def imports_of_the_demo(root: Path) -> list[Violation]:
    """Files of product, tests and scripts that import the demo and are not for show."""
    return [
        Violation(file, node.lineno, f"imports {name}: use the rooms' samples or the generator")
        for folder in ("marketplace", "payments", "search", "cms", "tests", "script")
        for path in sorted((root / folder).rglob("*.py"))
        if not (file := path.relative_to(root).as_posix()).startswith(FOR_SHOW)
        for node in ast.walk(ast.parse(path.read_text()))
        for name in _imported(node)
        if name in (DEMO, FACTORY) or name.startswith((f"{DEMO}.", f"{FACTORY}."))
    ]


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def test_demo_when_imported_by_a_walk_or_a_room_is_refused(tmp_path: Path) -> None:
    for file, source in {
        "tests/walks/world.py": "from marketplace.demo.load import everything",
        "tests/journeys/conftest.py": "from tests.factories.demo import load_small_demo",
        "payments/bench.py": "def f():\n    import marketplace.demo.apps",
        "search/bench.py": "from marketplace import demo",
        "marketplace/demo/management/commands/prepare.py": "from marketplace.demo.load import x",
        "tests/journeys/pictures/conftest.py": "from tests.factories.demo import load_small_demo",
        "marketplace/portal/views.py": "from marketplace.democracy import vote",
    }.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(source)
    found = {one.file for one in imports_of_the_demo(tmp_path)}
    assert found == {
        "payments/bench.py",
        "search/bench.py",
        "tests/journeys/conftest.py",
        "tests/walks/world.py",
    }


def test_demo_of_the_product_is_for_show_only() -> None:
    refuse(imports_of_the_demo(ROOT))
