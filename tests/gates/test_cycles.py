"""No circles: the parts of a package import one another in one direction only.

For each package, the arrows between its children (modules and packages) are followed, imports in
functions included. A circle between two modules anywhere is one between two children of the
package that holds both, so this finds every circle at the place where it can be cut.
"""

from collections import defaultdict

import pytest

from tests.gates.conftest import Plant
from tests.gates.modules import Module, Tree
from tests.gates.rooms import ROOF
from tests.gates.violations import Violation, refuse, violation

Arrows = dict[str, dict[str, tuple[Module, int]]]


def circles(tree: Tree) -> list[Violation]:
    """One violation for each arrow that is part of a circle between a package's children."""
    found = []
    for package, arrows in _arrows(tree).items():
        for child, used in arrows.items():
            for other, (module, line) in used.items():
                if child in _reached(arrows, other):
                    says = f"a circle in {package or 'the house'}: {child} imports {other}, which comes back"
                    found.append(violation(module, line, says))
    return found


def _arrows(tree: Tree) -> dict[str, Arrows]:
    arrows: dict[str, Arrows] = defaultdict(lambda: defaultdict(dict))
    for module in tree:
        for one in tree.imports(module):
            for name in {one.target.module, one.written}:
                used = tree.modules.get(name)
                if used is not None and used is not module:
                    package, child, other = _children(module, used)
                    arrows[package][child].setdefault(other, (module, one.line))
    return arrows


def _children(module: Module, used: Module) -> tuple[str, str, str]:
    """The nearest package that holds both, and which of its children each is, or is in."""
    here, there = _path(module), _path(used)
    shared = next(i for i, (a, b) in enumerate(zip(here, there, strict=False)) if a != b)
    return ".".join(here[1:shared]), here[shared], there[shared]


def _path(module: Module) -> list[str]:
    """The parts of its name below the house; the roof is beside the wings, a package's own file
    is a child of it."""
    parts = module.name.split(".")
    if ".".join(parts[:2]) in ROOF or module.name == "marketplace.urls":
        parts = [".".join(parts[:2]), *parts[2:]]
    return ["", *parts, *(["__init__"] if module.is_package else [])]


def _reached(arrows: Arrows, start: str) -> set[str]:
    seen: set[str] = set()
    todo = [start]
    while todo:
        here = todo.pop()
        if here not in seen:
            seen.add(here)
            todo += arrows.get(here, {})
    return seen


PLANTED = {
    "two modules": {
        "cms/a.py": "from cms.b import y\nx = 1",
        "cms/b.py": "from cms import a\ny = 1",
    },
    "in a function": {"cms/a.py": "def f():\n    from . import b", "cms/b.py": "import cms.a"},
    "three modules": {
        "cms/a.py": "from cms import b",
        "cms/b.py": "from cms import c",
        "cms/c.py": "from cms.a import f",
    },
    "two packages": {
        "payments/ledger/a.py": "from payments.cards import c",
        "payments/ledger/b.py": "",
        "payments/cards/c.py": "",
        "payments/cards/d.py": "from payments.ledger.b import x",
    },
    "a part through its own package's face": {
        "cms/rules/__init__.py": "from cms.rules.a import x\nfrom cms.rules.b import y",
        "cms/rules/a.py": "x = 1",
        "cms/rules/b.py": "from cms.rules import x\ny = 1",
    },
}


@pytest.mark.parametrize("files", PLANTED.values(), ids=PLANTED.keys())
def test_imports_when_they_go_in_a_circle_are_refused(plant: Plant, files: dict[str, str]) -> None:
    assert len(circles(plant(files))) > 1


def test_imports_when_in_one_direction_pass(plant: Plant) -> None:
    tree = plant(
        {
            "cms/rules/__init__.py": "from cms.rules.a import x\nfrom cms.rules.b import y",
            "cms/rules/a.py": "x = 1",
            "cms/rules/b.py": "from cms.rules.a import x\ny = 1",
            "cms/views.py": "from cms.rules import y",
            "marketplace/portal/views.py": "from cms import views",
            "marketplace/core/rules.py": "",
            "cms/models.py": "from marketplace.core import rules",
        }
    )
    assert circles(tree) == []


def test_imports_of_the_product_go_in_no_circle(product: Tree) -> None:
    refuse(circles(product))
